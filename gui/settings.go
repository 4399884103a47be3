package gui

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/locale"
	"winnow/core/record"
	"winnow/core/sending"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// settings is the page on which the company's settings and the look of the
// program are changed.
type settings struct {
	tasks   *work.Tasks
	window  *Window
	session *session.Session
	page    *widget.Page
	bar     *widget.ActionBar
	entries map[string]*entry.Entry
	choices map[string]*entry.Choice
	values  company.Values // as they were read last
}

// lookups are the tables that settings name codes of.
var lookups = map[string]string{
	company.Me: "salesperson_purchaser", company.HomeCountry: "country_region", company.Country: "country_region",
	company.OutgoingCalls: "interaction_template", company.EMails: "interaction_template",
	company.CoverSheets: "interaction_template", company.Letters: "interaction_template",
}

// days are the settings that are a day.
var days = map[string]bool{company.WorkDate: true, company.Today: true}

// information are the settings that letters, cover sheets and e-mails take the
// sender from.
var information = map[string]bool{
	company.Address: true, company.Address2: true, company.PostCode: true, company.City: true, company.County: true, company.Country: true,
	company.PhoneNo: true, company.FaxNo: true, company.EMail: true, company.HomePage: true,
}

// help says under a field what its setting does, "" where the caption says it all.
func help(s company.Setting) string {
	if s.Key == company.CompanyName || information[s.Key] {
		return ""
	}
	return i18n.Translate(s.Help)
}

// offered are the values of settings that have only a few.
func offered(key string) []entry.Option {
	switch key {
	case company.Formats:
		return []entry.Option{{Value: "iso", Text: i18n.T("window.2026_11_23_and_1234_5")}, {Value: "language", Text: i18n.T("window.as_language_writes_them")}}
	case company.Language:
		var options []entry.Option
		for _, tag := range locale.ExportLanguages() {
			options = append(options, entry.Option{Value: tag, Text: locale.OwnName(tag)})
		}
		return options
	case company.SMTPSecurity:
		return []entry.Option{{Value: company.SMTPStartTLS, Text: i18n.T("window.starttls")}, {Value: company.SMTPTLS, Text: i18n.T("window.tls_from_the_beginning")},
			{Value: company.SMTPNone, Text: i18n.T("window.no_tls")}}
	case company.ManualNos, company.KeepDocuments:
		return []entry.Option{{Value: "yes", Text: i18n.T("common.yes")}, {Value: "no", Text: i18n.T("common.no")}}
	}
	return nil
}

// What is set for the program, whatever the company, by keys as the company's
// settings have them.
const (
	coloursKey  = "program.colours"
	rowsKey     = "program.rows"
	languageKey = "program.language"
	textSizeKey = "program.text_size"
	regionKey   = "program.region"
)

func (w *Window) openSettings() { w.openSettingsAt("") }

// openSettingsAt opens the settings, unless they are shown already, and gives the
// one with that key the keyboard; "" is the first.
func (w *Window) openSettingsAt(key string) {
	if w.settings == nil || w.navigator.Page() != w.settings.page {
		w.settings = newSettings(w)
		w.navigator.Open(w.settings.page)
	}
	w.settings.focus(key)
}

