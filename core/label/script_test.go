package label_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"winnow/core/coretest"
	"winnow/core/label"
)

// What runs from right to left is printed in the order in which it is seen, with the
// numbers and foreign words in it; what is in capitals here stands for such letters.
func TestVisualOrder(t *testing.T) {
	t.Parallel()
	hebrew := strings.NewReplacer("A", "א", "B", "ב", "C", "ג", "D", "ד", "E", "ה")
	for logical, want := range map[string]string{
		"ann lee":            "ann lee",
		"ABC":                "CBA",
		"ABC DE":             "ED CBA",
		"ABC 12":             "12 CBA",
		"ABC 12-14 DE":       "ED 12-14 CBA",
		"ABC 1,250.50 DE":    "ED 1,250.50 CBA",
		"ann ABC lee":        "ann CBA lee",
		"ann ABC 12 DE lee":  "ann ED 12 CBA lee",
		"ABC ann lee DE":     "ED ann lee CBA",
		"ABC (DE)":           "(ED) CBA",
		"12345 ABC":          "CBA 12345",
		"ann (ABC) 12":       "ann (CBA) 12",
		"dr. ABC, london":    "dr. CBA, london",
		"AB\u05b8C":          "CB\u05b8A",
		"محمد 12":            "12 دمحم",
		"1 ann":              "1 ann",
		"東京都 1-2":            "東京都 1-2",
		"ABC +44 20 7946 18": "18 7946 20 44+ CBA",
	} {
		if got := label.Visual(hebrew.Replace(logical)); got != hebrew.Replace(want) {
			t.Errorf("%q is seen as %q, not %q", logical, got, want)
		}
	}
}

// Whatever a line has, it is seen with as many characters.
func TestVisualOrderKeepsCharacters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("abאבםعلا12 ,.-+()€\u05b8"))).Draw(t, "text")
		seen := []rune(label.Visual(text))
		if len(seen) != len([]rune(text)) {
			t.Fatalf("%q is seen as %q", text, string(seen))
		}
	})
}

// Arabic letters have the form that stands for their place in the word, and are the same letters.
func TestArabicLettersAreJoined(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"محمد":   "\ufee3\ufea4\ufee4\ufeaa",       // initial, medial, medial, final
		"علي":    "\ufecb\ufee0\ufef2",             // initial, medial, final
		"دار":    "\ufea9\ufe8d\ufead",             // none joins the next
		"سلام":   "\ufeb3\ufefc\ufee1",             // with the ligature of lam and alef
		"لا":     "\ufefb",                         // alone
		"پرویز":  "\ufb58\ufeae\ufeed\ufbfe\ufeb0", // letters of Persian
		"مُحمد":  "\ufee3\u064f\ufea4\ufee4\ufeaa", // a mark is no neighbour
		"ann אב": "ann אב",
	} {
		if got := label.Joined(text); got != want {
			t.Errorf("%s becomes %+q, not %+q", text, got, want)
		}
	}
}

// Joined letters are read as those they were made of.
func TestJoinedLettersAreTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ابتدرسلمهىيپگی ـ\u064eab"))).Draw(t, "text")
		if back := norm.NFKC.String(label.Joined(text)); back != norm.NFKC.String(text) {
			t.Fatalf("%q is read as %q", text, back)
		}
	})
}

// Names and addresses of Hebrew, Arabic, Chinese, Japanese and Korean are printed
// without boxes, and another program reads them as they are stored.
func TestLabelsOfOtherScripts(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	names := []string{"שרה כהן", "محمد علي", "李小龍", "김철수", "たなか サトシ", "Sara (שרה) Cohen 12"}
	var list []coretest.Contact
	for i, name := range names {
		list = append(list, coretest.Contact{No: "CT" + string(rune('1'+i)), Pairs: []any{"name", name, "address", "רחוב הרצל 12", "post_code", "61000", "city", "تل أبيب"}})
	}
	b.Contacts(list...)
	size, err := label.SizeNamed("l7160")
	if err != nil {
		t.Fatal(err)
	}
	r, err := label.Print(b.Context(), b.Company, b.Store, b.No, label.Options{Path: b.Path("labels.pdf"), Size: size})
	if err != nil {
		t.Fatal(err)
	}
	if r.Replaced.Replaced != 0 || r.Rows != len(names) {
		t.Errorf("%+v", r)
	}
	if folder := os.Getenv("WINNOW_PICTURES"); folder != "" {
		if out, err := exec.Command("pdftoppm", "-png", "-r", "150", b.Path("labels.pdf"), folder+"/labels").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not there")
	}
	out, err := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", b.Path("labels.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	read := norm.NFKC.String(strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(string(out)))
	for _, text := range append([]string{"רחוב הרצל", "تل أبيب"}, names[:5]...) {
		if !strings.Contains(read, norm.NFKC.String(text)) {
			t.Errorf("%s is not read in %q", text, read)
		}
	}
}
