package main_test

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/sample"
	"winnow/core/saved"
	"winnow/core/segment"
)

// TestWindowWalk goes to every page and dialog of the real program, with the
// keyboard alone and with the mouse, in both themes, both languages and both of
// the usual sizes, keeps a picture of each, and wants every text to be there
// whole. On a company of 100,000 contacts it does a whole job.
func TestWindowWalk(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, openbox, xdotool and ImageMagick; set WINNOW_WINDOW_TEST=1 to run it")
	}
	program := built(t, t.TempDir(), "watch")
	for _, s := range []sitting{
		{name: "de-dark-1280-large-mouse", locale: "de_DE", theme: "dark", width: 1280, height: 720, mouse: true, contacts: largeCompany},
		{name: "en-light-1920-large-keys", locale: "en_US", theme: "light", width: 1920, height: 1080, contacts: largeCompany},
		{name: "en-light-1280-keys", locale: "en_US", theme: "light", width: 1280, height: 720, shown: true, mailing: true},
		{name: "de-dark-1280-mouse", locale: "de_DE", theme: "dark", width: 1280, height: 720, mouse: true, mailing: true},
		{name: "en-dark-1920-mouse", locale: "en_US", theme: "dark", width: 1920, height: 1080, mouse: true, sets: true},
		{name: "de-light-1920-keys", locale: "de_DE", theme: "light", width: 1920, height: 1080},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel() // each has a display and a company of its own
			s.program, s.file = program, filepath.Join(t.TempDir(), "company.winnow")
			prepare(t, s.file, s.contacts)
			if s.mailing {
				prepareMailing(t, s.file)
			}
			w := &walker{person: begin(t, s), texts: readTexts(t, s.locale[:2]), mouse: s.mouse, width: float64(s.width)}
			if s.contacts == largeCompany {
				w.job(s.file)
			} else {
				w.walk()
			}
			if s.mailing {
				w.mailing(s.file)
			}
			if s.sets {
				w.sets(s.file)
			}
			w.end()
		})
	}
}

// prepare makes the company that is walked through, the sample company or one of so many
// contacts: a segment of three steps, of which one is taken back, and saved criteria.
func prepare(t *testing.T, file string, contacts int) {
	t.Helper()
	ctx, env := context.Background(), filter.Env{Today: "2026-11-23"}
	c, err := company.Create(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	store := segment.New(c)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(sample.Fill(ctx, c, sample.Options{Contacts: contacts, Seed: 1, Today: env.Today}))
	_, err = store.CreateSegment(ctx, "", map[string]string{"description": "Spring mailing", "salesperson_code": "JO", "date": env.Today}, env)
	must(err)
	for _, step := range []criteria.Step{
		{Action: criteria.Add, Filters: criteria.Filters{"contact": {"country_region_code": "GB|US|DE"}}},
		{Action: criteria.Refine, Filters: criteria.Filters{"contact": {"type": "Person"}}},
		{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"e_mail": "''"}}},
		{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"search_name": "A*|B*"}}},
	} {
		_, err := store.Run(ctx, "SM00001", step, env)
		must(err)
	}
	description := "Persons in Europe with e-mail"
	_, err = saved.New(c).SaveSegment(ctx, "SM00001", saved.SaveParams{Code: "EUROPE", Description: &description})
	must(err)
	_, err = store.Back(ctx, "SM00001")
	must(err)
}

// texts are what the window says, by what it says in English. Of several texts that
// are alike in English, the one that the pages use counts.
type texts map[string]string

func readTexts(t *testing.T, language string) texts {
	t.Helper()
	english, spoken := readMessages(t, "en"), readMessages(t, language)
	all := texts{}
	for id, text := range english {
		said, there := spoken[id]
		if !there {
			continue // what only the command line says
		}
		if part, _, _ := strings.Cut(id, "."); all[text] == "" || part != "i18n" && part != "output" {
			all[text] = said
		}
	}
	return all
}

// readMessages reads the texts of a language by their ids, of those with plural forms
// the one for many.
func readMessages(t *testing.T, language string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "assets", "translations", language+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(content, &raw); err != nil {
		t.Fatal(err)
	}
	messages := map[string]string{}
	for id, value := range raw {
		switch value := value.(type) {
		case string:
			messages[id] = value
		case map[string]any:
			messages[id], _ = value["other"].(string)
		}
	}
	return messages
}

