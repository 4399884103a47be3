package importer_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/filter"
	"winnow/core/importer"
	"winnow/core/segment"
)

// mailed is a company with a segment of two lines, whose exports go to its
// folder.
func mailed(t *testing.T) (*desk, *segment.Store, string) {
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Type,Name,First Name,Surname,E-Mail,City,Country/Region Code,Salutation Code", "CT1,Person,Ida Holt,Ida,Holt,ida@n.example,Oslo,NO,F", "CT2,Person,Ole Lund,Ole,Lund,ole@n.example,Bergen,NO,M"), importer.Options{})
	s := segment.New(d.Company)
	no, err := s.CreateSegment(d.Context(), "", map[string]string{"description": "Fair"}, filter.Env{})
	d.must(err)
	_, err = s.AddLines(d.Context(), no, []string{"CT1", "CT2"}, false)
	d.must(err)
	return d, s, no
}

// notAList imports what no list of contacts is: it is refused with what to do
// instead, under whatever name, in an archive too.
func (d *desk) notAList(path string, look importer.Look) {
	d.T.Helper()
	before := d.dump()
	_, err := importer.Import(d.Context(), d.Company, path, importer.Options{Look: look})
	if !core.IsKind(err, core.Invalid) || !strings.Contains(err.Error(), "was written for a mailing") || !strings.Contains(err.Error(), "Contacts › Export list") {
		d.T.Errorf("%s %+v: %v", filepath.Base(path), look, err)
	}
	files, err := importer.InspectWith(d.Context(), d.Company, []string{path}, look)
	if err != nil || files[0].Err == nil {
		d.T.Errorf("%s is shown to be imported: %v", filepath.Base(path), err)
	}
	for table, rows := range d.dump() {
		if strings.Join(rows, "\n") != strings.Join(before[table], "\n") {
			d.T.Errorf("%s changed %s", filepath.Base(path), table)
		}
	}
}

// What an export wrote for a mailing is refused in all its forms: with other
// columns and headers, saved again by a spreadsheet, under another name.
func TestExportsForAMailingAreRefused(t *testing.T) {
	t.Parallel()
	d, s, no := mailed(t)
	for name, o := range map[string]exporter.Options{
		"usual":     {},
		"criteria":  {CriteriaSheet: true},
		"captions":  {CaptionHeaders: true},
		"few":       {Columns: []string{"contact_no", "name", "segment_no"}},
		"said":      {Columns: []string{"contact_no", "name", "segment_no"}, CaptionHeaders: true},
		"nameless":  {Columns: []string{"name", "e_mail", "city", "greeting_informal"}},
		"addresses": {Columns: []string{"e_mail", "address_block"}, CaptionHeaders: true},
	} {
		for _, ending := range []string{".xlsx", ".csv"} {
			if o.CriteriaSheet && ending == ".csv" {
				continue
			}
			o.Path = filepath.Join(d.Folder, name+ending)
			_, err := exporter.Export(d.Context(), d.Company, s, no, o)
			d.must(err)
			d.notAList(o.Path, importer.Look{})
			d.notAList(o.Path, importer.Look{Table: "Contact"})
			written, err := os.ReadFile(o.Path)
			d.must(err)
			contact := filepath.Join(t.TempDir(), "Contact"+ending)
			d.must(os.WriteFile(contact, written, 0o600))
			d.notAList(contact, importer.Look{})
		}
	}
	path := filepath.Join(d.Folder, "usual.xlsx")
	book, err := excelize.OpenFile(path)
	d.must(err)
	d.must(book.SetCellValue("Contacts", "D2", "Edited"))
	d.notAList(d.save(book, "saved.xlsx"), importer.Look{})
	text, err := os.ReadFile(filepath.Join(d.Folder, "usual.csv"))
	d.must(err)
	d.notAList(d.file("semicolons.csv", strings.ReplaceAll(string(text), ",", ";")), importer.Look{})
}

// The lines of a segment are no list of contacts either: their salespeople,
// languages and types of correspondence can be their own.
func TestLinesOfASegmentAreRefused(t *testing.T) {
	t.Parallel()
	d, _, no := mailed(t)
	path := filepath.Join(d.Folder, "Lines.xlsx")
	_, err := exporter.WriteList(d.Context(), d.Company, exporter.List{Path: path, Name: "Lines", Headers: []string{"Contact No.", "Name", "Salesperson Code"}, SegmentNo: no,
		Each: func(_ context.Context, write func(exporter.ListRow) error) error {
			return write(exporter.ListRow{Cells: []string{"CT1", "Ida Holt", "JO"}})
		}})
	d.must(err)
	d.notAList(path, importer.Look{})
	d.notAList(d.file("lines.csv", "line_no,contact_no,correspondence_type,salesperson_code,name,company_name", "10000,CT1,,JO,Ida Holt,"), importer.Look{})
}

// Lists that only share some headings with exports are read.
func TestListsLikeExportsAreRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("list.csv", "Name,E-mail Address,Segment No", "Ida Holt,ida@n.example,S1"), importer.Options{})
	d.imported(d.file("list.csv", "Full Name,E-mail Address,City", "Ole Lund,ole@n.example,Oslo"), importer.Options{})
	d.imported(d.file("list.csv", "Name,Email,Address Block,Remarks", "Eva Dahl,eva@n.example,x,y"), importer.Options{})
	coretest.Same(d.T, []string{"Eva Dahl", "Ida Holt", "Ole Lund"}, d.Rows("SELECT name FROM contact ORDER BY name"))
}
