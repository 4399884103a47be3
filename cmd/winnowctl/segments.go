package main

import (
	"context"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/core/value"
)

type segmentsCommand struct{}

func (segmentsCommand) Help() string {
	return `Example:

	winnowctl segments --json`
}

func (c *segmentsCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		list, err := store.Segments(ctx)
		if err != nil {
			return err
		}
		list = s.sound(list)
		if s.json {
			out := make([]object, len(list))
			for i, seg := range list {
				out[i] = summary(seg)
			}
			return s.printJSON(out)
		}
		rows := make([][]string, len(list))
		for i, seg := range list {
			rows[i] = []string{seg.No, seg.Text("description"), seg.Text("date"), strconv.Itoa(seg.Lines), strconv.Itoa(seg.Step)}
		}
		return s.table([]string{"No.", "Description", "Date", "No. of Lines", "No. of Criteria Actions"}, rows)
	})
}

// sound returns the segments that are not damaged, and tells of the others.
func (s *session) sound(list []segment.Segment) []segment.Segment {
	return slices.DeleteFunc(list, func(seg segment.Segment) bool {
		if seg.Damage.Empty() {
			return false
		}
		s.remark("segment %s is damaged and left out: %s; save what can be read of it with winnowctl recover", seg.No, seg.Damage)
		return true
	})
}

// summary is a segment as the list of segments has it.
func summary(seg segment.Segment) object {
	return append(object{{"no", seg.No}, {"description", seg.Values["description"]}, {"date", seg.Values["date"]},
		{"no_of_lines", seg.Lines}, {"no_of_criteria_actions", seg.Step}}, heldMembers(seg)...)
}

// heldMembers are what JSON says of a segment that somebody else holds on the hub.
func heldMembers(seg segment.Segment) []member {
	if seg.Holder == "" {
		return nil
	}
	return []member{{"holder", seg.Holder}, {"lines_elsewhere", seg.Elsewhere}}
}

type newCommand struct {
	No     string       `arg:"" optional:"" help:"The segment's No.; by default, the next of the number series."`
	Fields kong.Plugins `embed:""`
}

// newNewCommand makes the command with a flag for every field of the header.
func newNewCommand() newCommand {
	var flags []reflect.StructField
	for i, f := range segment.HeaderFields() {
		if f.Key == "no" {
			continue
		}
		flags = append(flags, headerFlag("Field"+strconv.Itoa(i), f))
	}
	return newCommand{Fields: kong.Plugins{reflect.New(reflect.StructOf(flags)).Interface()}}
}

// headerFlag describes the flag of a header field as the parser reads it: a
// pointer, so that a flag that is not there differs from an empty one.
func headerFlag(name string, f catalog.Field) reflect.StructField {
	typ, help := reflect.TypeFor[*string](), strings.TrimSuffix(f.Caption, ".")+"."
	switch f.Type {
	case catalog.Boolean:
		typ = reflect.TypeFor[*bool]()
	case catalog.Option:
		var captions []string
		for _, caption := range f.Options {
			if caption != "" {
				captions = append(captions, caption)
			}
		}
		help = f.Caption + ": " + strings.Join(captions, ", ") + "."
	}
	tag := `name:"` + strings.ReplaceAll(f.Key, "_", "-") + `" placeholder:"` + strings.ToUpper(f.Type.String()) + `" help:"` + help + `"`
	return reflect.StructField{Name: name, Type: typ, Tag: reflect.StructTag(tag)}
}

func (newCommand) Help() string {
	return `Without --date it gets the work date, without --salesperson-code your own code (the setting me, or
--me). An interaction template fills the other fields. The company file is created if there is none.

Example:

	winnowctl new --description "Autumn mailing" --salesperson-code HR --date 2026-11-23`
}

func (c *newCommand) Run(ctx context.Context, s *session) error {
	fields := c.typed()
	if err := s.checkTyped(fields); err != nil {
		return err
	}
	var made segment.Made
	err := s.withNewCompany(ctx, func(_ *company.Company, store *segment.Store) (err error) {
		made, err = store.NewSegment(ctx, segment.NewParams{No: c.No, Fields: fields, Env: s.env})
		return err
	})
	if err != nil {
		return err
	}
	if !made.Note.Empty() {
		s.remark("note: %s", made.Note)
	}
	if s.json {
		return s.printJSON(object{{"no", made.No}})
	}
	s.print("%s", made.No)
	return nil
}

// typed returns the fields that were given, by key.
func (c *newCommand) typed() map[string]string {
	fields := map[string]string{}
	flags := reflect.ValueOf(c.Fields[0]).Elem()
	for i := range flags.NumField() {
		flag := flags.Field(i)
		if flag.IsNil() {
			continue
		}
		key := strings.ReplaceAll(flags.Type().Field(i).Tag.Get("name"), "-", "_")
		switch v := flag.Elem().Interface().(type) {
		case string:
			fields[key] = v
		case bool:
			fields[key] = strconv.FormatBool(v)
		}
	}
	return fields
}

