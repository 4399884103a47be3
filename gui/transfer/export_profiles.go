package transfer

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/mailrow"
	"winnow/core/profile"
	"winnow/gui/i18n"
	"winnow/gui/kept"
	"winnow/gui/widget"
)

// profilesLimit is how many profiles the menu offers; the others are in their
// dialog.
const profilesLimit = 15

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
		return i18n.Translate(p.Name)
	}
	return p.Name
}

// tell says what is used, and whether it was changed since.
func (p *exportProfiles) tell() {
	source, name := p.last, i18n.T("common.last_used")
	if n := p.find(p.used); n >= 0 {
		source, name = p.kept[n], profileName(p.kept[n])
	}
	text := i18n.T("common.use_what", "what", name)
	if present := p.dialog.present(); !sameExport(source, present) {
		text = i18n.T("common.use_what_changed", "what", name)
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
		fyne.NewMenuItem(i18n.T("common.last_used"), func() { p.use(p.last) }), fyne.NewMenuItemSeparator(),
	}
	for _, one := range p.kept[:min(len(p.kept), profilesLimit)] {
		items = append(items, fyne.NewMenuItem(profileName(one), func() { p.use(one) }))
	}
	return append(items, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(i18n.T("transfer.keep_as_profile_dialog"), p.keep), fyne.NewMenuItem(i18n.T("transfer.export_profiles_dialog"), p.manage))
}

// use shows what a profile says.
func (p *exportProfiles) use(one profile.Profile) {
	p.used = one.Name
	p.dialog.show(one)
	p.dialog.look()
}

// keep asks for a name to keep the present choice under.
func (p *exportProfiles) keep() {
	offered, name := "", ""
	if n := p.find(p.used); n >= 0 && !p.kept[n].BuiltIn {
		offered = profileName(p.kept[n])
	}
	kept.Ask(p.dialog.session.Window.Canvas(), kept.NameQuestion{
		Title: i18n.T("transfer.keep_as_export_profile"),
		Text:  i18n.T("transfer.columns_their_headers_and_what_has_row"),
		Name:  offered,
		Save: func(typed string, replace bool, done func(error)) {
			one := p.dialog.present()
			name = p.meant(typed)
			one.Name = name
			p.change(func(ctx context.Context, profiles *profile.Store) error {
				return profiles.Save(ctx, profile.SaveParams{Profile: one, Replace: replace})
			}, done)
		},
		Taken: func(typed string) string {
			return i18n.T("transfer.export_profile_name_already_replace_it", "name", typed)
		},
		Done: func(string) {
			p.used = name
			p.tell()
		},
	})
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

// change changes the profiles in the background and reads them again.
func (p *exportProfiles) change(change func(context.Context, *profile.Store) error, done func(error)) {
	profiles := profile.New(p.dialog.session.Company)
	kept.Change(p.dialog.Tasks, func(ctx context.Context) error { return change(ctx, profiles) }, profiles.All, &p.kept, done)
}

// manage lists the profiles, to use and delete them.
func (p *exportProfiles) manage() {
	var l *kept.List
	l = kept.Open(p.dialog.session.Window.Canvas(), max(0, p.find(p.used)), kept.ListParams{
		Title: i18n.T("transfer.export_profiles"), Detail: i18n.T("common.columns"), Rows: p.rows,
		Use:    func(row int) { p.use(p.kept[row]) },
		Delete: func(row int) { p.delete(l, row) },
	})
}

// rows are the profiles' names and the captions of their columns.
func (p *exportProfiles) rows() (rows [][2]string) {
	captions := map[string]string{}
	for _, column := range mailrow.Columns(p.dialog.session.Company.Catalog()) {
		captions[column.Key] = i18n.Translate(column.Caption)
	}
	for _, one := range p.kept {
		keys := one.Columns
		if len(keys) == 0 {
			keys = mailrow.Usual()
		}
		var columns []string
		for _, key := range keys {
			columns = append(columns, captions[key])
		}
		rows = append(rows, [2]string{profileName(one), strings.Join(columns, ", ")})
	}
	return rows
}

func (p *exportProfiles) delete(l *kept.List, row int) {
	one := p.kept[row]
	name := map[string]any{"name": profileName(one)}
	if one.BuiltIn {
		l.Say(i18n.T("transfer.name_is_built_in_and_cannot", name))
		return
	}
	l.Say("")
	text := i18n.T("transfer.delete_export_profile_name_files", name)
	if one.Standard {
		text = i18n.T("transfer.delete_your_own_name_export_profile", name)
	}
	l.AskDelete(row, kept.Deletion{Title: i18n.T("transfer.delete_export_profile"), Text: text, Delete: func(done func(error)) {
		p.change(func(ctx context.Context, profiles *profile.Store) error {
			return profiles.Delete(ctx, one.Name)
		}, func(err error) {
			if err == nil {
				p.tell()
			}
			done(err)
		})
	}})
}
