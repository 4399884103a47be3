package transfer

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core"
	"winnow/core/mailrow"
	"winnow/core/profile"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// mostProfiles is how many profiles the menu offers; the others are in their
// dialog.
const mostProfiles = 15

// exportProfiles is the menu of what exports are like for a purpose: choosing,
// keeping and deleting it.
type exportProfiles struct {
	dialog *Exporting
	button *widget.Button
	kept   []profile.Profile
	last   profile.Profile // what was chosen last time
	used   string          // the profile that was used, "" for what was chosen last time
}

func newExportProfiles(d *Exporting, last choices, kept []profile.Profile) *exportProfiles {
	p := &exportProfiles{dialog: d, kept: kept, last: profile.Profile{Columns: last.Columns, CaptionHeaders: last.Captions, Per: mailrow.PerContact}}
	if per, err := mailrow.ReadPer(string(last.Per)); err == nil {
		p.last.Per = per
	}
	if p.find(last.Profile) >= 0 {
		p.used = last.Profile
	}
	p.button = widget.NewButton(widget.Action{Kind: widget.Boxed, Menu: p.menu})
	return p
}

func (p *exportProfiles) find(name string) int {
	return slices.IndexFunc(p.kept, func(one profile.Profile) bool { return one.Name == name })
}

// profileName is the name of a profile as a person reads it.
func profileName(p profile.Profile) string {
	if p.Standard {
		return i18n.Say(p.Name)
	}
	return p.Name
}

// tell says what is used, and whether it was changed since.
func (p *exportProfiles) tell() {
	source, name := p.last, lang.L("last used")
	if n := p.find(p.used); n >= 0 {
		source, name = p.kept[n], profileName(p.kept[n])
	}
	text := lang.L("Use: {{.what}}", map[string]any{"what": name})
	if present := p.dialog.present(); !sameExport(source, present) {
		text = lang.L("Use: {{.what}}, changed", map[string]any{"what": name})
	}
	p.button.SetText(text)
	p.dialog.modal.Arrange()
}

// sameExport says whether two profiles, whatever their names, export alike.
func sameExport(a, b profile.Profile) bool {
	columns := func(keys []string) []string {
		if len(keys) == 0 {
			return mailrow.Usual()
		}
		return keys
	}
	return slices.Equal(columns(a.Columns), columns(b.Columns)) && a.CaptionHeaders == b.CaptionHeaders && a.Per == b.Per
}

func (p *exportProfiles) menu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(lang.L("last used"), func() { p.use(p.last) }), fyne.NewMenuItemSeparator(),
	}
	for _, one := range p.kept[:min(len(p.kept), mostProfiles)] {
		items = append(items, fyne.NewMenuItem(profileName(one), func() { p.use(one) }))
	}
	return append(items, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(lang.L("Keep as a profile…"), p.keep), fyne.NewMenuItem(lang.L("Export profiles…"), p.manage))
}

// use shows what a profile says.
func (p *exportProfiles) use(one profile.Profile) {
	p.used = one.Name
	p.dialog.show(one)
	p.dialog.look()
}

// keep asks for a name to keep the present choice under.
func (p *exportProfiles) keep() {
	window := p.dialog.session.Window.Canvas()
	e := entry.New("")
	if n := p.find(p.used); n >= 0 && !p.kept[n].BuiltIn {
		e.SetText(profileName(p.kept[n]))
	}
	fields := entry.NewFields(entry.Field{Caption: lang.L("Name"), Object: e})
	fields.CaptionWidth = 70
	prose := widget.NewProse(lang.L("The columns, their headers and what has a row of its own, to be used again for any segment. The file and the options of privacy are not part of it."))
	prose.Width = 428
	m := &widget.Modal{Title: lang.L("Keep as an export profile"), Body: widget.NewStack(10, 16, prose, fields), Width: 460}
	var save func(replace bool)
	save = func(replace bool) {
		one := p.dialog.present()
		one.Name = p.meant(e.Text())
		p.change(func(ctx context.Context, profiles *profile.Store) error {
			return profiles.Save(ctx, profile.SaveParams{Profile: one, Replace: replace})
		}, func(err error) {
			switch {
			case core.IsKind(err, core.Exists):
				widget.Ask(window, widget.Question{
					Title: lang.L("The name is taken"),
					Text:  lang.L("There is an export profile **{{.name}}** already. Replace it?", map[string]any{"name": strings.TrimSpace(e.Text())}),
					Yes:   lang.L("Replace"), No: lang.L("Cancel"),
					OnYes: func() { save(true) }, OnNo: e.Focus,
				})
			case err != nil:
				e.SetError(work.Text(err))
				e.Focus()
			default:
				m.Close()
				p.used = one.Name
				p.tell()
			}
		})
	}
	e.OnChanged = func(string) { e.SetError("") }
	e.OnEnter = func() { save(false) }
	m.OnOK = func() { save(false) }
	m.Show(window)
}

