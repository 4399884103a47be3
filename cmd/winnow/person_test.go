package main_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var pictures = flag.Bool("pictures", false, "make the pictures of the README anew, by the walk in English and light")

// patience is how long the test waits for something to be seen in the window.
const patience = 45 * time.Second

// text is a text that can be seen in the window: where it begins, how wide it
// is, and the middle of its height.
type text struct {
	Text  string  `json:"text"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Width float64 `json:"width"`
	// Cut says that the window shows less than all of it.
	Cut bool `json:"cut"`
}

// sitting is how a person sits before the window.
type sitting struct {
	// name is the folder of its pictures among the artifacts; "" is the
	// artifacts' own.
	name string
	// program is the program, built with the tag watch; "" has it built.
	program string
	// file is the company file to open.
	file string
	// contacts is how many the company has; 0 for those of the sample company.
	contacts int
	// locale is the system's, as en_US.
	locale string
	// theme is light or dark.
	theme         string
	width, height int
	// shown says that its pictures are those of the README.
	shown bool
	// mailing says that a segment is logged, and what follows.
	mailing bool
	// sets says that steps are edited, facets used and segments compared.
	sets bool
	// mouse says that it is the mouse that is used wherever one can.
	mouse bool
}

// person sits before a window of the real program, on a display of its own.
type person struct {
	t         *testing.T
	display   string
	window    string // the window that is worked in, as X numbers it
	config    string // the folder of the program's settings
	artifacts string
	shots     int
	screens   chan []text
	screen    []text // what can be seen now
	wrong     chan string
	lock      sync.Mutex
	shown     bool
	beats     []int // how often the interface answered, in each second so far
}

// frameTitle and frameBorder are room enough, in pixels, for what a window manager
// draws around a window.
const frameTitle, frameBorder = 28, 4

// begin builds the program, opens a display and starts the program on it.
func begin(t *testing.T, s sitting) *person {
	t.Helper()
	p := &person{t: t, shown: s.shown, screens: make(chan []text, 100), wrong: make(chan string, 100), artifacts: os.Getenv("WINNOW_ARTIFACTS")}
	if p.artifacts == "" {
		p.artifacts = filepath.Join("..", "..", "artifacts")
	}
	p.artifacts = filepath.Join(p.artifacts, s.name)
	if err := os.MkdirAll(p.artifacts, 0o755); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := s.program
	if program == "" {
		program = built(t, dir, "watch")
	}
	p.config = filepath.Join(dir, "config")
	prefer(t, p.config, s)
	p.display = openDisplay(t, s.width+2*frameBorder, s.height+frameTitle+frameBorder)
	run := exec.Command(program, s.file)
	run.Env = append(os.Environ(), "DISPLAY="+p.display, "LANG="+s.locale+".UTF-8", "LC_ALL=", "LANGUAGE=", "WINNOW_TRACE=1", "HOME="+dir,
		"XDG_STATE_HOME="+filepath.Join(dir, "state"), "XDG_CONFIG_HOME="+p.config, "XDG_DATA_HOME="+filepath.Join(dir, "data"))
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
		if t.Failed() {
			p.shoot("failed")
		}
		if err := run.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Error(err)
		}
		<-read
		run.Wait() // the error says that it was killed
		checkLog(t, filepath.Join(dir, "state", "winnow", "winnow.log"))
	})
	p.window = p.told("xdotool", "search", "--sync", "--onlyvisible", "--name", "Winnow$")
	return p
}

// built builds the program in a folder and returns its path.
func built(t *testing.T, folder, tags string) string {
	t.Helper()
	program := filepath.Join(folder, "winnow")
	build := exec.Command("go", "build", "-buildvcs=false", "-tags", tags, "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// preferences is the file in which the program finds what it remembers.
func preferences(config string) string {
	return filepath.Join(config, "fyne", "winnow", "preferences.json")
}

// prefer keeps the theme and the size of the window where the program finds them.
func prefer(t *testing.T, config string, s sitting) {
	t.Helper()
	kept, err := json.Marshal(map[string]any{"look": s.theme, "window.width": s.width, "window.height": s.height})
	if err != nil {
		t.Fatal(err)
	}
	file := preferences(config)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, kept, 0o600); err != nil {
		t.Fatal(err)
	}
}

// openDisplay starts an X server on a display that nobody uses, and a window manager
// on it.
func openDisplay(t *testing.T, width, height int) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height))
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
	display := ":" + strings.TrimSpace(number)
	manage(t, display)
	return display
}

// managed reports whether there is a window manager for the tests.
func managed() bool {
	_, err := exec.LookPath("openbox")
	return err == nil
}

// manage starts a window manager on a display, as people have one: it frames the
// windows with their titles, fits them into the screen and says which of them has the
// keyboard.
func manage(t *testing.T, display string) {
	t.Helper()
	if !managed() {
		t.Log("no window manager runs here, as openbox is not installed: windows have no frames, and their titles and the keyboard are not looked at")
		return
	}
	folder := t.TempDir() // without anybody's settings
	manager := exec.Command("openbox", "--startup", "echo ready")
	manager.Env = append(os.Environ(), "DISPLAY="+display, "HOME="+folder, "XDG_CONFIG_HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_CACHE_HOME="+folder)
	said, err := manager.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := manager.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := manager.Process.Kill(); err != nil {
			t.Error(err)
		}
		manager.Wait() // the error says that it was killed
	})
	if _, err := bufio.NewReader(said).ReadString('\n'); err != nil {
		t.Fatalf("the window manager does not begin: %v", err)
	}
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
			for i, s := range screen {
				screen[i].Text = strings.TrimSpace(s.Text)
			}
			p.screens <- append(sentences(screen), screen...)
			continue
		}
		if what, ok := strings.CutPrefix(line, "beats "); ok {
			n, err := strconv.Atoi(what)
			if err != nil {
				p.wrong <- err.Error()
				continue
			}
			p.lock.Lock()
			p.beats = append(p.beats, n)
			p.lock.Unlock()
			continue
		}
		if strings.Contains(line, "Error in Fyne call thread") || strings.Contains(line, "panic") {
			p.wrong <- line
		}
	}
	close(p.screens)
}

// sentences are the texts that are drawn word by word, so that they wrap: what
// stands on one line with no more than a blank between.
func sentences(screen []text) []text {
	const blank = 8
	var found []text
	words := 0
	for i, s := range screen {
		if i > 0 {
			last := screen[i-1]
			if gap := s.X - last.X - last.Width; s.Y == last.Y && gap >= 0 && gap < blank {
				if words++; words == 1 {
					found = append(found, last)
				}
				line := &found[len(found)-1]
				line.Text, line.Width = line.Text+" "+s.Text, s.X+s.Width-line.X
				continue
			}
		}
		words = 0
	}
	return found
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

// clickAt clicks at a place in the window. The program wants to see the pointer there
// before the button goes down.
func (p *person) clickAt(x, y float64) {
	p.t.Helper()
	p.do("xdotool", "mousemove", "--window", p.window, strconv.Itoa(int(x)), strconv.Itoa(int(y)), "sleep", "0.2", "click", "1")
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
	path := filepath.Join(p.artifacts, fmt.Sprintf("%02d-%s.png", p.shots, name))
	// A picture that is written quickly, as most of them are never looked at.
	p.do("import", "-window", "root", "-define", "png:compression-level=1", "-define", "png:compression-filter=0", path)
	kept := filepath.Join("..", "..", "assets", "screenshots", name+".png")
	if _, err := os.Stat(kept); err == nil && *pictures && p.shown {
		p.do("import", "-window", p.window, kept) // without the frame
		p.do("convert", kept, "-strip", "+dither", "-colors", "200", kept)
	}
}

func (p *person) do(name string, args ...string) {
	p.t.Helper()
	p.told(name, args...)
}

// told carries out a command on the display and returns what it prints.
func (p *person) told(name string, args ...string) string {
	p.t.Helper()
	out, err := p.asked(name, args...)
	if err != nil {
		p.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

// asked is told for a command that may fail.
func (p *person) asked(name string, args ...string) (string, error) {
	command := exec.Command(name, args...)
	command.Env = append(os.Environ(), "DISPLAY="+p.display)
	out, err := command.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// framed wants the window manager to give the window the keyboard, and a title of
// company, page and program.
func (p *person) framed() {
	p.t.Helper()
	if !managed() {
		return
	}
	if active := p.told("xdotool", "getactivewindow"); active != p.window {
		p.t.Errorf("window %s has the keyboard, not %s", active, p.window)
	}
	if title := p.told("xdotool", "getwindowname", p.window); !fullTitle.MatchString(title) {
		p.t.Errorf("the window's title is %q", title)
	}
}

// fullTitle is the title of a window on any page.
var fullTitle = regexp.MustCompile(`^Millbrook Furniture Ltd\. · company\.winnow - .+ - Winnow$`)

// toAnother waits until another window has the keyboard, and works in that from then on.
func (p *person) toAnother() {
	p.t.Helper()
	limit := time.After(patience)
	for {
		// While one window goes and another comes, none has the keyboard.
		if active, err := p.asked("xdotool", "sleep", "0.1", "getactivewindow"); err == nil && active != p.window {
			p.window = active
			return
		}
		select {
		case <-limit:
			p.t.Fatal("no other window has the keyboard")
		default:
		}
	}
}

// left closes the window as its frame does and waits until the program has ended. The
// program remembers how large its window was.
func (p *person) left() {
	p.t.Helper()
	size := p.told("xdotool", "getwindowgeometry", "--shell", p.window)
	if !managed() {
		return
	}
	p.key("alt+F4")
	limit := time.After(patience)
	for open := true; open; {
		select {
		case _, open = <-p.screens:
		case <-limit:
			p.t.Fatal("the program does not end")
		}
	}
	content, err := os.ReadFile(preferences(p.config))
	if err != nil {
		p.t.Fatal(err)
	}
	var kept map[string]any
	if err := json.Unmarshal(content, &kept); err != nil {
		p.t.Fatal(err)
	}
	for key, name := range map[string]string{"window.width": "WIDTH", "window.height": "HEIGHT"} {
		if line := fmt.Sprintf("%s=%v\n", name, kept[key]); !strings.Contains(size+"\n", line) {
			p.t.Errorf("the program remembers %s, and the window was\n%s", line, size)
		}
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
	for line := range strings.Lines(string(log)) {
		if !strings.Contains(line, ownPreferences) {
			t.Errorf("the log says:\n%s", line)
		}
	}
}

// ownPreferences is what the toolkit complains of where a busy machine is late to tell it
// that its preferences were written, and it reads them while it writes them again itself.
// It keeps those that it has.
const ownPreferences = "Preferences load error:; Cause: EOF;"
