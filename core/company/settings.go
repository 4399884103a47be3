package company

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/filter"
	"winnow/core/locale"
	"winnow/core/value"
)

// Setting describes one setting of the company.
type Setting struct {
	Key     string
	Caption string
	// Help says what the setting does and which values it takes.
	Help  string
	check func(string) (string, error)
}

// The keys of the settings.
const (
	CompanyName = "company_name"
	Me          = "me"
	WorkDate    = "work_date"
	Today       = "today"
	HomeCountry = "home_country"
	Formats     = "formats"
	Language    = "language"
	SegmentNos  = "segment_nos"
	ManualNos   = "segment_manual_nos"
	ContactNos  = "contact_nos"
	TaskNos     = "task_nos"
	CampaignNos = "campaign_nos"

	AutomaticBackups = "automatic_backups"
	// KeepDocuments is yes or no.
	KeepDocuments = "keep_documents"
)

// The keys of the settings that are codes of interaction templates: what is recorded
// where nobody chooses a template. Each is "" until somebody says.
const (
	OutgoingCalls = "outgoing_calls_template"
	EMails        = "e_mails_template"
	CoverSheets   = "cover_sheets_template"
	Letters       = "letters_template"
)

// The keys of the settings that say which server sends e-mails, and how the way to it is
// protected: one of SMTPStartTLS, SMTPTLS and SMTPNone.
const (
	SMTPHost     = "smtp_host"
	SMTPPort     = "smtp_port"
	SMTPSecurity = "smtp_security"

	SMTPStartTLS = "starttls"
	SMTPTLS      = "tls"
	SMTPNone     = "none"
)

// TemplateSettings are the keys of the settings that are codes of interaction
// templates.
func TemplateSettings() []string { return []string{OutgoingCalls, EMails, CoverSheets, Letters} }

// The keys of the settings that are, with CompanyName, the company's information
// for letters, cover sheets and e-mails.
const (
	Address  = "company_address"
	Address2 = "company_address_2"
	PostCode = "company_post_code"
	City     = "company_city"
	County   = "company_county"
	Country  = "company_country_region_code"
	PhoneNo  = "company_phone_no"
	FaxNo    = "company_fax_no"
	EMail    = "company_e_mail"
	HomePage = "company_home_page"
)

// Settings returns the settings that there are, in the order they are shown.
func Settings() []Setting {
	return []Setting{
		{CompanyName, "Company Name", "the company's name, as the window shows it", value.Text},
		{Me, "My Salesperson Code", "what %me stands for in filters", value.Code},
		{WorkDate, "Work Date", "the day that w and date formulas count from; empty for today", day},
		{Today, "Today", "the day that t stands for; empty for today", day},
		{HomeCountry, "Home Country/Region Code", "the country that is left out of address blocks", value.Code},
		{Formats, "Dates and Amounts in Exports", "iso (2026-11-23, 1234.5) or language (the usual format of the language)", oneOf("iso", "language")},
		{Language, "Language of Exports", either(locale.ExportLanguages()) + ": how exports write dates and amounts", oneOf(locale.ExportLanguages()...)},
		{SegmentNos, "Last Segment No. Used", "the next segment gets the number after this one", series},
		{ManualNos, "Manual Segment Nos.", "yes or no: whether a segment's number may be typed", oneOf("yes", "no")},
		{ContactNos, "Last Contact No. Used", "the next contact gets the number after this one", series},
		{TaskNos, "Last Task No. Used", "the next task gets the number after this one", series},
		{CampaignNos, "Last Campaign No. Used", "the next campaign gets the number after this one", series},
		{OutgoingCalls, "Template for Outgoing Calls", "the interaction template for phone calls, without languages of its own", value.Code},
		{EMails, "Template for E-Mails", "the interaction template for e-mails, without languages of its own", value.Code},
		{CoverSheets, "Template for Cover Sheets", "the interaction template for cover sheets, without languages of its own", value.Code},
		{Letters, "Template for Letters", "the interaction template for letters, without languages of its own", value.Code},
		{KeepDocuments, "Keep Documents", "yes or no: whether interactions keep the documents that were sent, so that they can be opened again", oneOf("yes", "no")},
		{Address, "Company Address", "the company's street, for letters and cover sheets", value.Text},
		{Address2, "Company Address 2", "the second line of the company's address", value.Text},
		{PostCode, "Company Post Code", "the company's post code", value.Code},
		{City, "Company City", "the company's city", value.Text},
		{County, "Company County", "the company's county or state", value.Text},
		{Country, "Company Country/Region Code", "the company's country", value.Code},
		{PhoneNo, "Company Phone No.", "the company's phone number", value.Text},
		{FaxNo, "Company Fax No.", "the company's fax number", value.Text},
		{EMail, "Company E-Mail", "the company's e-mail address", value.Text},
		{HomePage, "Company Home Page", "the company's website", value.Text},
		{SMTPHost, "SMTP Server", "the server that sends e-mails, as mail.example.com or, with a user, jo@mail.example.com", host},
		{SMTPPort, "SMTP Port", "the server's port; empty for 587, with tls for 465, with none for 25", port},
		{SMTPSecurity, "SMTP Security", "starttls, tls or none, which only a server on this machine may have", oneOf(SMTPStartTLS, SMTPTLS, SMTPNone)},
		{AutomaticBackups, "Automatic Backups Kept", "how many daily backups are kept, 0 to 99; with 0, none are made", upTo(99)},
	}
}

