package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"winnow/data"
)

// races is how often a company is restored while others work in it.
const races = 12

// What a program was told is done is in the company or in what a restore kept of
// it, however many work while it is restored.
func TestRestoreWhileOthersWork(t *testing.T) {
	if raced {
		t.Skip("it is other programs that race")
	}
	folder := t.TempDir()
	path, backup := filepath.Join(folder, "company.winnow"), filepath.Join(folder, "backup.winnow")
	for _, args := range [][]string{{"new", "--description", "first"}, {"backup", backup}} {
		if out, err := command(t.Context(), path, args).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	restored := 0
	for race := range races {
		var wait sync.WaitGroup
		told := make([][]string, 3)
		done := make(chan struct{})
		for writer := range told {
			wait.Go(func() {
				for n := 0; ; n++ {
					description := fmt.Sprintf("%d of writer %d in race %d", n, writer, race)
					if command(context.Background(), path, []string{"new", "--description", description}).Run() == nil {
						told[writer] = append(told[writer], description)
					}
					select {
					case <-done:
						return
					default:
					}
				}
			})
		}
		if command(context.Background(), path, []string{"restore", backup, "--replace"}).Run() == nil {
			restored++
		}
		close(done)
		wait.Wait()
		files, err := filepath.Glob(filepath.Join(folder, "company*.winnow"))
		if err != nil {
			t.Fatal(err)
		}
		var kept []string
		for _, file := range files {
			kept = append(kept, descriptions(t, file)...)
		}
		for _, description := range slices.Concat(told...) {
			if !slices.Contains(kept, description) {
				t.Errorf("%q was said to be done, and is in none of %v", description, files)
			}
		}
	}
	if restored == 0 {
		t.Error("nothing was restored")
	}
	if out, err := command(t.Context(), path, []string{"check"}).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// descriptions returns those of a company's segments.
func descriptions(t *testing.T, path string) []string {
	t.Helper()
	f, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []string
	err = f.Read(t.Context(), func(tx *sql.Tx) (err error) {
		list, err = data.Values[string](t.Context(), tx, "SELECT description FROM segment_header")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
