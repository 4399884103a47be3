package gui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/filter"
	"winnow/core/locale"
	"winnow/core/logging"
	"winnow/gui"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/output"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// sized is a language with a size of text.
type sized struct {
	language string
	text     float32
}

func (c sized) name() string { return fmt.Sprint(c.language, " ", c.text) }

// sizes are the largest text in all languages, and the one before it in the language whose
// texts are the longest.
func sizes() []sized {
	var list []sized
	for _, language := range locale.Texts() {
		list = append(list, sized{language, theme.DoubleText})
	}
	return append(list, sized{"de", theme.HugeText})
}

// Everywhere in a small window, with text up to twice as large, in all languages: texts are
// shown whole, and whatever can be pressed has its place, is reached with the keyboard
// alone, and is in sight when it has the keyboard.
func TestEverywhereInLargeText(t *testing.T) {
	for _, c := range sizes() {
		t.Run(c.name(), func(t *testing.T) {
			s, w, no := large(t, c)
			own, kinds := ownTexts(t, c.language), map[string]bool{}
			walk := &walker{t: t, s: s, w: w, waiting: waiting(t), opened: map[string]bool{}, look: func(name string) {
				t.Helper()
				arrange(s)
				if size := s.Window.Canvas().Size(); size.Width > 1280 || size.Height > 720 {
					t.Errorf("%s: the window has become %v", name, size)
				}
				report(t, name, faults(s, own), misplaced(s), byKeyboard(s, kinds))
			}}
			walk.everywhere(no)
			shown := kindsShown(t)
			for kind := range kinds {
				if !shown[kind] {
					t.Errorf("%s has the keyboard, and no test sees whether it shows that", kind)
				}
			}
		})
	}
}

// arrange gives all parts the room that they need now, as a window does before it draws
// them.
func arrange(s *guitest.Stage) {
	s.Window.Content().Refresh()
	if top, ok := s.Window.Canvas().Overlays().Top().(*widget.Overlay); ok {
		top.Content.Refresh()
	}
}

// report fails a test with what is wrong on a page.
func report(t *testing.T, name string, faults ...[]string) {
	t.Helper()
	for _, fault := range slices.Concat(faults...) {
		t.Errorf("%s: %s", name, fault)
	}
}

// large opens a company with a segment in a small window.
func large(t *testing.T, c sized) (*guitest.Stage, *gui.Window, string) {
	t.Helper()
	s := prepared(t, c)
	no := segmentOn(t, s)
	w := small(t, s, s.Session.Company.Path())
	see(t, s, i18n.Translate("Contacts")+" 7")
	return s, w, no
}

// prepared is a stage on which a person has chosen a language and a size of text.
func prepared(t *testing.T, c sized) *guitest.Stage {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	s := guitest.New(t)
	t.Cleanup(func() { i18n.SetLanguage("en") })
	prefs := fyne.CurrentApp().Preferences()
	prefs.SetString(i18n.Pref, c.language)
	i18n.SetLanguage(c.language)
	prefs.SetString(region.Pref, map[string]string{"de": "de-DE"}[c.language])
	prefs.SetFloat("text", float64(c.text))
	return s
}

// small opens a company in a small window.
func small(t *testing.T, s *guitest.Stage, path string) *gui.Window {
	t.Helper()
	w := opened(t, s, path)
	gui.ApplyLook(fyne.CurrentApp())
	w.Shown().Resize(fyne.NewSize(1280, 720))
	return w
}

// Also what stands where there is no company yet, or where it cannot be opened, is shown
// whole and reached with the keyboard.
func TestBeginningInLargeText(t *testing.T) {
	for _, c := range sizes() {
		t.Run(c.name(), func(t *testing.T) {
			s := prepared(t, c)
			own := ownTexts(t, c.language)
			look := func(name string) {
				t.Helper()
				arrange(s)
				report(t, name, faults(s, own), misplaced(s), byKeyboard(s, map[string]bool{}))
			}
			small(t, s, filepath.Join(t.TempDir(), "new.winnow"))
			see(t, s, i18n.T("home.start_empty"))
			look("first start")
			s.Button(i18n.T("home.start_empty")).Press()
			see(t, s, i18n.Translate("Contacts")+" 0")
			look("an empty company")
			path := damaged(t, s, beheaded)
			small(t, s, path)
			see(t, s, i18n.T("common.save_what_can_be_read_dialog"))
			look("a damaged company")
		})
	}
}

