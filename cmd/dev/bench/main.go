// Command bench prints what Winnow's actions take beside the bare statements
// of the same effect. It is started by `go run ./cmd/dev bench`.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"text/tabwriter"

	"winnow/core/bench"
)

func main() {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	contacts := flags.Int("contacts", 0, "how many contacts; without it 10,000 and then 100,000")
	asJSON := flags.Bool("json", false, "print JSON")
	if flags.Parse(os.Args[1:]) != nil || flags.NArg() > 0 || *contacts < 0 {
		os.Exit(2)
	}
	sizes := []int{10_000, 100_000}
	if *contacts > 0 {
		sizes = []int{*contacts}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	rows, err := measure(ctx, sizes)
	stop()
	if err == nil {
		err = show(rows, *asJSON)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measure runs the bench for each size, in a folder that it removes.
func measure(ctx context.Context, sizes []int) ([]bench.Row, error) {
	var all []bench.Row
	for _, n := range sizes {
		folder, err := os.MkdirTemp("", "winnow-bench-")
		if err != nil {
			return nil, err
		}
		rows, err := bench.Run(ctx, folder, n, func(name string) { fmt.Fprintf(os.Stderr, "%d contacts: %s\n", n, name) })
		if remove := os.RemoveAll(folder); err == nil {
			err = remove
		}
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

func show(rows []bench.Row, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(rows)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "contacts\twhat\tms\tbare ms\tratio\tbeside")
	for _, r := range rows {
		fmt.Fprintf(w, "%d\t%s\t%.2f\t%.2f\t%.2f\t%s\n", r.Contacts, r.Name, r.Ours, r.Bare, r.Ratio, r.Beside)
	}
	return w.Flush()
}