// Values are the settings' values by key; a setting that nobody made is "" or
// its default.
type Values map[string]string

var defaults = Values{Formats: "iso", Language: locale.English, AutomaticBackups: "10", KeepDocuments: "yes", SMTPSecurity: SMTPStartTLS}

func day(v string) (string, error) {
	if v != "" && !value.ValidDay(v) {
		return "", core.NewProblem(core.Invalid, "company.it_is_day_such_as_2026_11")
	}
	return v, nil
}

// either lists words: "a, b or c".
func either(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func oneOf(words ...string) func(string) (string, error) {
	return func(v string) (string, error) {
		v = strings.ToLower(v)
		for _, w := range words {
			if v == w {
				return v, nil
			}
		}
		return "", core.NewProblem(core.Invalid, "company.it_is_one_of_words", "words", strings.Join(words, ", "))
	}
}

func upTo(limit int) func(string) (string, error) {
	return func(v string) (string, error) {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || n > limit {
			return "", core.NewProblem(core.Invalid, "company.it_is_whole_number_from_0", "max", limit)
		}
		return strconv.Itoa(n), nil
	}
}

// host takes a server's name or address, with a user before it or not. A password in it
// would be in the company file.
func host(v string) (string, error) {
	user, name, found := cutLast(v, "@")
	if !found {
		name = user
	}
	if v == "" || name != "" && !strings.ContainsAny(name, " /@:") && !strings.ContainsAny(user, " /:") || net.ParseIP(name) != nil {
		return v, nil
	}
	return "", core.NewProblem(core.Invalid, "company.it_is_server_such_as_mail_example_com")
}

// cutLast cuts a text at the last sep in it.
func cutLast(text, sep string) (before, after string, found bool) {
	i := strings.LastIndex(text, sep)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sep):], true
}

func port(v string) (string, error) {
	if v == "" {
		return v, nil
	}
	n, err := strconv.ParseUint(v, 10, 16)
	if err != nil || n == 0 {
		return "", core.NewProblem(core.Invalid, "company.it_is_port_from_1_to_65535")
	}
	return strconv.FormatUint(n, 10), nil
}

func series(v string) (string, error) {
	v, err := value.Code(v)
	if err == nil && nextInSeries(v) == "" {
		return "", core.NewProblem(core.Invalid, "company.it_ends_in_digits_such_as_sm00000")
	}
	return v, err
}

// Values returns all settings.
func (c *Company) Values(ctx context.Context) (Values, error) {
	return Read(ctx, c, func(tx *sql.Tx) (Values, error) { return ReadValues(ctx, tx) })
}

// ReadValues returns all settings, within a transaction of the caller's.
func ReadValues(ctx context.Context, tx *sql.Tx) (Values, error) {
	values, _, err := readSound(ctx, tx)
	return values, err
}

// readSound reads the settings, and the keys of those whose value cannot be, which
// count as if nobody had made them.
func readSound(ctx context.Context, tx *sql.Tx) (values Values, broken []string, err error) {
	values = Values{}
	for k, v := range defaults {
		values[k] = v
	}
	if err := readSettings(ctx, tx, values); err != nil {
		return nil, nil, fmt.Errorf("read the settings: %w", err)
	}
	for _, s := range Settings() {
		v := values[s.Key]
		if _, err := s.check(v); err != nil && (v != "" || seriesOf[s.Key].code != "") {
			values[s.Key] = defaults[s.Key]
			broken = append(broken, s.Key)
		}
	}
	return values, broken, nil
}