func newSettings(w *Window) *settings {
	p := &settings{tasks: work.NewTasks(), window: w, session: w.session, entries: map[string]*entry.Entry{}, choices: map[string]*entry.Choice{}}
	p.bar = widget.NewActionBar(
		widget.Action{Text: i18n.T("caption.company"), Icon: theme.IconCompany, Menu: w.companyMenu},
		widget.Action{Text: i18n.T("ownfield.own_fields"), Icon: theme.IconEdit, Do: w.session.To(route.OwnFields{})},
		widget.Action{Text: i18n.T("common.help"), Icon: theme.IconHelp, Key: "F1", Do: w.openHelp},
		widget.Action{Text: i18n.T("window.about_winnow"), Icon: theme.IconInfo, Do: w.openAbout},
	)
	var fields, informing []entry.Field
	for _, s := range company.Settings() {
		beside := entry.Field{Caption: i18n.Translate(s.Caption), Object: p.field(s)}
		if information[s.Key] {
			informing = append(informing, beside)
		} else {
			fields = append(fields, beside)
		}
		if s.Key == company.SMTPSecurity {
			fields = append(fields, entry.Field{Caption: i18n.T("window.smtp_password"), Object: p.smtpPassword()})
		}
	}
	grid, sender := entry.NewFields(fields...), entry.NewFields(informing...)
	grid.CaptionWidth, sender.CaptionWidth = 210, 210
	p.choices[coloursKey], p.choices[languageKey], p.choices[textSizeKey], p.choices[regionKey] = p.colours(), p.language(), p.textSize(), p.region()
	p.choices[rowsKey] = p.rows()
	appearance := entry.NewFields(
		entry.Field{Caption: i18n.T("window.colours"), Object: p.choices[coloursKey]}, entry.Field{Caption: i18n.T("window.language_of_program"), Object: p.choices[languageKey]},
		entry.Field{Caption: i18n.T("window.text_size"), Object: p.choices[textSizeKey]}, entry.Field{Caption: i18n.T("window.dates_and_numbers"), Object: p.choices[regionKey]},
		entry.Field{Caption: i18n.T("window.rows_of_lists"), Object: p.choices[rowsKey]})
	appearance.CaptionWidth = 210
	p.page = &widget.Page{
		Title: i18n.T("common.settings"), Actions: p.bar,
		Content: container.NewVScroll(widget.NewStack(8, 12, widget.NewFastTab(i18n.T("window.appearance"), appearance),
			widget.NewFastTab(i18n.T("caption.company"), grid), widget.NewFastTab(i18n.T("window.company_information"), sender))),
		OnShow: p.reload, OnClose: p.tasks.Close, Keys: map[string]func(){"F5": p.reload},
	}
	return p
}

// focus gives a setting the keyboard; "" is the first.
func (p *settings) focus(key string) {
	if key == "" {
		key = coloursKey
	}
	if e := p.entries[key]; e != nil {
		e.Focus()
	}
	if c := p.choices[key]; c != nil {
		c.Focus()
	}
}

// field is what a setting is changed in.
func (p *settings) field(s company.Setting) fyne.CanvasObject {
	if options := offered(s.Key); options != nil {
		choice := entry.NewChoice(options, func(value string) { p.write(s, value) })
		p.choices[s.Key] = choice
		return choice
	}
	icon := theme.IconNone
	if lookups[s.Key] != "" {
		icon = theme.IconDown
	}
	if days[s.Key] {
		icon = theme.IconCalendar
	}
	e := entry.New(icon)
	e.OnCommit = func(text string) error {
		if days[s.Key] {
			day, err := field.ReadDay(text, p.env())
			if err != nil {
				return i18n.Error(err)
			}
			text = day
		}
		p.write(s, text)
		return nil
	}
	if days[s.Key] {
		e.OnLookup = func() { p.calendar(e) }
		field.ShowDay(e, p.env)
	}
	if table := lookups[s.Key]; table != "" {
		e.OnLookup = func() { p.lookup(e, table) }
	}
	p.entries[s.Key] = e
	return e
}

// passwordKey is the password of the mail server among the fields of this page. It is no
// setting: it goes to the system's keyring.
const passwordKey = "program.smtp_password"

// smtpPassword takes the password of the mail server's user.
func (p *settings) smtpPassword() *entry.Entry {
	e := entry.New(theme.IconNone)
	e.SetSecret()
	e.SetMeaning(i18n.T("window.smtp_password_help"))
	e.OnCommit = func(password string) error {
		p.bar.SetStatus("")
		p.tasks.Run(func(ctx context.Context) error {
			values, err := p.session.Company.Values(ctx)
			if err != nil {
				return err
			}
			server, err := sending.ServerOf(values, "")
			if err != nil {
				return err
			}
			return server.KeepPassword(ctx, password)
		}, func(err error) {
			if err != nil {
				e.Refuse("", work.Text(err))
				return
			}
			e.SetText("")
			e.SetMeaning(i18n.T("window.smtp_password_help"))
			p.bar.SetStatus(i18n.T("window.smtp_password_kept"))
		})
		return nil
	}
	p.entries[passwordKey] = e
	return e
}

