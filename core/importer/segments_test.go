package importer_test

import (
	"bytes"
	"compress/gzip"
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

// pack writes a configuration package.
func (d *desk) pack(name, xml string) string {
	d.T.Helper()
	var content bytes.Buffer
	zip := gzip.NewWriter(&content)
	_, err := zip.Write([]byte(xml))
	d.must(err)
	d.must(zip.Close())
	d.Write(name, content.String())
	return d.Path(name)
}

// Segments are made here: those of an input are left out, told, and never taken for
// interactions, whose fields their lines have.
func TestSegmentsAreLeftOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Name", "A,Ann"), importer.Options{})
	lines := []string{"Segment No.,Line No.,Contact No.,Date,Description,Evaluation,Salesperson Code", "SM1,10000,A,2026-11-23,Spring,,JO", "SM1,20000,A,2026-11-23,Spring,,JO"}
	for name, path := range map[string]string{
		"package": d.pack("segments.rapidstart", `<DataList><SegmentHeaderList><TableID>5076</TableID><SegmentHeader><No>SM1</No><Description>Spring</Description></SegmentHeader></SegmentHeaderList>`+
			`<SegmentLineList><TableID>5077</TableID><SegmentLine><SegmentNo>SM1</SegmentNo><LineNo>10000</LineNo><ContactNo>A</ContactNo><Date>2026-11-23</Date><Description>Spring</Description></SegmentLine>`+
			`<SegmentLine><SegmentNo>SM1</SegmentNo><LineNo>20000</LineNo></SegmentLine></SegmentLineList></DataList>`),
		"workbook": d.workbook("segments.xlsx", sheet{"Segment Header", [][]any{{"SEGMENTS", "Segment Header", 5076}, {}, {"No.", "Description"}, {"SM1", "Spring"}}},
			sheet{"Segment Lines", [][]any{{"Segment No.", "Line No.", "Contact No.", "Date"}, {"SM1", 10000, "A", "2026-11-23"}, {"SM1", 20000, "A", ""}}}),
	} {
		r := d.imported(path, importer.Options{})
		coretest.Same(t, []string{"segment_header: 0 new, 0 changed, 0 unchanged, 1 left out", "segment_line: 0 new, 0 changed, 0 unchanged, 2 left out"}, counts(r))
		if len(r.LeftOutRows) != 1 || r.LeftOutRows[0].Text.String() != "segment SM1 is not imported; segments are made in Winnow" {
			t.Errorf("%s: it tells %v", name, r.LeftOutRows)
		}
	}
	r := d.imported(d.file("Segment Line.csv", lines...), importer.Options{})
	coretest.Same(t, []string{"segment_line: 0 new, 0 changed, 0 unchanged, 2 left out"}, counts(r))
	coretest.Same(t, []string{}, d.Rows("SELECT entry_no FROM interaction_log_entry"))

	// The window gives back how it was looked at, and gets the same.
	files, err := importer.Inspect(d.Context(), d.Company, []string{d.Path("segments.rapidstart")})
	d.must(err)
	var mapping []importer.Mapping
	for _, s := range files[0].Sources {
		mapping = append(mapping, s.Mapping)
	}
	r, err = importer.ImportAll(d.Context(), d.Company, nil, importer.Options{Mapping: mapping})
	d.must(err)
	coretest.Same(t, []string{"segment_header: 0 new, 0 changed, 0 unchanged, 1 left out", "segment_line: 0 new, 0 changed, 0 unchanged, 2 left out"}, counts(r))
}

// Business Central says by its number which table it is: customers are no contacts,
// though they have their fields, and their numbers are other ones.
func TestOtherTablesOfPackages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.pack("both.rapidstart", `<DataList><CustomerList><TableID>18</TableID><Customer><No>10000</No><Name>Adatum</Name><City>Leeds</City><E_Mail>a@b.test</E_Mail></Customer></CustomerList>`+
		`<ContactList><TableID>5050</TableID><Contact><No>CT1</No><Name>Adatum</Name></Contact></ContactList></DataList>`)
	r := d.imported(path, importer.Options{})
	coretest.Same(t, []string{"contact: 1 new, 0 changed, 0 unchanged, 0 left out"}, counts(r))
	coretest.Same(t, []string{"CustomerList"}, r.IgnoredSources)
}
