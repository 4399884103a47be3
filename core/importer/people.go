package importer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"winnow/core/company"
	"winnow/core/fold"
)

// people finds the contacts that an address book's cards are of, in the input
// and in the company file, and numbers the new ones.
type people struct {
	tx      *sql.Tx
	into    *stage
	field   map[string]int
	found   *sql.Stmt
	keep    *sql.Stmt
	equal   *sql.Stmt
	country *sql.Stmt
	// countries are the codes of country names that were asked for.
	countries map[string]string
}

// identity is what a card says of a contact, and where it stands.
type identity struct {
	values []any
	name   string
	row    int
	source int
}

func (i *identity) text(p *people, field string) string {
	s, _ := i.values[p.field[field]].(string)
	return s
}

// The ways in which a contact is found again.
const (
	byExternalID = "external"
	byMail       = "mail"
	byCompany    = "company"
	byCompanyID  = "company_external"
	bySame       = "same"
)

// Contacts of the input come before those that are stored, and lower numbers
// before higher ones.
const createFound = `
CREATE TEMP TABLE IF NOT EXISTS import_found (
    way TEXT NOT NULL,
    key TEXT NOT NULL,
    no TEXT NOT NULL,
    external_id TEXT NOT NULL,
    PRIMARY KEY (way, key)
) WITHOUT ROWID`

const (
	fillExternalIDs = `
INSERT OR IGNORE INTO temp.import_found (way, key, no, external_id)
SELECT CASE type WHEN 0 THEN 'company_external' ELSE 'external' END, external_id, no, external_id
FROM %s
WHERE external_id <> ''
ORDER BY no`

	fillMails = `
INSERT OR IGNORE INTO temp.import_found (way, key, no, external_id)
SELECT 'mail', fold(trim(e_mail)), no, coalesce(external_id, '')
FROM %s
WHERE trim(e_mail) <> ''
    AND type IS NOT 0
ORDER BY no`

	fillCompanies = `
INSERT OR IGNORE INTO temp.import_found (way, key, no, external_id)
SELECT 'company', fold(trim(name)), no, coalesce(external_id, '')
FROM %s
WHERE trim(name) <> ''
    AND (type = 0
        OR coalesce(type, -1) = -1
            AND coalesce(first_name, '') = ''
            AND coalesce(surname, '') = ''
            AND coalesce(company_no, no) IN ('', no))
ORDER BY no`

	selectFound = `
SELECT no, external_id
FROM temp.import_found
WHERE way = ?
    AND key = ?`

	keepFound = `
INSERT INTO temp.import_found (way, key, no, external_id)
VALUES (?, ?, ?, ?)
ON CONFLICT (way, key) DO UPDATE SET external_id = excluded.external_id
WHERE no = excluded.no
    AND external_id = ''`

	selectCountry = `
SELECT code
FROM main.country_region
WHERE code = upper(?1)
    OR fold(name) = fold(?1)
ORDER BY code <> upper(?1), code
LIMIT 1`

	selectTaken = `
SELECT EXISTS (SELECT 1 FROM main.contact WHERE no = ?1)
    OR EXISTS (SELECT 1 FROM temp.import_contact WHERE no = ?1)`
)

// dropFound takes away what openPeople made, if it did.
func dropFound(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "DROP TABLE IF EXISTS temp.import_found")
	return err
}

