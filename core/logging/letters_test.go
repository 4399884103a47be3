package logging_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/core/logging"
	"winnow/core/sample"
	"winnow/core/template"
	"winnow/core/upkeep"
)

// written is to how many contacts the test of documents writes, unless WINNOW_LETTERS
// says otherwise.
const written = 400

// Many letters are logged; then the contacts are renamed, move and are merged, their
// salespeople and the template are others. Each letter shows as it was written, byte
// for byte in its text.
func TestLettersShowAsTheyWereSent(t *testing.T) {
	contacts := written
	if n, err := strconv.Atoi(os.Getenv("WINNOW_LETTERS")); err == nil {
		contacts = n
	}
	b := coretest.New(t)
	if err := sample.Fill(b.Context(), b.Company, sample.Options{Contacts: contacts, Seed: 5, Today: coretest.Today}); err != nil {
		t.Fatal(err)
	}
	document, err := sample.Letter()
	if err != nil {
		t.Fatal(err)
	}
	templates := template.New(b.Company)
	if _, err := templates.Add(b.Context(), template.AddParams{Code: "SPRING", Document: document, Replace: true}); err != nil {
		t.Fatal(err)
	}
	no := b.MakeSegment("description", "Spring", "salesperson_code", "JO", "interaction_template_code", "LETTER", "word_template", "SPRING",
		"correspondence_type_default", "Hard Copy", "ignore_contact_corres_type", "yes", "date", coretest.Today)
	if _, err := b.Run(b.Context(), no, criteria.Step{Action: criteria.Add}, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	r, err := logging.New(b.Company).Log(b.Context(), no, logging.Options{LeaveOutBlocked: true, Send: &logging.Send{Folder: b.Path("out")}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Documents.Letters != r.Interactions || r.Interactions < contacts*3/4 {
		t.Fatalf("of %d contacts: %+v", contacts, r)
	}
	sent := map[string]string{}
	for _, name := range b.Files("out") {
		of, _, _ := strings.Cut(name, " ")
		sent[of] = wordText(t, []byte(b.Read("out/"+name)))
	}
	who := map[int64]string{}
	for _, row := range b.Rows("SELECT entry_no, contact_no FROM interaction_log_entry WHERE logged_segment_entry_no = ?", r.EntryNo) {
		entry, of, _ := strings.Cut(row, "|")
		n, err := strconv.ParseInt(entry, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		who[n] = of
	}
	if len(sent) != r.Interactions || len(who) != r.Interactions {
		t.Fatalf("%d letters were written and %d interactions made, of %d", len(sent), len(who), r.Interactions)
	}

	b.Exec(`UPDATE contact SET name = 'Renamed ' || no, first_name = 'Re', surname = 'Named', company_name = 'Other Ltd.', salutation_code = '', job_title = 'Head',
    address = '1 New Road', address_2 = '', post_code = 'X1', city = 'Elsewhere', country_region_code = '', language_code = '', salesperson_code = 'HR'`)
	b.Exec("UPDATE salesperson_purchaser SET name = 'Somebody Else'")
	b.Exec("UPDATE contact_alt_address SET address = 'Nowhere'")
	if _, err := templates.Add(b.Context(), template.AddParams{Code: "SPRING", Document: word(t, "Other"), Replace: true}); err != nil {
		t.Fatal(err)
	}
	persons := b.Rows("SELECT no FROM contact WHERE type = 1 AND no IN (SELECT contact_no FROM interaction_log_entry WHERE logged_segment_entry_no = ?) ORDER BY no LIMIT 2", r.EntryNo)
	if _, err := upkeep.New(b.Company).Merge(b.Context(), upkeep.MergeParams{Keep: persons[0], Other: persons[1]}); err != nil {
		t.Fatal(err)
	}
	interactions := interaction.New(b.Company)
	for entry, of := range who {
		d, err := interactions.Document(b.Context(), entry)
		if err != nil {
			t.Fatal(err)
		}
		if d.Kind != "docx" || wordText(t, d.Content) != sent[of] {
			t.Fatalf("the letter of interaction %d, to %s, is not the one that was written", entry, of)
		}
	}
}
