package importer_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/importer"
	"winnow/core/value"
)

// dice makes tables of random rows: few keys, so that they meet, and columns
// that come and go.
type dice struct{ *rand.Rand }

func (r dice) value(f catalog.Field) string {
	switch f.Type {
	case catalog.Integer:
		return fmt.Sprint(r.IntN(4) + 1)
	case catalog.Decimal:
		return []string{"", "0", "12.5", "-3"}[r.IntN(4)]
	case catalog.Date:
		return []string{"", "2026-01-02", "20260103"}[r.IntN(3)]
	case catalog.Boolean:
		return []string{"", "Yes", "FALSE"}[r.IntN(3)]
	case catalog.Option:
		return f.Options[r.IntN(len(f.Options))]
	}
	switch f.Form {
	case catalog.TimeOfDay:
		return []string{"", "9:30", "23:59:59", "12:05 AM"}[r.IntN(4)]
	case catalog.DateFormula:
		return []string{"", "1m", "CM + 1D"}[r.IntN(3)]
	}
	if f.Lookup == catalog.Contact {
		return []string{"c1", "C2", "C3", " C4 ", "C9"}[r.IntN(5)]
	}
	return []string{"", "a", "B ", "ü"}[r.IntN(4)]
}

// write writes a file of random rows, with all key columns and some others.
func (r dice) write(t *testing.T, folder string, table catalog.Table) ([]catalog.Field, [][]string) {
	var fields []catalog.Field
	for _, f := range table.Fields {
		if table.IsKey(f.Key) || r.IntN(2) == 0 {
			fields = append(fields, f)
		}
	}
	r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	var records [][]string
	seen := map[string]bool{}
	for range r.IntN(12) {
		var record []string
		key := ""
		for _, f := range fields {
			v := r.value(f)
			if table.IsKey(f.Key) && strings.TrimSpace(v) == "" && f.Type == catalog.Code {
				v = "key"
			}
			record = append(record, v)
			if table.IsKey(f.Key) {
				key += strings.ToUpper(strings.TrimSpace(strings.ReplaceAll(v, "20260103", "2026-01-03"))) + "|"
			}
		}
		// Two rows with one key are an error.
		if seen[key] && (!table.Numbered || strings.Trim(key, "|0") != "") {
			continue
		}
		seen[key] = true
		records = append(records, record)
	}
	var header []string
	for _, f := range fields {
		header = append(header, f.Caption)
	}
	name := strings.ReplaceAll(table.Caption, "/", "_") + ".csv"
	file, err := os.Create(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := csv.NewWriter(file)
	if err := w.WriteAll(append([][]string{header}, records...)); err != nil {
		t.Fatal(err)
	}
	return fields, records
}

// Whatever comes, in whatever columns: a dry run says what the run does, a
// second run changes nothing, and rows hold what a plain reading gives.
func TestGeneratedInputs(t *testing.T) {
	t.Parallel()
	for seed := range seeds(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			d, r := newDesk(t), dice{rand.New(rand.NewPCG(seed, 7))}
			plain := map[string]map[string]map[string]any{}
			for range 3 {
				folder := t.TempDir()
				for _, table := range catalog.Tables() {
					fields, records := r.write(t, folder, table)
					if plain[table.Key] == nil {
						plain[table.Key] = map[string]map[string]any{}
					}
					remember(t, plain[table.Key], table, fields, records)
				}
				d.imported(folder, importer.Options{})
				before := d.dump()
				again := d.imported(folder, importer.Options{})
				if slices.ContainsFunc(again.Tables, func(t importer.TableResult) bool { return t.New+t.Changed > 0 }) {
					t.Fatalf("the second import says %v", counts(again))
				}
				if after := d.dump(); fmt.Sprint(before) != fmt.Sprint(after) {
					t.Fatal("the second import changed something")
				}
			}
			for _, table := range catalog.Tables() {
				if table.Key != catalog.Contact && table.Owner == "" && table.Key != catalog.InteractionComment {
					coretest.Same(d.T, plainRows(table, plain[table.Key]), d.stored(table))
				}
			}
		})
	}
}

// remember does to a plain map what the import does to a table.
func remember(t *testing.T, rows map[string]map[string]any, table catalog.Table, fields []catalog.Field, records [][]string) {
	for _, record := range records {
		given := map[string]any{}
		for i, f := range fields {
			text := record[i]
			var v any
			var err error
			switch f.Type {
			case catalog.Text:
				v, err = value.Parse(f, strings.TrimSpace(text), value.Env{})
			case catalog.Code:
				v, err = value.Code(text)
			case catalog.Date:
				v = strings.ReplaceAll(text, "20260103", "2026-01-03")
			case catalog.Integer:
				v = text
			case catalog.Decimal:
				v, err = value.Decimal(text)
			case catalog.Boolean:
				v, err = value.Boolean(text)
			default:
				v, err = value.Option(f, text)
			}
			if err != nil {
				t.Fatal(err)
			}
			given[f.Key] = v
		}
		key := ""
		for _, k := range table.Keys {
			key += fmt.Sprint(given[k]) + "|"
		}
		if rows[key] == nil {
			rows[key] = map[string]any{}
			for _, f := range table.Fields {
				rows[key][f.Key] = value.Zero(f)
				if f.Default != 0 {
					rows[key][f.Key] = f.Default
				}
			}
		}
		for k, v := range given {
			rows[key][k] = v
		}
	}
}

func plainRows(table catalog.Table, rows map[string]map[string]any) []string {
	list := []string{}
	for _, r := range rows {
		var parts []string
		for _, f := range table.Fields {
			parts = append(parts, fmt.Sprint(r[f.Key]))
		}
		list = append(list, strings.Join(parts, "|"))
	}
	slices.Sort(list)
	return list
}

func (d *desk) stored(table catalog.Table) []string {
	var names []string
	for _, f := range table.Fields {
		names = append(names, f.Key)
	}
	list := d.Rows("SELECT " + strings.Join(names, ", ") + " FROM " + table.Key)
	slices.Sort(list)
	return list
}