// walker goes everywhere in a window.
type walker struct {
	t       *testing.T
	s       *guitest.Stage
	w       *gui.Window
	waiting map[string]bool
	opened  map[string]bool // captions of what was opened
	files   int             // that were to be imported
	look    func(name string)
}

// waiting are the texts that stand where something is being read.
func waiting(t *testing.T) map[string]bool {
	t.Helper()
	texts := map[string]bool{}
	gerund := regexp.MustCompile(`^[A-Z][a-z]+ing .*…$|^[A-Z][a-z]+ing…$`)
	for text := range ownTexts(t, "en") {
		if gerund.MatchString(text) {
			texts[i18n.Translate(text)] = true
		}
	}
	return texts
}

// rest waits until nothing is said to be read.
func (k *walker) rest() {
	k.t.Helper()
	k.s.Until("rest", func() bool {
		shown := k.s.Shown() // words of running text are texts of their own
		for text := range k.waiting {
			if strings.Contains(shown, text) {
				return false
			}
		}
		return true
	})
}

// home goes back to the first page.
func (k *walker) home(from string) {
	k.t.Helper()
	k.escape(from)
	k.w.Navigator().BackTo(1)
	if depth := k.w.Navigator().Depth(); depth > 1 {
		k.t.Fatalf("%s cannot be left: %s has %T; %v", from, k.w.Page().Title, k.s.Window.Canvas().Focused(), k.s.Shown())
	}
}

// escape closes what lies over the page with the keyboard.
func (k *walker) escape(from string) {
	k.t.Helper()
	for tries := 0; k.s.Window.Canvas().Overlays().Top() != nil; tries++ {
		if tries == 8 {
			k.t.Fatalf("Esc does not close %s", from)
		}
		k.s.Key(fyne.KeyEscape)
	}
}

// everywhere looks at all pages, at the dialogs and menus that their buttons open, and
// at what is reached otherwise.
func (k *walker) everywhere(no string) {
	pages, dialogs := views(k.w.Session(), no)
	pages = append(pages, k.furtherPages(no)...)
	k.look("home")
	for _, v := range append(pages, dialogs...) {
		k.from(v)
	}
	for _, v := range k.furtherDialogs(no) {
		k.at(v)
		k.home(v.name)
	}
}

// at looks at a page or a dialog.
func (k *walker) at(v view) {
	k.t.Helper()
	v.show(k.s)
	k.rest()
	k.look(v.name)
}

// from looks at a page or a dialog and at what its buttons open.
func (k *walker) from(v view) {
	k.t.Helper()
	k.at(v)
	k.menus(v.name)
	for _, action := range k.opening() {
		if k.opened[action.Text] {
			continue
		}
		k.opened[action.Text] = true
		name := v.name + " › " + action.Text
		again := -1
		there := func() bool {
			again = slices.IndexFunc(k.opening(), func(o widget.Offer) bool { return o.Text == action.Text && o.In == action.In })
			return again >= 0
		}
		show := func() {
			k.home(name)
			v.show(k.s)
			k.rest()
		}
		show()
		k.selectAll()
		if !there() { // it is for one row
			show()
			k.s.Until(name+" is there again", there)
		}
		before, top, said := k.w.Page(), k.s.Window.Canvas().Overlays().Top(), k.said()
		k.opening()[again].Do()
		k.s.Until(name+" opens something", func() bool {
			return k.w.Page() != before || k.s.Window.Canvas().Overlays().Top() != top || k.said() != said
		})
		k.rest()
		k.look(name)
		k.menus(name)
	}
	k.home(v.name)
}