// CheckSettings returns a sentence for every setting whose value cannot be.
func (c *Company) CheckSettings(ctx context.Context) ([]core.Message, error) {
	var broken []string
	err := c.Read(ctx, func(tx *sql.Tx) (err error) {
		_, broken, err = readSound(ctx, tx)
		return err
	})
	return settingsSaid(broken), err
}

func settingsSaid(broken []string) []core.Message {
	var said []core.Message
	for _, key := range broken {
		s, _ := find(key)
		said = append(said, core.Text("company.setting_section_holds_value_that_it_cannot", "section", core.Word(s.Caption)))
	}
	return said
}

// RepairSettings takes away settings whose value cannot be, and makes number series
// anew that cannot be read. It returns what CheckSettings said of them.
func (c *Company) RepairSettings(ctx context.Context) ([]core.Message, error) {
	var broken []string
	err := c.Write(ctx, func(tx *sql.Tx) (err error) {
		if _, broken, err = readSound(ctx, tx); err != nil {
			return err
		}
		for _, key := range broken {
			if series, ok := seriesOf[key]; ok {
				err = insertSeries(ctx, tx, series.code, series.first)
			} else {
				err = deleteSetting(ctx, tx, key)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return settingsSaid(broken), err
}

// SetValues changes the settings that are named, all or none. The error is a
// core.Problem that names the setting.
func (c *Company) SetValues(ctx context.Context, values Values) error {
	checked := Values{}
	for key, typed := range values {
		s, ok := find(key)
		if !ok {
			return core.NewProblem(core.Invalid, "company.no_setting_key", "key", key)
		}
		v, err := s.check(strings.TrimSpace(typed))
		if err != nil {
			return core.NewProblem(core.Invalid, "company.section_typed_is_not_possible_problem", "section", core.Word(s.Caption), "typed", typed, "problem", err)
		}
		checked[key] = v
	}
	return c.Write(ctx, func(tx *sql.Tx) error {
		for _, key := range TemplateSettings() {
			if err := checkTemplate(ctx, tx, key, checked[key]); err != nil {
				return err
			}
		}
		return writeSettings(ctx, tx, checked)
	})
}

// checkTemplate refuses the code of an interaction template that does not exist, or
// that has languages of its own: these settings' language is the contact's.
func checkTemplate(ctx context.Context, tx *sql.Tx, key, code string) error {
	if code == "" {
		return nil
	}
	exists, languages, err := findTemplate(ctx, tx, code)
	if err != nil {
		return fmt.Errorf("look for the interaction template %s: %w", code, err)
	}
	s, _ := find(key)
	switch {
	case !exists:
		return core.NewProblem(core.Invalid, "company.setting_has_no_template", "setting", core.Word(s.Caption), "code", code)
	case languages > 0:
		return core.NewProblem(core.Invalid, "company.setting_template_has_languages", "setting", core.Word(s.Caption), "code", code)
	}
	return nil
}

func find(key string) (Setting, bool) {
	for _, s := range Settings() {
		if s.Key == key {
			return s, true
		}
	}
	return Setting{}, false
}

// Env returns what filters are resolved with now: today, the work date and the
// salesperson, each from override where it is set there, else from the settings,
// else from the calendar.
func (c *Company) Env(ctx context.Context, override filter.Env) (filter.Env, error) {
	values, err := c.Values(ctx)
	if err != nil {
		return override, err
	}
	return c.EnvOf(values, override), nil
}

// EnvOf is Env from settings that were read already.
func (c *Company) EnvOf(values Values, override filter.Env) filter.Env {
	env := EnvOf(values, override, c.Now().Format("2006-01-02"))
	env.Catalog = c.Catalog()
	return env
}

// WorkDate returns the work date within a transaction.
func (c *Company) WorkDate(ctx context.Context, tx *sql.Tx) (string, error) {
	values, err := ReadValues(ctx, tx)
	return c.EnvOf(values, c.Override).WorkDate, err
}

// EnvOf is Env from settings alone; calendar is the day that the clock shows.
func EnvOf(values Values, override filter.Env, calendar string) filter.Env {
	first := func(candidates ...string) string {
		for _, s := range candidates {
			if s != "" {
				return s
			}
		}
		return ""
	}
	env := filter.Env{Me: first(override.Me, values[Me]), Today: first(override.Today, values[Today], calendar)}
	env.WorkDate = first(override.WorkDate, values[WorkDate], env.Today)
	return env
}
