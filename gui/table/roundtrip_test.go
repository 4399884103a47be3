package table_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/importer"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/region"
	"winnow/gui/table"
	"winnow/gui/widget"
)

// sample is a value of every field that reads otherwise in other regions and
// languages.
func sample(t catalog.Table, f catalog.Field, row int) string {
	switch f.Type {
	case catalog.Integer:
		return fmt.Sprint(1000 + row)
	case catalog.Decimal:
		return []string{"1234.567", "-1234567.25", "0.125"}[row%3]
	case catalog.Date:
		return []string{"2026-02-01", "1999-12-31", "2026-11-12"}[row%3]
	case catalog.Boolean:
		return []string{"Yes", "No"}[row%2]
	case catalog.Option:
		return f.Options[row%len(f.Options)]
	case catalog.Code:
		if f.Lookup == catalog.Contact {
			return "ANN"
		}
	}
	if t.IsKey(f.Key) {
		return "00" + string(rune('A'+row))
	}
	switch f.Form {
	case catalog.TimeOfDay:
		return []string{"09:30", "00:00", ""}[row%3]
	case catalog.DateFormula:
		return []string{"1M", "2W", "1D"}[row%3]
	}
	return []string{"=1+1", "'-x", "007"}[row%3]
}

// The lists of the window come back unchanged, whatever its language and region:
// of all tables, with every field, as a workbook and as CSV.
func TestExportedListsComeBack(t *testing.T) {
	for _, in := range []struct{ language, region string }{{"en", "en-US"}, {"de", "de-DE"}, {"de", "de-CH"}} {
		for _, ending := range []string{".xlsx", ".csv"} {
			t.Run(in.language+" "+in.region+ending, func(t *testing.T) {
				s := guitest.New(t)
				t.Cleanup(func() {
					i18n.SetLanguage("en")
				})
				i18n.SetLanguage(in.language)
				fyne.CurrentApp().Preferences().SetString(region.Pref, in.region)
				s.Session.Services.Target = func(_, name string, _ []string, take func(string)) {
					take(filepath.Join(s.Folder, strings.TrimSuffix(name, ".xlsx")+ending))
				}
				for _, spec := range catalog.Tables() {
					if spec.Key != catalog.Contact {
						fill(s, spec)
					}
					export(s, spec)
				}
				result, err := importer.Import(context.Background(), s.Session.Company, s.Folder, importer.Options{Changes: 20})
				if err != nil {
					t.Fatal(err)
				}
				want(t, "tables", len(result.Tables), len(catalog.Tables()))
				for _, of := range result.Tables {
					if of.New+of.Changed+of.LeftOut+of.Merged > 0 || of.Unchanged == 0 {
						t.Errorf("%+v", of)
					}
				}
				if len(result.UnknownColumns)+len(result.IgnoredSources)+len(result.Changes) > 0 {
					t.Errorf("left alone %v %v, changed %+v", result.UnknownColumns, result.IgnoredSources, result.Changes)
				}
			})
		}
	}
}

// fill imports ten rows of a table, with every field.
func fill(s *guitest.Stage, spec catalog.Table) {
	var keys []string
	for _, f := range spec.Fields {
		keys = append(keys, f.Key)
	}
	rows := [][]string{keys}
	for row := range 10 {
		var cells []string
		for _, f := range spec.Fields {
			cells = append(cells, sample(spec, f, row))
		}
		rows = append(rows, cells)
	}
	path := filepath.Join(s.T.TempDir(), spec.Key+".csv")
	if err := importer.WriteList(path, rows, false); err != nil {
		s.T.Fatal(err)
	}
	if _, err := importer.Import(context.Background(), s.Session.Company, path, importer.Options{}); err != nil {
		s.T.Fatal(err)
	}
}

// export exports the list of a table with all its fields.
func export(s *guitest.Stage, spec catalog.Table) {
	caption := i18n.Translate(spec.Plural)
	if spec.Owner != "" { // which the list of a code table may be called, too
		caption = i18n.Translate(spec.Caption)
	}
	list := table.New(table.Params{
		Session: s.Session, Name: "test." + spec.Key, Caption: caption,
		Columns: table.FieldColumns(spec.Fields, shownAll(spec)),
		Source:  table.Records{Session: s.Session, Table: spec.Key},
		Count:   func(n int) string { return widget.Number(n) },
		Bar:     widget.NewActionBar(),
	})
	s.Navigator.Open(&widget.Page{Title: spec.Key, Content: list.Content(), First: list.List, Keys: list.Keys(), OnShow: list.Reload, OnClose: list.Tasks.Close, Actions: list.Bar})
	s.Settle(list.Tasks)
	list.Export()
	s.Settle(list.Tasks)
	s.Key(fyne.KeyEscape)
}

func shownAll(spec catalog.Table) []list.Column {
	columns := make([]list.Column, len(spec.Fields))
	for i, f := range spec.Fields {
		columns[i] = list.Column{Key: f.Key, Width: 90}
	}
	return columns
}
