package main_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/segment"
)

// patience is how long the test waits for something to be seen in the window.
const patience = 45 * time.Second

// text is a text that can be seen in the window: where it begins, how wide it
// is, and the middle of its height.
type text struct {
	Text  string  `json:"text"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Width float64 `json:"width"`
}

// person sits before a window of the real program, on a display of its own.
type person struct {
	t         *testing.T
	display   string
	artifacts string
	shots     int
	screens   chan []text
	screen    []text // what can be seen now
	wrong     chan string
}

// TestWindow works the real program with mouse and keys, as a person does: a
// segment is made, contacts are added, refined and reduced, the last step is
// taken back, and what is left is exported.
func TestWindow(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, xdotool and ImageMagick; set WINNOW_WINDOW_TEST=1 to run it")
	}
	dir := t.TempDir()
	file, target := filepath.Join(dir, "company.winnow"), filepath.Join(dir, "letter.xlsx")
	p := begin(t, dir, file)

	p.see("What would you like to begin with?")
	p.shoot("first-start")
	p.click("Look at the sample company")
	p.see("There are no segments yet. New Segment (Alt+N) makes one.", "Millbrook Furniture Ltd. · company.winnow")
	p.shoot("home-empty")
	p.click("Active Segments")
	p.see("There are no segments yet. New (Alt+N) makes one.")
	p.key("alt+n")
	p.see("New Segment", "General", "+ type a contact")
	p.shoot("new-segment")
	p.key("Return")
	p.see("SM00001", "Segment SM00001 created")
	p.into("Description", "Spring mailing")
	p.key("Tab")
	p.see("SM00001 · Spring mailing")

	p.click("Add Contacts…")
	p.see("OK", "Country/Region Code")
	p.another(`^\d+ contacts? will be added`, func() { p.into("Country/Region Code", "GB") })
	p.shoot("add")
	p.click("OK")
	p.match(`^\d+ contacts added, \d+ lines now$`)
	p.shoot("added")

	p.click("Refine…")
	p.see("Remove Contacts - Refine")
	p.another(`^\d+ of \d+ lines? stay`, func() { p.into("Type", "Person") })
	p.shoot("refine")
	p.key("ctrl+Return")
	p.match(`^\d+ contacts removed, \d+ lines now$`)
	p.see("2 Refine Contacts")

	p.click("Reduce…")
	p.see("Remove Contacts - Reduce")
	p.another(`^\d+ of \d+ lines? go`, func() { p.into("Search Name", "A*|B*") })
	p.shoot("reduce")
	p.click("OK")
	p.see("3 Reduce Contacts")
	p.shoot("reduced")
	p.click("Go Back")
	p.match(`taken back`)
	p.shoot("card")

	p.key("ctrl+e")
	p.see("Preview", "Address Block")
	p.shoot("export")
	p.key("ctrl+a")
	p.typed(target)
	p.click("Export")
	p.see("Exported")
	p.shoot("exported")
	p.key("Escape")
	p.see("SM00001 · Spring mailing", "Add Contacts…")
	p.key("F7")
	p.see("Segment Criteria", "Lines Before", "Reduce Contacts")
	p.shoot("criteria")
	p.key("Escape")
	p.see("Add Contacts…")
	p.key("ctrl+k")
	p.see("Pages", "Actions")
	p.typed("spring")
	p.match(`^SM00001 · Spring mailing$`)
	p.shoot("find")
	p.key("Escape")
	p.see("Add Contacts…")
	p.key("Escape")
	p.see("1 segment")
	p.shoot("segments")
	p.key("Escape")
	p.see("Activities", "Spring mailing")
	p.shoot("home")
	p.click("SM00001")
	p.see("Add Contacts…", "2 Refine Contacts", "E-Mail")
	p.shoot("segment")
	p.end()

	checkCompany(t, file)
	checkWorkbook(t, target, file)
}

// begin builds the program, opens a display and starts the program on it.
func begin(t *testing.T, dir, file string) *person {
	t.Helper()
	p := &person{t: t, screens: make(chan []text, 100), wrong: make(chan string, 100), artifacts: os.Getenv("WINNOW_ARTIFACTS")}
	if p.artifacts == "" {
		p.artifacts = filepath.Join("..", "..", "artifacts")
	}
	if err := os.MkdirAll(p.artifacts, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "winnow")
	build := exec.Command("go", "build", "-tags", "watch", "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	p.display = openDisplay(t)
	run := exec.Command(program, file)
	run.Env = append(os.Environ(), "DISPLAY="+p.display, "LANG=en_US.UTF-8", "WINNOW_TRACE=1", "HOME="+dir,
		"XDG_STATE_HOME="+filepath.Join(dir, "state"), "XDG_CONFIG_HOME="+filepath.Join(dir, "config"), "XDG_DATA_HOME="+filepath.Join(dir, "data"))
	out, err := run.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		p.listen(out)
	}()
	t.Cleanup(func() {
		if err := run.Process.Kill(); err != nil {
			t.Error(err)
		}
		<-read
		run.Wait() // the error says that it was killed
		if t.Failed() {
			p.shoot("failed")
		}
		checkLog(t, filepath.Join(dir, "state", "winnow", "winnow.log"))
	})
	return p
}

// openDisplay starts an X server on a display that nobody uses.
func openDisplay(t *testing.T) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24")
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Process.Kill(); err != nil {
			t.Error(err)
		}
		server.Wait() // the error says that it was killed
	})
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return ":" + strings.TrimSpace(number)
}

// listen reads what the program says: what can be seen in its window, and
// whatever goes wrong.
func (p *person) listen(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		line := lines.Text()
		if what, ok := strings.CutPrefix(line, "seen "); ok {
			var screen []text
			if err := json.Unmarshal([]byte(what), &screen); err != nil {
				p.wrong <- err.Error()
				continue
			}
			p.screens <- screen
			continue
		}
		if strings.Contains(line, "Error in Fyne call thread") || strings.Contains(line, "panic") {
			p.wrong <- line
		}
	}
	close(p.screens)
}

// until waits until what can be seen is as wanted.
func (p *person) until(what string, wanted func([]text) bool) {
	p.t.Helper()
	limit := time.After(patience)
	for {
		if wanted(p.screen) {
			return
		}
		select {
		case screen, ok := <-p.screens:
			if !ok {
				p.t.Fatalf("the program ended before %s was seen", what)
			}
			p.screen = screen
		case line := <-p.wrong:
			p.t.Fatalf("the program says: %s", line)
		case <-limit:
			p.t.Fatalf("%s was not seen; there is:\n%s", what, words(p.screen))
		}
	}
}

// see waits until all of these texts can be seen.
func (p *person) see(wanted ...string) {
	p.t.Helper()
	p.until(strings.Join(wanted, ", "), func(screen []text) bool {
		for _, w := range wanted {
			if !slices.ContainsFunc(screen, func(s text) bool { return s.Text == w }) {
				return false
			}
		}
		return true
	})
}

// match waits until a text can be seen that the pattern matches.
func (p *person) match(pattern string) {
	p.t.Helper()
	wanted := regexp.MustCompile(pattern)
	p.until(pattern, func(screen []text) bool {
		return slices.ContainsFunc(screen, func(s text) bool { return wanted.MatchString(s.Text) })
	})
}

func words(screen []text) string {
	var b strings.Builder
	for _, s := range screen {
		fmt.Fprintf(&b, "%4.0f %4.0f  %s\n", s.X, s.Y, s.Text)
	}
	return b.String()
}

// another does something and waits until a text that the pattern matches has
// become another one.
func (p *person) another(pattern string, do func()) {
	p.t.Helper()
	wanted := regexp.MustCompile(pattern)
	p.match(pattern)
	before := ""
	for _, s := range p.screen {
		if wanted.MatchString(s.Text) {
			before = s.Text
		}
	}
	do()
	p.until("another "+pattern, func(screen []text) bool {
		return slices.ContainsFunc(screen, func(s text) bool { return s.Text != before && wanted.MatchString(s.Text) })
	})
}

// find returns where a text stands; of several the last, which lies on top.
func (p *person) find(wanted string) text {
	p.t.Helper()
	p.see(wanted)
	found := text{}
	for _, s := range p.screen {
		if s.Text == wanted {
			found = s
		}
	}
	return found
}

// click clicks on a text.
func (p *person) click(wanted string) {
	p.t.Helper()
	at := p.find(wanted)
	p.clickAt(at.X+at.Width/2, at.Y)
}

// clickAt clicks at a place. The program wants to see the pointer there before
// the button goes down.
func (p *person) clickAt(x, y float64) {
	p.t.Helper()
	p.do("xdotool", "mousemove", strconv.Itoa(int(x)), strconv.Itoa(int(y)), "sleep", "0.2", "click", "1")
}

// into clicks into the field beside a caption and types.
func (p *person) into(caption, what string) {
	p.t.Helper()
	const besideCaption = 190
	at := p.find(caption)
	p.clickAt(at.X+besideCaption, at.Y)
	p.typed(what)
}

// key presses a key, by xdotool's name.
func (p *person) key(name string) {
	p.t.Helper()
	p.do("xdotool", "sleep", "0.2", "key", name)
}

// typed types a text where the keyboard is and waits until it can be seen.
func (p *person) typed(what string) {
	p.t.Helper()
	p.do("xdotool", "sleep", "0.3", "type", "--delay", "30", what)
	p.see(what)
}

// shoot keeps a picture of the screen. What has been said to be seen is drawn a
// frame or two later.
func (p *person) shoot(name string) {
	p.t.Helper()
	p.shots++
	p.do("xdotool", "sleep", "0.6")
	p.do("import", "-window", "root", filepath.Join(p.artifacts, fmt.Sprintf("%02d-%s.png", p.shots, name)))
}

func (p *person) do(name string, args ...string) {
	p.t.Helper()
	command := exec.Command(name, args...)
	command.Env = append(os.Environ(), "DISPLAY="+p.display)
	if out, err := command.CombinedOutput(); err != nil {
		p.t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// end fails the test if anything went wrong that nobody waited for.
func (p *person) end() {
	p.t.Helper()
	select {
	case line := <-p.wrong:
		p.t.Errorf("the program says: %s", line)
	default:
	}
}

func checkLog(t *testing.T, path string) {
	t.Helper()
	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(log) > 0 {
		t.Errorf("the log says:\n%s", log)
	}
}

// open opens the company file that the window worked on.
func open(t *testing.T, file string) *segment.Store {
	t.Helper()
	c, err := company.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return segment.New(c)
}

// checkCompany looks into the company file for what was done in the window.
func checkCompany(t *testing.T, file string) {
	t.Helper()
	ctx, store := context.Background(), open(t, file)
	s, err := store.Segment(ctx, "SM00001")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Text("description"); got != "Spring mailing" {
		t.Errorf("the description is %q", got)
	}
	steps, err := store.Steps(ctx, "SM00001")
	if err != nil {
		t.Fatal(err)
	}
	type asked struct {
		Action  criteria.Action
		Filters criteria.Filters
		InForce bool
	}
	var got []asked
	for _, step := range steps {
		got = append(got, asked{step.Action, step.Filters, step.InForce})
	}
	want := []asked{
		{criteria.Add, criteria.Filters{"contact": {"country_region_code": "GB"}}, true},
		{criteria.Refine, criteria.Filters{"contact": {"type": "Person"}}, true},
		{criteria.Reduce, criteria.Filters{"contact": {"search_name": "A*|B*"}}, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the steps (-want +got):\n%s", diff)
	}
	if s.Lines == 0 || s.Lines != steps[1].LinesAfter {
		t.Errorf("the segment has %d lines, and %d after the step in force", s.Lines, steps[1].LinesAfter)
	}
	if faults, err := store.Check(ctx); err != nil || len(faults) > 0 {
		t.Errorf("the company file: %v, %v", faults, err)
	}
}

// checkWorkbook compares the workbook with the segment.
func checkWorkbook(t *testing.T, target, file string) {
	t.Helper()
	book, err := excelize.OpenFile(target)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Contacts")
	if err != nil {
		t.Fatal(err)
	}
	ctx, store := context.Background(), open(t, file)
	lines, err := store.Lines(ctx, "SM00001", segment.Query{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := lines.Page(ctx, 0, lines.Len(), "privacy_blocked")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Contact No"}
	for _, line := range page {
		if line.Contact("privacy_blocked") == int64(0) {
			want = append(want, line.Text("contact_no"))
		}
	}
	var got []string
	for _, row := range rows {
		got = append(got, row[0])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the contacts in the workbook (-want +got):\n%s", diff)
	}
}