// env is what the days here are read with, which are settings of it themselves.
func (p *settings) env() filter.Env {
	today := p.session.Company.Now().Format(time.DateOnly)
	return filter.Env{Today: today, WorkDate: today}
}

// calendar lets one choose a day.
func (p *settings) calendar(e *entry.Entry) {
	today := p.session.Company.Now()
	day, _ := field.ReadDay(e.Text(), p.env()) // what is no day leaves today marked
	date, _ := time.Parse(time.DateOnly, day)
	entry.ShowCalendar(e, entry.Calendar{Date: date, Today: today, Monday: region.Current().Monday, OnDate: func(day time.Time) {
		e.Type(region.Current().Day(day))
		e.Commit()
	}})
}

// lookup offers the codes of a table, and to make another.
func (p *settings) lookup(e *entry.Entry, table string) {
	room := &field.Room{Session: p.session, Tasks: p.tasks, Env: p.env}
	entry.ShowLookup(e, field.Codes(room, table, taking(e)))
}

// taking types a code into a field.
func taking(e *entry.Entry) func(code string) {
	return func(code string) {
		e.Type(code)
		e.Commit()
	}
}

// salespeople is the table in which My Salesperson Code should be.
const salespeople = "salesperson_purchaser"

// offerMe offers to make me a salesperson, where the settings name none or one that
// there is not: without one no segment gets a salesperson of itself.
func (p *settings) offerMe(known bool) {
	e, me := p.entries[company.Me], p.values[company.Me]
	if e.Changed() || known || p.session.Company.ReadOnly() {
		return
	}
	said := e.Meaning()
	if me != "" {
		said = i18n.T("card.table_has_no_code", "table", i18n.Translate(catalog.Must(salespeople).Caption), "code", me)
	}
	e.SetOffer(said, i18n.T("window.make_me_salesperson"), func() {
		p.session.Services.NewCode(salespeople, cmp.Or(me, p.session.Company.User), taking(e))
	})
}

// isSalesperson tells whether a code is in the table of salespeople.
func (p *settings) isSalesperson(ctx context.Context, code string) (bool, error) {
	if code == "" {
		return false, nil
	}
	found, err := p.session.Records.Codes(ctx, salespeople, code, 200)
	return slices.ContainsFunc(found, func(c record.Choice) bool { return c.Value == code }), err
}

// shownSetting is a setting as the person reads it.
func shownSetting(key, value string) string {
	if days[key] {
		return region.Current().Date(value)
	}
	return value
}

// write keeps a setting; what is refused is marked where it was typed.
func (p *settings) write(s company.Setting, value string) {
	p.bar.SetStatus("") // what was saved before is not this
	p.tasks.Write(func(ctx context.Context) error {
		return p.session.Company.SetValues(ctx, company.Values{s.Key: value})
	}, func(err error) {
		if err == nil {
			p.bar.SetStatus(i18n.T("common.saved"))
			p.reload()
			return
		}
		if e := p.entries[s.Key]; e != nil {
			e.Refuse(shownSetting(s.Key, p.values[s.Key]), work.Text(err))
			return
		}
		p.window.fail(err)
	})
}