// walker is a person who goes through all pages, in a language.
type walker struct {
	*person
	texts texts
	mouse bool
	width float64 // of the window
}

// say is what the window says for an English text.
func (w *walker) say(english string) string {
	w.t.Helper()
	text, ok := w.texts[english]
	if !ok {
		w.t.Fatalf("the program has no text %q", english)
	}
	return text
}

// shown waits until the page stands still, keeps its picture, and wants all its
// texts to be whole and the window to have its title and the keyboard.
func (w *walker) shown(name string, english ...string) {
	w.t.Helper()
	for _, text := range english {
		w.see(w.say(text))
	}
	w.settle()
	w.shoot(name)
	w.framed()
	for _, s := range w.screen {
		if s.Cut || s.X < w.width && w.shortened(s.Text) {
			w.t.Errorf("%s: %q is cut off, at %.0f, %.0f", name, s.Text, s.X, s.Y)
		}
	}
}

// shortened reports whether a text is the beginning of one of the program's own
// texts, which has an ellipsis since there was no room for it.
func (w *walker) shortened(text string) bool {
	begins, ok := strings.CutSuffix(text, "…")
	if !ok || begins == "" {
		return false
	}
	found := false
	for _, whole := range w.texts {
		if whole == text {
			return false
		}
		found = found || strings.HasPrefix(whole, begins) && whole != begins && !strings.Contains(whole, "{{")
	}
	return found
}

// findAndGo goes to what Find finds by a text.
func (w *walker) findAndGo(wanted string) {
	w.t.Helper()
	wanted = strings.TrimRight(wanted, "…?")
	w.key("ctrl+k")
	w.see(w.say("Find pages, actions, segments and contacts"))
	keys := typeable(wanted)
	w.typed(keys)
	w.until("what is found by "+keys, func(screen []text) bool {
		found := slices.DeleteFunc(slices.Clone(screen), func(s text) bool { return !strings.Contains(strings.ToLower(s.Text), strings.ToLower(wanted)) })
		return len(found) > 1 || len(found) == 1 && keys != wanted
	})
	w.settle()
	w.key("Return")
}

