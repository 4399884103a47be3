package merge

import (
	"cmp"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/docx"
	"winnow/core/locale"
	"winnow/core/mailrow"
)

// Sources are the columns of a mailing's rows from which templates take their values.
type Sources struct {
	// Columns are their keys.
	Columns []string
	// Catalog is which fields the company has.
	Catalog catalog.Catalog
}

// Column returns the place of a column, which is added where it is not there yet.
func (s *Sources) Column(key string) int {
	if i := slices.Index(s.Columns, key); i >= 0 {
		return i
	}
	s.Columns = append(s.Columns, key)
	return len(s.Columns) - 1
}

// Form is a template and, for each of its names, where the value comes from.
type Form struct {
	template *docx.Template
	known    catalog.Catalog
	// bound are the texts beside the fields of a layout of Business Central, by their
	// names.
	bound   map[string]string
	origins []origin
	// language is the template's, in which its letters name months and days; "" is
	// the company's.
	language string
}

// origin is where the value of a field comes from.
type origin struct {
	name string
	// column is the cell's, or -1; setting is the company's, or "".
	column  int
	setting string
	// line is a line of the company's address, counted from 1, or 0, and caption that of
	// a field, or "".
	line    int
	caption string
	// match is why the column is another's name than the field's, or nil.
	match *Match
}

func (o origin) known() bool {
	return o.column >= 0 || o.setting != "" || o.line > 0 || o.caption != ""
}

// Form finds where the values of a template come from. matches are the columns that are
// chosen for its fields, by the fields' names, of which the later ones count; a field
// without a column's name takes the one that it seems to mean.
func (s *Sources) Form(t *docx.Template, matches ...map[string]string) *Form {
	f := &Form{template: t, language: t.Language(), known: s.Catalog, bound: t.Bound()}
	chosen := matchesOf(matches)
	var unknown []string
	for _, name := range t.Names() {
		o := origin{name: name, column: -1}
		if column, ok := mailrow.Find(s.Catalog, chosen[mailrow.Plain(name)]); ok {
			o.matched(s, column, false)
		} else if key, ok := company.Information(name); ok {
			o.setting = key
		} else if column, ok := mailrow.Find(s.Catalog, name); ok {
			o.column = s.Column(column.Key)
		} else if _, bound := f.bound[name]; bound {
			if field, ok := ofLayout(s.Catalog, name); ok {
				o.setting, o.line, o.caption = field.setting, field.line, field.caption
				if field.column.Key != "" {
					o.column = s.Column(field.column.Key)
				}
			}
		} else if !t.IsPart(name) {
			unknown = append(unknown, name)
		}
		f.origins = append(f.origins, o)
	}
	meant := proposals(s.Catalog, unknown)
	for i := range f.origins {
		if column, ok := meant[f.origins[i].name]; ok {
			f.origins[i].matched(s, column, true)
		}
	}
	return f
}

// matched lets a field take the values of a column.
func (o *origin) matched(s *Sources, column mailrow.Column, proposed bool) {
	o.column = s.Column(column.Key)
	o.match = &Match{Field: o.name, Column: column.Key, Means: column.Header, Proposed: proposed}
}

// Names returns the names of the template's fields, in the order of Values.
func (f *Form) Names() []string {
	var names []string
	for _, o := range f.origins {
		names = append(names, o.name)
	}
	return names
}

// used returns the fields that are more than a part of an address.
func (f *Form) used() (list []origin) {
	for _, o := range f.origins {
		if !f.template.IsPart(o.name) {
			list = append(list, o)
		}
	}
	return list
}

// Unknown returns the template's fields that are not known.
func (f *Form) Unknown() (list []Unknown) {
	for _, o := range f.used() {
		if _, bound := f.bound[o.name]; !bound && !o.known() {
			list = append(list, Unknown{o.name, nearest(f.known, o.name)})
		}
	}
	return list
}

// Matched returns the template's fields that take another column's values.
func (f *Form) Matched() (list []Match) {
	for _, o := range f.used() {
		if o.match != nil {
			list = append(list, *o.match)
		}
	}
	return list
}

// Controls returns the template's content controls that nothing fills. Of those of a
// layout of Business Central, which are empty then, it says beside what they stand.
func (f *Form) Controls() []string {
	list := f.template.Controls()
	for _, o := range f.used() {
		beside, bound := f.bound[o.name]
		switch {
		case !bound || o.known():
		case beside == "":
			list = append(list, o.name)
		default:
			list = append(list, o.name+" ("+beside+")")
		}
	}
	return list
}

// AppendNew appends what a list does not have yet.
func AppendNew[T comparable](list, more []T) []T {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// Check refuses a template with fields that are not known, which no letter could fill.
func (f *Form) Check() error {
	unknown := f.Unknown()
	if len(unknown) == 0 {
		return nil
	}
	p := unknownFields(unknown)
	if meaning := unknown[0].Meaning; meaning != "" {
		p.Hint("common.did_you_mean_meant", "meant", meaning)
	}
	return p
}

// unknownFields is the Problem of a template with such fields.
func unknownFields(unknown []Unknown) *core.Problem {
	var names []string
	for _, u := range unknown {
		names = append(names, u.Field)
	}
	return core.NewProblem(core.Invalid, "merge.word_template_has_fields_that_are_not", "names", strings.Join(names, ", "))
}

// Values returns what the fields stand for in a row that has the columns of Sources.
func (f *Form) Values(row *mailrow.Row, settings company.Values) []docx.Value {
	return f.appendValues(nil, row, settings)
}

func (f *Form) appendValues(values []docx.Value, row *mailrow.Row, settings company.Values) []docx.Value {
	for _, o := range f.origins {
		values = append(values, f.value(o, row, settings))
	}
	return values
}

// value returns what a field stands for in a row.
func (f *Form) value(o origin, row *mailrow.Row, settings company.Values) docx.Value {
	switch {
	case o.caption != "":
		return docx.Value{Text: core.Word(o.caption).In(core.Locale{Language: locale.Base(cmp.Or(f.language, settings[company.Language]))})}
	case o.line > 0:
		if lines := row.CompanyAddress(); o.line <= len(lines) {
			return docx.Value{Text: lines[o.line-1]}
		}
		return docx.Value{}
	case o.setting != "":
		return docx.Value{Text: settings[o.setting]}
	case o.column < 0:
		return docx.Value{}
	}
	return docx.Value{Text: row.Text(o.column), Typed: row.Value(o.column)}
}