// reload shows the settings as they are now.
func (p *settings) reload() {
	var values company.Values
	known := false
	p.tasks.Run(func(ctx context.Context) (err error) {
		if values, err = p.session.Company.Values(ctx); err != nil {
			return err
		}
		known, err = p.isSalesperson(ctx, values[company.Me])
		return err
	}, func(err error) {
		if err != nil {
			p.window.fail(err)
			return
		}
		p.values = values
		for _, s := range company.Settings() {
			if e := p.entries[s.Key]; e != nil && !e.Changed() {
				e.SetText(shownSetting(s.Key, values[s.Key]))
				e.SetMeaning(help(s))
			}
			if c := p.choices[s.Key]; c != nil {
				c.SetValue(values[s.Key])
			}
		}
		p.offerMe(known)
		p.window.setName(values[company.CompanyName])
	})
}

func (p *settings) colours() *entry.Choice {
	prefs := p.window.app.Preferences()
	c := entry.NewChoice([]entry.Option{
		{Value: "light", Text: i18n.T("window.light")}, {Value: "dark", Text: i18n.T("window.dark")}, {Value: "system", Text: i18n.T("window.as_system")},
	}, func(value string) {
		prefs.SetString(prefLook, value)
		ApplyLook(p.window.app)
	})
	c.SetValue(prefs.StringWithFallback(prefLook, "light"))
	return c
}

func (p *settings) textSize() *entry.Choice {
	prefs := p.window.app.Preferences()
	sizes := map[string]float32{"small": theme.SmallText, "normal": theme.NormalText, "large": theme.LargeText, "huge": theme.HugeText, "double": theme.DoubleText}
	c := entry.NewChoice([]entry.Option{
		{Value: "small", Text: i18n.T("window.small")}, {Value: "normal", Text: i18n.T("window.normal")},
		{Value: "large", Text: i18n.T("window.large")}, {Value: "huge", Text: i18n.T("window.very_large")},
		{Value: "double", Text: i18n.T("window.twice_as_large")},
	}, func(value string) {
		prefs.SetFloat(prefText, float64(sizes[value]))
		ApplyLook(p.window.app)
	})
	chosen := "normal"
	for name, size := range sizes {
		if float64(size) == prefs.FloatWithFallback(prefText, float64(theme.NormalText)) {
			chosen = name
		}
	}
	c.SetValue(chosen)
	return c
}

// rows lets one choose how close the rows of lists stand.
func (p *settings) rows() *entry.Choice {
	prefs := p.window.app.Preferences()
	c := entry.NewChoice([]entry.Option{{Value: "normal", Text: i18n.T("window.normal")}, {Value: "tight", Text: i18n.T("window.close_together")}},
		func(value string) {
			prefs.SetBool(prefTight, value == "tight")
			ApplyLook(p.window.app)
		})
	c.SetValue("normal")
	if prefs.Bool(prefTight) {
		c.SetValue("tight")
	}
	return c
}

// language lets one choose what the window speaks; it does so at once.
func (p *settings) language() *entry.Choice {
	options := []entry.Option{{Value: "", Text: i18n.T("window.as_system")}}
	for _, tag := range locale.Texts() {
		options = append(options, entry.Option{Value: tag, Text: locale.OwnName(tag)})
	}
	return p.shownAnew(languageKey, i18n.Pref, options)
}

// region lets one choose how dates and numbers are written.
func (p *settings) region() *entry.Choice {
	options := []entry.Option{{Value: "", Text: i18n.T("window.as_system")}}
	for _, r := range locale.Regions() {
		options = append(options, entry.Option{Value: r.Key, Text: r.Name + ": " + r.Date("2026-11-23") + ", " + r.Number("1234.5")})
	}
	return p.shownAnew(regionKey, region.Pref, options)
}

// shownAnew is the choice of a preference that all pages show, these settings
// among them.
func (p *settings) shownAnew(key, pref string, options []entry.Option) *entry.Choice {
	w := p.window
	c := entry.NewChoice(options, func(value string) {
		w.app.Preferences().SetString(pref, value)
		fyne.Do(func() { // when the choice has the keyboard again, which it leaves
			w.anew()
			w.openSettingsAt(key)
		})
	})
	c.SetValue(w.app.Preferences().String(pref))
	return c
}