// typeable is what of a text a keyboard without umlauts can type: its words, as
// far as they have none.
func typeable(text string) string {
	var words []string
	for _, word := range strings.Fields(text) {
		if n := strings.IndexFunc(word, func(r rune) bool { return r > unicode.MaxASCII }); n >= 0 {
			word = word[:n]
		}
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// choose does an action of the page: by the mouse in its menus, or by Find.
func (w *walker) choose(path ...string) {
	w.t.Helper()
	if !w.mouse {
		w.findAndGo(w.say(path[len(path)-1]))
		return
	}
	w.clickOnFirst(w.say(path[0]))
	for _, name := range path[1:] {
		w.clickOn(w.say(name))
	}
}

// topBar is how far down the bar with the page's title reaches, whose words are not
// those of an action.
const topBar = 40

// clickOnFirst clicks on the text that stands highest below the page's title, which
// is the action where a sentence further down has the same word.
func (w *walker) clickOnFirst(wanted string) {
	w.t.Helper()
	w.clickOnOne(wanted, func(found []text) text {
		found = slices.DeleteFunc(found, func(s text) bool { return s.Y < topBar })
		if len(found) == 0 {
			w.t.Fatalf("%s is no action", wanted)
		}
		return slices.MinFunc(found, func(a, b text) int { return cmp.Compare(a.Y, b.Y) })
	})
}

// clickOn clicks on a text, beside which a key may be named; of several the last,
// which lies on top.
func (w *walker) clickOn(wanted string) {
	w.t.Helper()
	w.clickOnOne(wanted, func(found []text) text { return found[len(found)-1] })
}

// clickOnOne clicks on the text that choose takes of those that are there.
func (w *walker) clickOnOne(wanted string, choose func([]text) text) {
	w.t.Helper()
	is := isOrHasKey(wanted)
	var found []text
	for len(found) == 0 { // another page may come before all stands still
		w.until(wanted, func(screen []text) bool { return slices.ContainsFunc(screen, is) })
		w.settle()
		found = slices.DeleteFunc(slices.Clone(w.screen), func(s text) bool { return !is(s) })
	}
	at := choose(found)
	w.clickAt(at.X+at.Width/2, at.Y)
}

// isOrHasKey returns what tells whether a text is the wanted one, beside which a key may
// be named.
func isOrHasKey(wanted string) func(text) bool {
	return func(s text) bool { return s.Text == wanted || strings.HasPrefix(s.Text, wanted+"  (") }
}

// leave closes a dialog by a button, or with Esc, and waits until the button is gone, as
// what is clicked before that is clicked in the dialog.
func (w *walker) leave(button string) {
	w.t.Helper()
	count := func(screen []text) (n int) {
		for _, s := range screen {
			if isOrHasKey(w.say(button))(s) {
				n++
			}
		}
		return n
	}
	w.until(button, func(screen []text) bool { return count(screen) > 0 })
	before := count(w.screen)
	if w.mouse {
		w.clickOn(w.say(button))
	} else {
		w.key("Escape")
	}
	w.until(button+" to be gone", func(screen []text) bool { return count(screen) < before })
	w.settle()
}

// home goes back to the first page.
func (w *walker) home() {
	w.t.Helper()
	home, way := w.say("Active Segments"), w.say("Home")
	for range 6 {
		w.settle()
		if slices.ContainsFunc(w.screen, func(s text) bool { return s.Text == home }) {
			return
		}
		if !w.mouse {
			w.key("Escape")
			continue
		}
		w.until(home+" or "+way, func(screen []text) bool {
			return slices.ContainsFunc(screen, func(s text) bool { return s.Text == home || s.Text == way })
		})
		if at := slices.IndexFunc(w.screen, func(s text) bool { return s.Text == way }); at >= 0 {
			w.clickAt(w.screen[at].X+w.screen[at].Width/2, w.screen[at].Y)
		}
	}
	w.t.Fatal("there is no way home")
}

// open goes from Home to a page: by its tile or button, or by Find.
func (w *walker) open(page, button string) {
	w.t.Helper()
	w.home()
	if w.mouse {
		w.clickOn(w.say(button))
	} else {
		w.findAndGo(w.say(page))
	}
}

// row opens a row of a list that is shown.
func (w *walker) row(link string) {
	w.t.Helper()
	w.see(link)
	if w.mouse {
		w.clickOn(link)
	} else {
		w.key("Return")
	}
}

// walk goes through all pages.
func (w *walker) walk() {
	w.t.Helper()
	w.shown("home", "Active Segments")
	w.lists()
	w.others()
	if w.mouse {
		w.open("Segments", "Active Segments")
		w.clickOn("SM00001")
	} else {
		w.home()
		w.findAndGo("SM00001")
	}
	w.shown("card", "Add…", "Interaction")
	w.card()
}

// lists goes through the lists and what they open.
func (w *walker) lists() {
	w.t.Helper()
	w.open("Segments", "Active Segments")
	w.shown("segments", "Salesperson Code")
	w.key("shift+F3")
	w.shown("segments-filter")
	w.key("alt+n")
	w.shown("new-segment", "+ Type a contact")
	w.home()
	w.open("Contacts", "Contacts")
	w.shown("contacts", "Company Name")
	w.key("shift+F10")
	w.shown("contacts-menu", "Open")
	w.key("Escape")
	w.row("CT000001")
	w.shown("contact", "General")
	w.open("New Contact", "Contacts")
	if w.mouse {
		w.clickOn(w.say("New"))
	}
	w.shown("new-contact")
	w.leave("Cancel")
	w.open("Duplicate Contacts", "Contacts")
	if w.mouse {
		w.clickOn(w.say("Duplicates"))
	}
	w.shown("duplicates")
	w.open("Saved Criteria", "Saved Criteria")
	w.shown("saved-criteria", "No. of Actions")
	w.choose("Show")
	w.shown("saved-criteria-show")
	w.key("Escape")
	w.settle()
	w.choose("Use on a Segment…")
	w.shown("saved-criteria-use")
	w.leave("Cancel")
	w.open("Code Tables", "Code Tables")
	w.shown("code-tables")
	w.row(w.say("Salespeople/Purchasers"))
	w.shown("code-table")
}

// others goes through the pages that are no lists.
func (w *walker) others() {
	w.t.Helper()
	w.open("Import…", "Import…")
	w.shown("import")
	for _, page := range []string{
		"Output Log", "Letter and E-Mail Templates", "Logged Segments", "Interaction Log Entries", "Postponed Interactions", "Campaigns", "Campaign Entries", "Tasks",
	} {
		w.home()
		w.findAndGo(w.say(page))
		w.shown(strings.ReplaceAll(strings.ToLower(page), " ", "-"))
	}
	w.open("Settings", "Settings")
	w.shown("settings", "Work Date")
	// A narrow window hides Help of Home among "more", so that the mouse takes the
	// settings' own.
	if w.mouse {
		w.clickOn(w.say("Help"))
	} else {
		w.open("Help", "")
	}
	w.shown("help", "Finds")
	w.leave("Close")
	if w.mouse {
		w.clickOn(w.say("About Winnow"))
	} else {
		w.open("About Winnow", "")
	}
	w.shown("about", "Version")
	w.leave("Close")
}

// outputs goes through what becomes of a segment.
func (w *walker) outputs() {
	w.t.Helper()
	w.choose("Export", "Is it ready?…")
	w.shown("ready")
	w.key("Escape")
	w.settle()
	for _, output := range []string{"Letters…", "Labels…", "Cover sheets…", "E-mails…", "Call list…", "vCards…"} {
		w.choose("Export", output)
		w.shown(strings.ReplaceAll(strings.ToLower(strings.TrimRight(output, "…")), " ", "-"))
		w.leave("Cancel")
	}
}

// own opens the card in a window of its own, which then has the keyboard, does
// something there and goes back to the window before.
func (w *walker) own() {
	w.t.Helper()
	main := w.window
	w.choose("Segment", "Open in own window")
	if !managed() {
		w.key("Escape")
		w.settle()
		return
	}
	w.toAnother()
	w.shown("own-card", "Add…", "Interaction")
	if w.mouse {
		w.choose("Refine…")
	} else {
		w.key("alt+r") // Find opens in the window before
	}
	w.shown("own-refine", "OK", "Cancel")
	w.leave("Cancel")
	w.key("Escape")
	w.toAnother()
	if w.window != main {
		w.t.Error("the window before has not the keyboard again")
	}
	w.shown("card-again", "Add…", "Interaction")
}

// card goes through what a segment's card opens.
func (w *walker) card() {
	w.t.Helper()
	w.own()
	for _, action := range []string{"Add…", "Refine…", "Reduce…"} {
		w.choose(action)
		name := strings.ToLower(strings.TrimRight(action, "…"))
		w.shown(name, "OK", "Cancel")
		w.key("alt+Down")
		w.shown(name + "-lookup")
		w.key("Escape")
		w.settle()
		w.leave("Cancel")
	}
	w.choose("Segment", "Statistics")
	w.shown("statistics", "Different companies")
	w.key("Escape")
	w.settle()
	w.choose("Segment", "Save Criteria…")
	w.shown("save-criteria")
	w.leave("Cancel")
	w.choose("Segment", "Reuse Criteria…")
	w.shown("reuse-criteria")
	w.leave("Cancel")
	w.choose("Contacts", "Why is a contact not here?…")
	w.shown("why-not")
	w.key("Escape")
	w.settle()
	w.choose("Export", "Export for mail merge…")
	w.shown("export", "Preview")
	w.leave("Cancel")
	w.outputs()
	w.choose("Segment", "Segment Criteria")
	w.shown("criteria", "Lines Before")
	w.key("Escape")
	w.settle()
	w.choose("Segment", "Delete Segment…")
	w.shown("delete-segment", "Cancel")
	w.leave("Cancel")
}

// settle waits until what can be seen has stood still for a moment.
func (p *person) settle() {
	p.t.Helper()
	for {
		select {
		case screen, ok := <-p.screens:
			if !ok {
				p.t.Fatal("the program has ended")
			}
			p.screen = screen
		case line := <-p.wrong:
			p.t.Fatalf("the program says: %s", line)
		case <-time.After(stillness):
			return
		}
	}
}

// stillness is how long a page stands still that is ready.
const stillness = 500 * time.Millisecond
