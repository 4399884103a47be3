package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// heldContacts is how many contacts are imported while the window has to answer.
const heldContacts = 100_000

// TestWindowImport imports a hundred thousand contacts by the page for it, while
// the interface's thread has to answer at least half as often as at rest.
func TestWindowImport(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, openbox, xdotool and ImageMagick; set WINNOW_WINDOW_TEST=1 to run it")
	}
	folder := t.TempDir()
	file, list := filepath.Join(folder, "company.winnow"), filepath.Join(folder, "Contact.csv")
	prepare(t, file, 0)
	writeContacts(t, list)
	s := sitting{name: "import", file: file, locale: "en_US", theme: "light", width: 1280, height: 720}
	w := &walker{person: begin(t, s), texts: readTexts(t, "en"), width: float64(s.width)}
	w.see("Active Segments")
	rest := w.heart(func() { w.beat(4) })
	w.findAndGo("Import")
	w.see("Add Files…")
	w.click("Add Files…")
	w.see("Choose files")
	w.settle()
	up := w.find("Up")
	w.clickAt(up.X+200, up.Y) // into the field of the path, which stands beside
	w.key("ctrl+a")
	w.typed(list)
	w.key("Return")
	w.see("Contact.csv")
	w.shown("import-files")
	w.key("alt+Right")
	w.see("Goes to field")
	w.shown("import-columns")
	busy := w.heart(func() {
		w.key("alt+Right")
		w.match(`^100,000 rows read`)
		w.shown("import-checked")
		w.key("ctrl+Return")
		w.match(`^Imported\.$`)
	})
	w.shown("import-done")
	w.end()
	t.Logf("in a second the window answers %v times at rest, %v while it imports", rest, busy)
	if usual := mean(rest); mean(busy) < usual/2 {
		t.Errorf("the window answers %.1f times a second while it imports, and %.1f at rest", mean(busy), usual)
	}
	if slowest := slices.Min(busy); slowest == 0 {
		t.Errorf("for a whole second it did not answer: %v", busy)
	}
}

// heart returns how often the window answered in each second while something was
// done.
func (p *person) heart(do func()) []int {
	p.t.Helper()
	p.lock.Lock()
	before := len(p.beats)
	p.lock.Unlock()
	do()
	p.lock.Lock()
	defer p.lock.Unlock()
	return slices.Clone(p.beats[before:])
}

// beat waits for so many more seconds of the window's heart.
func (p *person) beat(seconds int) {
	p.t.Helper()
	beats := func() int {
		p.lock.Lock()
		defer p.lock.Unlock()
		return len(p.beats)
	}
	for wanted := beats() + seconds; beats() < wanted; {
		p.settle()
	}
}

func mean(of []int) float64 {
	sum := 0
	for _, n := range of {
		sum += n
	}
	return float64(sum) / float64(max(len(of), 1))
}

// writeContacts writes a CSV file of persons that the company does not have.
func writeContacts(t *testing.T, path string) {
	t.Helper()
	var text strings.Builder
	text.WriteString("No.,Name,Type,Address,Post Code,City,Country/Region Code,E-Mail,Salesperson Code\n")
	for i := range heldContacts {
		fmt.Fprintf(&text, "P%06d,Person %d,Person,%d High Street,GB-N%d,London,GB,person%d@post.example,JO\n", i, i, i%200, i%99, i)
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
