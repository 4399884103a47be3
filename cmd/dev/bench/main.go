// Command bench measures what Winnow does beside the least that any program must do
// for the same effect: one bare SQL statement, the bare driver's insert of the same
// rows, a workbook of constants. Both are measured in one run on one machine, so that
// their ratio means something where their times do not. It is started by
// `go run ./cmd/dev bench`.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	contacts := flags.Int("contacts", 0, "how many contacts; without it 10,000, 100,000 and 1,000,000, which takes its time")
	asJSON := flags.Bool("json", false, "print JSON")
	var only []string
	flags.Func("only", "measure only these `parts`, joined by commas: "+partNames(), func(text string) error {
		only = strings.Split(text, ",")
		for _, name := range only {
			if !slices.ContainsFunc(parts, func(p part) bool { return p.name == name }) {
				return fmt.Errorf("there is no part %q", name)
			}
		}
		return nil
	})
	switch err := flags.Parse(os.Args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil || flags.NArg() > 0 || *contacts < 0:
		os.Exit(2)
	}
	sizes := []int{10_000, 100_000, 1_000_000}
	if *contacts > 0 {
		sizes = []int{*contacts}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	began := time.Now()
	rows, err := measure(ctx, sizes, only)
	stopped := ctx.Err() != nil
	stop()
	// What was measured before an error, or before it was stopped, is worth
	// looking at.
	judge(rows)
	if shown := show(rows, *asJSON, time.Since(began)); err == nil {
		err = shown
	}
	switch {
	case err != nil && stopped: // whoever stopped it knows
		os.Exit(130)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// partNames are the names of all parts, joined by commas.
func partNames() string {
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	return strings.Join(names, ",")
}

// measure runs the bench for each size, in a folder that it removes, and tells
// of every row on the way.
func measure(ctx context.Context, sizes []int, only []string) ([]Row, error) {
	var all []Row
	for _, n := range sizes {
		folder, err := os.MkdirTemp("", "winnow-bench-")
		if err != nil {
			return all, err
		}
		tell := func(r Row) { fmt.Fprintln(os.Stderr, strings.Join(cells(r), "  ")) }
		rows, err := run(ctx, folder, n, only, tell)
		if remove := os.RemoveAll(folder); err == nil {
			err = remove
		}
		if all = append(all, rows...); err != nil {
			return all, err
		}
	}
	return all, nil
}

func show(rows []Row, asJSON bool, took time.Duration) error {
	if asJSON {
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(rows)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "contacts\twhat\tours\tbare\tratio\tby cpu\tgrowth\tmemory\ttarget\treached\tbeside")
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(cells(r), "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	told := map[string]bool{}
	for _, r := range rows {
		if r.Why != "" && !told[r.Name] {
			told[r.Name] = true
			fmt.Printf("%s: %s.\n", r.Name, r.Why)
		}
	}
	fmt.Printf("measured in %s\n", took.Round(time.Second))
	return nil
}

// cells are a row as the table shows it.
func cells(r Row) []string {
	number := func(format string, v float64) string {
		if v == 0 {
			return "-"
		}
		return fmt.Sprintf(format, v)
	}
	ours := number("%.2f ms", r.Ours)
	if r.Unit != "" {
		ours = fmt.Sprintf("%.3g %s", r.Number, r.Unit)
	}
	return []string{
		fmt.Sprint(r.Contacts), r.Name, ours, number("%.2f ms", r.Bare), number("%.2f", r.Ratio), number("%.2f", r.CPU),
		number("× %.2f", r.Growth), number("%.0f MB", r.Memory), cmp.Or(r.Target, "-"), cmp.Or(r.Reached, "-"), r.Beside,
	}
}