// checkTyped finds numbers and days that are none: then the command line is
// wrong, whatever the company holds.
func (s *session) checkTyped(fields map[string]string) error {
	env := company.EnvOf(company.Values{}, s.env, s.today())
	for _, f := range segment.HeaderFields() {
		typed, ok := fields[f.Key]
		if !ok || f.Type != catalog.Date && f.Type != catalog.Integer && f.Type != catalog.Decimal {
			continue
		}
		if _, err := value.Parse(f, typed, env); err != nil {
			return usagef("--%s: %s", strings.ReplaceAll(f.Key, "_", "-"), localized(err))
		}
	}
	return nil
}

type showCommand struct {
	No string `arg:"" help:"The segment's No."`
}

func (showCommand) Help() string {
	return `Example:

	winnowctl show SM00001 --json`
}

func (c *showCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
		return s.show(ctx, open, store, c.No)
	})
}

// show prints a segment's header and totals, and in JSON more members.
func (s *session) show(ctx context.Context, open *company.Company, store *segment.Store, no string, more ...member) error {
	seg, err := store.Segment(ctx, no)
	if err != nil {
		return err
	}
	cost, duration, err := store.Totals(ctx, no)
	if err != nil {
		return err
	}
	campaign, err := record.New(open).Describe(ctx, "campaign", seg.Text("campaign_no"))
	if err != nil {
		return err
	}
	if s.json {
		header := fieldMembers(segment.HeaderFields(), func(key string) any { return seg.Values[key] })
		header = append(header, member{"campaign_description", campaign},
			member{"no_of_lines", seg.Lines}, member{"no_of_criteria_actions", seg.Step},
			member{"cost_lcy", cost}, member{"duration_min", duration})
		header = append(header, heldMembers(seg)...)
		return s.printJSON(append(header, more...))
	}
	var rows [][]string
	for _, f := range segment.HeaderFields()[1:] {
		rows = append(rows, []string{f.Caption, seg.Text(f.Key)})
	}
	rows = append(rows, []string{"Campaign Description", campaign})
	for _, total := range []struct {
		caption string
		v       float64
	}{{"No. of Lines", float64(seg.Lines)}, {"No. of Criteria Actions", float64(seg.Step)}, {"Cost (LCY)", cost}, {"Duration (Min.)", duration}} {
		rows = append(rows, []string{total.caption, strconv.FormatFloat(total.v, 'f', -1, 64)})
	}
	if seg.Holder != "" {
		rows = append(rows, []string{"Held By", seg.Holder}, []string{"Lines Elsewhere", strconv.Itoa(seg.Elsewhere)})
	}
	return s.table([]string{"No.", seg.No}, rows)
}

type setCommand struct {
	No     string   `arg:"" help:"The segment's No."`
	Values []string `arg:"" name:"field=value" help:"A field's key and its new value; field= empties it."`
	Lines  string   `enum:"follow,keep" default:"follow" help:"Whether lines follow the change or keep what they show now: ${enum}."`
}

func (setCommand) Help() string {
	return `Choosing an interaction template fills other fields from it. Fields that you typed before are not changed, and are listed.

Example:

	winnowctl set SM00001 "description=Autumn mailing" salesperson_code=HR --lines keep`
}

func (c *setCommand) Run(ctx context.Context, s *session) error {
	fields, err := assignments(c.Values)
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
		change := segment.HeaderChange{Fields: fields, Keep: c.Lines == "keep", Env: s.env}
		seg, err := store.SetHeader(ctx, c.No, change)
		if err != nil {
			return err
		}
		if s.json {
			var more []member
			if _, chosen := fields["interaction_template_code"]; chosen {
				more = []member{{"filled", keysOf(seg.Filled)}, {"kept", keysOf(seg.Kept)}}
			}
			return s.unshown(s.show(ctx, open, store, seg.No, more...))
		}
		keys := make([]string, 0, len(fields))
		for key := range fields {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		s.print("%s: changed %s", seg.No, strings.Join(keys, ", "))
		s.printFields("filled", seg.Filled)
		s.printFields("kept", seg.Kept)
		return nil
	})
}

// printFields names fields, if there are any.
func (s *session) printFields(what string, fields []catalog.Field) {
	if len(fields) == 0 {
		return
	}
	captions := make([]string, len(fields))
	for i, f := range fields {
		captions[i] = f.Caption
	}
	s.print("%s: %s", what, strings.Join(captions, ", "))
}

func keysOf(fields []catalog.Field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.Key
	}
	return keys
}

type deleteCommand struct {
	No string `arg:"" help:"The segment's No."`
}

func (deleteCommand) Help() string {
	return `The segment is deleted with its lines and steps. Its contacts are kept.

Example:

	winnowctl delete SM00001`
}

func (c *deleteCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		seg, err := store.Header(ctx, c.No)
		if err != nil {
			return err
		}
		if err := store.DeleteSegment(ctx, seg.No); err != nil {
			return err
		}
		if s.json {
			return s.printJSON(summary(seg))
		}
		s.say("winnowctl.segment_deleted", "segment", seg.No, "count", seg.Lines)
		return nil
	})
}
