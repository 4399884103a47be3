// Package profile stores export profiles under a name: which columns an export
// has, how they are headed, and what has a row of its own. Some are built in, a
// company's own are in its file. [Store.Find] returns a [Profile], [Profile.Apply]
// puts it into the options of an export. It writes no export itself.
package profile

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/exporter"
	"winnow/core/mailrow"
	"winnow/core/named"
)

// Profile is what exports for a purpose are like.
type Profile struct {
	// Name is its name; names that differ in upper and lower case only are one
	// name.
	Name string
	// Columns are the keys of the columns in their order; none for the usual.
	Columns []string
	// CaptionHeaders heads the columns with Business Central's captions.
	CaptionHeaders bool
	// Per says what has a row of its own.
	Per mailrow.Per
	// BuiltIn says that it is not the company's own.
	BuiltIn bool
	// Standard says that its name is that of a built-in profile, whose place the
	// company's own may have taken: a window says it in the person's language.
	Standard bool
}

// Apply puts the profile into an export's options.
func (p Profile) Apply(o *exporter.Options) {
	o.Columns, o.CaptionHeaders, o.Per = slices.Clone(p.Columns), p.CaptionHeaders, p.Per
}

// builtIn are the profiles that every company has to begin with. Their names are
// texts of the program, which a window says in the person's language.
func builtIn() []Profile {
	return []Profile{
		{Name: string(core.Word("Letters")), Columns: []string{
			"contact_no", "address_block", "greeting_formal", "greeting_informal", "name", "first_name", "surname", "job_title", "company_name",
			"address", "address_2", "post_code", "city", "county", "country_region_code", "subject", "salesperson_name", "language_code"}},
		{Name: string(core.Word("Labels")), Columns: []string{
			"contact_no", "address_block", "name", "company_name", "address", "address_2", "post_code", "city", "county", "country_region_code"}},
		{Name: string(core.Word("E-Mail")), Columns: []string{
			"e_mail", "first_name", "surname", "name", "company_name", "greeting_formal", "greeting_informal", "subject", "language_code",
			"salesperson_name", "contact_no"}},
		{Name: string(core.Word("Phone List")), CaptionHeaders: true, Columns: []string{
			"name", "company_name", "job_title", "phone_no", "mobile_phone_no", "city", "e_mail", "salesperson_code", "contact_no"}},
	}
}

// profiles are how the company's own profiles are kept.
var profiles = named.Table[Profile]{
	Name: "export_profile", Columns: []string{"name", "columns", "caption_headers", "per"},
	Fields: func(p *Profile) []any { return []any{&p.Name, named.JSON{Of: &p.Columns}, &p.CaptionHeaders, &p.Per} },
	Sound: func(p Profile) bool {
		_, err := mailrow.ReadPer(string(p.Per))
		return err == nil
	},
	Missing: func(name string) error {
		return core.NewProblem(core.NotFound, "profile.no_export_profile", "profile", name)
	},
}

// Store reads and changes the profiles of one company.
type Store struct {
	company *company.Company
}

// New returns the profiles of a company.
func New(c *company.Company) *Store { return &Store{company: c} }

// All returns all profiles: the built-in ones, each in the company's own form
// where it has one, then the company's others by name.
func (s *Store) All(ctx context.Context) ([]Profile, error) {
	own, err := profiles.All(ctx, s.company)
	if err != nil {
		return nil, err
	}
	list := builtIn()
	for i, p := range list {
		list[i].BuiltIn, list[i].Per = true, mailrow.PerContact
		if n := find(own, p.Name); n >= 0 {
			list[i] = own[n]
			own = slices.Delete(own, n, n+1)
		}
		list[i].Standard = true
	}
	return append(list, own...), nil
}

// Broken returns the names of profiles that cannot be read, which All leaves out.
func (s *Store) Broken(ctx context.Context) ([]string, error) { return profiles.Broken(ctx, s.company) }

// Find returns the profile with a name, or a core.Problem of kind NotFound that
// names the nearest.
func (s *Store) Find(ctx context.Context, name string) (Profile, error) {
	all, err := s.All(ctx)
	if err != nil {
		return Profile{}, err
	}
	if n := find(all, strings.TrimSpace(name)); n >= 0 {
		return all[n], nil
	}
	return Profile{}, unknown(name, all)
}

func find(profiles []Profile, name string) int {
	return slices.IndexFunc(profiles, func(p Profile) bool { return strings.EqualFold(p.Name, name) })
}

// unknown is the Problem of a name that no profile has.
func unknown(name string, all []Profile) error {
	p := core.NewProblem(core.NotFound, "profile.no_export_profile", "profile", name)
	var known []string
	for _, one := range all {
		known = append(known, strings.ToLower(one.Name))
	}
	if near := criteria.Nearest(strings.ToLower(name), known); near != "" {
		p.Hint("common.did_you_mean_meant", "meant", all[find(all, near)].Name)
	}
	return p
}

// SaveParams say what Save keeps.
type SaveParams struct {
	Profile Profile
	// Replace allows that there is a profile of that name, built in or not.
	Replace bool
}

// Save keeps a profile. The error is a core.Problem: of kind Exists where there
// is one of that name that must not be replaced, Invalid where the name or a
// column cannot be.
func (s *Store) Save(ctx context.Context, p SaveParams) error {
	name, err := named.Name(p.Profile.Name)
	if err != nil {
		return err
	}
	p.Profile.Name = name
	if p.Profile.Columns == nil {
		p.Profile.Columns = []string{} // none, as JSON says it
	}
	if p.Profile.Per, err = mailrow.ReadPer(string(p.Profile.Per)); err != nil {
		return err
	}
	if _, err := mailrow.Choose(s.company.Catalog(), p.Profile.Columns); err != nil {
		return err
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		own, _, err := profiles.Read(ctx, tx)
		if err != nil {
			return err
		}
		taken, err := profiles.Has(ctx, tx, name) // by one that cannot be read, perhaps
		if err != nil {
			return err
		}
		n := find(own, name)
		if !p.Replace && (taken || n >= 0 || find(builtIn(), name) >= 0) {
			return core.NewProblem(core.Exists, "profile.export_profile_already", "profile", name).Advise(core.ReplaceProfile)
		}
		if n >= 0 {
			if err := profiles.Delete(ctx, tx, own[n].Name); err != nil {
				return err
			}
		}
		return profiles.Put(ctx, tx, p.Profile)
	})
}

// Delete forgets a profile of the company's own; a built-in one of that name is
// itself again. The error is a core.Problem: of kind NotFound where there is no
// such profile, Invalid where it is built in.
func (s *Store) Delete(ctx context.Context, name string) error {
	p, err := s.Find(ctx, name)
	if err != nil {
		return err
	}
	if p.BuiltIn {
		return core.NewProblem(core.Invalid, "profile.export_profile_is_built_in_and_cannot", "profile", p.Name)
	}
	return s.Forget(ctx, p.Name)
}

// Forget deletes a profile of the company's own, damaged or not. The error is a
// core.Problem of kind NotFound where there is no such profile.
func (s *Store) Forget(ctx context.Context, name string) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error { return profiles.Delete(ctx, tx, name) })
}
