package merge

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"winnow/core/company"
	"winnow/core/docx"
	"winnow/core/mailrow"
)

// Fill returns what a row has for the template's fields, for the letter that is the
// sequence-th, on a day.
func (f *Form) Fill(row *mailrow.Row, settings company.Values, sequence int, day time.Time) *Filling {
	return NewFilling(f.template.Names(), docx.Record{
		Number: row.Place(), Sequence: sequence, Day: day, Values: f.Values(row, settings), Language: cmp.Or(f.language, settings[company.Language]),
	})
}

// Empty returns the known fields that a row has nothing for.
func (f *Form) Empty(row *mailrow.Row, settings company.Values) (names []string) {
	for _, o := range f.used() {
		if o.known() && o.line == 0 && strings.TrimSpace(f.value(o, row, settings).Text) == "" {
			names = append(names, o.name)
		}
	}
	return names
}

// OneEach refuses a template whose letters are not one for each row.
func (f *Form) OneEach() error { return f.template.OneEach() }

// Document returns the letter with those values as a Word document.
func (f *Form) Document(l *Filling) ([]byte, error) {
	var b bytes.Buffer
	err := f.template.Write(&b, l.Record(f.template.Names()))
	return b.Bytes(), err
}

// Text returns what the letter says.
func (f *Form) Text(l *Filling) (string, error) {
	return f.template.Text(l.Record(f.template.Names()))
}

// Beside returns what the letter has beside its text; see docx.Template.
func (f *Form) Beside() []string { return f.template.Beside() }

// HTML returns the letter as the body of an e-mail.
func (f *Form) HTML(l *Filling) (docx.HTML, error) {
	return f.template.HTML(l.Record(f.template.Names()))
}

// PDFs has LibreOffice make PDF of some Word documents. The error is a core.Problem where
// that cannot be done.
func PDFs(ctx context.Context, documents [][]byte) (made [][]byte, err error) {
	err = inFolder(func(folder string) error {
		var files []string
		for i, document := range documents {
			path := filepath.Join(folder, fmt.Sprintf("%d.docx", i))
			if err := os.WriteFile(path, document, 0o600); err != nil {
				return err
			}
			files = append(files, path)
		}
		if err := convert(ctx, conversion{folder: folder, files: files, letters: len(files)}); err != nil {
			return err
		}
		for _, path := range files {
			content, err := os.ReadFile(strings.TrimSuffix(path, ".docx") + ".pdf")
			if err != nil {
				return noPDF(err)
			}
			made = append(made, content)
		}
		return nil
	})
	return made, err
}
