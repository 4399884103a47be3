package segment

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/lookup"
	"winnow/core/value"
)

var templateTable = catalog.Must("interaction_template")

const templateCode = "interaction_template_code"

// template is an interaction template, its values by field key; nil is none.
type template map[string]any

func (t template) code(key string) string  { v, _ := t[key].(string); return v }
func (t template) number(key string) int64 { v, _ := t[key].(int64); return v }

// value returns what the template fills into a field; without a template it is
// the field's empty value.
func (t template) value(f catalog.Field) any {
	key := f.Key
	if key == "word_template" {
		key = "word_template_code"
	}
	if v, ok := t[key]; ok {
		return v
	}
	return value.Zero(f)
}

// headerFilled are the header fields that choosing a template fills. But for the
// subject, which becomes empty, and the Word template, whose code is another key, the
// template has them under the same keys.
var headerFilled = []string{
	"language_code_default", "subject_default", "ignore_contact_corres_type", "correspondence_type_default",
	"information_flow", "initiated_by", "unit_cost_lcy", "unit_duration_min",
	"campaign_no", "campaign_target", "campaign_response", "interaction_group_code", "word_template",
}

// lineFilled are the line fields that a line's own template fills, in the
// catalog's order. Those that follow the header get what the template fills into
// the header's field.
var lineFilled = []string{
	"correspondence_type", "description", "cost_lcy", "duration_min", "initiated_by", "information_flow",
	"campaign_no", "campaign_target", "campaign_response",
}

// fieldKeys is a set of field keys.
type fieldKeys map[string]bool

// readKeys reads a set as a column holds it.
func readKeys(stored string) fieldKeys {
	keys := fieldKeys{}
	for _, key := range strings.Fields(stored) {
		keys[key] = true
	}
	return keys
}

// String returns what a column holds for the set.
func (k fieldKeys) String() string {
	var list []string
	for key, in := range k {
		if in {
			list = append(list, key)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// typedNow returns which of the fields that templates fill have a value that a
// person typed, once these texts are typed too. A field that is emptied has none.
func (k fieldKeys) typedNow(texts map[string]string) fieldKeys {
	now := fieldKeys{}
	for _, key := range headerFilled {
		now[key] = k[key]
		if text, ok := texts[key]; ok {
			now[key] = strings.TrimSpace(text) != ""
		}
	}
	return now
}

// fillHeader adds to a change of a header's values those that a template chosen
// with it fills; before is the code that the header had. It keeps those that were
// typed, before or with this change, and returns which. Emptying a code that is
// empty is no choice, nor is typing once more what no template has.
func fillHeader(ctx context.Context, tx *sql.Tx, values map[string]any, typed fieldKeys, before string) (kept []catalog.Field, err error) {
	code, chosen := values[templateCode].(string)
	if !chosen || code == "" && before == "" {
		return nil, nil
	}
	t, err := selectTemplate(ctx, tx, code)
	if err != nil {
		return nil, fmt.Errorf("read the interaction template: %w", err)
	}
	if t == nil && code != "" {
		return nil, nil
	}
	for _, key := range headerFilled {
		f, _ := headerTable.Field(key)
		v := t.value(f)
		if v == "" && (key == "campaign_no" || key == "word_template" && code != "") {
			continue
		}
		if _, now := values[key]; now || typed[key] {
			kept = append(kept, f)
		} else {
			values[key] = v
		}
	}
	return kept, nil
}

// KeptField is a field of lines that a template would have filled, and that kept what
// a person typed.
type KeptField struct {
	Field catalog.Field
	// Lines is on how many of the lines it was kept.
	Lines int
}

// lineFill is the choice of a template for lines.
type lineFill struct {
	defaults defaults
	template template
	code     string
	// values are what a person types in the same change.
	values map[string]any
	// kept counts the lines on which a field was kept, by its key.
	kept map[string]int
}

// chooses reports whether a line gets another template by the choice. To empty
// the code of a line that shows none is no choice.
func (c *lineFill) chooses(line Line) bool {
	return c != nil && (c.code != "" || line.Value(templateCode) != "")
}

// fill gives a line the template's values as its own, as far as they differ from
// what it shows by default, and returns which. before is the line as it was, and
// filled what an earlier choice filled. What the line has of its own stays.
func (c *lineFill) fill(before, line Line, filled fieldKeys) fieldKeys {
	now := fieldKeys{}
	for _, key := range lineFilled {
		f := lineTable.Fields[lineIndex[key]]
		v := c.value(f, before, line, filled)
		if v == nil {
			continue
		}
		if _, typed := c.values[key]; typed || line.Own(key) {
			c.kept[key]++
		} else if !reflect.DeepEqual(line.Value(key), v) {
			line.own[key], now[key] = v, true
		}
	}
	return now
}

// value returns what the template fills into a line's field; nil where it leaves
// it alone.
func (c *lineFill) value(f catalog.Field, before, line Line, filled fieldKeys) any {
	switch f.Key {
	case "correspondence_type":
		contact, _ := line.Contact("correspondence_type").(int64)
		return c.defaults.correspondenceWith(c.code, c.template, contact)
	case "campaign_no":
		if c.code == "" {
			return nil
		}
		return firstCode(c.defaults.segment.code("campaign_no"), c.template.code("campaign_no"))
	case "description":
		shown, _ := before.Value(templateCode).(string)
		another := shown != "" && shown != c.code
		if c.code == "" || before.Value("description") != "" && !another && !filled["description"] {
			return nil
		}
		return c.template.code("description")
	}
	header, _ := headerTable.Field(followed[f.Key])
	return c.template.value(header)
}

// fields returns the fields that were kept, in the catalog's order.
func (c *lineFill) fields() []KeptField {
	if c == nil {
		return nil
	}
	var list []KeptField
	for _, key := range lineFilled {
		if n := c.kept[key]; n > 0 {
			list = append(list, KeptField{lineTable.Fields[lineIndex[key]], n})
		}
	}
	return list
}

// checkCodes refuses codes that their tables lack; what was there before stays.
func checkCodes(ctx context.Context, tx *sql.Tx, fields []catalog.Field, values, before map[string]any) error {
	for _, f := range fields {
		v, ok := values[f.Key]
		if !ok || f.Lookup == "" || v == "" || v == before[f.Key] {
			continue
		}
		if err := lookup.Check(ctx, tx, f, v); err != nil {
			return err
		}
	}
	return nil
}

// mySalesperson is the salesperson of a new segment: the settings' own, if its
// table has it; else "", and a note where the settings name one.
func mySalesperson(ctx context.Context, tx *sql.Tx, env filter.Env) (code string, note core.Message, err error) {
	me, err := value.Code(env.Me)
	if err != nil || me == "" {
		return "", note, nil
	}
	f, _ := headerTable.Field("salesperson_code")
	err = lookup.Check(ctx, tx, f, me)
	if core.IsKind(err, core.Invalid) {
		return "", core.Text("segment.salesperson_code_stays_empty_since_me_your", "me", me, "value", core.Word("Salesperson/Purchaser")), nil
	}
	return me, note, err
}
