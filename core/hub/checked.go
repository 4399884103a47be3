package hub

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
	"winnow/data"
)

// What a hub has was written by other programs than this one, or by nobody who means
// well. A row is taken over only where it could have been made here.

const (
	// maxBlob bounds a document, and longText a text that no field of the catalog is, in
	// bytes.
	maxBlob  = 16 << 20
	longText = 1 << 20
	// maxNumber bounds whole numbers, so that they can be counted up and are exact in JSON.
	maxNumber = 1 << 53
	// refusedShown is how many refused rows are told one by one.
	refusedShown = 20
)

// ofFile are the columns that no field of the catalog is and that have few values, with
// the highest.
var ofFile = map[string]int64{"local": 1, "taken_back": 1, "canceled_by": 15, "size": maxBlob}

// checker checks the rows of one table.
type checker struct {
	t      data.Exchanged
	fields []*catalog.Field // by column; those without a key are no field's
	places map[string]int   // of the columns, by name
	table  catalog.Table
}

func newChecker(known catalog.Catalog, t data.Exchanged) checker {
	c := checker{t: t, fields: make([]*catalog.Field, len(t.Columns)), places: map[string]int{}}
	c.table, _ = known.Find(t.Name)
	for i, column := range t.Columns {
		field, _ := c.table.Field(column.Name)
		c.fields[i], c.places[column.Name] = &field, i
	}
	return c
}

// check returns what is wrong with a row of the hub, a deleted one of which only the key
// matters. The error is for people.
func (c checker) check(h hubRow) error {
	for i := range c.t.Columns {
		if h.deleted && i >= c.t.Keys {
			break
		}
		if err := c.checkValue(i, h.row[i]); err != nil {
			return core.NewProblem(core.Invalid, "hub.bad_value", "field", c.caption(i, c.t.Columns[i].Name), "problem", err)
		}
	}
	if h.deleted {
		return nil
	}
	switch c.t.Name {
	case attachments:
		return c.checkDocument(h.row)
	case catalog.InteractionEntry, catalog.InteractionComment:
		if n, ok := h.row[c.t.Keys].(int64); ok && c.t.Name == catalog.InteractionEntry && n < 1 {
			return core.NewProblem(core.Invalid, "hub.bad_number")
		}
	case catalog.LoggedSegment:
		if c.value(h.row, "taken_back") == int64(1) && c.value(h.row, "canceled") == int64(0) {
			return core.NewProblem(core.Invalid, "hub.bad_log")
		}
	case notDuplicates:
		if a, b := fmt.Sprint(h.row[0]), fmt.Sprint(h.row[1]); a >= b {
			return core.NewProblem(core.Invalid, "hub.bad_pair")
		}
	}
	return nil
}

// attachments and notDuplicates are tables that are not in the catalog.
const (
	attachments   = "attachment"
	notDuplicates = "not_duplicate"
)

func (c checker) caption(column int, name string) any {
	if f := c.fields[column]; f.Key != "" {
		return core.Word(f.Caption)
	}
	return name
}

func (c checker) value(r row, name string) any {
	if i, ok := c.places[name]; ok {
		return r[i]
	}
	return nil
}

// checkValue checks a value by the kind of its column and by its field.
func (c checker) checkValue(i int, v any) error {
	f := c.fields[i]
	switch v := v.(type) {
	case string:
		if c.t.Columns[i].Kind == "TEXT" {
			return c.checkText(i, f, v)
		}
	case int64:
		if c.t.Columns[i].Kind == "INTEGER" {
			return checkNumber(f, c.t.Columns[i].Name, v)
		}
	case float64:
		if c.t.Columns[i].Kind == "REAL" && !math.IsNaN(v) && !math.IsInf(v, 0) {
			return nil
		}
	case []byte:
		if c.t.Columns[i].Kind == "BLOB" && len(v) <= maxBlob {
			return nil
		}
	}
	return core.NewProblem(core.Invalid, "hub.bad_kind")
}

