package atomicfile_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"winnow/core/atomicfile"
)

// A file that fails while it is written leaves what was there.
func Example() {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	file := atomicfile.File{Path: filepath.Join(folder, "list.csv"), Replace: true}
	fmt.Println(file.Write(func(f *os.File) error {
		_, err := f.WriteString("No.,Name\n")
		return err
	}))
	fmt.Println(file.Write(func(f *os.File) error {
		f.WriteString("No.")
		return errors.New("disk full")
	}))
	content, err := os.ReadFile(file.Path)
	fmt.Printf("%s%v\n", content, err)

	// Output:
	// <nil>
	// disk full
	// No.,Name
	// <nil>
}
