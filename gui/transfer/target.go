// Package transfer brings data in and out: it chooses files, shows what an
// import would do before it does it, and exports a segment for mail merge. What
// is read and written is the engine's.
package transfer

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// ChooseTarget asks where a file shall be written: a folder and a name, which
// gets the first of the extensions where it has none of them. Nothing is written
// here, and whether there is such a file already is the caller's question.
func ChooseTarget(w fyne.Window, folder, name string, extensions []string, take func(path string)) {
	path := NewPath(w, filepath.Join(folder, name), nil)
	fields := entry.NewFields(entry.Field{Caption: i18n.T("common.file"), Object: path})
	fields.CaptionWidth = 60
	m := &widget.Modal{Title: i18n.T("transfer.where_to"), Body: widget.NewStack(0, 16, fields), Width: 600}
	m.OnOK = func() {
		chosen := WithExtension(path.Text(), extensions)
		if chosen == "" {
			path.SetError(i18n.T("common.name_is_missing"))
			return
		}
		m.Close()
		take(chosen)
	}
	path.OnEnter = m.OnOK
	m.Show(w.Canvas())
}

// NewPath is a field for a path with a button to choose the folder.
func NewPath(w fyne.Window, path string, changed func()) *entry.Entry {
	e := entry.New(theme.IconOpen)
	e.SetText(path)
	e.OnLookup = func() {
		ChooseFolder(w, filepath.Dir(e.Text()), func(folder string) {
			e.Type(filepath.Join(folder, filepath.Base(e.Text())))
			if changed != nil {
				changed()
			}
		})
	}
	return e
}

// WithExtension returns a typed path, absolute and with an extension; "" for a
// path that names no file.
func WithExtension(typed string, extensions []string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" || strings.HasSuffix(typed, string(filepath.Separator)) {
		return ""
	}
	typed = Absolute(typed)
	ending := strings.ToLower(filepath.Ext(typed))
	if !slices.Contains(extensions, ending) {
		typed += extensions[0]
	}
	return typed
}

// FileName leaves out of a text what no file may be called.
func FileName(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, text)
}
