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
	listed, err := store.Segments(ctx, segments, campaign.Text("no"))
	if err != nil {
		return output.Result{Path: path}, err
	}
	entries, err := store.Entries(ctx, campaign.Text("no"))
	if err != nil {
		return output.Result{Path: path}, err
	}
	return exporter.WriteSheets(ctx, c, exporter.Sheets{Path: path, Force: force, Sheets: []exporter.Sheet{
		details,
		{Name: "Segments", Headers: []string{"No.", "Description", "Salesperson Code", "Date", "No. of Lines", "Cost (LCY)", "Duration (Min.)"}, Rows: segmentRows(listed)},
		{Name: "Entries", Headers: []string{"Date", "Description", "Canceled", "Cost (LCY)", "Duration (Min.)", "No. of Interactions"}, Rows: entryRows(entries)},
	}})
}

// Segment is a segment of a campaign, with the sums of its lines.
type Segment struct {
	segment.Segment
	Cost     float64
	Duration float64
}

// Segments returns the segments whose header names a campaign, logged ones among them,
// by their number.
func (s *Store) Segments(ctx context.Context, segments *segment.Store, campaign string) ([]Segment, error) {
	numbers, err := company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return selectSegments(ctx, tx, campaign) })
	if err != nil {
		return nil, err
	}
	list := make([]Segment, len(numbers))
	for i, no := range numbers {
		if list[i].Segment, err = segments.Segment(ctx, no); err != nil {
			return nil, err
		}
		if list[i].Cost, list[i].Duration, err = segments.Totals(ctx, no); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func segmentRows(list []Segment) [][]string {
	var rows [][]string
	for _, seg := range list {
		rows = append(rows, []string{seg.No, seg.Text("description"), seg.Text("salesperson_code"), seg.Text("date"),
			strconv.Itoa(seg.Lines), plain(seg.Cost), plain(seg.Duration)})
	}
	return rows
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