// meant is the name of the profile that a person names, which may be one of the
// program's in the person's language.
func (p *exportProfiles) meant(typed string) string {
	typed = strings.TrimSpace(typed)
	for _, one := range p.kept {
		if strings.EqualFold(profileName(one), typed) && one.Standard {
			return one.Name
		}
	}
	return typed
}

// change changes the profiles beside the interface and reads them anew.
func (p *exportProfiles) change(change func(context.Context, *profile.Store) error, done func(error)) {
	profiles := profile.New(p.dialog.session.Company)
	var kept []profile.Profile
	p.dialog.Tasks.Write(func(ctx context.Context) error {
		if err := change(ctx, profiles); err != nil {
			return err
		}
		var err error
		kept, err = profiles.All(ctx)
		return err
	}, func(err error) {
		if err == nil {
			p.kept = kept
		}
		done(err)
	})
}

// profileList is the dialog of the profiles.
type profileList struct {
	profiles *exportProfiles
	modal    *widget.Modal
	list     *list.List
}

// manage lists the profiles, to use and delete them.
func (p *exportProfiles) manage() {
	l := &profileList{profiles: p, list: list.New([]list.Column{
		{Key: "name", Caption: lang.L("Name"), Width: 190},
		{Key: "columns", Caption: lang.L("Columns"), Width: 420},
	})}
	l.list.MinRows = 7
	l.list.OnOpen = func(int) { l.use() }
	l.list.OnDelete = l.delete
	button := func(text string, do func()) fyne.CanvasObject {
		return widget.NewButton(widget.Action{Text: text, Kind: widget.Boxed, Do: do})
	}
	buttons := widget.NewRow(button(lang.L("Use"), l.use), button(lang.L("Delete"), l.delete))
	l.modal = &widget.Modal{
		Title: lang.L("Export profiles"), Body: widget.NewStack(8, 14, buttons, widget.Framed(l.list)),
		Width: 680, Height: 420, Cancel: lang.L("Close"),
	}
	l.show(max(0, p.find(p.used)))
	l.modal.Show(p.dialog.session.Window.Canvas())
	l.list.Focus()
}

func (l *profileList) show(row int) {
	captions := map[string]string{}
	for _, column := range mailrow.Columns() {
		captions[column.Key] = i18n.Say(column.Caption)
	}
	var rows []list.Row
	for _, one := range l.profiles.kept {
		keys := one.Columns
		if len(keys) == 0 {
			keys = mailrow.Usual()
		}
		var columns []string
		for _, key := range keys {
			columns = append(columns, captions[key])
		}
		rows = append(rows, list.Row{Key: one.Name, Cells: []list.Cell{{Text: profileName(one)}, {Text: strings.Join(columns, ", "), Style: list.Grey}}})
	}
	l.list.SetRows(rows)
	l.list.Select(min(row, len(rows)-1))
}

// current is the profile that is chosen.
func (l *profileList) current() (one profile.Profile, row int, ok bool) {
	row = l.list.Current()
	if row < 0 || row >= len(l.profiles.kept) {
		return one, row, false
	}
	return l.profiles.kept[row], row, true
}

func (l *profileList) use() {
	if one, _, ok := l.current(); ok {
		l.modal.Close()
		l.profiles.use(one)
	}
}

func (l *profileList) delete() {
	one, row, ok := l.current()
	if !ok {
		return
	}
	name := map[string]any{"name": profileName(one)}
	if one.BuiltIn {
		l.modal.SetStatus(lang.L("{{.name}} is built in and cannot be deleted", name), true)
		return
	}
	l.modal.SetStatus("", false)
	text := lang.L("Delete the export profile **{{.name}}**? Files that were exported stay.", name)
	if one.Standard {
		text = lang.L("Delete your own **{{.name}}**? The export profile is then the built-in one again.", name)
	}
	widget.Ask(l.profiles.dialog.session.Window.Canvas(), widget.Question{
		Title: lang.L("Delete an export profile"), Text: text, Yes: lang.L("Delete"), No: lang.L("Cancel"), OnNo: l.list.Focus,
		OnYes: func() {
			l.profiles.change(func(ctx context.Context, profiles *profile.Store) error {
				return profiles.Delete(ctx, one.Name)
			}, func(err error) {
				if err != nil {
					l.modal.SetStatus(work.Text(err), true)
					return
				}
				l.profiles.tell()
				l.show(row)
				l.list.Focus()
			})
		},
	})
}