// said is what the page says of what was done last, such as that there is nothing to do.
func (k *walker) said() string {
	if p := k.w.Page(); p.Actions != nil {
		return p.Actions.Status()
	}
	return ""
}

// opening are the actions here that open something, as their captions say with an
// ellipsis.
func (k *walker) opening() []widget.Offer {
	var offers []widget.Offer
	add := func(o widget.Offer) {
		known := func(other widget.Offer) bool { return other.Text == o.Text }
		if strings.HasSuffix(o.Text, "…") && !slices.ContainsFunc(offers, known) {
			offers = append(offers, o)
		}
	}
	if p := k.w.Page(); k.s.Window.Canvas().Overlays().Top() == nil && p.Actions != nil {
		for _, o := range p.Actions.Actions() {
			add(o)
		}
	}
	for _, d := range k.s.Drawn() {
		if b, ok := d.Object.(*widget.Button); ok && !b.Disabled() {
			add(widget.Offer{Text: b.Text(), Do: b.Press})
		}
	}
	return offers
}

// selectAll selects the rows of the first list, for the actions that need some.
func (k *walker) selectAll() {
	for _, d := range k.s.Drawn() {
		if l, ok := d.Object.(interface{ SelectAll() }); ok {
			l.SelectAll()
			return
		}
	}
}

// menus looks at the menus that buttons here open.
func (k *walker) menus(name string) {
	k.t.Helper()
	top := k.s.Window.Canvas().Overlays().Top()
	for _, d := range k.s.Drawn() {
		b, ok := d.Object.(*widget.Button)
		if !ok || b.Disabled() {
			continue
		}
		b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // which opens menus only
		if k.s.Window.Canvas().Overlays().Top() != top {
			k.look(name + " › menu " + b.Text())
			k.s.Key(fyne.KeyEscape)
		}
	}
}

// furtherPages are those that no route leads to, or not as they are meant here.
func (k *walker) furtherPages(no string) []view {
	s, session := k.s, k.w.Session()
	return []view{
		{"settings", i18n.T("window.rows_of_lists"), session.To(route.Settings{})},
		{"new segment", i18n.T("caption.no"), session.To(route.Segment{})},
		{"logged segment", i18n.T("logged.undo_log"), session.To(route.Segment{No: k.logged()})},
		{"logged just now", i18n.T("logged.open_follow_up"), session.To(route.LoggedSegments{Logged: 2000000001, Said: "SM00002", FollowUp: "SM00003"})},
		{"company card", "Alpine Ski House", session.To(route.Contact{No: "FIRM1"})},
		{"merge", i18n.T("contact.twin_what_moves"), session.To(route.Merge{Keep: "ANN", Other: "BOB"})},
		{"statistics of a contact", i18n.Translate("Duration (Min.)"), session.To(route.Statistics{Table: "contact", Code: "ANN"})},
		{"statistics", i18n.T("card.different_companies"), func() {
			session.Go.Open(route.Segment{No: no})
			see(k.t, s, "Ann Beebe")
			s.Window.Canvas().Unfocus()
			k.w.Navigator().Press("F7")
		}},
		{"is it ready", "Ann Beebe", func() { session.Go.Show(output.OpenReady(session, no).Page()) }},
		{"a long way", i18n.T("card.different_companies"), func() {
			session.Go.Open(route.Segments{})
			session.Go.Open(route.Segment{No: no})
			see(k.t, s, "Ann Beebe")
			session.Go.Open(route.Criteria{No: no})
			session.Go.Open(route.Explain{Segment: no, Contact: "ANN"})
			session.Go.Open(route.Segment{No: no})
			see(k.t, s, "Ann Beebe")
			s.Window.Canvas().Unfocus()
			k.w.Navigator().Press("F7")
		}},
		{"take back import", i18n.T("transfer.take_back"), func() { transfer.TakeBack(session) }},
		{"contacts shown by a dialog", i18n.T("filters.back_to_dialog"), func() {
			k.dialog(no, "common.add_dialog")
			see(k.t, s, i18n.T("filters.show_them"))
			s.Button(i18n.T("filters.show_them")).Press()
		}},
		{"import: columns", i18n.T("transfer.tables_and_columns"), func() { k.importing("No.,Name,Type,Shoe Size\nZOE,Zoe Ray,Person,38\n", 1) }},
		{"import: check", "Contact.csv", func() { k.importing("No.,Name,Type,Shoe Size\nZOE,Zoe Ray,Person,38\n", 2) }},
		{"import: errors", "Robot", func() { k.importing("No.,Name,Type\nMAX,Max Ray,Robot\n", 2) }},
		{"import: done", "Contact.csv", func() { k.importing("No.,Name,Type\nZOE,Zoe Ray,Person\n", 3) }},
	}
}

