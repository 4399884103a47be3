package transfer

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/company"
	"winnow/core/fold"
	"winnow/gui/disk"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/region"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Chooser is a dialog in which one chooses files or a folder that are there.
type Chooser struct {
	// Tasks read the folders.
	Tasks *work.Tasks

	extensions []string // nil: a folder is wanted
	several    bool
	take       func(paths []string)
	modal      *widget.Modal
	path       *entry.Entry
	list       *list.List
	folder     string
	entries    []fileEntry
	reading    context.CancelFunc // stops the reading of a folder under way, or nil
}

// fileEntry is a file or folder that can be chosen.
type fileEntry struct {
	name   string
	info   fs.FileInfo
	folder bool
}

// AnyFile among the extensions is those of all files.
const AnyFile = "*"

// ChooseFile lets one choose a file with one of these extensions. folder is
// where one looks first, "" for StartFolder.
func ChooseFile(w fyne.Window, folder string, extensions []string, take func(path string)) *Chooser {
	c := &Chooser{extensions: extensions, take: func(paths []string) { take(paths[0]) }}
	return c.open(w, i18n.T("transfer.choose_file"), folder)
}

// ChooseFiles lets one choose files with one of these extensions. folder is
// where one looks first, "" for StartFolder.
func ChooseFiles(w fyne.Window, folder string, extensions []string, take func(paths []string)) *Chooser {
	c := &Chooser{extensions: extensions, several: true, take: take}
	return c.open(w, i18n.T("transfer.choose_files"), folder)
}

// ChooseFolder lets one choose a folder. folder is where one looks first, "" for StartFolder.
func ChooseFolder(w fyne.Window, folder string, take func(path string)) *Chooser {
	c := &Chooser{take: func(paths []string) { take(paths[0]) }}
	return c.open(w, i18n.T("transfer.choose_folder"), folder)
}

func (c *Chooser) open(w fyne.Window, title, folder string) *Chooser {
	c.Tasks = work.NewTasks()
	c.path = entry.New(theme.IconNone)
	c.path.OnEnter = c.typed
	c.path.OnChanged = func(string) { c.path.SetError("") }
	c.list = list.New([]list.Column{
		// A letter goes to the next name that begins with it, as typing into a
		// cell would begin.
		{Key: "name", Caption: i18n.T("caption.name"), Width: 430, Edit: true},
		{Key: "size", Caption: i18n.T("transfer.size"), Width: 100, Align: widget.Right},
		{Key: "changed", Caption: i18n.T("common.changed"), Width: 150},
	})
	c.list.MinRows = 12
	c.list.Empty = i18n.T("transfer.nothing_here_that_can_be_chosen")
	c.list.OnOpen = c.enter
	c.list.OnEdit = func(row int, _ string, typed rune) {
		if typed == 0 {
			c.enter(row)
			return
		}
		c.jump(row, string(typed))
	}
	c.list.OnSelect = c.selected
	c.list.OnKey = func(name string) bool {
		if name == "Backspace" || name == "BackSpace" || name == "Alt+Up" {
			c.show(filepath.Dir(c.folder))
			return true
		}
		return false
	}
	places := widget.NewRow(
		widget.NewButton(widget.Action{Text: i18n.T("transfer.folder_up"), Icon: theme.IconUp, Kind: widget.Boxed, Do: func() { c.show(filepath.Dir(c.folder)) }}),
		widget.NewButton(widget.Action{Text: i18n.T("transfer.places"), Icon: theme.IconHome, Kind: widget.Boxed, Menu: c.places}),
		widget.Wide(c.path, 500),
	)
	hint := widget.NewParagraph(c.hint())
	hint.Color = theme.Caption
	c.modal = &widget.Modal{
		Title: title, Body: widget.NewStack(10, 16, places, widget.Framed(c.list), hint), Width: 740, Height: 600, OK: i18n.T("transfer.choose"),
		OnOK: c.choose, OnCancel: c.Tasks.Close,
	}
	c.modal.Show(w.Canvas())
	c.show(folder)
	c.list.Focus()
	return c
}

func (c *Chooser) hint() string {
	switch {
	case c.extensions == nil:
		return i18n.T("transfer.enter_opens_folder_backspace_goes_up_choose")
	case c.several:
		return i18n.T("transfer.several_files_with_ctrl_or_shift")
	}
	return i18n.T("transfer.enter_opens_folder_or_takes_file_backspace")
}

// places are the home folder and the folders used last; for a company also the
// program's own folder.
func (c *Chooser) places() []*fyne.MenuItem {
	items := []*fyne.MenuItem{widget.MenuItem(i18n.T("transfer.home_folder"), theme.IconHome, func() { c.show(homeFolder()) })}
	listed := recentFolders()
	if own := filepath.Dir(company.DefaultPath()); slices.Contains(c.extensions, ".winnow") && !slices.Contains(listed, own) {
		listed = append(listed, disk.Folders(own)...)
	}
	for _, folder := range listed {
		items = append(items, widget.MenuItem(folder, theme.IconOpen, func() { c.show(folder) }))
	}
	return items
}

