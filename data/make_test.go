package data_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
)

func files(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// A file appears whole when it is filled, and not at all when that fails.
func TestMakeWhollyOrNotAtAll(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "company.winnow")
	fault := errors.New("the filling failed")
	err := data.Make(t.Context(), path, func(f *data.File) error {
		addTerritory(t, f, "NORTH")
		return fault
	})
	if !errors.Is(err, fault) {
		t.Errorf("making with a fault: %v", err)
	}
	if diff := cmp.Diff([]string(nil), files(t, folder)); diff != "" {
		t.Error(diff)
	}
	err = data.Make(t.Context(), path, func(f *data.File) error {
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("it is there before it is filled: %v", err)
		}
		addTerritory(t, f, "SOUTH")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"company.winnow"}, files(t, folder)); diff != "" {
		t.Error(diff)
	}
	f := opened(t, path)
	if diff := cmp.Diff([]string{"SOUTH"}, territories(t, f)); diff != "" {
		t.Error(diff)
	}
}

// A file that another program made in the meantime stays.
func TestMakeGivesWay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "company.winnow")
	err := data.Make(t.Context(), path, func(*data.File) error { return os.WriteFile(path, []byte("theirs"), 0o600) })
	if !errors.Is(err, data.ErrExists) {
		t.Errorf("making over a file: %v", err)
	}
	if err := data.Make(t.Context(), path, nil); !errors.Is(err, data.ErrExists) {
		t.Errorf("making over a file: %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "theirs" {
		t.Errorf("theirs is %q, %v", got, err)
	}
}
