package importer

import (
	"slices"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/headings"
	"winnow/core/source"
)

// segmentSource is a source of segments, or of their lines. Segments are made here, and
// those of an input are left out.
type segmentSource struct {
	name  string
	table catalog.Table
	rows  int
	// numbers are the first rows of segments, with their numbers.
	numbers []LeftOutRow
}

// leaveOut notes a source that is not read. One of segments is counted.
func (in *input) leaveOut(m Mapping) error {
	files, _ := source.Open(m.Path, source.Options{Encoding: m.Encoding})
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	for _, f := range files {
		for _, from := range f.Tables {
			t, ok := headings.SegmentTable(from.Named)
			if !ok || from.Path != m.Path || from.Sheet != m.Sheet {
				continue
			}
			s := segmentSource{name: m.name(), table: t}
			if err := s.count(from); err != nil {
				return in.bad(s.name, err)
			}
			in.segments = append(in.segments, s)
			return nil
		}
	}
	in.ignored = append(in.ignored, m.name())
	return nil
}

// count reads the source for its rows, and for the segments' numbers.
func (s *segmentSource) count(from *source.Table) error {
	no, begun := -1, false
	return eachRow(from.Rows, func(r cell.Row) {
		if !begun {
			// Rows before the one with the captions are a title.
			no = slices.IndexFunc(r.Cells, func(c cell.Cell) bool { return headings.Plainly(c.Text) == headings.Plainly(s.key()) })
			begun = no >= 0
			return
		}
		s.rows++
		if s.table.Key == "segment_header" && len(s.numbers) < maxRemarks {
			s.numbers = append(s.numbers, LeftOutRow{Source: s.name, Row: r.Number, Text: core.Text("importer.segment_is_not_imported", "segment", r.At(no).Text)})
		}
	})
}

// key is the caption of the first key field.
func (s *segmentSource) key() string {
	if s.table.Key == "segment_header" {
		return "No."
	}
	return "Segment No."
}

// leaveOutSegments tells of the segments in the input.
func (r *run) leaveOutSegments() {
	for _, s := range r.input.segments {
		r.result.Tables = append(r.result.Tables, TableResult{Table: s.table.Key, LeftOut: s.rows})
		r.result.Rows = append(r.result.Rows, RowCount{Source: s.name, Read: s.rows, LeftOut: s.rows})
		for _, row := range s.numbers {
			r.leftOut(row)
		}
	}
}
