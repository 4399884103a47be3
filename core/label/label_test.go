package label_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/label"
	"winnow/core/mailrow"
	"winnow/core/output"
)

// hard are names that no label was made for.
var hard = []string{
	"Ann Smith",
	`=HYPERLINK("http://x")`,
	"@home <b>&amp;</b>",
	"O'Neil, \"Ann\" (née Müller) \\n",
	"Line one\r\nline two\rline three\nline four\n\n\nline five",
	"שלום עולם",
	"محمد علي",
	"Ann 👩‍👩‍👧 Smith 😀",
	"ΑΒΓ αβγ ώ Ελλάδα",
	"Жуков Дмитрий",
	"Łódź Şişli Þór Ștefan ẞ",
	"e\u0301 o\u0308 combining",
	strings.Repeat("W", 500),
	strings.Repeat("word ", 100),
	strings.Repeat("Donaudampfschifffahrtsgesellschaft-", 15),
	strings.Repeat("a\n", 60),
	"\u202eoverride\u202c \u200b zero\ufeff",
	"\x00\x01\x1f\x7f control",
	"東京都千代田区",
	"tab\there\u00a0nbsp",
	"{nb} (parens) \\ backslash %d {{Name}}",
}

func (b *book) hardContacts() {
	var list []coretest.Contact
	for i, name := range hard {
		list = append(list, coretest.Contact{No: fmt.Sprintf("CT%03d", i), Pairs: []any{"name", name, "address", "1 High Street", "city", hard[(i+7)%len(hard)], "post_code", "01234"}})
	}
	b.Contacts(list...)
}

// inside checks that every text of a label, and every word that another program
// finds in the file, lies within a label's box.
func inside(t *testing.T, sheet label.Sheet, words []word) {
	t.Helper()
	const slack = 0.02
	for _, l := range sheet.Labels {
		for _, text := range l.Texts {
			high := text.Size * 25.4 / 72
			if text.X < l.X || text.Y-0.7*high < l.Y || text.Y+0.2*high > l.Y+l.Height {
				t.Errorf("%q at %.2f, %.2f is not in the box %+v", text.Text, text.X, text.Y, l.Box)
			}
		}
	}
	for _, w := range words {
		in := slices.ContainsFunc(sheet.Labels, func(l label.Label) bool {
			return w.left >= l.X-slack && w.right <= l.X+l.Width+slack && w.top >= l.Y-slack && w.bottom <= l.Y+l.Height+slack
		})
		if !in {
			t.Errorf("%+v is in no label", w)
		}
	}
}

// own are measures of one's own, small and crowded.
var own = label.Size{PageWidth: 100, PageHeight: 150, Columns: 4, Rows: 12, Width: 20, Height: 10, PitchX: 22, PitchY: 11.5, Left: 7, Top: 6}

func TestEveryTextStaysWithinItsLabel(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.hardContacts()
	for _, size := range append(label.Sizes(), own) {
		for _, font := range []float64{0, 4, 24} {
			t.Run(fmt.Sprintf("%s/%g", size.Caption, font), func(t *testing.T) {
				o := label.Options{Path: b.Path("labels.pdf"), Size: size, FontSize: font, Trial: true, Force: true}
				sheet, seen, err := label.Preview(b.Context(), b.Company, b.Store, b.No, o)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := label.Print(b.Context(), b.Company, b.Store, b.No, o); err != nil {
					t.Fatal(err)
				}
				if want := min(size.PerSheet(), len(hard)); len(sheet.Labels) != want || seen.Rows != want {
					t.Errorf("%d labels, not %d", len(sheet.Labels), want)
				}
				words, pages := b.words(t, "labels.pdf")
				coretest.Same(t, 1, pages)
				if len(words) < len(sheet.Labels) {
					t.Errorf("only %d words were found", len(words))
				}
				inside(t, sheet, words)
			})
		}
	}
}

