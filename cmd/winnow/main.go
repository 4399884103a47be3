// Command winnow is the desktop program: it reads which company file to open,
// sets up the log and the texts, and runs the window. It knows nothing else.
package main

import (
	"fmt"
	standard "log"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/app"
	"github.com/adrg/xdg"
	"github.com/alecthomas/kong"

	"winnow/core"
	"winnow/gui"
	"winnow/gui/i18n"
	"winnow/gui/work"
)

// appID names the program to the system, and its preferences.
const appID = "winnow"

// keptLog is how large a log may grow before the next start begins another.
const keptLog = 1 << 20

// commandLine is what one may say when starting the program.
type commandLine struct {
	File string `arg:"" optional:"" type:"path" help:"The company file to open; else the one that was open last."`
	DB   string `name:"db" env:"WINNOW_DB" type:"path" placeholder:"FILE" help:"The same, as winnowctl has it."`

	Version kong.VersionFlag `help:"Print the version."`
}

func main() {
	line := commandLine{}
	kong.Parse(&line, kong.Name("winnow"), kong.Description("Contact segments for mail merge and campaigns, offline."),
		kong.Vars{"version": "winnow " + core.Version})
	log, err := openLog(work.LogFile())
	if err != nil {
		fmt.Fprintln(os.Stderr, "winnow:", err)
		log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	slog.SetDefault(log) // for what core has to say
	standard.SetOutput(complaints(log))
	if err := prepareFolders(); err != nil {
		log.Warn("make the folders of the desktop", "error", err)
	}
	if err := prepareFonts(); err != nil {
		log.Warn("make the fonts known", "error", err)
	}
	a := app.NewWithID(appID)
	i18n.SetChosenLanguage(a)
	w := gui.New(a, log)
	w.RunDir = runDir()
	path := w.Start(line.path())
	if err := w.Claim(path); err != nil {
		name := strings.TrimSuffix(filepath.Base(path), ".winnow")
		fmt.Fprintf(os.Stderr, "winnow: company %s is open already; its window has come to the front\n", name)
		return
	}
	watch(a)
	w.Shown().Show()
	a.Lifecycle().SetOnStarted(func() { w.Open(path) })
	a.Run()
}

// runDir is where windows find each other: a folder of the user's own that is
// gone after the session, where the system has one.
func runDir() string {
	if info, err := os.Stat(xdg.RuntimeDir); err == nil && info.IsDir() {
		return filepath.Join(xdg.RuntimeDir, "winnow")
	}
	return filepath.Join(xdg.StateHome, "winnow", "run")
}

// path is the company file that was asked for, or "".
func (l commandLine) path() string {
	if l.File != "" {
		return l.File
	}
	return l.DB
}

// openLog opens the log. One that has grown large is put aside first.
func openLog(path string) (*slog.Logger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the log: %w", err)
	}
	if info, err := os.Stat(path); err == nil && info.Size() > keptLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, fmt.Errorf("put the old log aside: %w", err)
		}
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	return slog.New(slog.NewTextHandler(file, nil)), nil
}
