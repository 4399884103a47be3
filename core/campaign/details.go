package campaign

import (
	"context"
	"database/sql"
	"strconv"

	"winnow/core/company"
	"winnow/core/exporter"
	"winnow/core/output"
	"winnow/core/segment"
)

// WriteDetails writes the report Campaign - Details of one campaign to a workbook: its
// fields, its segments, logged ones among them, and its entries. Errors are those of
// an output.
func WriteDetails(ctx context.Context, c *company.Company, segments *segment.Store, no, path string, force bool) (output.Result, error) {
	store := New(c)
	campaign, err := store.Campaign(ctx, no)
	if err != nil {
		return output.Result{Path: path}, err
	}
	details := exporter.Sheet{Name: "Details", Headers: []string{"Field", "Value"}}
	for _, f := range campaign.Table.Fields {
		details.Rows = append(details.Rows, []string{f.Caption, campaign.Text(f.Key)})
	}
	listed, err := segmentRows(ctx, c, segments, campaign.Text("no"))
	if err != nil {
		return output.Result{Path: path}, err
	}
	entries, err := store.Entries(ctx, campaign.Text("no"))
	if err != nil {
		return output.Result{Path: path}, err
	}
	return exporter.WriteSheets(ctx, c, exporter.Sheets{Path: path, Force: force, Sheets: []exporter.Sheet{
		details,
		{Name: "Segments", Headers: []string{"No.", "Description", "Salesperson Code", "Date", "No. of Lines", "Cost (LCY)", "Duration (Min.)"}, Rows: listed},
		{Name: "Entries", Headers: []string{"Date", "Description", "Canceled", "Cost (LCY)", "Duration (Min.)", "No. of Interactions"}, Rows: entryRows(entries)},
	}})
}

// segmentRows are the segments whose header names the campaign.
func segmentRows(ctx context.Context, c *company.Company, segments *segment.Store, campaign string) ([][]string, error) {
	numbers, err := company.Read(ctx, c, func(tx *sql.Tx) ([]string, error) { return selectSegments(ctx, tx, campaign) })
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, no := range numbers {
		seg, err := segments.Segment(ctx, no)
		if err != nil {
			return nil, err
		}
		cost, duration, err := segments.Totals(ctx, no)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []string{seg.No, seg.Text("description"), seg.Text("salesperson_code"), seg.Text("date"),
			strconv.Itoa(seg.Lines), plain(cost), plain(duration)})
	}
	return rows, nil
}

func entryRows(entries []Entry) [][]string {
	var rows [][]string
	for _, e := range entries {
		rows = append(rows, []string{e.Text("date"), e.Text("description"), e.Text("canceled"), plain(e.Cost), plain(e.Duration), strconv.Itoa(e.Interactions)})
	}
	return rows
}

// plain writes a number as files have it.
func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
