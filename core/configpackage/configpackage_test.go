package configpackage_test

import (
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/configpackage"
	"winnow/core/coretest"
	"winnow/core/importer"
	"winnow/core/output"
	"winnow/core/sample"
	"winnow/core/segment"
	"winnow/core/value"
)

// node is an element of a package as the tests read it: with gzip and XML alone.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// read reads a package: the root, and its tables by their numbers, each record with
// its fields by their elements.
func read(t testing.TB, path string) (root node, tables map[string][]map[string]string, order []string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzip, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unzip)
	if err != nil {
		t.Fatal(err)
	}
	if len(content)%2 != 0 || content[0] != 0xFF || content[1] != 0xFE {
		t.Fatalf("it is no UTF-16: % x", content[:4])
	}
	units := make([]uint16, len(content)/2-1)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(content[2*i+2:])
	}
	decoder := xml.NewDecoder(strings.NewReader(string(utf16.Decode(units))))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	if err := decoder.Decode(&root); err != nil {
		t.Fatal(err)
	}
	tables = map[string][]map[string]string{}
	for _, table := range root.Nodes {
		number, records := table.Nodes[0], table.Nodes[1:]
		if number.XMLName.Local != "TableID" {
			t.Fatalf("%s begins with %s", table.XMLName.Local, number.XMLName.Local)
		}
		order = append(order, number.Text)
		for _, r := range records {
			if r.XMLName.Local+"List" != table.XMLName.Local {
				t.Fatalf("%s has a record %s", table.XMLName.Local, r.XMLName.Local)
			}
			fields := map[string]string{}
			for _, f := range r.Nodes {
				if _, twice := fields[f.XMLName.Local]; twice || len(f.Nodes) > 0 {
					t.Fatalf("%s has %s twice, or nodes in it", r.XMLName.Local, f.XMLName.Local)
				}
				fields[f.XMLName.Local] = f.Text
			}
			tables[number.Text] = append(tables[number.Text], fields)
		}
	}
	return root, tables, order
}

// names are the elements of Business Central's fields here, by the keys of ours.
var names = map[string]map[string]string{
	"5050": {
		"no": "No", "name": "Name", "search_name": "SearchName", "name_2": "Name2", "address": "Address", "address_2": "Address2", "city": "City",
		"county": "County", "post_code": "PostCode", "country_region_code": "CountryRegionCode", "phone_no": "PhoneNo", "mobile_phone_no": "MobilePhoneNo",
		"fax_no": "FaxNo", "e_mail": "E_Mail", "e_mail_2": "E_Mail2", "home_page": "HomePage", "territory_code": "TerritoryCode", "currency_code": "CurrencyCode",
		"language_code": "LanguageCode", "salesperson_code": "SalespersonCode", "vat_registration_no": "VATRegistrationNo", "type": "Type",
		"company_no": "CompanyNo", "company_name": "CompanyName", "first_name": "FirstName", "middle_name": "MiddleName", "surname": "Surname",
		"job_title": "JobTitle", "initials": "Initials", "organizational_level_code": "OrganizationalLevelCode", "exclude_from_segment": "ExcludefromSegment",
		"privacy_blocked": "PrivacyBlocked", "minor": "Minor", "parental_consent_received": "ParentalConsentReceived",
		"correspondence_type": "CorrespondenceType", "salutation_code": "SalutationCode", "external_id": "ExternalID", "last_date_modified": "LastDateModified",
	},
	"5051": {
		"contact_no": "ContactNo", "code": "Code", "company_name": "CompanyName", "address": "Address", "address_2": "Address2", "city": "City",
		"county": "County", "post_code": "PostCode", "country_region_code": "CountryRegionCode", "phone_no": "PhoneNo", "e_mail": "E_Mail",
	},
	"5052": {"contact_no": "ContactNo", "contact_alt_address_code": "ContactAltAddressCode", "starting_date": "StartingDate", "ending_date": "EndingDate"},
	"5056": {"contact_no": "ContactNo", "mailing_group_code": "MailingGroupCode"},
	"5089": {"contact_no": "ContactNo", "profile_questionnaire_code": "ProfileQuestionnaireCode", "line_no": "LineNo", "last_date_updated": "LastDateUpdated"},
	"5076": {
		"no": "No", "description": "Description", "salesperson_code": "SalespersonCode", "date": "Date", "interaction_template_code": "InteractionTemplateCode",
		"language_code_default": "LanguageCodeDefault", "subject_default": "SubjectDefault", "ignore_contact_corres_type": "IgnoreContactCorresType",
		"correspondence_type_default": "CorrespondenceTypeDefault", "information_flow": "InformationFlow", "initiated_by": "InitiatedBy",
		"unit_cost_lcy": "UnitCostLCY", "unit_duration_min": "UnitDurationMin", "send_word_docs_as_attmt": "SendWordDocsasAttmt",
		"word_template": "WordTemplateCode", "campaign_no": "CampaignNo", "campaign_target": "CampaignTarget", "campaign_response": "CampaignResponse",
		"interaction_group_code": "InteractionGroupCode",
	},
	"5077": {
		"contact_no": "ContactNo", "correspondence_type": "CorrespondenceType", "contact_alt_address_code": "ContactAltAddressCode", "description": "Description",
		"date": "Date", "salesperson_code": "SalespersonCode", "interaction_template_code": "InteractionTemplateCode", "language_code": "LanguageCode",
		"subject": "Subject", "evaluation": "Evaluation", "cost_lcy": "CostLCY", "duration_min": "DurationMin", "initiated_by": "InitiatedBy",
		"information_flow": "InformationFlow", "attempt_failed": "AttemptFailed", "contact_via": "ContactVia", "campaign_no": "CampaignNo",
		"campaign_target": "CampaignTarget", "campaign_response": "CampaignResponse", "send_word_doc_as_attmt": "SendWordDocAsAttmt",
		"time_of_interaction": "TimeofInteraction", "to_do_no": "To_doNo", "opportunity_no": "OpportunityNo", "word_template_code": "WordTemplateCode",
	},
}

