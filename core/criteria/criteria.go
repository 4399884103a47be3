// Package criteria is what a person asks for in one action on a segment: a [Step]
// has the filters by section and field, and the options. [Compile] checks a step
// against the catalog and parses its filters; a mistake is reported with its
// section, field and position. [ReadRecipe] and [WriteRecipe] read and write steps
// as a file. The package never touches a company file.
package criteria

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
)

// Action is one of the three criteria actions.
type Action string

const (
	Add    Action = "add"
	Refine Action = "refine"
	Reduce Action = "reduce"
)

// Filters are filter texts by section key and field key.
type Filters map[string]map[string]string

// Options are the options of the actions. The first four are Add's,
// EntireCompanies is Refine's and Reduce's, Take is that of all.
type Options struct {
	AllowExistingContacts bool
	ExpandCompanies       bool
	AllowRelatedCompanies bool
	IgnoreExclusion       bool
	EntireCompanies       bool
	// Take is the part that is taken; nil for all.
	Take *Take
}

// Step is what one action asks for.
type Step struct {
	Action  Action
	Options Options
	Filters Filters
	// Without asks the other way round: no row of the section satisfies its
	// filters; with no filters, that there be no row. Not for Contact.
	Without Filters
	// Any are alternatives, of which a contact satisfies one or more; then the step
	// has no Filters and no Without of its own.
	Any []Alternative
	// Reason says why it was done, for people; "" where nobody said. It changes
	// nothing of what the step does, and has at most MaxReason characters.
	Reason string
}

// Alternative is one of several whole sets of filters.
type Alternative struct {
	Filters Filters `json:"filters"`
	Without Filters `json:"without"`
}

// MaxAlternatives is how many alternatives a step may have.
const MaxAlternatives = 20

// Alternatives returns the step's alternatives; a step without any has its own
// filters as the only one.
func (s Step) Alternatives() []Alternative {
	if len(s.Any) > 0 {
		return s.Any
	}
	return []Alternative{{s.Filters, s.Without}}
}

// Empty reports whether it has no filter at all.
func (a Alternative) Empty() bool { return len(a.Filters.trimmed(false)) == 0 && len(a.Without) == 0 }

// trimmed returns the alternative less blank filters.
func (a Alternative) trimmed() Alternative {
	return Alternative{a.Filters.trimmed(false), a.Without.trimmed(true)}
}

// MaxReason is how many characters a step's reason may have.
const MaxReason = 250

// ValidReason reports whether a text can be a step's reason: one line, not too
// long.
func ValidReason(text string) bool {
	return utf8.RuneCountInString(text) <= MaxReason && !strings.ContainsFunc(text, unicode.IsControl)
}

// Option is one option of an action by its key, with access to its place in
// Options, so that the command line, recipes and dialogs share one list.
type Option struct {
	Key     string
	Caption string
	Value   func(*Options) *bool
}

var addOptions = []Option{
	{"allow_existing_contacts", "Allow Existing Contacts", func(o *Options) *bool { return &o.AllowExistingContacts }},
	{"expand_companies", "Expand Companies", func(o *Options) *bool { return &o.ExpandCompanies }},
	{"allow_related_companies", "Allow Related Companies", func(o *Options) *bool { return &o.AllowRelatedCompanies }},
	{"ignore_exclusion", "Ignore Exclusion", func(o *Options) *bool { return &o.IgnoreExclusion }},
}

var removeOptions = []Option{
	{"entire_companies", "Entire Companies", func(o *Options) *bool { return &o.EntireCompanies }},
}

// OptionsOf returns the options that the action has, in the dialogs' order.
func OptionsOf(a Action) []Option {
	if a == Add {
		return addOptions
	}
	return removeOptions
}

// Valid reports whether it is one of the actions that there are.
func (a Action) Valid() bool { return a == Add || a == Refine || a == Reduce }

