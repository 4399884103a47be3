package main

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/xuri/excelize/v2"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/importer"
	"winnow/core/value"
)

// importFolder measures the whole company from a folder of CSV files into a new
// file, beside a bulk insert of the same rows into the same tables and indexes.
func (b *bench) importFolder(ctx context.Context) error {
	folder := filepath.Join(b.folder, "csv")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	for _, t := range catalog.Tables() {
		if err := b.writeCSV(ctx, folder, t); err != nil {
			return err
		}
	}
	var ours, bare best
	memory := 0.0
	err := inOrder(
		b.importing(ctx, folder, &ours, &memory),
		func() error {
			return b.inNewCompany(ctx, "inserted.winnow", func(c *company.Company) error { return b.bulkInsert(ctx, c, &bare) })
		},
	)
	if err != nil {
		return err
	}
	b.compare(Row{Name: "Import of a folder of CSV files", Beside: "bulk insert of the same rows, indexes included", Memory: memory,
		aim: aim{ratio: 1.5, level: true, but: "more than half of the time goes into reading the rows and staging them by their keys, so that all of an input is stored or nothing; the rest into storing them and building the indexes"}}, ours, bare)
	return os.RemoveAll(folder)
}

// importing returns what imports into a new company, times that, and notes by how much
// the program grows meanwhile.
func (b *bench) importing(ctx context.Context, path string, ours *best, memory *float64) func() error {
	return func() error {
		return b.inNewCompany(ctx, "imported.winnow", func(c *company.Company) error {
			return ours.grown(memory, func() error {
				_, err := importer.Import(ctx, c, path, importer.Options{})
				return err
			})()
		})
	}
}

// bulkInsert writes the rows of all tables in one transaction. What reading them
// takes does not count.
func (b *bench) bulkInsert(ctx context.Context, c *company.Company, bare *best) error {
	whole, reading := took{}, took{}
	whole, err := timed(func() error {
		return c.Write(ctx, func(tx *sql.Tx) error {
			for _, t := range catalog.Tables() {
				in, err := newInserter(ctx, tx, t)
				if err != nil {
					return err
				}
				inserting := took{}
				read, err := timed(func() error {
					return inOrder(
						func() error {
							return b.tableRows(ctx, t, func(row []any) error { return in.add(ctx, row, &inserting) })
						},
						func() error { return in.flush(ctx, &inserting) },
					)
				})
				if err != nil {
					return err
				}
				reading.clock += read.clock - inserting.clock
				reading.processor += read.processor - inserting.processor
			}
			return nil
		})
	})
	bare.note(took{whole.clock - reading.clock, whole.processor - reading.processor})
	return err
}

// importWorkbook measures the contacts from a workbook, beside reading its rows
// with the library alone.
func (b *bench) importWorkbook(ctx context.Context) error {
	path := filepath.Join(b.folder, "contacts.xlsx")
	if err := b.writeWorkbook(ctx, path, catalog.Must(catalog.Contact)); err != nil {
		return err
	}
	var ours, bare best
	memory := 0.0
	err := inOrder(
		b.importing(ctx, path, &ours, &memory),
		func() error { return bare.of(func() error { return readWorkbook(path) }) },
	)
	if err != nil {
		return err
	}
	b.compare(Row{Name: "Import of a workbook of the contacts", Beside: "reading its rows with the library alone", Memory: memory,
		aim: aim{ratio: 1.2, but: "beside reading, the rows are staged, completed and stored with their indexes"}}, ours, bare)
	return os.Remove(path)
}

// readWorkbook reads all rows of a workbook's first sheet.
func readWorkbook(path string) (err error) {
	book, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return err
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return err
		}
	}
	return errors.Join(rows.Error(), rows.Close())
}

// inNewCompany makes a company file for do and removes it.
func (b *bench) inNewCompany(ctx context.Context, name string, do func(*company.Company) error) error {
	c, err := company.Create(ctx, filepath.Join(b.folder, name))
	if err != nil {
		return err
	}
	return errors.Join(do(c), c.Discard())
}

func (b *bench) writeCSV(ctx context.Context, folder string, t catalog.Table) error {
	return writeRecords(filepath.Join(folder, t.Key+".csv"), func(w *csv.Writer) error { return b.eachText(ctx, t, w.Write) })
}