func TestAnyTextStaysWithinItsLabel(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	var list []coretest.Contact
	for i := range 300 {
		list = append(list, coretest.Contact{No: fmt.Sprintf("CT%03d", i), Pairs: []any{
			"name", rapid.String().Example(i), "company_name", rapid.StringN(0, 60, -1).Example(i), "city", rapid.StringN(0, 20, -1).Example(i)}})
	}
	b.Contacts(list...)
	wide := own
	wide.PageHeight, wide.Rows = 910, 78
	for _, size := range []label.Size{own, wide} {
		o := label.Options{Path: b.Path("labels.pdf"), Size: size, Trial: true, Force: true}
		sheet, _, err := label.Preview(b.Context(), b.Company, b.Store, b.No, o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := label.Print(b.Context(), b.Company, b.Store, b.No, o); err != nil {
			t.Fatal(err)
		}
		words, _ := b.words(t, "labels.pdf")
		inside(t, sheet, words)
	}
}

func TestLabelsFollowTheLinesFromTheStartOn(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	var list []coretest.Contact
	for i := range 30 {
		list = append(list, coretest.Contact{No: fmt.Sprintf("CT%03d", i), Pairs: []any{"address", fmt.Sprintf("N%02d", i)}})
	}
	b.Contacts(list...)
	size, err := label.SizeNamed("l7160")
	if err != nil {
		t.Fatal(err)
	}
	r, err := label.Print(b.Context(), b.Company, b.Store, b.No, label.Options{Path: b.Path("a.pdf"), Size: size, Start: 20, OffsetX: 1.5, OffsetY: -2})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, map[string]any{"rows": 30.0, "blocked": 0.0, "path": b.Path("a.pdf"), "sheets": 3.0, "empty": 0.0,
		"empty_contacts": []any{}, "shrunk": 0.0, "wrapped": 0.0, "cut": 0.0, "replaced": 0.0, "characters": "", "replaced_contacts": []any{}}, fields(t, r))
	counted, err := label.Count(b.Context(), b.Company, b.Store, b.No, label.Options{Path: b.Path("a.pdf"), Size: size, Start: 20})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, r, counted)
	words, pages := b.words(t, "a.pdf")
	coretest.Same(t, 3, pages)
	for i, w := range words {
		place := i + 19
		left := 7.25 + float64(place%3)*66 + 1.5
		top := 15.15 + float64(place%21/3)*38.1 - 2
		if w.text != fmt.Sprintf("N%02d", i) || w.page != place/21+1 || w.left < left || w.left > left+4 || w.top < top || w.bottom > top+38.1 {
			t.Errorf("label %d is %+v", i, w)
		}
	}
	coretest.Same(t, 30, len(words))
}

func TestPrivacyBlockedContactsAreLeftOut(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "address", "Ann")
	b.Line("CT2", "address", "Bo", "privacy_blocked", 1)
	b.Line("CT3", "name", "Cy", "company_name", "Adatum", "country_region_code", "GB")
	print := func(all bool) label.Result {
		t.Helper()
		r, err := label.Print(b.Context(), b.Company, b.Store, b.No, label.Options{Path: b.Path("a.pdf"), Size: label.Sizes()[0], IncludeBlocked: all, Force: true})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := print(false)
	coretest.Same(t, []int{1, 1, 1}, []int{r.Rows, r.Blocked, r.Empty})
	coretest.Same(t, []mailrow.Contact{{ContactNo: "CT3", Name: "Cy"}}, r.EmptyContacts)
	coretest.Same(t, []string{"Ann"}, b.text(t, "a.pdf"))
	r = print(true)
	coretest.Same(t, []int{2, 1, 1}, []int{r.Rows, r.Blocked, r.Empty})
	coretest.Same(t, []string{"Ann Bo"}, b.text(t, "a.pdf"))
	list, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []any{"Labels", 2, 1}, []any{list[0].What, list[0].Rows, list[0].Blocked})
}

func TestCharactersThatTheFontLacksAreSeenAndSaid(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "address", "1 High Street")
	b.Line("CT2", "name", "Ann 😀 שם", "address", "1 ש 東")
	r, err := label.Print(b.Context(), b.Company, b.Store, b.No, label.Options{Path: b.Path("a.pdf"), Size: label.Sizes()[0]})
	if err != nil {
		t.Fatal(err)
	}
	lacking := []output.Lacking{{Contact: mailrow.Contact{ContactNo: "CT2", Name: "Ann 😀 שם"}, Characters: "😀"}}
	coretest.Same(t, output.Replaced{Replaced: 1, Characters: "😀", Contacts: lacking}, *r.Replaced)
	coretest.Same(t, []string{"Ann Ann □ םש 1 High Street 東 ש 1"}, b.text(t, "a.pdf"))
	// What is printed around the contacts is nobody's.
	if err := b.Company.SetValues(b.Context(), company.Values{company.CompanyName: "😀"}); err != nil {
		t.Fatal(err)
	}
	for what, print := range map[string]func() (output.Result, error){
		"covers": func() (output.Result, error) {
			return label.PrintCovers(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("b.pdf"), Force: true})
		},
		"phones": func() (output.Result, error) {
			return label.PrintPhones(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("b.pdf"), Force: true})
		},
	} {
		r, err := print()
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(lacking, r.Contacts); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}

