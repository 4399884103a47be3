package exporter_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/output"
)

// rowsOf is an Each over rows in memory.
func rowsOf(rows ...[]string) func(context.Context, func(exporter.ListRow) error) error {
	return func(ctx context.Context, write func(exporter.ListRow) error) error {
		for _, row := range rows {
			if err := write(exporter.ListRow{Cells: row}); err != nil {
				return err
			}
		}
		return ctx.Err()
	}
}

// A list is written as it is shown, every cell a text.
func TestWriteList(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	rows := [][]string{{"SM00001", "0123"}, {"=1+1", "Zoë, \"Ltd\""}}
	list := exporter.List{Path: b.Path("list.xlsx"), Name: "Segments: all/mine [2026] that are longer than this", Headers: []string{"No.", "Text"}, Each: rowsOf(rows...)}
	if r, err := exporter.WriteList(b.Context(), b.Company, list); err != nil || r.Rows != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	file, err := excelize.OpenFile(list.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sheet := "Segments  all mine  2026  that"
	if diff := cmp.Diff([]string{sheet}, file.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	got, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"No.", "Text"}, rows[0], rows[1]}, got); diff != "" {
		t.Error(diff)
	}
	if kind, err := file.GetCellType(sheet, "B2"); err != nil || kind != excelize.CellTypeInlineString {
		t.Errorf("0123 is a cell of type %v, %v", kind, err)
	}

	list.Path = b.Path("list.csv")
	if _, err := exporter.WriteList(b.Context(), b.Company, list); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(list.Path)
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeffNo.,Text\r\nSM00001,0123\r\n'=1+1,\"Zoë, \"\"Ltd\"\"\"\r\n"
	if string(text) != want {
		t.Errorf("the CSV file is %q", text)
	}
}

// A list that cannot be written whole leaves the folder as it was.
func TestWriteListFails(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	stopped, stop := context.WithCancel(b.Context())
	stop()
	path := b.Path("list.xlsx")
	list := exporter.List{Path: path, Headers: []string{"No.", "Text"}, Each: rowsOf([]string{"1", "2"})}
	if _, err := exporter.WriteList(stopped, b.Company, list); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	list.Each = rowsOf([]string{"1", strings.Repeat("x", 40_000)})
	if _, err := exporter.WriteList(b.Context(), b.Company, list); err == nil || !strings.Contains(err.Error(), "Text has 40000 characters") {
		t.Errorf("too long: %v", err)
	}
	list.Path = b.Path("list.txt")
	if _, err := exporter.WriteList(b.Context(), b.Company, list); !core.IsKind(err, core.Invalid) {
		t.Errorf("another ending: %v", err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	list.Path, list.Each = path, rowsOf()
	for want := range 2 {
		_, err := exporter.WriteList(b.Context(), b.Company, list)
		if (want == 1) != core.IsKind(err, core.Exists) {
			t.Errorf("written %d times before: %v", want, err)
		}
	}
}

// Rows of Privacy Blocked contacts stay out unless they are asked for; what left
// is in the account of outputs.
func TestWriteListKeepsBlockedOut(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	list := exporter.List{Path: b.Path("list.csv"), Headers: []string{"No."}, SegmentNo: b.No, Force: true,
		Each: func(_ context.Context, write func(exporter.ListRow) error) error {
			for _, row := range []exporter.ListRow{{Cells: []string{"A"}}, {Cells: []string{"B"}, Blocked: true}, {Cells: []string{"C"}}} {
				if err := write(row); err != nil {
					return err
				}
			}
			return nil
		}}
	for _, c := range []struct {
		include bool
		rows    [][]string
	}{{false, [][]string{{"No."}, {"A"}, {"C"}}}, {true, [][]string{{"No."}, {"A"}, {"B"}, {"C"}}}} {
		list.IncludeBlocked = c.include
		result, err := exporter.WriteList(b.Context(), b.Company, list)
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, output.Result{Rows: len(c.rows) - 1, Blocked: 1, Path: list.Path}, result)
		coretest.Same(t, c.rows, b.csv("list.csv"))
	}
	left, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []int{1, 0}, []int{left[0].Blocked, left[1].Blocked})
	coretest.Same(t, []int{3, 2}, []int{left[0].Rows, left[1].Rows})
	coretest.Same(t, b.No, left[0].SegmentNo)
}