// Empty reports whether the step has no filter at all, so that it concerns
// everybody.
func (s Step) Empty() bool { return len(s.Any) == 0 && Alternative{s.Filters, s.Without}.Empty() }

// Set puts a filter text into the section's field.
func (f Filters) Set(section, field, typed string) {
	if f[section] == nil {
		f[section] = map[string]string{}
	}
	f[section][field] = typed
}

// trimmed returns the filters less the blank ones, and less sections without
// any unless keep says so.
func (f Filters) trimmed(keep bool) Filters {
	out := Filters{}
	for section, fields := range f {
		kept := map[string]string{}
		for field, typed := range fields {
			if strings.TrimSpace(typed) != "" {
				kept[field] = typed
			}
		}
		if keep || len(kept) > 0 {
			out[section] = kept
		}
	}
	return out
}

// stepJSON is the form of a step in recipes and in the company file.
type stepJSON struct {
	Action  Action                     `json:"action"`
	Options map[string]json.RawMessage `json:"options"`
	Filters *Filters                   `json:"filters,omitempty"`
	Without *Filters                   `json:"without,omitempty"`
	Any     []Alternative              `json:"any,omitempty"`
	Reason  string                     `json:"reason,omitempty"`
}

// takeKey is the key of Options.Take, which is the only option that is not on or off.
const takeKey = "take"

// MarshalJSON writes the step as it stands in a recipe, all its options named.
func (s Step) MarshalJSON() ([]byte, error) {
	out := stepJSON{Action: s.Action, Options: map[string]json.RawMessage{}, Reason: s.Reason}
	for _, a := range s.Any {
		out.Any = append(out.Any, a.trimmed())
	}
	if len(s.Any) == 0 {
		only := Alternative{s.Filters, s.Without}.trimmed()
		out.Filters, out.Without = &only.Filters, &only.Without
	}
	for _, o := range OptionsOf(s.Action) {
		out.Options[o.Key] = strconv.AppendBool(nil, *o.Value(&s.Options))
	}
	if s.Options.Take != nil {
		take, err := json.Marshal(s.Options.Take)
		if err != nil {
			return nil, err
		}
		out.Options[takeKey] = take
	}
	// A filter such as >=t-6m stays readable in a recipe's file.
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(out)
	return bytes.TrimSpace(b.Bytes()), err
}

// UnmarshalJSON reads what MarshalJSON wrote. For recipes from elsewhere there
// is ParseRecipe, which tells what is wrong and where.
func (s *Step) UnmarshalJSON(data []byte) error {
	var in stepJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*s = Step{Action: in.Action, Any: in.Any, Reason: in.Reason}
	if in.Filters != nil {
		s.Filters = *in.Filters
	}
	if in.Without != nil {
		s.Without = *in.Without
	}
	for _, o := range OptionsOf(in.Action) {
		if on, ok := in.Options[o.Key]; ok {
			if err := json.Unmarshal(on, o.Value(&s.Options)); err != nil {
				return err
			}
		}
	}
	if take, ok := in.Options[takeKey]; ok {
		return json.Unmarshal(take, &s.Options.Take)
	}
	return nil
}

// FilterError is a wrong filter: whose it is, and what is wrong with it.
type FilterError struct {
	Section catalog.Section
	Field   catalog.Field
	Without bool
	// Alternative is the number of the alternative that has it, from 1; 0 where the step
	// has none.
	Alternative int
	Err         *filter.Error
}

// Error reads like `Contact, Post Code: position 4: a value is missing after "|"`.
func (e *FilterError) Error() string { return e.In(core.Locale{}) }

// In says the same in a person's language.
func (e *FilterError) In(locale core.Locale) string {
	return core.Text("criteria.section_field_problem", "section", core.Word(e.Section.Caption), "field", core.Word(e.Field.Caption), "problem", e.Err).In(locale)
}

// Unwrap returns the language's own error.
func (e *FilterError) Unwrap() error { return e.Err }
