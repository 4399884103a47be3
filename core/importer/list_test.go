package importer_test

import (
	"os"
	"path/filepath"
	"testing"

	"winnow/core"
	"winnow/core/importer"
)

// A list is read by spreadsheets, which run nothing in it; a file that is there
// stays unless it is to be replaced.
func TestWriteList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := filepath.Join(d.Folder, "errors.csv")
	d.must(importer.WriteList(path, [][]string{{"Row", "Value"}, {"2", "=1+1"}, {"3", "a, \"b\""}}, false))
	want := "\uFEFFRow,Value\r\n2,'=1+1\r\n3,\"a, \"\"b\"\"\"\r\n"
	if text, err := os.ReadFile(path); err != nil || string(text) != want {
		t.Errorf("written: %q, %v", text, err)
	}
	if err := importer.WriteList(path, nil, false); !core.IsKind(err, core.Exists) {
		t.Errorf("a file that is there: %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != want {
		t.Errorf("afterwards: %q, %v", text, err)
	}
	d.must(importer.WriteList(path, [][]string{{"Row"}}, true))
	if text, err := os.ReadFile(path); err != nil || string(text) != "\uFEFFRow\r\n" {
		t.Errorf("replaced: %q, %v", text, err)
	}
}