// logged logs a segment and returns its number.
func (k *walker) logged() string {
	k.t.Helper()
	ctx, session := k.t.Context(), k.w.Session()
	no, err := session.Segments.CreateSegment(ctx, "", map[string]string{"description": "Brief", "salesperson_code": "JO", "interaction_template_code": "LETTER"}, filter.Env{})
	if err == nil {
		_, err = session.Segments.AddLines(ctx, no, []string{"ANN"}, false)
	}
	if err == nil {
		_, err = session.Logging.Log(ctx, no, logging.Options{})
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return no
}

// importing begins to import a file and goes on by some steps.
func (k *walker) importing(content string, steps int) {
	k.t.Helper()
	k.files++
	path := filepath.Join(k.t.TempDir(), "Contact.csv")
	content = strings.ReplaceAll(content, "ZOE", fmt.Sprint("ZOE", k.files)) // who is not there yet
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		k.t.Fatal(err)
	}
	k.w.Session().Go.Open(route.Import{Paths: route.ListOf([]string{path})})
	next := []string{"common.next", "common.next", "transfer.import"}
	for _, id := range next[:steps] {
		k.s.Until(i18n.T(id), func() bool {
			return slices.ContainsFunc(k.w.Page().Actions.Actions(), func(o widget.Offer) bool { return o.Text == i18n.T(id) })
		})
		k.w.Navigator().Press("Ctrl+Enter")
	}
}

// dialog opens the dialog of an action on a segment.
func (k *walker) dialog(no, action string) {
	k.w.Session().Go.Open(route.Segment{No: no})
	see(k.t, k.s, "Ann Beebe")
	k.s.Button(i18n.T(action)).Press()
	see(k.t, k.s, i18n.T("common.ok"))
}

// furtherDialogs are those that no button opens that says so.
func (k *walker) furtherDialogs(no string) []view {
	s, session := k.s, k.w.Session()
	// on opens a page, and presses a key there with all rows selected.
	on := func(to route.Route, shows, key string) func() {
		return func() {
			session.Go.Open(to)
			see(k.t, s, shows)
			k.selectAll()
			s.Window.Canvas().Unfocus()
			k.w.Navigator().Press(key)
		}
	}
	views := []view{
		{"delete segments", i18n.T("common.cancel"), on(route.Segments{}, no, "Ctrl+Delete")},
		{"delete contacts", i18n.T("common.cancel"), on(route.Contacts{}, "Ann Beebe", "Ctrl+Delete")},
		{"delete a code", i18n.T("common.cancel"), on(route.Codes{Table: "salesperson_purchaser"}, "Jim Olive", "Ctrl+Delete")},
		{"a failure", i18n.T("window.this_could_not_be_done"), func() { k.w.Fail(fmt.Errorf("a failure")) }},
	}
	views = append(views, k.aboutFilters(no)...)
	for _, action := range []string{"common.add_dialog", "card.refine_dialog", "card.reduce_dialog"} {
		views = append(views, view{i18n.T(action) + " with a lookup", "", func() {
			k.dialog(no, action)
			s.Shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
		}})
	}
	return views
}

