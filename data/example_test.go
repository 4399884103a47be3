package data_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"winnow/data"
)

// Every write is one transaction: where it fails, nothing has changed.
func Example() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	file, err := data.Create(ctx, filepath.Join(folder, "company.winnow"))
	if err != nil {
		panic(err)
	}
	defer file.Close()
	fmt.Println(file.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO territory (code) VALUES ('NORTH')"); err != nil {
			return err
		}
		return errors.New("changed my mind")
	}))
	fmt.Println(file.Read(ctx, func(tx *sql.Tx) error {
		codes, err := data.Values[string](ctx, tx, "SELECT code FROM territory")
		fmt.Println(len(codes))
		return err
	}))

	// Output:
	// changed my mind
	// 0
	// <nil>
}
