package merge

import (
	"context"
	"maps"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/headings"
	"winnow/core/mailrow"
	"winnow/core/template"
)

// Match is a template's field that has no column's name, and the column that it takes its
// values from.
type Match struct {
	Field string `json:"field"`
	// Column is the key of the column, and Means its name.
	Column string `json:"column"`
	Means  string `json:"means"`
	// Proposed says that nobody has chosen the column.
	Proposed bool `json:"proposed"`
}

// proposals returns the columns that names of fields seem to mean, by the names: those
// under which other programs' lists of contacts have them.
func proposals(known catalog.Catalog, names []string) map[string]mailrow.Column {
	columns := map[string]mailrow.Column{}
	contact := catalog.Must(catalog.Contact)
	_, recognised := headings.Recognise(contact, names)
	for _, c := range recognised {
		key, ok := strings.CutPrefix(c.Field, catalog.Contact+".")
		// A title can be a job or a salutation, a home address is not the one that a
		// letter goes to, and of a salutation there is only the code.
		if !ok || c.Role != "" || c.Group != "" || key == "salutation_code" {
			continue
		}
		if column, ok := mailrow.Find(known, key); ok {
			columns[c.Heading] = column
		}
	}
	return columns
}

// chosenColumn returns the column that a person names for a field: by its key or any
// other of its names. The error is a core.Problem.
func chosenColumn(known catalog.Catalog, field, name string) (mailrow.Column, error) {
	if column, ok := mailrow.Find(known, name); ok {
		return column, nil
	}
	var keys []string
	for _, c := range mailrow.Columns(known) {
		keys = append(keys, c.Key)
	}
	p := core.NewProblem(core.Invalid, "merge.no_column_for_field", "field", field, "column", name)
	if near := criteria.Nearest(name, keys); near != "" {
		p.Hint("common.did_you_mean_meant", "meant", near)
	}
	return mailrow.Column{}, p
}

// matchesOf returns what is chosen for the fields of templates, by their plain names: the
// later matches go before the earlier ones. A name without a column takes one back.
func matchesOf(matches []map[string]string) map[string]string {
	all := map[string]string{}
	for _, chosen := range matches {
		for field, column := range chosen {
			all[mailrow.Plain(field)] = column
		}
	}
	maps.DeleteFunc(all, func(_, column string) bool { return column == "" })
	return all
}

// KeepMatches keeps with a kept template what is chosen for its fields; nothing where code
// is "", for a file.
func KeepMatches(ctx context.Context, c *company.Company, code string, matches map[string]string) error {
	if code == "" || len(matches) == 0 {
		return nil
	}
	chosen := map[string]string{}
	for field, name := range matches {
		chosen[field] = ""
		if column, ok := mailrow.Find(c.Catalog(), name); ok {
			chosen[field] = column.Key
		}
	}
	return template.New(c).Match(ctx, code, chosen)
}

// checkMatches refuses matches of fields that no template has, and of columns that there
// are not. The error is a core.Problem.
func (s *Sources) checkMatches(forms map[string]*Form, matches map[string]string) error {
	var names []string
	for _, language := range slices.Sorted(maps.Keys(forms)) {
		names = append(names, forms[language].Names()...)
	}
	for _, field := range slices.Sorted(maps.Keys(matches)) {
		if !slices.ContainsFunc(names, func(name string) bool { return mailrow.Plain(name) == mailrow.Plain(field) }) {
			problem := core.NewProblem(core.Invalid, "merge.template_has_no_such_field", "field", field)
			if near := criteria.Nearest(field, names); near != "" {
				problem.Hint("common.did_you_mean_meant", "meant", near)
			}
			return problem
		}
		if column := matches[field]; column != "" {
			if _, err := chosenColumn(s.Catalog, field, column); err != nil {
				return err
			}
		}
	}
	return nil
}