func (c checker) checkText(i int, f *catalog.Field, text string) error {
	if !utf8.ValidString(text) {
		return core.NewProblem(core.Invalid, "common.this_is_not_valid_text")
	}
	if text == "" {
		if i < c.t.Keys && (f.Key == "" && c.t.Columns[i].Name != "language_code" || f.Key != "" && c.table.Requires(*f)) {
			return core.NewProblem(core.Invalid, "hub.no_key")
		}
		return nil
	}
	var read string
	var err error
	switch {
	case f.Key == "":
		if len(text) > longText || strings.ContainsRune(text, 0) {
			return core.NewProblem(core.Invalid, "hub.bad_kind")
		}
		return nil
	case f.Type == catalog.Date && value.ValidDay(text):
		return nil
	case f.Type == catalog.Date:
		return core.NewProblem(core.Invalid, "hub.bad_kind")
	case f.Type == catalog.Code:
		read, err = value.Code(text)
	case f.Form == catalog.TimeOfDay:
		read, err = value.TimeOfDay(text)
	case f.Form == catalog.DateFormula:
		read, err = value.DateFormula(text)
	default:
		read, err = value.Text(text)
	}
	if err == nil && read != text {
		return core.NewProblem(core.Invalid, "hub.bad_kind")
	}
	return err
}

func checkNumber(f *catalog.Field, column string, n int64) error {
	low, high := int64(-maxNumber), int64(maxNumber)
	switch {
	case f.Key != "" && f.Type == catalog.Boolean:
		low, high = 0, 1
	case f.Key != "" && f.Type == catalog.Option:
		low, high = 0, int64(len(f.Options)-1)
	case f.Key == "" && ofFile[column] > 0:
		low, high = 0, ofFile[column]
	}
	if n < low || n > high {
		return core.NewProblem(core.Invalid, "hub.bad_kind")
	}
	return nil
}

// checkDocument refuses a document that is not the one whose hash names it.
func (c checker) checkDocument(r row) error {
	content, _ := c.value(r, "content").([]byte)
	sum := sha256.Sum256(content)
	if r[0] != hex.EncodeToString(sum[:]) || c.value(r, "size") != int64(len(content)) {
		return core.NewProblem(core.Invalid, "hub.bad_document")
	}
	return nil
}

// checkerOf returns what checks the rows of a table.
func (s *syncer) checkerOf(t data.Exchanged) checker {
	c, ok := s.checkers[t.Name]
	if !ok {
		c = newChecker(s.company.Catalog(), t)
		s.checkers[t.Name] = c
	}
	return c
}

// refuse tells that a row of the hub was not taken over; of many, only how many.
func (s *syncer) refuse(t data.Exchanged, key row, why error) {
	if s.refusedRows++; s.refusedRows <= refusedShown {
		s.result.Notes = append(s.result.Notes, core.Text("hub.not_taken_over",
			"table", tableName(t.Name), "key", value.Excerpt(key.words()), "problem", why))
	}
}

// tellRefused tells how many rows were refused besides those that were told one by one.
func (s *syncer) tellRefused() {
	if more := s.refusedRows - refusedShown; more > 0 {
		s.result.Notes = append(s.result.Notes, core.Text("hub.more_not_taken_over", "count", more))
	}
}

// tableName is what people call a table.
func tableName(key string) any {
	if t, ok := catalog.Find(key); ok {
		return core.Word(t.Caption)
	}
	return otherTables[key]
}

// otherTables is what people call the tables that are not in the catalog.
var otherTables = map[string]core.Message{
	attachments:              core.Text("hub.document"),
	notDuplicates:            core.Text("hub.no_duplicates"),
	"word_template":          core.Text("hub.word_template"),
	"interaction_attachment": core.Text("hub.interaction_document"),
	"contact_number":         core.Text("hub.earlier_no"),
}

// sound takes from the rows that the hub has those that cannot be, so that they count
// as rows that it has not got, tells of them and returns their keys.
func (s *syncer) sound(t data.Exchanged, there map[string]hubRow) map[string]bool {
	unsound := map[string]bool{}
	for key, h := range there {
		if err := s.checkerOf(t).check(h); err != nil {
			s.refuse(t, h.row[:t.Keys], err)
			delete(there, key)
			unsound[key] = true
		}
	}
	return unsound
}

