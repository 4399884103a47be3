package importer

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core/catalog"
	"winnow/core/value"
)

// listStage holds the rows of lists in temporary tables until it is known whom
// each of them is of. All of finding, merging and numbering is done there, in
// SQL over all rows at once.
type listStage struct {
	tx      *sql.Tx
	add     *sql.Stmt
	group   *sql.Stmt
	many    *sql.Stmt
	waiting []any
	width   int
	seq     int64
}

// listKeys are the columns of import_list besides the contact's fields.
const listKeys = `
    seq INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    row INTEGER NOT NULL,
    content BLOB NOT NULL,
    employer TEXT NOT NULL,
    employer_key TEXT NOT NULL,
    employer_search TEXT NOT NULL,
    first_key TEXT NOT NULL,
    last_key TEXT NOT NULL,
    name_key TEXT NOT NULL,
    full_key TEXT NOT NULL,
    company_key TEXT NOT NULL,
    mail_key TEXT NOT NULL,
    mail2_key TEXT NOT NULL,
    phone_key TEXT NOT NULL,
    mobile_key TEXT NOT NULL,
    street_key TEXT NOT NULL,
    city_key TEXT NOT NULL,
    called TEXT NOT NULL,
    search TEXT NOT NULL,
    type_given INTEGER NOT NULL,
    split INTEGER NOT NULL,
    spare_mobile TEXT NOT NULL,
    has_home INTEGER NOT NULL,
    home_address TEXT NOT NULL,
    home_address_2 TEXT NOT NULL,
    home_city TEXT NOT NULL,
    home_county TEXT NOT NULL,
    home_post_code TEXT NOT NULL,
    home_country TEXT NOT NULL,
    home_phone TEXT NOT NULL,
    root INTEGER,
    is_new INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0`

// listColumns are those of them that are given with a row, in order.
var listColumns = []string{
	"seq", "source", "row", "content", "employer", "employer_key", "employer_search", "first_key", "last_key", "name_key", "full_key", "company_key",
	"mail_key", "mail2_key", "phone_key", "mobile_key", "street_key", "city_key", "called", "search", "type_given", "split", "spare_mobile", "has_home",
	"home_address", "home_address_2", "home_city", "home_county", "home_post_code", "home_country", "home_phone",
}

// listRowsTogether is how many rows one statement adds.
const listRowsTogether = 10

// openLists makes the temporary tables of lists, once.
func (r *run) openLists() error {
	if r.lists != nil {
		return nil
	}
	t := contactTable()
	l := &listStage{tx: r.tx, width: len(listColumns) + len(t.Fields)}
	for _, statement := range []string{
		fmt.Sprintf("CREATE TEMP TABLE import_list (%s,\n    %s)", listKeys,
			each(t.Fields, ",\n    ", func(f catalog.Field) string { return f.Key + " " + sqlTypes[f.Type] })),
		"CREATE TEMP TABLE import_list_group (seq INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (seq, code)) WITHOUT ROWID",
	} {
		if _, err := r.tx.ExecContext(r.ctx, statement); err != nil {
			return err
		}
	}
	names := strings.Join(listColumns, ", ") + ", " + each(t.Fields, ", ", name)
	row := "(" + strings.Repeat("?, ", l.width-1) + "?)"
	for _, s := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&l.add, "INSERT INTO temp.import_list (" + names + ")\nVALUES " + row},
		{&l.many, "INSERT INTO temp.import_list (" + names + ")\nVALUES " + row + strings.Repeat(", "+row, listRowsTogether-1)},
		{&l.group, "INSERT OR IGNORE INTO temp.import_list_group (seq, code)\nVALUES (?, ?)"},
	} {
		var err error
		if *s.stmt, err = r.tx.PrepareContext(r.ctx, s.text); err != nil {
			return err
		}
	}
	r.lists = l
	return r.openWords()
}

