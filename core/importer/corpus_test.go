package importer_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/unicode"

	"winnow/core/catalog"
	"winnow/core/importer"
)

var update = flag.Bool("update", false, "write what comes of the lists in testdata beside them")

// outcome is what comes of a list: the rows of each table by their fields that are
// not empty (of type 1 are persons), the columns that are left alone, what is
// told, and which rows became one.
type outcome struct {
	Rows   map[string][]map[string]string `json:"rows"`
	Left   []string                       `json:"left_alone,omitempty"`
	Told   []string                       `json:"told,omitempty"`
	Merged []string                       `json:"merged,omitempty"`
}

// Lists as each program writes them become the contacts that stand beside them,
// and come in a second time without changing anything. testdata/lists has the
// files; workbooks and packages are made of what stands there to be read.
func TestListsOfPrograms(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("testdata", "lists")
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".out.json") {
			continue
		}
		seen++
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			content, err := os.ReadFile(filepath.Join(folder, name))
			d.must(err)
			path := d.program(name, content)
			first, err := importer.Import(d.Context(), d.Company, path, importer.Options{})
			d.must(err)
			got := d.outcome(first)
			again, err := importer.Import(d.Context(), d.Company, path, importer.Options{})
			d.must(err)
			for _, n := range again.Rows {
				if n.New+n.Changed > 0 || n.Read != n.Unchanged+n.Merged {
					t.Errorf("a second time: %+v", n)
				}
			}
			want := outcome{}
			beside := filepath.Join(folder, strings.TrimSuffix(strings.TrimSuffix(name, ".json"), ".xml")+".out.json")
			if *update {
				text, err := json.MarshalIndent(got, "", "  ")
				d.must(err)
				d.must(os.WriteFile(beside, append(text, '\n'), 0o600))
				return
			}
			text, err := os.ReadFile(beside)
			d.must(err)
			d.must(json.Unmarshal(text, &want))
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
	if seen < 40 {
		t.Errorf("there are only %d lists", seen)
	}
}

// program writes a list as its program does and returns its path.
func (d *desk) program(name string, content []byte) string {
	d.T.Helper()
	switch {
	case strings.HasSuffix(name, ".xlsx.json"):
		var book struct {
			Sheets []struct {
				Name string
				Rows [][]any
			}
		}
		d.must(json.Unmarshal(content, &book))
		var sheets []sheet
		for _, s := range book.Sheets {
			sheets = append(sheets, sheet{s.Name, s.Rows})
		}
		return d.workbook(strings.TrimSuffix(name, ".json"), sheets...)
	case strings.HasSuffix(name, ".rapidstart.xml"):
		if strings.Contains(name, "utf16") {
			var err error
			content, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(content)
			d.must(err)
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, err := w.Write(content)
		d.must(err)
		d.must(w.Close())
		name, content = strings.TrimSuffix(name, ".xml"), packed.Bytes()
	}
	path := filepath.Join(d.Folder, name)
	d.must(os.WriteFile(path, content, 0o600))
	return path
}

// outcome reads what the company has after an import.
func (d *desk) outcome(r importer.Result) outcome {
	d.T.Helper()
	o := outcome{Rows: map[string][]map[string]string{}}
	for _, t := range catalog.Tables() {
		var names []string
		for _, f := range t.Fields {
			if f.Key != "search_name" {
				names = append(names, f.Key)
			}
		}
		for _, line := range d.Rows("SELECT " + strings.Join(names, ", ") + " FROM " + t.Key + " ORDER BY " + strings.Join(t.Keys, ", ")) {
			row := map[string]string{}
			for i, text := range strings.Split(line, "|") {
				if text != "" && text != "0" {
					row[names[i]] = text
				}
			}
			o.Rows[t.Key] = append(o.Rows[t.Key], row)
		}
	}
	for _, c := range r.UnknownColumns {
		if !slices.Contains(o.Left, c.Column) {
			o.Left = append(o.Left, c.Column)
		}
	}
	o.Told = remarks(r)
	for _, m := range r.Merged {
		o.Merged = append(o.Merged, fmt.Sprintf("rows %v are %s", m.Rows, m.ContactNo))
	}
	return o
}