// aboutFilters are the dialogs over that of an action, and what follows it.
func (k *walker) aboutFilters(no string) []view {
	s := k.s
	const long = "Alle Kontakte der letzten Messe in Frankfurt"
	use := func(what string) *widget.Button { return s.Button(i18n.T("common.use_what", "what", what)) }
	keep := func() {
		k.dialog(no, "common.add_dialog")
		use(i18n.T("common.last_used")).Press()
		s.Choose(i18n.T("filters.keep_these_filters_dialog"))
	}
	return []view{
		{"values of a field", i18n.T("filters.found"), func() {
			k.dialog(no, "common.add_dialog")
			fyne.CurrentApp().Clipboard().SetContent("ANN\nX\nY")
			s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
			see(k.t, s, i18n.T("filters.list"))
			k.look("values pasted into a field")
			s.Button(i18n.T("filters.list")).Press()
		}},
		{"keep filters", i18n.T("filters.keep_these_filters"), keep},
		{"filters with a long name", i18n.T("kept.use"), func() {
			keep()
			for _, letter := range long {
				s.Window.Canvas().Focused().TypedRune(letter)
			}
			s.Key(fyne.KeyReturn)
			s.Until("they are kept", func() bool { return !strings.Contains(s.Shown(), i18n.T("filters.keep_these_filters")) })
			k.look("filters with a long name in use")
			use(long).Press()
			s.Choose(i18n.T("filters.kept_filters_dialog"))
		}},
		{"save a view", i18n.T("table.save_view_as"), func() {
			k.w.Session().Go.Open(route.Contacts{})
			see(k.t, s, "Ann Beebe")
			s.Button(i18n.T("table.all")).Press()
			s.Choose(i18n.T("table.save_view_as_dialog"))
		}},
		{"a calendar", "", func() {
			k.w.Session().Go.Open(route.Segment{No: no})
			see(k.t, s, "Ann Beebe")
			date := s.Entry(i18n.T("common.general"), i18n.T("caption.date"))
			date.Focus()
			date.OnLookup()
		}},
		{"exported", i18n.T("transfer.exported"), func() {
			k.w.Session().Go.Open(route.Export{No: no})
			see(k.t, s, i18n.T("common.preview"))
			s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
		}},
		{"package for Business Central", i18n.T("output.package_long_texts"), func() { k.w.Session().Go.Open(output.PackageRoute{}) }},
		{"a notice", i18n.T("entry.undo"), func() {
			k.dialog(no, "common.add_dialog")
			s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
			see(k.t, s, i18n.T("filters.no_filters"))
			k.look("no filters")
			s.Key(fyne.KeyReturn)
		}},
	}
}

// misplaced is what can be pressed and lies beyond the window, or the dialog or card
// that it stands on, where nothing scrolls it into sight.
func misplaced(s *guitest.Stage) []string {
	var list []string
	for _, d := range s.Drawn() {
		if !pressed(d.Object) {
			continue
		}
		to := d.At.AddXY(d.Object.Size().Width, d.Object.Size().Height)
		across := d.Across || d.At.X >= d.Seen.X-1 && to.X <= d.SeenTo.X+1
		down := d.Down || d.At.Y >= d.Seen.Y-1 && to.Y <= d.SeenTo.Y+1
		if !across || !down {
			list = append(list, fmt.Sprintf("%s goes from %.0f, %.0f to %.0f, %.0f and there is room from %.0f, %.0f to %.0f, %.0f",
				named(d.Object), d.At.X, d.At.Y, to.X, to.Y, d.Seen.X, d.Seen.Y, d.SeenTo.X, d.SeenTo.Y))
		}
		if to.X-d.At.X < 8 || to.Y-d.At.Y < 8 {
			list = append(list, fmt.Sprintf("%s at %.0f, %.0f has no room", named(d.Object), d.At.X, d.At.Y))
		}
	}
	return list
}

// pressed reports whether an object can be pressed now.
func pressed(o fyne.CanvasObject) bool {
	if _, over := o.(*widget.Overlay); over {
		return false
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return false
	}
	if _, ok := o.(fyne.Tappable); ok {
		return true
	}
	_, ok := o.(fyne.Focusable)
	return ok
}