// numbers are Business Central's of the tables of contacts.
var numbers = map[string]string{
	"contact": "5050", "contact_alt_address": "5051", "contact_alt_addr_date_range": "5052", "contact_mailing_group": "5056", "contact_profile_answer": "5089",
}

// none are the fields that Business Central has not, or works out.
var none = map[string]bool{"contact.birthday": true, "contact_profile_answer.answer": true}

// plainly is a value as a package has it.
func plainly(f catalog.Field, v any) string {
	switch v := v.(type) {
	case int64:
		return fmt.Sprint(v)
	case string:
		if f.Form == catalog.TimeOfDay && v != "" {
			return v + ":00"
		}
		return v
	}
	return value.Format(f, v)
}

// stored returns the rows of a table that belong to contacts that were changed since a
// day, each with its values as a package has them.
func stored(t testing.TB, b *coretest.Book, table catalog.Table, since string) []map[string]string {
	t.Helper()
	owner := table.Owner
	if owner == "" {
		owner = "no"
	}
	var list []map[string]string
	err := b.Company.Read(b.Context(), func(tx *sql.Tx) error {
		rows, err := tx.Query("SELECT * FROM "+table.Key+" WHERE "+owner+" IN (SELECT no FROM contact WHERE last_date_modified >= ?)", since)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			row := map[string]string{}
			for i, key := range columns {
				if f, ok := table.Field(key); ok && !none[table.Key+"."+key] {
					row[names[numbers[table.Key]][key]] = plainly(f, value.Stored(f, values[i]))
				}
			}
			list = append(list, row)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// inOrder sorts records, so that they can be compared.
func inOrder(records []map[string]string) []string {
	list := []string{}
	for _, r := range records {
		list = append(list, fmt.Sprint(r)) // maps are printed in the order of their keys
	}
	slices.Sort(list)
	return list
}

// write writes a package that must be whole.
func write(t testing.TB, b *coretest.Book, p configpackage.Params) configpackage.Result {
	t.Helper()
	p.Path, p.Force = b.Path("out.rapidstart"), true
	r, err := configpackage.Write(b.Context(), b.Company, b.Store, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// refusals writes a package that must not be, and returns why.
func refusals(t testing.TB, b *coretest.Book, p configpackage.Params) []string {
	t.Helper()
	p.Path = b.Path("refused.rapidstart")
	r, err := configpackage.Write(b.Context(), b.Company, b.Store, p)
	var refused *configpackage.Refused
	if !errors.As(err, &refused) {
		t.Fatalf("the error is %v", err)
	}
	if _, err := os.Stat(p.Path); !errors.Is(err, os.ErrNotExist) {
		t.Error("a file was written")
	}
	if len(r.Errors) != len(refused.Errors) || r.ErrorCount != refused.Count {
		t.Errorf("%d of %d in the result, %d of %d in the error", len(r.Errors), r.ErrorCount, len(refused.Errors), refused.Count)
	}
	var list []string
	for _, e := range refused.Errors {
		list = append(list, e.Text().String())
	}
	return list
}

const all = "1753-01-01"

func since(day string) configpackage.Params { return configpackage.Params{Contacts: true, Since: day} }

// pieces are parts of texts that files of rows easily get wrong.
var pieces = []string{
	"=1+1", "'=1", "''+x", "'", "-", "+", "@", "-5", "+49 30 1", "007", "1,5", "1e5", "2026-01-02", "01/02/2026", "TRUE", "Yes", `"`, ",", ";", "|",
	"ä", "ß", "Ж", "日本", "😀", "e\u0301", "_x0041_", "<b>&amp;", "]]>", "\\", "NULL", "x", "Ann",
}

// drawn is a value of a field that Business Central takes.
func drawn(t *rapid.T, f catalog.Field) any {
	switch f.Type {
	case catalog.Boolean:
		return rapid.IntRange(0, 1).Draw(t, f.Key)
	case catalog.Option:
		return rapid.IntRange(0, len(f.Options)-1).Draw(t, f.Key)
	case catalog.Date:
		return fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(1753, 9999).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	case catalog.Integer:
		return rapid.IntRange(0, 1<<31-1).Draw(t, f.Key)
	}
	text := strings.TrimSpace(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 2).Draw(t, f.Key), " "))
	if f.Type == catalog.Code {
		code, err := value.Code(text)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string([]rune(code)[:min(len([]rune(code)), 6)]))
	}
	text, err := value.Text(text)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string([]rune(text)[:min(len([]rune(text)), 15)]))
}

// ofContacts are the tables of contacts, each behind those that it names.
var ofContacts = []string{"contact", "contact_alt_address", "contact_alt_addr_date_range", "contact_mailing_group", "contact_profile_answer"}

// drawnRow is a row of a contact: keys and values in turn.
func drawnRow(r *rapid.T, table catalog.Table, contact string) (pairs []any) {
	kind := 0
	for _, f := range table.Fields {
		v := drawn(r, f)
		switch {
		case f.Key == "no" || f.Key == table.Owner:
			v = contact
		case f.Key == "type":
			kind = v.(int)
		case (f.Key == "name" || f.Key == "search_name") && v == "":
			v = "N" // an import would make them of other names
		case f.Key == "last_date_modified" && rapid.Bool().Draw(r, "early"):
			v = "2026-11-01"
		case f.Key == "company_no" && kind == 0:
			v = contact // as a company's is
		case f.Key == "contact_alt_address_code", table.Key == "contact_alt_address" && f.Key == "code":
			v = "HOME"
		case f.Key == "ending_date":
			v = ""
		case table.IsKey(f.Key) && v == "":
			v = "X"
		}
		pairs = append(pairs, f.Key, v)
	}
	return pairs
}

// Whatever contacts hold, a package has it field for field as a second reader reads it,
// our own import finds nothing to change, and an empty company becomes the same but for
// what Business Central has no field for.
func TestContactsComeBack(t *testing.T) {
	t.Parallel()
	b, other := coretest.New(t), coretest.New(t)
	rapid.Check(t, func(r *rapid.T) {
		for _, book := range []*coretest.Book{b, other} {
			for _, key := range slices.Backward(ofContacts) {
				book.Exec("DELETE FROM " + key)
			}
		}
		for row := range rapid.IntRange(1, 4).Draw(r, "contacts") {
			no := fmt.Sprintf("%03d", row)
			for _, key := range ofContacts {
				if key == catalog.Contact || key == "contact_alt_address" || rapid.Bool().Draw(r, key) {
					b.Row(key, drawnRow(r, catalog.Must(key), no)...)
				}
			}
		}
		const day = "2026-11-02"
		result := write(t, b, since(day))
		_, tables, _ := read(t, result.Path)
		for key, number := range numbers {
			want := inOrder(stored(t, b, catalog.Must(key), day))
			coretest.Same(t, want, inOrder(tables[number]))
			if n := result.Records(key); n != len(want) {
				t.Errorf("it says %d records of %s and has %d", n, key, len(want))
			}
		}
		if len(tables) == 0 {
			return
		}
		back, err := importer.Import(b.Context(), b.Company, result.Path, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range back.Tables {
			if table.New+table.Changed+table.LeftOut+table.Merged > 0 {
				t.Errorf("import: %+v, %+v", table, back.Fields)
			}
		}
		if len(back.UnknownColumns)+len(back.IgnoredSources)+len(back.Remarks)+back.Cleaned > 0 {
			t.Errorf("import: %v, %v, %v, %d cleaned", back.UnknownColumns, back.IgnoredSources, back.Remarks, back.Cleaned)
		}
		if _, err := importer.Import(b.Context(), other.Company, result.Path, importer.Options{}); err != nil {
			t.Fatal(err)
		}
		for key := range numbers {
			coretest.Same(t, inOrder(stored(t, b, catalog.Must(key), day)), inOrder(stored(t, other, catalog.Must(key), day)))
		}
		if t.Failed() {
			r.FailNow()
		}
	})
}

// Every field of the tables is in the list, or Business Central has none.
func TestEveryField(t *testing.T) {
	t.Parallel()
	for key, number := range map[string]string{"segment_header": "5076", "segment_line": "5077"} {
		numbers := names[number]
		for _, f := range catalog.Must(key).Fields {
			if numbers[f.Key] == "" {
				t.Errorf("%s.%s goes nowhere", key, f.Key)
			}
		}
	}
	for key, number := range numbers {
		for _, f := range catalog.Must(key).Fields {
			if names[number][f.Key] == "" && !none[key+"."+f.Key] {
				t.Errorf("%s.%s goes nowhere", key, f.Key)
			}
		}
	}
}

// sampled is the sample company with two segments, and lines with values of their own.
func sampled(t testing.TB) (b *coretest.Book, first, second string) {
	t.Helper()
	b = coretest.New(t)
	if err := sample.Fill(b.Context(), b.Company, sample.Options{Contacts: 60, Today: coretest.Today}); err != nil {
		t.Fatal(err)
	}
	first = b.MakeSegment("description", "Spring", "interaction_template_code", "LETTER", "salesperson_code", "JO", "campaign_no", "CP1010", "unit_cost_lcy", "2.5")
	second = b.MakeSegment("description", "Calls")
	for no, limit := range map[string]string{first: "30", second: "5"} {
		numbers := b.Rows("SELECT no FROM contact WHERE privacy_blocked = 0 AND minor = 0 ORDER BY no DESC LIMIT " + limit)
		if _, err := b.AddLines(b.Context(), no, numbers, false); err != nil {
			t.Fatal(err)
		}
	}
	return b, first, second
}

// Segments are in a package with their headers, and with all that their lines show.
func TestSegments(t *testing.T) {
	t.Parallel()
	b, first, second := sampled(t)
	change := segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("interaction_template_code", "NOTE", "description", "Özgür & <Co>",
		"time_of_interaction", "09:30", "duration_min", "12.5", "evaluation", "Very Negative", "attempt_failed", "Yes", "contact_via", "+49 30 1")}
	if _, err := b.SetLines(b.Context(), first, change); err != nil {
		t.Fatal(err)
	}
	groups := map[string]string{}
	for _, row := range b.Rows("SELECT code, interaction_group_code FROM interaction_template") {
		code, group, _ := strings.Cut(row, "|")
		groups[code] = group
	}
	r := write(t, b, configpackage.Params{Segments: []string{first, second, first}})
	root, tables, order := read(t, r.Path)
	coretest.Same(t, []string{"5076", "5077"}, order)
	coretest.Same(t, "WINNOW-261123-090000", root.attr("Code"))
	coretest.Same(t, r.Code, root.attr("Code"))
	coretest.Same(t, "Winnow 2026-11-23 09:00", root.attr("PackageName"))
	var headers, lines []map[string]string
	for _, no := range []string{first, second} {
		s, err := b.Segment(b.Context(), no)
		if err != nil {
			t.Fatal(err)
		}
		header := map[string]string{}
		for _, f := range segment.HeaderFields() {
			header[names["5076"][f.Key]] = plainly(f, s.Values[f.Key])
		}
		headers = append(headers, header)
		list, err := b.Lines(b.Context(), no, segment.Query{})
		if err != nil {
			t.Fatal(err)
		}
		page, err := list.Page(b.Context(), 0, list.Len(), "company_no")
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range page {
			line := map[string]string{
				"SegmentNo": no, "LineNo": fmt.Sprint(l.LineNo), "ContactCompanyNo": fmt.Sprint(l.Contact("company_no")),
				"InteractionGroupCode": groups[l.Text("interaction_template_code")],
			}
			for _, f := range segment.LineFields() {
				line[names["5077"][f.Key]] = plainly(f, l.Value(f.Key))
			}
			lines = append(lines, line)
		}
	}
	coretest.Same(t, headers, tables["5076"])
	coretest.Same(t, lines, tables["5077"])
	coretest.Same(t, []configpackage.Table{{Table: "segment_header", ID: 5076, Records: 2}, {Table: "segment_line", ID: 5077, Records: 35}}, r.Tables)

	back, err := importer.Import(b.Context(), b.Company, r.Path, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []importer.TableResult{{Table: "segment_header", LeftOut: 2}, {Table: "segment_line", LeftOut: 35}}, back.Tables)
	coretest.Same(t, 2, len(back.LeftOutRows))
}

// A package names the tables in the order in which Business Central can take them, and
// says of the first record's fields which are keys and which are looked up.
func TestForm(t *testing.T) {
	t.Parallel()
	b, first, _ := sampled(t)
	p := since(all)
	p.Segments = []string{first}
	root, tables, order := read(t, write(t, b, p).Path)
	coretest.Same(t, []string{"5050", "5051", "5052", "5056", "5089", "5076", "5077"}, order)
	coretest.Same(t, "DataList", root.XMLName.Local)
	coretest.Same(t, 60, len(tables["5050"]))
	keys := map[string]string{}
	for _, table := range root.Nodes {
		for i, r := range table.Nodes[1:] {
			for _, f := range r.Nodes {
				switch {
				case i > 0 && len(f.Attrs) > 0:
					t.Fatalf("record %d of %s has attributes", i, table.XMLName.Local)
				case f.attr("PrimaryKey") == "1":
					keys[table.XMLName.Local] += f.XMLName.Local + " "
				}
			}
		}
		for _, n := range table.Nodes {
			if n.XMLName.Local == "PackageCode" {
				t.Errorf("%s has a PackageCode", table.XMLName.Local)
			}
		}
	}
	coretest.Same(t, map[string]string{
		"ContactList": "No ", "ContactAltAddressList": "ContactNo Code ", "ContactAltAddrDateRangeList": "ContactNo StartingDate ",
		"ContactMailingGroupList": "ContactNo MailingGroupCode ", "ContactProfileAnswerList": "ContactNo ProfileQuestionnaireCode LineNo ",
		"SegmentHeaderList": "No ", "SegmentLineList": "SegmentNo LineNo ",
	}, keys)
	seen := false // companies come before the persons who name them
	for _, r := range tables["5050"] {
		seen = seen || r["Type"] == "1"
		if r["Type"] == "0" && seen {
			t.Fatalf("%s comes after a person", r["No"])
		}
	}
}

// Only contacts that were changed go, with what belongs to them.
func TestSince(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	for no, day := range map[string]string{"A": "2026-11-01", "B": "2026-11-02", "C": "2026-11-03", "D": ""} {
		b.Person(no, "last_date_modified", day)
		b.Row("contact_mailing_group", "contact_no", no, "mailing_group_code", "VIP")
	}
	_, tables, _ := read(t, write(t, b, since("2026-11-02")).Path)
	for number, element := range map[string]string{"5050": "No", "5056": "ContactNo"} {
		var got []string
		for _, r := range tables[number] {
			got = append(got, r[element])
		}
		coretest.Same(t, []string{"B", "C"}, got)
	}
	r := write(t, b, since("2027-01-01"))
	coretest.Same(t, []configpackage.Table{}, r.Tables)
	coretest.Same(t, "[No contact was changed on 2027-01-01 or later, so the package is empty.]", fmt.Sprint(r.Notes))
	read(t, r.Path)
}

// What Business Central would refuse is told, all at once.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make func(b *coretest.Book)
		want []string
	}{
		"codes": {func(b *coretest.Book) {
			b.Row("salesperson_purchaser", "code", "JO")
			b.Row("mailing_group", "code", "VIP")
			b.Person("A", "salesperson_code", "ZZ", "country_region_code", "GB")
			b.Person("B", "salesperson_code", "JO")
			b.Row("contact_mailing_group", "contact_no", "B", "mailing_group_code", "PRESS")
		}, []string{
			"Contact A, Salesperson Code: ZZ is not in the table Salespeople/Purchasers",
			"Contact Mailing Group B PRESS, Mailing Group Code: PRESS is not in the table Mailing Groups",
		}},
		"lengths": {func(b *coretest.Book) {
			b.Person("A", "city", strings.Repeat("ä", 31), "territory_code", "ELEVENCHARS", "name_2", strings.Repeat("😀", 26))
			b.Person("B", "city", strings.Repeat("ä", 30), "name_2", strings.Repeat("😀", 25))
		}, []string{
			"Contact A, Name 2: it has 52 characters; Business Central has room for 50",
			"Contact A, City: it has 31 characters; Business Central has room for 30",
			"Contact A, Territory Code: it has 11 characters; Business Central has room for 10",
		}},
		"options": {func(b *coretest.Book) {
			b.Person("A", "correspondence_type", 9, "minor", 2)
		}, []string{
			"Contact A, Minor: Business Central does not have this option",
			"Contact A, Correspondence Type: Business Central does not have this option",
		}},
		"days": {func(b *coretest.Book) {
			b.Person("A")
			b.Row("contact_alt_address", "contact_no", "A", "code", "HOME")
			b.Row("contact_alt_address", "contact_no", "A", "code", "WORK")
			for _, r := range [][3]string{{"HOME", "2026-01-01", ""}, {"WORK", "2026-01-01", ""}, {"HOME", "", ""}, {"HOME", "2026-03-01", "2026-02-01"}, {"GONE", "2026-04-01", ""}, {"HOME", "1700-01-01", ""}} {
				b.Row("contact_alt_addr_date_range", "contact_no", "A", "contact_alt_address_code", r[0], "starting_date", r[1], "ending_date", r[2])
			}
		}, []string{
			"Contact Alt. Addr. Date Range A '', Starting Date: Business Central needs a starting date",
			"Contact Alt. Addr. Date Range A 1700-01-01, Starting Date: days before 1753-01-01 do not exist in Business Central",
			"Contact Alt. Addr. Date Range A 2026-01-01, Starting Date: another alternative address of this contact starts on the same day; Business Central takes only one",
			"Contact Alt. Addr. Date Range A 2026-03-01, Ending Date: it is before the starting date, 2026-03-01",
			"Contact Alt. Addr. Date Range A 2026-04-01, Contact Alt. Address Code: contact A has no alternative address with this code",
		}},
		"answers": {func(b *coretest.Book) {
			b.Person("A")
			b.Row("profile_questionnaire_header", "code", "Q")
			for _, l := range [][3]int{{10000, 0, 0}, {20000, 1, 0}, {30000, 1, 0}, {40000, 0, 1}, {50000, 1, 0}, {60000, 1, 0}} {
				b.Row("profile_questionnaire_line", "profile_questionnaire_code", "Q", "line_no", l[0], "type", l[1], "multiple_answers", l[2])
			}
			for _, no := range []int{20000, 30000, 40000, 50000, 60000, 70000} {
				b.Row("contact_profile_answer", "contact_no", "A", "profile_questionnaire_code", "Q", "line_no", no)
			}
		}, []string{
			"Contact Profile Answer A Q 30000, Line No.: the question of line 10000 takes only one answer",
			"Contact Profile Answer A Q 40000, Line No.: questionnaire Q has no answer with this Line No.",
			"Contact Profile Answer A Q 70000, Line No.: questionnaire Q has no answer with this Line No.",
		}},
		"characters": {func(b *coretest.Book) {
			b.Person("A", "name", "Ann\uFFFE")
			b.Person("B", "name", "Bo\xff")
			b.Person("C", "name", "\uFFFD fits")
		}, []string{"Contact A, Name: it has a character that a package cannot hold", "Contact B, Name: it has a character that a package cannot hold"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := coretest.New(t)
			c.make(b)
			b.Exec("UPDATE contact SET last_date_modified = '2026-11-20'")
			coretest.Same(t, c.want, refusals(t, b, since("2026-11-20")))
			r, err := configpackage.Check(b.Context(), b.Company, b.Store, since("2026-11-20"))
			if err != nil || len(r.Errors) != len(c.want) {
				t.Errorf("a look says %v, %v", r.Errors, err)
			}
			if log, err := output.List(b.Context(), b.Company); len(log) > 0 {
				t.Errorf("the log tells of %v, %v", log, err)
			}
		})
	}
}