// fetchMissed takes over rows that could not be taken over before, since what they belong
// to was not here.
func (s *syncer) fetchMissed(ctx context.Context, hub reader) error {
	missed, err := s.readMissed(ctx)
	if err != nil {
		return err
	}
	for _, t := range s.tables {
		for keys := missed[t.Name]; len(keys) > 0; {
			some := keys[:min(len(keys), keysTogether)]
			keys = keys[len(some):]
			there, err := readHubRows(ctx, hub, t, some)
			if err != nil {
				return fmt.Errorf("fetch %s again: %w", t.Name, err)
			}
			err = s.company.Write(ctx, func(tx *sql.Tx) error { return s.takeOverMissed(ctx, tx, t, some, there) })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *syncer) readMissed(ctx context.Context) (missed map[string][]row, err error) {
	missed = map[string][]row{}
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		notes, err := readMissed(ctx, tx)
		for _, n := range notes {
			t, ok := s.table(n.table)
			if !ok {
				continue
			}
			key, err := readKey(t, n.key)
			if err != nil {
				return err
			}
			missed[n.table] = append(missed[n.table], key)
		}
		return err
	})
	return missed, err
}

func (s *syncer) takeOverMissed(ctx context.Context, tx *sql.Tx, t data.Exchanged, keys []row, there map[string]hubRow) error {
	if err := setApplying(ctx, tx, true); err != nil {
		return err
	}
	for _, key := range keys {
		text := key.key(t)
		if err := deleteMissed(ctx, tx, t.Name, text); err != nil {
			return err
		}
		if h, ok := there[text]; ok && !h.deleted {
			if err := s.takeOver(ctx, tx, t, h); err != nil {
				return err
			}
		}
	}
	return setApplying(ctx, tx, false)
}

// touched are rows that were fetched and that are under rules with others: interactions,
// logged segments and campaign entries, by Entry No.
type touched struct{ entries, logs, campaigns []int64 }

// touch notes a row that was taken over, where a rule is to hold of it and others.
func (s *syncer) touch(t data.Exchanged, h hubRow) {
	id, _ := h.row[0].(int64)
	c := s.checkerOf(t)
	switch t.Name {
	case catalog.InteractionEntry:
		number := id
		if !h.deleted {
			number, _ = h.row[t.Keys].(int64)
		}
		if h.deleted || c.value(h.row, "local") == int64(1) && (c.value(h.row, "logged_segment_entry_no") != int64(0) || c.value(h.row, "campaign_entry_no") != int64(0)) {
			s.touched.entries = append(s.touched.entries, number)
		}
	case catalog.LoggedSegment:
		s.touched.logs = append(s.touched.logs, id)
	case catalog.CampaignEntry:
		s.touched.campaigns = append(s.touched.campaigns, id)
	}
}

// tidy lets the rules hold of what was fetched. What the hub has is not changed.
func (s *syncer) tidy(ctx context.Context, tx *sql.Tx) error {
	lists := make([]any, 3)
	none := true
	for i, list := range [][]int64{s.touched.entries, s.touched.logs, s.touched.campaigns} {
		text, err := json.Marshal(append([]int64{}, list...))
		if err != nil {
			return err
		}
		lists[i], none = string(text), none && len(list) == 0
	}
	if none {
		return nil
	}
	if err := setApplying(ctx, tx, true); err != nil {
		return err
	}
	for _, statement := range tidying {
		if _, err := tx.ExecContext(ctx, statement, lists[:highestBind(statement)]...); err != nil {
			return err
		}
	}
	return setApplying(ctx, tx, false)
}

// highestBind is the number of the last value that a statement of tidying binds.
func highestBind(statement string) int {
	for n := 3; n > 1; n-- {
		if strings.Contains(statement, fmt.Sprintf("?%d", n)) {
			return n
		}
	}
	return 1
}