const (
	selectSalutations   = "SELECT code, description FROM main.salutation ORDER BY code"
	selectCountries     = "SELECT code, name FROM main.country_region ORDER BY code"
	selectMailingGroups = "SELECT code, description FROM main.mailing_group ORDER BY code"
)

// openWords reads the company's codes that lists name in words.
func (r *run) openWords() error {
	var list [3][][2]string
	for i, query := range []string{selectSalutations, selectCountries, selectMailingGroups} {
		rows, err := r.tx.QueryContext(r.ctx, query)
		if err != nil {
			return err
		}
		list[i], err = pairs(rows)
		if err != nil {
			return err
		}
	}
	r.salutations = newSalutations(list[0])
	r.countries = newCountries(list[1], r.options.Language)
	r.groups = newGroups(list[2])
	return nil
}

func pairs(rows *sql.Rows) (list [][2]string, err error) {
	defer rows.Close()
	for rows.Next() {
		var p [2]string
		if err := rows.Scan(&p[0], &p[1]); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// put stages an entry.
func (s *listStage) put(l *list, e *entry) error {
	s.seq++
	kind := e.values["type"]
	first, last := nameKey(e.text("first_name")), nameKey(e.text("surname"))
	if kind == typeCompany {
		first, last = "", ""
	}
	parts := strings.TrimSpace(first + " " + last)
	full := nameKey(e.text("name"))
	if parts == "" {
		parts = full
	}
	company := companyKey(e.employer)
	if kind == typeCompany {
		company = companyKey(e.text("name"))
	}
	called := e.text("name")
	if called == "" {
		called = strings.Join(strings.Fields(e.text("first_name")+" "+e.text("middle_name")+" "+e.text("surname")), " ")
	}
	if called == "" {
		called = e.calledBy().value
	}
	home := &postal{}
	if e.home != nil {
		home = e.home
	}
	homePostCode, err := value.Code(home.values[partPostCode])
	if err != nil {
		homePostCode = ""
	}
	split, hasHome, given := 0, 0, 0
	if e.typed || l.rows != "" {
		given = 1
	}
	if e.split {
		split = 1
	}
	if e.home != nil {
		hasHome = 1
	}
	s.waiting = append(s.waiting, s.seq, l.index, e.row, e.content, e.employer, companyKey(e.employer), searchName(e.employer), first, last, parts, full, company,
		mailKey(e.text("e_mail")), mailKey(e.text("e_mail_2")), phoneKey(e.text("phone_no")), phoneKey(e.text("mobile_phone_no")),
		nameKey(e.text("address")), nameKey(e.text("city")), called, searchName(called), given, split, e.spareMobile, hasHome,
		home.values[partStreet], home.values[partStreet2], home.values[partCity], home.values[partCounty], homePostCode, home.values[partCountry], e.homePhone)
	for _, f := range contactTable().Fields {
		if v, ok := e.values[f.Key]; ok {
			s.waiting = append(s.waiting, v)
		} else {
			s.waiting = append(s.waiting, nil)
		}
	}
	for _, g := range e.groups {
		if _, err := s.group.Exec(s.seq, g.value); err != nil {
			return err
		}
	}
	if len(s.waiting) < listRowsTogether*s.width {
		return nil
	}
	_, err = s.many.Exec(s.waiting...)
	s.waiting = s.waiting[:0]
	return err
}

// flush adds the rows that wait.
func (s *listStage) flush() error {
	waiting := s.waiting
	s.waiting = s.waiting[:0]
	for ; len(waiting) > 0; waiting = waiting[s.width:] {
		if _, err := s.add.Exec(waiting[:s.width]...); err != nil {
			return err
		}
	}
	return nil
}

// dropLists takes the temporary tables away.
func dropLists(ctx context.Context, tx *sql.Tx) error {
	for _, table := range []string{"import_list", "import_list_group", "import_known", "import_known_mail", "import_known_name", "import_fit", "import_pair", "import_new", "import_company"} {
		if _, err := tx.ExecContext(ctx, "DROP TABLE IF EXISTS temp."+table); err != nil {
			return err
		}
	}
	return nil
}