// A segment's header and lines are looked at alike.
func TestRefusedSegment(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Row("campaign", "no", "CP1")
	b.Line("A")
	b.Exec("UPDATE segment_header SET campaign_no = 'CP2', unit_cost_lcy = -1, subject_default = ?", strings.Repeat("x", 101))
	coretest.Same(t, []string{
		"Segment Header SM00001, Campaign No.: CP2 is not in the table Campaigns",
		"Segment Header SM00001, Unit Cost (LCY): Business Central does not take negative numbers here",
		"Segment Header SM00001, Subject (Default): it has 101 characters; Business Central has room for 100",
		"Segment Line SM00001 10000, Campaign No.: CP2 is not in the table Campaigns",
		"Segment Line SM00001 10000, Cost (LCY): Business Central does not take negative numbers here",
		"Segment Line SM00001 10000, Subject: it has 101 characters; Business Central has room for 100",
	}, refusals(t, b, configpackage.Params{Segments: []string{b.No}}))
}

// Not more is listed than somebody reads, and all is counted.
func TestManyRefusals(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	var list []coretest.Contact
	for i := range configpackage.MaxTold + 20 {
		list = append(list, coretest.Contact{No: fmt.Sprintf("C%03d", i), Pairs: []any{"city", strings.Repeat("x", 40), "last_date_modified", "2026-11-20"}})
	}
	b.Contacts(list...)
	coretest.Same(t, configpackage.MaxTold, len(refusals(t, b, since(all))))
	p := since(all)
	p.Cut = true
	r := write(t, b, p)
	if len(r.Cut) != configpackage.MaxTold || r.CutCount != configpackage.MaxTold+20 {
		t.Errorf("%d of %d texts were cut", len(r.Cut), r.CutCount)
	}
}

