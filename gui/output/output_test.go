package output_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/core/output/all"
	"winnow/core/template"
	"winnow/gui/entry"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/output"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// stage has a segment of ANN, BOB, CARL and the Privacy Blocked GUS, who has the
// e-mail address of ANN.
func stage(t *testing.T) (*guitest.Stage, string) {
	t.Helper()
	s := guitest.New(t)
	s.Row("contact", "no", "GUS", "name", "Gus Blocked", "search_name", "GUS BLOCKED", "type", 1, "privacy_blocked", 1, "e_mail", "ann@alpine.example")
	s.Row("contact", "no", "ANN", "name", "Ann Beebe", "search_name", "ANN BEEBE", "type", 1, "company_no", "FIRM1", "company_name", "Alpine Ski House",
		"country_region_code", "GB", "e_mail", "ann@alpine.example", "address", "10 Deerfield Road", "post_code", "GB-WC1 3DG", "city", "London")
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.Segments.AddLines(context.Background(), no, []string{"ANN", "BOB", "CARL", "GUS"}, false); err != nil {
		t.Fatal(err)
	}
	return s, no
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func has(t *testing.T, s *guitest.Stage, text string) {
	t.Helper()
	if shown := s.Shown(); !strings.Contains(shown, text) {
		t.Errorf("it does not say %q; there is: %s", text, shown)
	}
}

// dora adds somebody with an address, whom a label can be printed for.
func dora(t *testing.T, s *guitest.Stage, no string) {
	t.Helper()
	s.Row("contact", "no", "DORA", "name", "Dora Hill", "search_name", "DORA HILL", "type", 1, "address", "1 High Street")
	if _, err := s.Session.Segments.AddLines(context.Background(), no, []string{"DORA"}, false); err != nil {
		t.Fatal(err)
	}
}

func TestLabels(t *testing.T) {
	s, no := stage(t)
	dora(t, s, no)
	d := output.OpenLabels(s.Session, no)
	s.Settle(d.Tasks)
	has(t, s, "2 labels on the first sheet · 2 contacts without an address")
	want(t, "labels on the sheet", len(d.Sheet().Labels), 2)
	path := filepath.Join(t.TempDir(), "labels.pdf")
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "1 contact is Privacy Blocked and was left out: GUS Gus Blocked.")
	has(t, s, "No label is printed for BOB Bob Kelly, CARL Carl Brand.")
	want(t, "the file", strings.HasPrefix(read(t, path), "%PDF-"), true)
	want(t, "what was written", d.Written(), path)
}

// What is not a number is marked where it stands, and nothing is written.
func TestLabelsRefuse(t *testing.T) {
	s, no := stage(t)
	dora(t, s, no)
	d := output.OpenLabels(s.Session, no)
	s.Settle(d.Tasks)
	path := filepath.Join(t.TempDir(), "labels.pdf")
	d.Path().Type(path)
	d.Number("right").Type("much")
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	want(t, "the error", d.Number("right").Error(), "much is not a number")
	d.Number("right").Type("1.5")
	d.Size().SetValue("own")
	d.Size().OnChanged("own")
	d.Number("grid").Type("9 x 9")
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("there is a file: %v", err)
	}
	d.Number("grid").Type("2 x 4")
	d.Number("start").Type("8")
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "2 sheets")
}

// openChoices opens the dialog of a kind of output.
func openChoices(t *testing.T, s *guitest.Stage, no, key string) *output.Choices {
	t.Helper()
	for _, k := range all.Kinds() {
		if k.Key == key {
			return output.OpenChoices(s.Session, no, k)
		}
	}
	t.Fatalf("there is no kind %s", key)
	return nil
}

func TestCovers(t *testing.T) {
	s, no := stage(t)
	d := openChoices(t, s, no, "covers")
	s.Settle(d.Tasks)
	path := filepath.Join(t.TempDir(), "covers.pdf")
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "3 contacts")
	want(t, "the file", strings.HasPrefix(read(t, path), "%PDF-"), true)
	s.Button("Open it").Press()
	want(t, "opened", s.Opened, []string{"file " + path})
}