func TestLatinGreekAndCyrillicComeBackEqual(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for i, name := range []string{"Łódź-Şişli-Þór-Ștefan-ß", "ΑΒΓ-αβγ-ώΐΰ", "Жуков-Ґалаґан-Ћирић", `O'N"=@\(x)&<y>`, "e\u0301", "Nguyễn-Thị-Mỹ-Ổn-Ữậ", "₫€№"} {
		b.Line(fmt.Sprintf("CT%d", i), "address", name)
	}
	r, err := label.Print(b.Context(), b.Company, b.Store, b.No, label.Options{Path: b.Path("a.pdf"), Size: label.Sizes()[0]})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, output.Replaced{Contacts: []output.Lacking{}}, *r.Replaced)
	found := strings.Fields(b.text(t, "a.pdf")[0])
	slices.Sort(found)
	coretest.Same(t, []string{"Nguyễn-Thị-Mỹ-Ổn-Ữậ", `O'N"=@\(x)&<y>`, "é", "Łódź-Şişli-Þór-Ștefan-ß", "ΑΒΓ-αβγ-ώΐΰ", "Жуков-Ґалаґан-Ћирић", "₫€№"}, found)
}

// What does not fit shrinks first, then is wrapped, then cut.
func TestShrinkThenWrapThenCut(t *testing.T) {
	t.Parallel()
	size := label.Sizes()[0]
	for _, c := range []struct {
		name                 string
		shrunk, wrapped, cut bool
		lines                int
	}{
		{"Ann Smith", false, false, false, 1},
		{strings.Repeat("small ", 7), true, false, false, 1},
		{strings.Repeat("word ", 30), false, true, false, 5},
		{strings.Repeat("W", 5000), true, true, true, 17},
	} {
		b := newBook(t)
		b.Line("CT1", "address", c.name)
		sheet, r, err := label.Preview(b.Context(), b.Company, b.Store, b.No, label.Options{Size: size})
		if err != nil {
			t.Fatal(err)
		}
		texts := sheet.Labels[0].Texts
		got := []any{r.Shrunk == 1, r.Wrapped == 1, r.Cut == 1, len(texts)}
		coretest.Same(t, []any{c.shrunk, c.wrapped, c.cut, c.lines}, got)
		if c.cut != strings.HasSuffix(texts[len(texts)-1].Text, "…") {
			t.Errorf("the last line is %q", texts[len(texts)-1].Text)
		}
	}
}