// show lists a folder, "" for the one where one looks first; one that there is not gives way
// to the one above it. Until it has been read nothing can be chosen in the list, which is
// another folder's.
func (c *Chooser) show(folder string) {
	if c.reading != nil {
		c.reading()
	}
	before := c.path.Text()
	var found []fileEntry
	c.reading = c.Tasks.Run(func(context.Context) (err error) {
		if folder == "" {
			folder = StartFolder()
		}
		for {
			if found, err = c.read(folder); err == nil || !os.IsNotExist(err) || filepath.Dir(folder) == folder {
				return err
			}
			folder = filepath.Dir(folder)
		}
	}, func(err error) {
		c.reading = nil
		if err != nil {
			c.modal.SetStatus(i18n.T("transfer.folder_cannot_be_read_check_its_rights", "folder", folder), true)
			return
		}
		c.modal.SetStatus("", false)
		c.folder = folder
		if c.path.Text() == before { // nobody types there meanwhile
			c.path.SetText(folder)
		}
		c.fill(found)
	})
}

// read finds what can be chosen in a folder: folders first, then files, hidden
// ones not.
func (c *Chooser) read(folder string) ([]fileEntry, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var found []fileEntry
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(folder, e.Name()))
		if err == nil && (info.IsDir() || c.suits(e.Name())) {
			found = append(found, fileEntry{name: e.Name(), info: info, folder: info.IsDir()})
		}
	}
	slices.SortStableFunc(found, func(a, b fileEntry) int {
		if a.folder != b.folder {
			if a.folder {
				return -1
			}
			return 1
		}
		return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	return found, nil
}

// suits reports whether a file is of a kind that is wanted.
func (c *Chooser) suits(name string) bool {
	return slices.Contains(c.extensions, AnyFile) || slices.Contains(c.extensions, strings.ToLower(filepath.Ext(name)))
}

func (c *Chooser) fill(found []fileEntry) {
	c.entries = found
	var rows []list.Row
	for _, e := range found {
		changed := list.Cell{Text: region.Current().Moment(e.info.ModTime()), Style: list.Grey}
		if e.folder {
			rows = append(rows, list.Row{Cells: []list.Cell{{Text: e.name + string(filepath.Separator), Style: list.Accent}, {}, changed}})
			continue
		}
		rows = append(rows, list.Row{Cells: []list.Cell{{Text: e.name}, {Text: fileSize(e.info.Size())}, changed}})
	}
	c.list.SetRows(rows)
}

// at is the path of a row.
func (c *Chooser) at(row int) (path string, folder bool) {
	if row < 0 || row >= len(c.entries) || c.reading != nil {
		return "", false
	}
	e := c.entries[row]
	return filepath.Join(c.folder, e.name), e.folder
}

// jump goes to the next name behind a row that begins with a text.
func (c *Chooser) jump(row int, text string) {
	for n := range c.entries {
		at := (row + 1 + n) % len(c.entries)
		if strings.HasPrefix(fold.Plain(c.entries[at].name), fold.Plain(text)) {
			c.list.Select(at)
			return
		}
	}
}

// marked are the files that are selected in the list.
func (c *Chooser) marked() []string {
	var paths []string
	for _, r := range c.list.Selected() {
		for n := r.First; n <= r.Last; n++ {
			if path, folder := c.at(n); path != "" && !folder {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

func (c *Chooser) selected() {
	n := len(c.marked())
	if c.several && n > 1 {
		c.modal.SetStatus(i18n.T("transfer.n_files_chosen", "count", n), false)
	} else {
		c.modal.SetStatus("", false)
	}
	if path, _ := c.at(c.list.Current()); path != "" && c.list.SelectedCount() > 0 {
		c.path.SetText(path)
	}
}

func (c *Chooser) enter(row int) {
	path, folder := c.at(row)
	switch {
	case folder:
		c.show(path)
	case c.several && len(c.marked()) > 1:
		c.done(c.marked())
	case path != "":
		c.done([]string{path})
	}
}

// typed goes to the folder that was typed, or chooses the file.
func (c *Chooser) typed() { c.choosePath(true) }

func (c *Chooser) choose() { c.choosePath(false) }

// choosePath chooses the files that are selected, or what stands in the field, or says why
// that cannot be chosen. enter says that a folder there is shown, even where one is wanted.
// It looks at the path in the background, since a disk of the network may take its time.
func (c *Chooser) choosePath(enter bool) {
	path, marked := Absolute(c.path.Text()), c.marked()
	var info fs.FileInfo
	c.Tasks.Run(func(context.Context) (err error) {
		info, err = os.Stat(path)
		return err
	}, func(err error) {
		folder := err == nil && info.IsDir()
		switch {
		case enter && folder:
			c.show(path)
			c.list.Focus()
		case c.several && len(marked) > 1:
			c.done(marked)
		case os.IsPermission(err):
			c.path.SetError(i18n.T("transfer.it_cannot_be_read_check_its_rights"))
		case err != nil && c.extensions == nil:
			c.path.SetError(i18n.T("transfer.no_such_folder"))
		case err != nil:
			c.path.SetError(i18n.T("transfer.no_such_file"))
		case c.extensions != nil && folder:
			c.show(path)
		case c.extensions == nil && !folder:
			c.path.SetError(i18n.T("transfer.this_is_no_folder"))
		case c.extensions != nil && !c.suits(path):
			c.path.SetError(i18n.T("transfer.such_file_cannot_be_used_here_only", "endings", strings.Join(c.extensions, ", ")))
		default:
			c.done([]string{path})
		}
	})
}

func (c *Chooser) done(paths []string) {
	folder := paths[0]
	if c.extensions != nil {
		folder = filepath.Dir(folder)
	}
	RememberFolder(folder)
	c.modal.Close()
	c.Tasks.Close()
	c.take(paths)
}