// Texts are cut only where that was asked for, never within a letter; codes never.
func TestCut(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	long := strings.Repeat("x", 29)
	for no, city := range map[string]string{"A": long + "e\u0323\u0301y", "B": long + "😀", "C": long + " y", "D": long + "äb", "E": long + "y"} {
		b.Person(no, "city", city, "last_date_modified", "2026-11-20")
	}
	p := since(all)
	p.Cut = true
	r := write(t, b, p)
	_, tables, _ := read(t, r.Path)
	got := map[string]string{}
	for _, c := range tables["5050"] {
		got[c["No"]] = c["City"]
	}
	coretest.Same(t, map[string]string{"A": long, "B": long, "C": long, "D": long + "ä", "E": long + "y"}, got)
	coretest.Same(t, 4, r.CutCount)
	b.Person("F", "territory_code", "ELEVENCHARS", "last_date_modified", "2026-11-20")
	coretest.Same(t, []string{"Contact F, Territory Code: it has 11 characters; Business Central has room for 10"}, refusals(t, b, p))
}

// What cannot be checked, and what stays here, is told.
func TestNotes(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Line("A", "territory_code", "NORTH", "birthday", "1980-01-01", "company_no", "GONE", "last_date_modified", "2026-11-20")
	b.Exec("UPDATE segment_header SET word_template = 'OURS'")
	p := since(all)
	p.Segments = []string{b.No}
	r := write(t, b, p)
	var got []string
	for _, n := range r.Notes {
		got = append(got, n.String())
	}
	coretest.Same(t, []string{
		"The table Territories is empty here, so these codes were not checked. Business Central refuses those that it does not have.",
		"The Company No. of A is not the number of a company here. Business Central refuses it if it has no such company either.",
		"The Word template OURS is only in Winnow, so the package does not name it.",
		"Business Central has no field for birthdays: that of 1 contact is not in the package.",
	}, got)
	_, tables, _ := read(t, r.Path)
	coretest.Same(t, "", tables["5076"][0]["WordTemplateCode"]+tables["5077"][0]["WordTemplateCode"])
}