// named names an object by its kind and what stands on it.
func named(o fyne.CanvasObject) string {
	text := ""
	if t, ok := o.(interface{ Text() string }); ok {
		text = t.Text()
	}
	if t, ok := o.(interface{ Caption() string }); ok {
		text = t.Caption()
	}
	return strings.TrimSpace(fmt.Sprintf("%T %q", o, text))
}

// keysFor are the kinds of what can be pressed that the keyboard does not go to, and
// the keys that do the same where it is then.
var keysFor = map[string]string{
	"*entry.iconButton": "F4 and Alt+Down in the field, Ctrl+Delete for the cross",
	"*entry.chip":       "F4 and Alt+Down in the field",
	"*entry.picks":      "the arrow keys and Enter in the field over it",
	"*widget.menuRow":   "the arrow keys and Enter in the menu",
	// Fyne's own.
	"*widget.scrollBarArea": "PageUp and PageDown",
}

// byKeyboard goes with Tab through what is shown. It returns what can be pressed and
// is not reached, what is out of sight when it has the keyboard, and what never comes
// into sight, and notes the kinds of what has the keyboard.
func byKeyboard(s *guitest.Stage, kinds map[string]bool) []string {
	var list []string
	c := s.Window.Canvas()
	first, reached, seen := c.Focused(), map[fyne.CanvasObject]bool{}, spans{}
	seen.note(s)
	if _, alone := first.(fyne.Tabbable); !alone {
		c.FocusNext()
	}
	for range 500 {
		f := c.Focused()
		if f == nil || reached[f.(fyne.CanvasObject)] {
			break
		}
		reached[f.(fyne.CanvasObject)] = true
		kinds[fmt.Sprintf("%T", f)] = true
		seen.note(s)
		for _, d := range s.Drawn() {
			if d.Object == f.(fyne.CanvasObject) && !d.InSight() {
				list = append(list, fmt.Sprintf("%s has the keyboard at %.0f, %.0f and is out of sight", named(d.Object), d.At.X, d.At.Y))
			}
		}
		if tab, ok := f.(fyne.Tabbable); ok && tab.AcceptsTab() {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
		} else {
			c.FocusNext()
		}
	}
	for _, d := range s.Drawn() {
		_, known := keysFor[fmt.Sprintf("%T", d.Object)]
		if pressed(d.Object) && !reached[d.Object] && !known {
			list = append(list, named(d.Object)+" is not reached with the keyboard")
		}
	}
	for o := range reached {
		if len(seen.hidden()) == 0 {
			break
		}
		c.Focus(o.(fyne.Focusable))
		for _, key := range []fyne.KeyName{fyne.KeyPageDown, fyne.KeyPageUp} {
			for range 20 {
				s.Key(key)
				seen.note(s)
			}
		}
	}
	if first != nil {
		c.Focus(first)
	}
	return append(list, seen.hidden()...)
}

// spans are the parts of what scrolls that were in sight, from top to bottom.
type spans map[*container.Scroll][][2]float32

// note notes what is in sight now.
func (p spans) note(s *guitest.Stage) {
	for _, d := range s.Drawn() {
		if scroll, ok := d.Object.(*container.Scroll); ok && scroll.Direction != container.ScrollHorizontalOnly {
			p[scroll] = append(p[scroll], [2]float32{scroll.Offset.Y, scroll.Offset.Y + scroll.Size().Height})
		}
	}
}

// hidden are the parts that were never in sight.
func (p spans) hidden() []string {
	var list []string
	for scroll, parts := range p {
		slices.SortFunc(parts, func(a, b [2]float32) int { return int(a[0] - b[0]) })
		to := float32(0)
		for _, part := range parts {
			if part[0] > to+1 {
				list = append(list, fmt.Sprintf("the keyboard never shows what scrolls from %.0f to %.0f", to, part[0]))
			}
			to = max(to, part[1])
		}
		if whole := scroll.Content.MinSize().Height; to < whole-12 {
			list = append(list, fmt.Sprintf("the keyboard never shows what scrolls from %.0f to %.0f", to, whole))
		}
	}
	return list
}