func (b *bench) writeWorkbook(ctx context.Context, path string, t catalog.Table) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := book.SetSheetName("Sheet1", t.Caption); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(t.Caption)
	if err != nil {
		return err
	}
	n, cells := 0, make([]any, len(t.Fields))
	err = b.eachText(ctx, t, func(texts []string) error {
		n++
		for i, text := range texts {
			if cells[i] = text; text == "" {
				cells[i] = nil
			}
		}
		return w.SetRow(fmt.Sprintf("A%d", n), cells)
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return book.SaveAs(path)
}

// eachText calls fn with a table's header and its rows as people write them.
func (b *bench) eachText(ctx context.Context, t catalog.Table, fn func([]string) error) error {
	cells := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		cells[i] = f.Caption
	}
	if err := fn(cells); err != nil {
		return err
	}
	return b.tableRows(ctx, t, func(row []any) error {
		for i, f := range t.Fields {
			cells[i] = value.Format(f, value.Stored(f, row[i]))
		}
		return fn(cells)
	})
}

// listColumns are the columns of the same rows as a list from Outlook and as a
// table.
var listColumns = []struct{ heading, caption string }{
	{"First Name", "First Name"},
	{"Last Name", "Surname"},
	{"Company", "Company Name"},
	{"Job Title", "Job Title"},
	{"Business Street", "Address"},
	{"Business City", "City"},
	{"Business Postal Code", "Post Code"},
	{"Business Country/Region", "Country/Region Code"},
	{"Business Phone", "Phone No."},
	{"E-mail Address", "E-Mail"},
}

// listCompanies is how many companies persons of the list have, of so many
// persons each.
const listCompanies = 20

// importList measures persons with their companies from a list without numbers,
// beside the same rows as a table with its key.
func (b *bench) importList(ctx context.Context) error {
	list, table := filepath.Join(b.folder, "outlook.csv"), filepath.Join(b.folder, "Contact.csv")
	if err := b.writeList(list, table); err != nil {
		return err
	}
	var ours, bare best
	memory := 0.0
	err := rounds(func() error {
		return inOrder(b.importing(ctx, list, &ours, &memory), b.importing(ctx, table, &bare, new(float64)))
	})
	if err != nil {
		return err
	}
	b.compare(Row{Name: "Import of a list from Outlook", Beside: "the import of the same rows as a table with its key", Memory: memory,
		aim: aim{ratio: 1.5, level: true, but: "beside what a table takes, each row is compared with the others and with the stored contacts, and copied once it has a number"}}, ours, bare)
	return errors.Join(os.Remove(list), os.Remove(table))
}

// writeList writes the persons as a list, and with their companies as a table.
func (b *bench) writeList(listPath, tablePath string) error {
	return writeRecords(listPath, func(list *csv.Writer) error {
		return writeRecords(tablePath, func(table *csv.Writer) error {
			headings, captions := []string(nil), []string{"No.", "Type", "Company No."}
			for _, c := range listColumns {
				headings, captions = append(headings, c.heading), append(captions, c.caption)
			}
			if err := errors.Join(list.Write(headings), table.Write(captions)); err != nil {
				return err
			}
			companies := max(b.contacts/listCompanies, 1)
			for i := range b.contacts {
				n := i % companies
				name, no := fmt.Sprintf("%s Trading %d Ltd", []string{"Northlight", "Alder", "Datum"}[n%3], n), fmt.Sprintf("C%07d", n)
				if i == n {
					employer := make([]string, len(captions))
					copy(employer, []string{no, "Company", no, "", "", name})
					if err := table.Write(employer); err != nil {
						return err
					}
				}
				first, last := fmt.Sprintf("Anna%d", i%97), fmt.Sprintf("Berg%d", i%89)
				person := []string{first, last, name, "Buyer", fmt.Sprintf("%d High Street", i%200), "London", fmt.Sprintf("N%d", i%1000), "GB",
					fmt.Sprintf("+44 20 %08d", i), fmt.Sprintf("%s.%s.%d@trading%d.example", first, last, i, n)}
				if err := errors.Join(list.Write(person), table.Write(append([]string{fmt.Sprintf("P%07d", i), "Person", no}, person...))); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// writeRecords makes a CSV file of what write writes.
func writeRecords(path string, write func(*csv.Writer) error) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := csv.NewWriter(file)
	err = write(w)
	w.Flush()
	return errors.Join(err, w.Error())
}
