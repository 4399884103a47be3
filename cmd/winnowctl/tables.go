package main

import (
	"context"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
)

type tablesCommand struct{}

func (tablesCommand) Help() string {
	return `Sections are the tables that contacts can be filtered by.

Example:

	winnowctl tables`
}

func (c *tablesCommand) Run(s *session) error {
	if s.json {
		list := []object{}
		for _, t := range tablesAndSections() {
			list = append(list, object{{"key", t.Key}, {"caption", t.Caption}, {"section", isSection(t.Key)}, {"keys", t.Keys}})
		}
		return s.printJSON(list)
	}
	var rows [][]string
	for _, t := range tablesAndSections() {
		section := ""
		if isSection(t.Key) {
			section = "section"
		}
		rows = append(rows, []string{t.Key, t.Caption, section})
	}
	return s.table([]string{"Key", "Caption", "To filter by"}, rows)
}

// tablesAndSections are the tables that can be imported, and the section whose rows are
// the lines of segments.
func tablesAndSections() []catalog.Table {
	return append(slices.Clone(catalog.Tables()), catalog.Must(catalog.SegmentLine))
}

func isSection(key string) bool {
	_, ok := catalog.SectionOf(key)
	return ok
}

type fieldsCommand struct {
	Section string `arg:"" help:"The section or table, by its key; also segment_header and segment_line."`
}

func (fieldsCommand) Help() string {
	return `Example:

	winnowctl fields contact`
}

func (c *fieldsCommand) Run(ctx context.Context, s *session) error {
	known, err := s.catalog(ctx)
	if err != nil {
		return err
	}
	t, ok := known.Find(catalog.Key(c.Section))
	if !ok {
		return noTable(c.Section)
	}
	section, ok := known.SectionOf(t.Key)
	if ok {
		t = section.Table // with the fields that can be filtered by only
	}
	shown := map[string]bool{}
	for _, key := range section.Default {
		shown[key] = true
	}
	if s.json {
		list := []object{}
		for _, f := range t.Fields {
			options := f.Options
			if options == nil {
				options = []string{}
			}
			list = append(list, object{{"key", f.Key}, {"caption", f.Caption}, {"type", f.Type.String()},
				{"options", options}, {"default", shown[f.Key]}, {"lookup", f.Lookup}, {"own", f.Own}})
		}
		return s.printJSON(list)
	}
	return s.table(fieldColumns, fieldRows(t.Fields))
}

var fieldColumns = []string{"Key", "Caption", "Type", "Options"}

// fieldRows are the rows of fields under fieldColumns.
func fieldRows(fields []catalog.Field) [][]string {
	var rows [][]string
	for _, f := range fields {
		options := make([]string, len(f.Options))
		for i, o := range f.Options {
			if options[i] = o; o == "" {
				options[i] = "(blank)"
			}
		}
		rows = append(rows, []string{f.Key, f.Caption, f.Type.String(), strings.Join(options, ", ")})
	}
	return rows
}

func noTable(name string) error {
	p := core.NewProblem(core.NotFound, "winnowctl.name_no_such_section_or_table", "name", name)
	var known []string
	for _, t := range catalog.Tables() {
		known = append(known, t.Key)
	}
	if near := criteria.Nearest(catalog.Key(name), known); near != "" {
		p.Hint("common.did_you_mean_meant", "meant", near)
	}
	return p
}