// A file that is there is replaced only where one says so.
func TestPhonesAsk(t *testing.T) {
	s, no := stage(t)
	path := filepath.Join(t.TempDir(), "calls.pdf")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := openChoices(t, s, no, "phones")
	s.Settle(d.Tasks)
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	s.Button("Cancel").Press()
	want(t, "after Cancel", read(t, path), "mine")
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	s.Button("Replace").Press()
	s.Settle(d.Tasks)
	want(t, "after Replace", strings.HasPrefix(read(t, path), "%PDF-"), true)
}

func TestCards(t *testing.T) {
	s, no := stage(t)
	d := openChoices(t, s, no, "vcards")
	s.Settle(d.Tasks)
	path := filepath.Join(t.TempDir(), "contacts")
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	want(t, "cards", strings.Count(read(t, path+".vcf"), "BEGIN:VCARD"), 3)
}

// A segment without lines says what one can do.
func TestNoLines(t *testing.T) {
	s := guitest.New(t)
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	d := output.OpenLabels(s.Session, no)
	s.Settle(d.Tasks)
	has(t, s, "Add Contacts adds contacts to the segment.")
}

func TestMails(t *testing.T) {
	s, no := stage(t)
	d := output.OpenMails(s.Session, no)
	s.Settle(d.Tasks)
	d.Subject().Type("News for {{Company}}")
	d.Text().Type("Dear {{Full Name}},\n\nhere is what is new.")
	s.Settle(d.Tasks)
	has(t, s, "Dear Ann Beebe,")
	s.Button("Next").Press()
	s.Settle(d.Tasks)
	has(t, s, "Dear Bob Kelly,")
	has(t, s, "no e-mail address, so nothing is written")
	folder := filepath.Join(t.TempDir(), "drafts")
	d.Path().Type(folder)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "1 contact has no e-mail address: BOB Bob Kelly.")
	files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files: %v, %v", files, err)
	}
}

// A text that was written is not lost without a question.
func TestMailsKeepTheText(t *testing.T) {
	s, no := stage(t)
	d := output.OpenMails(s.Session, no)
	s.Settle(d.Tasks)
	d.Text().Type("Dear {{Full Name}},\n\nhere is what is new.")
	s.Settle(d.Tasks)
	s.AsksBeforeDiscarding(d.Modal())
	d = output.OpenMails(s.Session, no)
	s.Settle(d.Tasks)
	d.Modal().Dismiss()
	if d.Modal().IsOpen() {
		t.Errorf("where nothing was written, it asks %s", s.Shown())
	}
}

