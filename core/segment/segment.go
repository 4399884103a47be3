// Package segment is the engine: segments, their lines and their history, and the
// actions that change them.
//
// [Store.CreateSegment] makes a segment and [Store.Run] runs an action on it,
// which becomes a step of its history; [Store.Preview] only says what it would do.
// [Store.Back], [Store.Forward] and [Store.GoTo] change which step is in force.
// [Store.Lines] reads the lines, [Store.SetHeader] and [Store.SetLines] change
// fields, [Store.Explain] says why a contact is in the segment.
//
// Sets are the work of SQL and of bitmaps: SQL finds contacts and lines, their
// numbers become a bitmap, and a step stores the bitmap of the lines that are in
// the segment after it. The package knows no window and prints nothing.
package segment

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/rowindex"
	"winnow/core/value"
)

// Store reads and changes the segments of one company.
type Store struct {
	company *company.Company
	// rows answer previews, once Prepare has read them.
	rows *rowindex.Index
}

// fewContacts is of how many contacts the rows are read quickly enough each time.
const fewContacts = 50_000

// New returns the segments of a company.
func New(c *company.Company) *Store { return &Store{c, rowindex.New(c, fewContacts)} }

// Prepare reads the rows of a large company into memory, so that previews are answered in
// milliseconds. That takes some seconds, after which previews stay as quick until much is
// changed: then it is to be called again, and has nothing to do before. The error is a
// core.Problem.
func (s *Store) Prepare(ctx context.Context) error { return s.rows.Renew(ctx) }

// headerTable and lineTable describe the fields that a segment and its lines
// have of their own, contactTable those that the contacts of all companies have.
var (
	headerTable  = catalog.Must("segment_header")
	lineTable    = catalog.Must("segment_line")
	contactTable = catalog.Must(catalog.Contact)
)

// Segment is a segment's header, as stored.
type Segment struct {
	ID int64
	No string
	// Values are the header's fields by key, as package value describes them.
	Values map[string]any
	// Step is the number of steps in force, Steps of those that there are,
	// taken-back ones included.
	Step, Steps int
	// Replay is the number of replays in force, Replays of those that there are,
	// taken-back ones included.
	Replay, Replays int
	// Lines is how many lines are in the segment now.
	Lines int
	// LoggedAs is the Entry No. of the logged segment under which it is sealed; 0 for
	// an active one.
	LoggedAs int64
	// Holder is who alone may change it, on a hub, where that is somebody else; else "".
	// Elsewhere is how many more lines it has there, of contacts that are not in this
	// company file.
	Holder    string
	Elsewhere int
	// ChangedAt is when it was last changed, in RFC 3339.
	ChangedAt string
	// typed are the fields whose present value a person typed, of those that an
	// interaction template fills.
	typed fieldKeys
	// Damage says what in the segment's rows cannot be, so that it can only be
	// deleted; empty for all but damaged files.
	Damage core.Message
}

// Text returns a header field as people read it.
func (s Segment) Text(key string) string {
	f, _ := headerTable.Field(key)
	return value.Format(f, s.Values[key])
}

// Place is where the segment stands in its history.
func (s Segment) Place() Place { return Place{s.Replay, s.Step} }

// CanGoBack reports whether Go Back has something to take back.
func (s Segment) CanGoBack() bool { return s.Step > 0 || s.Replay > 0 }

// CanGoForward reports whether Go Forward has something to do again.
func (s Segment) CanGoForward() bool { return s.Step < s.Steps || s.Replay < s.Replays }

func (s Segment) code(key string) string  { v, _ := s.Values[key].(string); return v }
func (s Segment) number(key string) int64 { v, _ := s.Values[key].(int64); return v }

// Segments returns the active segments, by number, those too that are damaged.
func (s *Store) Segments(ctx context.Context) ([]Segment, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Segment, error) { return selectSegments(ctx, tx, activeSegments) })
}

// Segment returns one segment, or a core.Problem of kind NotFound.
func (s *Store) Segment(ctx context.Context, no string) (Segment, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (Segment, error) { return findSegment(ctx, tx, no) })
}

// Header returns what can be read of one segment, damaged or not, or a core.Problem
// of kind NotFound.
func (s *Store) Header(ctx context.Context, no string) (Segment, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (Segment, error) { return findHeader(ctx, tx, no) })
}

// findSegment returns a segment that is sound as far as its header tells.
func findSegment(ctx context.Context, tx *sql.Tx, no string) (Segment, error) {
	seg, err := findHeader(ctx, tx, no)
	if err == nil && !seg.Damage.Empty() {
		return Segment{}, damaged(seg.No, seg.Damage)
	}
	return seg, err
}