func TestSameSegmentMakesTheSameFile(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.hardContacts()
	var contents [2]string
	for i := range contents {
		if _, err := label.Print(b.Context(), b.Company, b.Store, b.No, label.Options{Path: b.Path("a.pdf"), Size: label.Sizes()[0], Force: true}); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(b.Path("a.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		contents[i] = string(content)
	}
	if contents[0] != contents[1] {
		t.Error("the files differ")
	}
}

func TestWhatCannotBePrinted(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "address", "Bo", "privacy_blocked", 1)
	b.Line("CT2", "name", "Cy")
	good := label.Sizes()[0]
	with := func(change func(*label.Size)) label.Size {
		size := good
		change(&size)
		return size
	}
	for name, o := range map[string]label.Options{
		"nobody":       {Size: good},
		"no size":      {},
		"no columns":   {Size: with(func(s *label.Size) { s.Columns = 0 })},
		"too wide":     {Size: with(func(s *label.Size) { s.Columns = 4 })},
		"too high":     {Size: with(func(s *label.Size) { s.Top = 20 })},
		"overlapping":  {Size: with(func(s *label.Size) { s.PitchY = 30 })},
		"tiny":         {Size: with(func(s *label.Size) { s.Height = 3 })},
		"start":        {Size: good, Start: 25, IncludeBlocked: true},
		"far":          {Size: good, OffsetX: 51, IncludeBlocked: true},
		"small letter": {Size: good, FontSize: 3, IncludeBlocked: true},
		"big letter":   {Size: good, FontSize: 100, IncludeBlocked: true},
	} {
		o.Path = b.Path("a.pdf")
		if _, err := label.Print(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	coretest.Same(t, []string{}, b.Files())
	if _, err := label.SizeNamed("L716"); err == nil || !strings.Contains(err.Error(), "L7160") {
		t.Errorf("the error is %v", err)
	}
	for _, s := range label.Sizes() {
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", s.Key, err)
		}
	}
}

// Sheets are found by the makers' numbers, none by that of another.
func TestSizesByNumber(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"36x70": "36x70", "l7160": "L7160", "J8160": "L7160", "avery-L7160": "L7160", "Avery 5160": "5160", "8160": "5160",
		"herma-4226": "4226", "HERMA 4677": "4103", "zweckform-3474": "3474", "avery-zweckform-3490": "3475", "3474": "3474",
	} {
		if s, err := label.SizeNamed(name); err != nil || s.Key != want {
			t.Errorf("%s: %s, %v", name, s.Key, err)
		}
	}
	for _, name := range []string{"", "-", "herma", "herma-L7160", "avery-4226", "herma-36x70", "own"} {
		if s, err := label.SizeNamed(name); err == nil {
			t.Errorf("%q is %s", name, s.Key)
		}
	}
	keys := map[string]bool{}
	for _, s := range label.Sizes() {
		if keys[s.Key] {
			t.Errorf("%s is there twice", s.Key)
		}
		keys[s.Key] = true
	}
	four, _ := label.SizeNamed("herma-4226")
	coretest.Same(t, 21, four.PerSheet())
	seven, _ := label.SizeNamed("L7160")
	if math.Abs(seven.Left-7.25) > 0.01 || math.Abs(seven.Top-15.15) > 0.01 {
		t.Errorf("its first label is at %v, %v", seven.Left, seven.Top)
	}
}

// Labels stand in the order of the field that they are sorted by, of the address in
// force, and each as often as was asked.
func TestSortedCopies(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for _, p := range [][3]string{{"A", "Ann", "W2"}, {"B", "Bob", "e1"}, {"C", "Cat", "E1"}, {"D", "Dan", ""}, {"E", "Eve", "Z9"}} {
		b.Line(p[0], "name", p[1], "post_code", p[2], "city", "London")
	}
	b.Row("contact_alt_address", "contact_no", "E", "code", "X", "post_code", "A1", "city", "London")
	b.Row("contact_alt_addr_date_range", "contact_no", "E", "contact_alt_address_code", "X", "starting_date", "2026-11-01")
	order := func(o label.Options) (names string) {
		o.Size, o.IncludeBlocked = label.Sizes()[0], true
		sheet, r, err := label.Preview(b.Context(), b.Company, b.Store, b.No, o)
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, len(sheet.Labels), r.Rows)
		for _, l := range sheet.Labels {
			names += " " + l.Texts[0].Text
		}
		return names
	}
	coretest.Same(t, " Ann Bob Cat Dan Eve", order(label.Options{}))
	coretest.Same(t, " Dan Eve Bob Cat Ann", order(label.Options{SortBy: "post_code"}))
	coretest.Same(t, " Ann Ann Ann Bob Bob Bob Cat Cat Cat Dan Dan Dan Eve Eve Eve", order(label.Options{Copies: 3}))
	coretest.Same(t, " Dan Dan Eve Eve Bob Bob Cat Cat Ann Ann", order(label.Options{Copies: 2, SortBy: "post_code"}))
	for _, o := range []label.Options{{SortBy: "post_cod"}, {SortBy: "type"}, {Copies: -1}, {Copies: 1001}} {
		o.Size = label.Sizes()[0]
		if _, err := label.Count(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.Invalid) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestCancelLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.hardContacts()
	if err := os.WriteFile(b.Path("a.pdf"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	_, err := label.Print(ctx, b.Company, b.Store, b.No, label.Options{Path: b.Path("a.pdf"), Size: label.Sizes()[0], Force: true,
		Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	content, err := os.ReadFile(b.Path("a.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, "old", string(content))
	coretest.Same(t, []string{"a.pdf"}, b.Files())
}