// A template's headers go into their fields, and into every e-mail.
func TestMailsFromTemplate(t *testing.T) {
	s, no := stage(t)
	d := output.OpenMails(s.Session, no)
	s.Settle(d.Tasks)
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte("Subject: News\nCc: Jo <jo@x.example>\nFrom: me@x.example\n\nHello"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Session.Services.Source = func(_ []string, take func(string)) { take(path) }
	s.Button("From a template file…").Press()
	s.Settle(d.Tasks)
	has(t, s, "Copy to: Jo <jo@x.example>")
	box := filepath.Join(t.TempDir(), "a.mbox")
	d.As().SetValue("mbox")
	d.As().OnChanged("mbox")
	d.Path().Type(box)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	for _, header := range []string{"Cc: \"Jo\" <jo@x.example>\n", "From: <me@x.example>\n"} {
		want(t, header, strings.Count(read(t, box), header), 2)
	}
}

// Kept templates are offered; a Word template is the e-mail, or goes with it, and what
// its fields lack is told.
func TestMailsFromKeptTemplates(t *testing.T) {
	s, no := stage(t)
	store := template.New(s.Session.Company)
	for _, p := range []template.AddParams{
		{Code: "NEWS", Kind: template.Text, Document: []byte("Subject: Kept news\n\nHello {{Full Name}}")},
		{Code: "SPRING", Document: document(t, "Dear {Full_Name}, {County}")},
	} {
		if _, err := store.Add(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	d := output.OpenMails(s.Session, no)
	s.Settle(d.Tasks)
	choose := func(c *entry.Choice, value string) {
		c.SetValue(value)
		c.OnChanged(value)
		s.Settle(d.Tasks)
	}
	choose(d.Template(), "NEWS")
	has(t, s, "Subject: Kept news")
	has(t, s, "Hello Ann Beebe")
	choose(d.Letter(), "attach")
	has(t, s, "Attach: SPRING.docx")
	choose(d.Template(), "SPRING")
	choose(d.Letter(), "body")
	has(t, s, "Dear Ann Beebe,")
	want(t, "what is told", d.Told(), "County is empty in 2 e-mails.")
	d.Subject().Type("Our spring")
	box := filepath.Join(t.TempDir(), "a.mbox")
	choose(d.As(), "mbox")
	d.Path().Type(box)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	for _, text := range []string{"Subject: Our spring\n", "Content-Type: text/html"} {
		want(t, text, strings.Count(read(t, box), text), 2)
	}
}

// A field that does not exist is named, and nothing is written.
func TestMailsRefuseUnknownFields(t *testing.T) {
	s, no := stage(t)
	d := output.OpenMails(s.Session, no)
	s.Settle(d.Tasks)
	d.Subject().Type("News")
	d.Text().Type("Dear {{Nickname}},")
	d.As().SetValue("mbox")
	d.As().OnChanged("mbox")
	want(t, "the file", filepath.Ext(d.Path().Text()), ".mbox")
	path := filepath.Join(t.TempDir(), "a.mbox")
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "Nickname")
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("there is a file: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	s, no := stage(t)
	d := output.OpenAddresses(s.Session, no)
	s.Settle(d.Tasks)
	want(t, "portions", d.List().Len(), 1)
	s.Button("Copy the addresses").Press()
	want(t, "the clipboard", fyne.CurrentApp().Clipboard().Content(), "ann@alpine.example; carl@relecloud.example")
	has(t, s, "copied")
}

func groups(p *output.Ready) map[string]string {
	found := map[string]string{}
	for n := range p.Groups().Len() {
		row, _ := p.Groups().Row(n)
		found[row.Key] = row.Cells[1].Text
	}
	return found
}

func keys(list *list.List) []string {
	var found []string
	for n := range list.Len() {
		row, _ := list.Row(n)
		found = append(found, row.Key)
	}
	return found
}

// A group is listed, and removed as a step that says why.
func TestReady(t *testing.T) {
	s, no := stage(t)
	p := output.OpenReady(s.Session, no)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	found := groups(p)
	want(t, "without an e-mail address", found["no_e_mail"], "1")
	want(t, "without an address", found["no_address"], "3")
	want(t, "blocked", found["blocked"], "1")
	p.Groups().Select(2)
	s.Settle(p.Tasks)
	want(t, "these lines", keys(p.Lines()), []string{"BOB"})
	s.Button("Remove these lines…").Press()
	s.Button("Remove").Press()
	s.Settle(p.Tasks)
	want(t, "afterwards", groups(p)["no_e_mail"], "0")
	steps, err := s.Session.Segments.Steps(context.Background(), no)
	if err != nil {
		t.Fatal(err)
	}
	last := steps[len(steps)-1]
	want(t, "the step", [2]string{string(last.Action), last.Reason}, [2]string{"reduce", "No e-mail address"})
	want(t, "what it left", last.LinesAfter, 3)
	s.Button("Undo").Press()
	s.Settle(p.Tasks)
	want(t, "after Undo", groups(p)["no_e_mail"], "1")
	want(t, "said", p.Page().Actions.Status(), "Reduce taken back: 1 contact is in the segment again")
}

// It begins at the first group that has lines, and says of lines that are the same
// where they are reached, and who else is reached there.
func TestReadySaysWhatIsTheSame(t *testing.T) {
	s := guitest.New(t)
	for _, c := range []struct{ no, name, mail string }{{"ANA", "Ana Ruiz", "office@firm.example"}, {"BEN", "Ben Ruiz", "Office@firm.example"}} {
		s.Row("contact", "no", c.no, "name", c.name, "type", 1, "address", "1 High Street", "post_code", "W1", "city", "London",
			"country_region_code", "GB", "e_mail", c.mail)
	}
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.Segments.AddLines(ctx, no, []string{"ANA", "BEN"}, false); err != nil {
		t.Fatal(err)
	}
	p := output.OpenReady(s.Session, no)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	row, _ := p.Groups().Row(p.Groups().Current())
	want(t, "the group", row.Key, "same_address")
	row, _ = p.Lines().Row(1)
	var cells []string
	for _, c := range row.Cells {
		cells = append(cells, c.Text)
	}
	want(t, "the line", cells, []string{"20000", "BEN", "Ben Ruiz", "10000", "ANA Ana Ruiz", "1 High Street, W1 London", "Office@firm.example", ""})
}

// The meter divides the lines, and each part lists its own; none of them is removed
// by mistake then.
func TestReadyMeter(t *testing.T) {
	s, no := stage(t)
	p := output.OpenReady(s.Session, no)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	want(t, "the meter", p.Meter().Text(), "Readiness of the lines\nReady\t0\t0 %\nTo look at\t2\t50 %\nCannot be reached\t2\t50 %\n")
	p.Meter().Data().Bars[2].Open()
	s.Settle(p.Tasks)
	want(t, "out of reach", keys(p.Lines()), []string{"BOB", "GUS"})
	want(t, "removable", s.Button("Remove these lines…").Disabled(), true)
	p.Page().Keys["Ctrl+Delete"]()
	if shown := s.Shown(); strings.Contains(shown, "Cancel") {
		t.Errorf("it asks to remove a group whose lines are not listed: %s", shown)
	}
	p.Groups().Select(2)
	s.Settle(p.Tasks)
	want(t, "these lines", keys(p.Lines()), []string{"BOB"})
}

// Other days count again; what is not a number is refused.
func TestReadyDays(t *testing.T) {
	s, no := stage(t)
	p := output.OpenReady(s.Session, no)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	p.Days().Type("soon")
	p.Days().Commit()
	s.Settle(p.Tasks)
	want(t, "refused", p.Days().Error(), "a whole number from 1 to 36,500")
	p.Days().Type("90")
	p.Days().Commit()
	s.Settle(p.Tasks)
	has(t, s, "Reached by a segment in the last 90 days")
}

// Every kind of output with a word for the menu has a dialog, and so is there.
func TestMenuHasEveryKind(t *testing.T) {
	s, no := stage(t)
	shown := []string{"Is it ready?…", ""}
	for _, k := range all.Kinds() {
		if k.Menu != "" {
			shown = append(shown, i18n.T(k.Menu))
		}
	}
	var items []string
	for _, item := range output.Menu(s.Session, func() (string, bool) { return no, true }) {
		items = append(items, item.Label)
		if item.Icon == nil && !item.IsSeparator {
			t.Errorf("%s has no icon", item.Label)
		}
	}
	want(t, "the menu", items, shown)
}

// What a Word template asks has a field in the e-mails' dialog, too, and e-mails wait for
// the answer. What e-mails lack of the template is told.
func TestMailsAskWhatTheTemplateAsks(t *testing.T) {
	s, no := stage(t)
	keep(t, s, "SPRING", "Dear {Full_Name}, on [FILLIN &quot;Which day?&quot;]")
	d := output.OpenMails(s.Session, no)
	s.Settle(d.Tasks)
	if strings.Contains(s.Shown(), "Which day?") {
		t.Error("a text asks what a Word template asks")
	}
	d.Template().SetValue("SPRING")
	d.Template().OnChanged("SPRING")
	s.Settle(d.Tasks)
	has(t, s, "Which day?")
	d.Subject().Type("Come")
	path := filepath.Join(t.TempDir(), "mails")
	d.Path().Type(path)
	s.Settle(d.Tasks)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	want(t, "without an answer", d.Answer(0).Error(), "Type an answer")
	d.Answer(0).Type("Monday")
	s.Settle(d.Tasks)
	has(t, s, "Dear Ann Beebe, on Monday")
	d.Template().SetValue("")
	d.Template().OnChanged("")
	s.Settle(d.Tasks)
	d.Letter().SetValue("attach")
	d.Letter().OnChanged("attach")
	s.Settle(d.Tasks)
	has(t, s, "Which day?")
	d.Answer(0).Type("Monday")
	s.Settle(d.Tasks)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	files, err := filepath.Glob(filepath.Join(path, "*.eml"))
	if err != nil || len(files) == 0 || !strings.Contains(read(t, files[0]), "SPRING.docx") {
		t.Errorf("files: %v, %v", files, err)
	}
}
