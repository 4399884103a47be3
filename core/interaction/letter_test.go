package interaction_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/interaction"
	"winnow/core/template"
)

// keep keeps a Word template with one paragraph.
func (b *book) keep(code, language, paragraph string) {
	b.T.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>` + paragraph + `</w:p></w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(w, part[1])
		}
		if err != nil {
			b.T.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		b.T.Fatal(err)
	}
	if _, err := template.New(b.Company).Add(b.Context(), template.AddParams{Code: code, Language: language, Document: out.Bytes()}); err != nil {
		b.T.Fatal(err)
	}
}

func run(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

func mergeField(name string) string {
	return `<w:fldSimple w:instr=" MERGEFIELD ` + name + ` "><w:r><w:t>x</w:t></w:r></w:fldSimple>`
}

// letter is the document of an entry: its kind, and the text of a Word document.
func (b *book) letter(no int64) (kind, text string) {
	b.T.Helper()
	d, err := b.log.Document(b.Context(), no)
	if err != nil {
		b.T.Fatal(err)
	}
	if d.Kind != "docx" {
		return d.Kind, string(d.Content)
	}
	z, err := zip.NewReader(bytes.NewReader(d.Content), int64(len(d.Content)))
	if err != nil {
		b.T.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		b.T.Fatal(err)
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		b.T.Fatal(err)
	}
	for _, part := range strings.Split(string(content), "<w:t")[1:] {
		_, part, _ = strings.Cut(part, ">")
		part, _, _ = strings.Cut(part, "</w:t>")
		text += part
	}
	return d.Kind, text
}

func (b *book) made(p interaction.NewParams) interaction.Made {
	b.T.Helper()
	made, err := b.log.Add(b.Context(), p)
	if err != nil {
		b.T.Fatal(err)
	}
	return made
}

// Open and Merge make the letter to the contact, which shows as it was made whatever
// the contact is called later; in the contact's language where there is one.
func TestWizardActions(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.keep("SPRING", "", run("Dear ")+mergeField("Full_Name")+run(", ")+mergeField("Subject")+run(" of ")+mergeField("Interaction_Template_Code"))
	b.keep("SPRING", "DEU", run("Hallo ")+mergeField("Full_Name"))
	b.keep("WRONG", "", mergeField("Shoe_Size"))
	b.Person("P4", "name", "Eve Moss", "salesperson_code", "JO")
	for action, code := range []string{"NOTHING", "OPEN", "", "MERGE"} {
		if code != "" {
			b.Row("interaction_template", "code", code, "description", "Spring news", "wizard_action", action, "word_template_code", "SPRING", "correspondence_type_default", 1)
		}
	}
	for _, c := range []struct {
		template, contact, text string
		opens                   bool
	}{
		{"OPEN", "P4", "Dear Eve Moss, Spring news of OPEN", true},
		{"MERGE", "P4", "Dear Eve Moss, Spring news of MERGE", false},
		{"MERGE", "P1", "Hallo Ann Beebe", false},
	} {
		made := b.made(interaction.NewParams{Contact: c.contact, Template: c.template})
		if !made.Letter || made.Opens != c.opens {
			t.Errorf("%s: %+v", c.template, made)
		}
		b.Exec("UPDATE contact SET name = name || ' Now'")
		kind, text := b.letter(made.No)
		coretest.Same(t, "docx "+c.text, kind+" "+text)
		b.Exec("UPDATE contact SET name = replace(name, ' Now', '')")
	}

	// What the template says nothing of, what is postponed, and what has a document.
	for _, p := range []interaction.NewParams{
		{Contact: "P4", Template: "NOTHING"},
		{Contact: "P4", Template: "MERGE", Postpone: true},
	} {
		made := b.made(p)
		_, err := b.log.Document(t.Context(), made.No)
		if made.Letter || err == nil {
			t.Errorf("%s has a letter", p.Template)
		}
	}
	own := b.made(interaction.NewParams{Contact: "P4", Template: "MERGE", Document: &interaction.File{Name: "own.txt", Content: []byte("mine")}})
	kind, text := b.letter(own.No)
	coretest.Same(t, "txt mine", kind+" "+text)

	// A postponed interaction gets its letter when it is finished.
	later := b.made(interaction.NewParams{Contact: "P4", Template: "MERGE", Postpone: true, Fields: coretest.Fields("description", "Late news")})
	done, err := b.log.Resume(t.Context(), interaction.ResumeParams{No: later.No})
	if err != nil || !done.Letter {
		t.Error(done, err)
	}
	_, text = b.letter(later.No)
	coretest.Same(t, "Dear Eve Moss, Late news of MERGE", text)

	// What cannot be made is refused, and nothing is kept.
	b.Row("interaction_template", "code", "EMPTY", "description", "x", "wizard_action", 3)
	b.Row("interaction_template", "code", "OTHER", "description", "x", "wizard_action", 3, "word_template_code", "BC")
	b.Row("interaction_template", "code", "FIELDS", "description", "x", "wizard_action", 1, "word_template_code", "WRONG")
	b.refused("The interaction template EMPTY merges a letter, and there is neither a Word template nor a document; give it a Word template, or add a document",
		interaction.NewParams{Contact: "P4", Template: "EMPTY"})
	b.refused("Word template BC does not exist; similar values are WRONG, SPRING", interaction.NewParams{Contact: "P4", Template: "OTHER"})
	b.refused("the Word template has fields that are not known: Shoe_Size", interaction.NewParams{Contact: "P4", Template: "FIELDS"})
	b.refused("Word template SPRIN does not exist; similar values are SPRING, WRONG",
		interaction.NewParams{Contact: "P4", Template: "NOTE", Postpone: true, Fields: coretest.Fields("word_template_code", "SPRIN")})
	if _, err := b.log.Add(t.Context(), interaction.NewParams{Contact: "P4", Template: "MERGE", Preview: true}); err != nil {
		t.Error(err)
	}
	coretest.Same(t, []string{"5"}, b.Rows("SELECT count(*) FROM interaction_attachment"))
}

// The letter of an e-mail is a draft; without an address it is a letter.
func TestLetterAsEMail(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.keep("SPRING", "", run("Dear ")+mergeField("Full_Name"))
	b.Person("P4", "name", "Eve Moss", "salesperson_code", "JO", "e_mail", "eve@example.com")
	b.Row("interaction_template", "code", "MAIL", "description", "News", "wizard_action", 3, "word_template_code", "SPRING", "correspondence_type_default", 2)
	kind, text := b.letter(b.made(interaction.NewParams{Contact: "P4", Template: "MAIL"}).No)
	for _, want := range []string{"To: \"Eve Moss\" <eve@example.com>", "Subject: News", "Dear Eve Moss"} {
		if kind != "eml" || !strings.Contains(text, want) {
			t.Errorf("%s lacks %s:\n%s", kind, want, text)
		}
	}
	kind, text = b.letter(b.made(interaction.NewParams{Contact: "P1", Template: "MAIL"}).No)
	coretest.Same(t, "docx Dear Ann Beebe", kind+" "+text)
}

// An answer is of the contact, to the campaign, today, with a template for answers.
func TestResponse(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Set(map[string]string{"work_date": "2026-11-20"})
	sent, plain := b.add("CALL"), b.add("NOTE")
	if _, err := b.log.Response(t.Context(), plain); err == nil || err.Error() != "Interaction 2000000002 has no campaign; only what was sent for a campaign can be answered" {
		t.Error(err)
	}
	p, err := b.log.Response(t.Context(), sent)
	if err != nil || p.Template != "" {
		t.Error(p, err)
	}
	b.Row("interaction_template", "code", "REPLY", "description", "Reply", "information_flow", 2, "campaign_response", 1, "campaign_target", 1)
	if p, err = b.log.Response(t.Context(), sent); err != nil {
		t.Fatal(err)
	}
	made := b.made(p)
	coretest.Same(t, "P1|REPLY|CP1|Yes|Inbound|Them|2026-11-23", b.shown(made.No, "contact_no", "interaction_template_code", "campaign_no", "campaign_response", "information_flow", "initiated_by", "date"))
}
