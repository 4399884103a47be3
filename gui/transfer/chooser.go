package transfer

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/work"
)

// Chooser is a dialog in which one chooses a file or a folder that is there.
type Chooser struct {
	// Desk is where folders are read.
	Desk *work.Desk

	extensions []string // nil: a folder is wanted
	take       func(path string)
	modal      *part.Modal
	path       *part.Entry
	list       *part.List
	folder     string
	names      []string // in the list, folders with a separator at their end
}

// ChooseFile lets one choose a file with one of these extensions. folder is
// where one looks first.
func ChooseFile(w fyne.Window, folder string, extensions []string, take func(path string)) *Chooser {
	return newChooser(w, lang.L("Choose a file"), folder, extensions, take)
}

// ChooseFolder lets one choose a folder. folder is where one looks first.
func ChooseFolder(w fyne.Window, folder string, take func(path string)) *Chooser {
	return newChooser(w, lang.L("Choose a folder"), folder, nil, take)
}

func newChooser(w fyne.Window, title, folder string, extensions []string, take func(path string)) *Chooser {
	c := &Chooser{Desk: work.NewDesk(), extensions: extensions, take: take}
	c.path = part.NewEntry(look.IconNone)
	c.path.OnEnter = c.typed
	c.list = part.NewList([]part.Column{
		{Key: "name", Caption: lang.L("Name"), Width: 430},
		{Key: "size", Caption: lang.L("Size"), Width: 100, Align: part.Right},
		{Key: "changed", Caption: lang.L("Changed"), Width: 150},
	})
	c.list.MinRows = 13
	c.list.Empty = lang.L("Nothing here that can be chosen")
	c.list.OnOpen = c.open
	c.list.OnSelect = c.selected
	c.list.OnKey = func(name string) bool {
		if name == "Backspace" || name == "BackSpace" {
			c.show(filepath.Dir(c.folder))
			return true
		}
		return false
	}
	places := part.NewRow(
		part.NewButton(part.Action{Text: lang.L("Up"), Icon: look.IconUp, Kind: part.Boxed, Do: func() { c.show(filepath.Dir(c.folder)) }}),
		part.NewButton(part.Action{Text: lang.L("Home folder"), Icon: look.IconHome, Kind: part.Boxed, Do: func() { c.show(homeFolder()) }}),
		part.Wide(c.path, 500),
	)
	c.modal = &part.Modal{
		Title: title, Body: part.NewStack(10, 16, places, part.Framed(c.list)), Width: 740, Height: 600, OK: lang.L("Choose"),
		OnOK: c.choose, OnCancel: c.Desk.Close,
	}
	c.modal.Show(w.Canvas())
	c.show(folder)
	c.list.Focus()
	return c
}

// Path is the field with the path that would be chosen.
func (c *Chooser) Path() *part.Entry { return c.path }

// Choose does what the button does.
func (c *Chooser) Choose() { c.choose() }

// show lists a folder; one that there is not gives way to the one above it.
func (c *Chooser) show(folder string) {
	var entries []os.DirEntry
	c.Desk.Run(func(ctx context.Context) (err error) {
		for {
			if entries, err = os.ReadDir(folder); err == nil || !os.IsNotExist(err) || filepath.Dir(folder) == folder {
				return err
			}
			folder = filepath.Dir(folder)
		}
	}, func(err error) {
		if err != nil {
			c.modal.SetStatus(lang.L("This folder cannot be read"), true)
			return
		}
		c.modal.SetStatus("", false)
		c.folder = folder
		c.path.SetText(folder)
		c.fill(entries)
	})
}

// fill lists what can be chosen: folders first, then files, hidden ones not.
func (c *Chooser) fill(entries []os.DirEntry) {
	c.names = nil
	var folders, files []part.Row
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(c.folder, e.Name()))
		if err != nil {
			continue
		}
		changed := part.Cell{Text: info.ModTime().Format("2006-01-02 15:04"), Style: part.Grey}
		switch {
		case info.IsDir():
			name := e.Name() + string(filepath.Separator)
			c.names = append(c.names, name)
			folders = append(folders, part.Row{Cells: []part.Cell{{Text: name, Style: part.Accent}, {}, changed}})
		case slices.Contains(c.extensions, strings.ToLower(filepath.Ext(e.Name()))):
			names = append(names, e.Name())
			size := part.Cell{Text: part.Number(int((info.Size()+1023)/1024)) + " KB"}
			files = append(files, part.Row{Cells: []part.Cell{{Text: e.Name()}, size, changed}})
		}
	}
	c.names = append(c.names, names...)
	c.list.SetRows(append(folders, files...))
}

// at is the path of a row.
func (c *Chooser) at(row int) (path string, folder bool) {
	if row < 0 || row >= len(c.names) {
		return "", false
	}
	name := c.names[row]
	return filepath.Join(c.folder, name), strings.HasSuffix(name, string(filepath.Separator))
}

func (c *Chooser) selected() {
	if path, _ := c.at(c.list.Current()); path != "" && c.list.SelectedCount() > 0 {
		c.path.SetText(path)
	}
}

func (c *Chooser) open(row int) {
	path, folder := c.at(row)
	switch {
	case folder:
		c.show(path)
	case path != "":
		c.choose()
	}
}

// typed goes to the folder that was typed, or chooses the file.
func (c *Chooser) typed() {
	if info, err := os.Stat(c.path.Text()); err == nil && info.IsDir() {
		c.show(c.path.Text())
		return
	}
	c.choose()
}

func (c *Chooser) choose() {
	path := strings.TrimSpace(c.path.Text())
	info, err := os.Stat(path)
	switch {
	case err != nil:
		c.path.SetError(lang.L("There is no such file"))
	case c.extensions != nil && info.IsDir():
		c.show(path)
	case c.extensions == nil && !info.IsDir():
		c.path.SetError(lang.L("This is no folder"))
	default:
		c.modal.Close()
		c.Desk.Close()
		c.take(path)
	}
}

func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	return home
}