// openPeople prepares finding people among the contacts that are stored and
// those that were staged before.
func (r *run) openPeople(into *stage) (*people, error) {
	p := &people{tx: r.tx, into: into, field: map[string]int{}, countries: map[string]string{}}
	var same []string
	for i, f := range into.table.Fields {
		p.field[f.Key] = i
		if f.Key != "no" && f.Key != "search_name" {
			same = append(same, fmt.Sprintf("(?%[1]d IS NULL OR %[2]s = ?%[1]d)", i+1, f.Key))
		}
	}
	statements := []string{createFound}
	for _, from := range []string{"temp.import_contact", "main.contact"} {
		for _, fill := range []string{fillExternalIDs, fillMails, fillCompanies} {
			statements = append(statements, fmt.Sprintf(fill, from))
		}
	}
	for _, s := range statements {
		if _, err := r.tx.ExecContext(r.ctx, s); err != nil {
			return nil, err
		}
	}
	// A contact that nothing identifies is the same where all that the card
	// says is equal; the search name leads to it.
	equal := fmt.Sprintf("SELECT min(no)\nFROM main.contact\nWHERE search_name = ?%d AND %s", p.field["search_name"]+1, strings.Join(same, " AND "))
	for _, s := range []struct {
		stmt **sql.Stmt
		text string
	}{{&p.found, selectFound}, {&p.keep, keepFound}, {&p.equal, equal}, {&p.country, selectCountry}} {
		var err error
		if *s.stmt, err = r.tx.PrepareContext(r.ctx, s.text); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// find returns who was found that way before, "" for nobody.
func (p *people) find(way, key string) (no, externalID string, err error) {
	err = p.found.QueryRow(way, key).Scan(&no, &externalID)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return no, externalID, err
}

// putPerson stages a person: the one with the External ID, else the one with
// the e-mail unless that one has another External ID, else a new one. named
// says that the card has a name and not only something to call it by.
func (p *people) putPerson(ctx context.Context, who *identity, named bool) error {
	externalID, mail := who.text(p, "external_id"), mailKey(who.text(p, "e_mail"))
	no, err := p.findPerson(who, externalID, mail)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("%#v", who.values)
	if no == "" {
		if no, err = p.next(ctx); err != nil {
			return err
		}
		if !named {
			who.values[p.field["name"]] = who.name
		}
	}
	if externalID == "" && mail == "" {
		return p.put(who, no, "", bySame, key)
	}
	if externalID != "" {
		if _, err := p.keep.Exec(byExternalID, externalID, no, externalID); err != nil {
			return err
		}
	}
	return p.put(who, no, externalID, byMail, mail)
}

func (p *people) findPerson(who *identity, externalID, mail string) (string, error) {
	if externalID != "" {
		if no, _, err := p.find(byExternalID, externalID); no != "" || err != nil {
			return no, err
		}
	}
	if mail != "" {
		no, other, err := p.find(byMail, mail)
		if err != nil || externalID == "" || other == "" || other == externalID {
			return no, err
		}
		return "", nil
	}
	if externalID != "" {
		return "", nil
	}
	if no, _, err := p.find(bySame, fmt.Sprintf("%#v", who.values)); no != "" || err != nil {
		return no, err
	}
	args := append([]any(nil), who.values...)
	args[p.field["search_name"]] = searchName(who.name)
	var same sql.NullString
	err := p.equal.QueryRow(args...).Scan(&same)
	return same.String, err
}

// putCompany stages an organisation that has a card of its own.
func (p *people) putCompany(ctx context.Context, who *identity) error {
	externalID := who.text(p, "external_id")
	no := ""
	var err error
	if externalID != "" {
		no, _, err = p.find(byCompanyID, externalID)
	}
	if no == "" && err == nil {
		no, _, err = p.find(byCompany, companyKey(who.name))
	}
	if no == "" && err == nil {
		no, err = p.next(ctx)
	}
	if err != nil {
		return err
	}
	if externalID != "" {
		if _, err := p.keep.Exec(byCompanyID, externalID, no, externalID); err != nil {
			return err
		}
	}
	return p.put(who, no, externalID, byCompany, companyKey(who.name))
}

// organisation returns the number of the company of that name, a new one where
// there is none. One that is there stays as it is.
func (p *people) organisation(ctx context.Context, who *identity) (string, error) {
	no, _, err := p.find(byCompany, companyKey(who.name))
	if err != nil {
		return "", err
	}
	if no == "" {
		if no, err = p.next(ctx); err != nil {
			return "", err
		}
		who.values[p.field["name"]] = who.name
		who.values[p.field["type"]] = typeCompany
	}
	return no, p.put(who, no, "", byCompany, companyKey(who.name))
}

func companyKey(name string) string { return fold.Case(strings.TrimSpace(name)) }

// put stages the contact and keeps how it is found again.
func (p *people) put(who *identity, no, externalID, way, key string) error {
	if key != "" {
		if _, err := p.keep.Exec(way, key, no, externalID); err != nil {
			return err
		}
	}
	who.values[p.field["no"]] = no
	return errors.Join(p.into.put(who.values, who.source, who.row), p.into.flush())
}

// next takes the next number of the contacts' series.
func (p *people) next(ctx context.Context) (string, error) {
	return company.NextNo(ctx, p.tx, company.ContactSeries, func(no string) (taken bool, err error) {
		err = p.tx.QueryRowContext(ctx, selectTaken, no).Scan(&taken)
		return taken, err
	})
}

// maxCountries bounds how many country names are kept.
const maxCountries = 1000

// countryCode returns the code of a country that is named: the code table's,
// or else the name itself, since codes need not stand in their table.
func (p *people) countryCode(ctx context.Context, name string) (string, error) {
	if code, ok := p.countries[name]; ok {
		return code, nil
	}
	code := name
	err := p.country.QueryRowContext(ctx, name).Scan(&code)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	if len(p.countries) >= maxCountries {
		clear(p.countries)
	}
	p.countries[name] = code
	return code, nil
}
