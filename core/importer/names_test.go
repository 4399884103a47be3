package importer_test

import (
	"os"
	"path/filepath"
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

// Two sheets or files of one name are told apart by their workbook or folder, in
// the mapping, the counts and the remarks.
func TestSourcesOfOneName(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one := d.workbook("one.xlsx", sheet{"People", [][]any{{"Name", "City", "Town"}, {"Ann Lee", "Bath", "York"}}})
	two := d.workbook("two.xlsx", sheet{"People", [][]any{{"Name", "City", "Town"}, {"Bo Lund", "Ribe", "Rome"}}})
	r, err := importer.ImportAll(d.Context(), d.Company, []string{one, two}, importer.Options{})
	d.must(err)
	coretest.Same(d.T, []string{"one.xlsx, People", "two.xlsx, People"}, []string{r.Rows[0].Source, r.Rows[1].Source})
	coretest.Same(d.T, []string{"one.xlsx, People", "two.xlsx, People"}, []string{r.Remarks[0].Source, r.Remarks[1].Source})
	coretest.Same(d.T, []string{"one.xlsx, People", "two.xlsx, People"}, []string{r.Mapping[0].Source, r.Mapping[3].Source})

	var paths []string
	for _, folder := range []string{"a", "b"} {
		d.must(os.Mkdir(filepath.Join(d.Folder, folder), 0o700))
		paths = append(paths, d.file(filepath.Join(folder, "x.csv"), "Name", "Eva Nye"))
	}
	if r, err = importer.ImportAll(d.Context(), d.Company, paths, importer.Options{}); err != nil {
		t.Fatal(err)
	}
	coretest.Same(d.T, []string{"a/x.csv", "b/x.csv"}, []string{r.Rows[0].Source, r.Rows[1].Source})
}