// findHeader returns a segment, damaged or not.
func findHeader(ctx context.Context, tx *sql.Tx, no string) (Segment, error) {
	no, err := value.Code(no)
	if err != nil {
		return Segment{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Segment No."), "problem", err)
	}
	list, err := selectSegments(ctx, tx, segmentOfNo, no)
	if err != nil {
		return Segment{}, err
	}
	if no == "" || len(list) == 0 {
		return Segment{}, core.NewProblem(core.NotFound, "segment.does_not_exist", "segment", no)
	}
	return list[0], nil
}

// NewParams say what segment is to be made.
type NewParams struct {
	// No is its number, or "" for the next of the number series.
	No string
	// Fields are header fields by key, as typed. Without a date it gets the work
	// date, without a salesperson that of the settings.
	Fields map[string]string
	// Env overrides what relative dates are resolved with, and who is "me".
	Env filter.Env
}

// Made is a segment that was made.
type Made struct {
	No string
	// Kept are the fields that the template would have filled, and that kept what
	// was typed.
	Kept []catalog.Field
	// Note says why it does not have the salesperson of the settings; it is empty
	// where it has, and where they name none.
	Note core.Message
}

// NewSegment makes a segment.
func (s *Store) NewSegment(ctx context.Context, p NewParams) (Made, error) {
	h, err := s.newHeader(ctx, p.Fields, p.Env)
	if err != nil {
		return Made{}, err
	}
	typed, err := value.Code(p.No)
	if err != nil {
		return Made{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("No."), "problem", err)
	}
	var made Made
	err = s.company.Write(ctx, func(tx *sql.Tx) (err error) {
		made, err = s.createSegment(ctx, tx, typed, h)
		return err
	})
	return made, err
}

// CreateSegment is NewSegment for those who need the number alone.
func (s *Store) CreateSegment(ctx context.Context, no string, fields map[string]string, override filter.Env) (string, error) {
	made, err := s.NewSegment(ctx, NewParams{No: no, Fields: fields, Env: override})
	return made.No, err
}

// header is what a new segment's header is made of.
type header struct {
	values map[string]any
	texts  map[string]string // as typed
	env    filter.Env
}

// newHeader reads the fields of a segment that is to be made.
func (s *Store) newHeader(ctx context.Context, fields map[string]string, override filter.Env) (header, error) {
	env, err := s.company.Env(ctx, override)
	if err != nil {
		return header{}, err
	}
	values, err := parseFields(headerTable, fields, env)
	if err != nil {
		return header{}, err
	}
	if _, ok := values["no"]; ok {
		return header{}, core.NewProblem(core.Invalid, "segment.no_is_given_by_itself_not")
	}
	if _, ok := values["date"]; !ok {
		values["date"] = env.WorkDate
	}
	return header{values, fields, env}, nil
}

func (s *Store) createSegment(ctx context.Context, tx *sql.Tx, no string, h header) (made Made, err error) {
	if err := checkCodes(ctx, tx, headerTable.Fields, h.values, nil); err != nil {
		return Made{}, err
	}
	if _, ok := h.values["salesperson_code"]; !ok {
		if h.values["salesperson_code"], made.Note, err = mySalesperson(ctx, tx, h.env); err != nil {
			return Made{}, err
		}
	}
	typed := fieldKeys{}.typedNow(h.texts)
	if made.Kept, err = fillHeader(ctx, tx, h.values, typed, ""); err != nil {
		return Made{}, err
	}
	if made.No, err = s.newNo(ctx, tx, no); err != nil {
		return Made{}, err
	}
	h.values["no"] = made.No
	return made, insertSegment(ctx, tx, h.values, typed, s.company.Stamp(), s.company.User)
}

// newNo returns the number for a new segment: the typed one where it is free
// and may be typed, else the next of the series.
func (s *Store) newNo(ctx context.Context, tx *sql.Tx, typed string) (string, error) {
	taken := func(no string) (bool, error) { return segmentExists(ctx, tx, no) }
	if typed == "" {
		return company.NextNo(ctx, tx, company.SegmentSeries, taken)
	}
	settings, err := company.ReadValues(ctx, tx)
	if err != nil {
		return "", err
	}
	if settings[company.ManualNos] == "no" {
		return "", core.NewProblem(core.Invalid, "segment.numbers_may_not_be_typed").Hint("segment.leave_number_empty_to_get_next_one")
	}
	if used, err := taken(typed); err != nil {
		return "", err
	} else if used {
		return "", core.NewProblem(core.Exists, "segment.exists_already", "segment", typed)
	}
	return typed, nil
}

// DeleteSegment removes a segment, damaged or not, with its lines and steps.
func (s *Store) DeleteSegment(ctx context.Context, no string) error {
	return s.change(ctx, no, func(tx *sql.Tx) error {
		seg, err := findHeader(ctx, tx, no)
		if err != nil {
			return err
		}
		return deleteSegment(ctx, tx, seg.ID)
	})
}

// parseFields reads typed values of a table's fields. The error is a
// core.Problem that names the field.
func parseFields(t catalog.Table, fields map[string]string, env filter.Env) (map[string]any, error) {
	values := map[string]any{}
	for key, typed := range fields {
		f, ok := t.Field(key)
		if !ok {
			return nil, noField(t, key)
		}
		v, err := value.Parse(f, typed, env)
		if err != nil {
			return nil, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word(f.Caption), "problem", err)
		}
		values[key] = v
	}
	return values, nil
}

// fieldValues are the values that a line has of its own, by field key.
type fieldValues map[string]any

// readOwn reads the column that holds them; NULL and "" hold none.
func readOwn(stored any) (fieldValues, error) {
	own := fieldValues{}
	if stored == nil || stored == "" {
		return own, nil
	}
	text, ok := stored.(string)
	if !ok {
		return own, fmt.Errorf("own values are %s", shown(stored))
	}
	raw := map[string]any{}
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return own, fmt.Errorf("own values are no JSON: %w", err)
	}
	var wrong error
	for key, v := range raw {
		f, ok := lineTable.Field(key)
		if !ok {
			wrong = fmt.Errorf("there is no field %.*q", longestShown, key)
			continue
		}
		if kept := value.Stored(f, v); v != nil && fits(f, kept) {
			own[key] = kept
		} else {
			wrong = fmt.Errorf("%s cannot be %s", key, shown(v))
		}
	}
	return own, wrong
}

// stored returns what the column holds for them.
func (o fieldValues) stored() (any, error) {
	if len(o) == 0 {
		return nil, nil
	}
	data, err := json.Marshal(o)
	return string(data), err
}