// Lines of blocked contacts stay out unless they are asked for; the contacts
// themselves go, since their mark is to get back.
func TestBlocked(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Line("A", "name", "Ann", "privacy_blocked", 1, "last_date_modified", "2026-11-20")
	b.Line("B", "last_date_modified", "2026-11-20")
	p := since(all)
	p.Segments = []string{b.No}
	for included, want := range map[bool]int{false: 1, true: 2} {
		p.IncludeBlocked = included
		r := write(t, b, p)
		_, tables, _ := read(t, r.Path)
		if len(tables["5077"]) != want || len(tables["5050"]) != 2 || r.Blocked != 1 || fmt.Sprint(r.BlockedContacts) != "[A Ann]" {
			t.Errorf("included %v: %d lines, %d contacts, %+v", included, len(tables["5077"]), len(tables["5050"]), r)
		}
	}
}

// A package is an output like others: logged, its owner's alone, never in the place of
// another file unless that was asked for, and not there when it was stopped.
func TestOutput(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Line("A", "last_date_modified", "2026-11-20")
	b.Write("list.rapidstart", "old")
	p := since(all)
	p.Segments, p.Path = []string{b.No}, b.Path("list.rapidstart")
	if _, err := configpackage.Write(b.Context(), b.Company, b.Store, p); !core.IsKind(err, core.Exists) {
		t.Errorf("over a file: %v", err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	p.Force, p.Progress = true, func(int, int) { cancel() }
	if _, err := configpackage.Write(ctx, b.Company, b.Store, p); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	coretest.Same(t, "old", b.Read("list.rapidstart"))
	done, of := 0, 0
	p.Progress = func(n, total int) { done, of = n, total }
	if _, err := configpackage.Write(b.Context(), b.Company, b.Store, p); err != nil || done != 2 || of != 2 {
		t.Errorf("%v, after %d of %d", err, done, of)
	}
	info, err := os.Stat(p.Path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	coretest.Same(t, []string{"list.rapidstart"}, b.Files())
	log, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []output.Entry{{EntryNo: 1, At: "2026-11-23T09:00:00Z", By: "jo", What: "Package for Business Central", SegmentNo: "SM00001", Rows: 2, Target: p.Path}}, log)
	for name, p := range map[string]configpackage.Params{
		"nothing": {Path: b.Path("x.rapidstart")}, "no day": {Path: b.Path("x.rapidstart"), Contacts: true},
		"ending": {Path: b.Path("x.xml"), Segments: []string{b.No}}, "segment": {Path: b.Path("x.rapidstart"), Segments: []string{"SM9"}},
		"the company": {Path: b.Company.Path(), Segments: []string{b.No}, Force: true},
	} {
		var problem *core.Problem
		if _, err := configpackage.Write(b.Context(), b.Company, b.Store, p); !errors.As(err, &problem) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A company file that can only be read gives packages, too.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "company.winnow")
	ctx := context.Background()
	c, err := coretest.OpenNew(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Exec(t, c, "INSERT INTO contact (no, last_date_modified) VALUES ('A', '2026-11-20')")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if c, err = company.Open(ctx, path); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if !c.ReadOnly() {
		t.Skip("this user may write to any file")
	}
	p := since(all)
	p.Path = filepath.Join(folder, "out.rapidstart")
	if r, err := configpackage.Write(ctx, c, segment.New(c), p); err != nil || r.Records("contact") != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

// The memory does not grow with the contacts.
func TestMemory(t *testing.T) {
	b := coretest.New(t)
	b.Exec(`INSERT INTO contact (no, name, city, last_date_modified)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
SELECT printf('C%06d', i), 'Somebody ' || i, 'London', '2026-11-20' FROM n`)
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var early, late uint64
	p := since(all)
	p.Progress = func(done, total int) {
		switch done {
		case total / 10:
			early = heap()
		case total:
			late = heap()
		}
	}
	write(t, b, p)
	if late > early+2<<20 {
		t.Errorf("%d KB are in use after a tenth, %d KB in the end", early>>10, late>>10)
	}
}

// The clock of the package is the person's.
func TestCode(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Company.Now = func() time.Time { return time.Date(2026, 1, 2, 23, 4, 5, 0, time.FixedZone("CET", 3600)) }
	if r := write(t, b, configpackage.Params{Segments: []string{b.No}}); r.Code != "WINNOW-260102-230405" || len(r.Code) > 20 {
		t.Errorf("the code is %s", r.Code)
	}
}
