package gui

import (
	"runtime/debug"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/assets"
	"winnow/core"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// licences are the licences of the libraries that Winnow is made of. Their texts
// go with the packages.
func licences() map[string]string {
	of := map[string]string{}
	for line := range strings.Lines(assets.Licences) {
		name, licence, _ := strings.Cut(strings.TrimSpace(line), "\t")
		of[name] = licence
	}
	return of
}

// library is a library that Winnow is made of.
type library struct{ name, version, licence string }

// libraries are those of this program, by name.
func libraries() []library {
	list := []library{{"go.dev", "", "BSD-3-Clause"}, {"sqlite.org", "", i18n.T("window.public_domain")}, {"notofonts.github.io", "2.004", "OFL-1.1"}, {"android.googlesource.com", "6.0.1", "Apache-2.0"}}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return list
	}
	list[0].version = info.GoVersion
	of := licences()
	for _, d := range info.Deps {
		if of[d.Path] != "" {
			version, _, _ := strings.Cut(d.Version, "-") // what stands behind is a commit
			list = append(list, library{d.Path, version, of[d.Path]})
		}
	}
	slices.SortFunc(list[4:], func(a, b library) int { return strings.Compare(a.name, b.name) })
	return list
}

func (w *Window) openAbout() { w.aboutIn(w.window) }

// aboutIn says which version this is, where things are kept, and what the program
// is made of.
func (w *Window) aboutIn(window fyne.Window) {
	side := float32(110)
	for _, caption := range []string{i18n.T("caption.version"), i18n.T("window.company_file"), i18n.T("window.log")} {
		side = max(side, widget.TextWidth(caption, false)*100/theme.Px(100)+10)
	}
	fact := func(caption, value string) fyne.CanvasObject {
		name := widget.NewParagraph(caption)
		name.Color = theme.Caption
		return container.NewBorder(nil, nil, widget.Wide(name, side), nil, widget.NewValue(value, widget.Left))
	}
	facts := []fyne.CanvasObject{fact(i18n.T("caption.version"), core.Version)}
	if w.session != nil {
		facts = append(facts, fact(i18n.T("window.company_file"), w.session.Company.Path()))
	}
	facts = append(facts, fact(i18n.T("window.log"), work.LogFile()))
	grid := list.New([]list.Column{
		{Key: "name", Caption: i18n.T("window.library"), Width: 290}, {Key: "version", Caption: i18n.T("caption.version"), Width: 110},
		{Key: "licence", Caption: i18n.T("window.licence"), Width: 190},
	})
	grid.MinRows = 9
	var rows []list.Row
	for _, l := range libraries() {
		rows = append(rows, list.Row{Key: l.name, Cells: []list.Cell{{Text: l.name}, {Text: l.version}, {Text: l.licence}}})
	}
	grid.SetRows(rows)
	m := &widget.Modal{Title: i18n.T("window.about_winnow"), Subtitle: i18n.T("window.business_centrals_contact_segments_offline"), Width: 680, Cancel: i18n.T("common.close"),
		Body: widget.NewStack(10, 16, widget.NewStack(2, 0, facts...), widget.Framed(grid))}
	m.SetLink(i18n.T("window.what_is_new"), func() {
		m.Close()
		w.changesIn(window)
	})
	m.Show(window.Canvas())
}
