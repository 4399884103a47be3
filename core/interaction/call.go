package interaction

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/privacy"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/core/value"
)

// Number is a phone number by which a contact can be reached.
type Number struct {
	// Label says whose it is.
	Label core.Message
	Text  string
}

// Numbers returns the phone numbers of a contact, each once: of its alternative address
// that is in force on a day, its own, and its company's. Without a day it is today.
func (s *Store) Numbers(ctx context.Context, contact, day string) (list []Number, err error) {
	env, err := s.company.Env(ctx, filter.Env{})
	if err != nil {
		return nil, err
	}
	if day == "" {
		day = env.Today
	}
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		row, err := findContact(ctx, tx, contact)
		if err != nil {
			return err
		}
		list, err = numbers(ctx, tx, row, day)
		return err
	})
	return list, err
}

// Dialed is a phone number as a phone program takes it, with digits only and a leading
// plus sign; "" where there is no digit.
func Dialed(number string) string {
	number = strings.TrimSpace(number)
	international := strings.HasPrefix(number, "+")
	if international {
		number = strings.ReplaceAll(number, "(0)", "") // which is not dialed from abroad
	}
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789*#", r) {
			return r
		}
		return -1
	}, number)
	if international && digits != "" {
		return "+" + digits
	}
	return digits
}

// phones are the contact's fields that are numbers to call.
var phones = []string{"phone_no", "mobile_phone_no"}

func numbers(ctx context.Context, tx *sql.Tx, contact record.Row, day string) ([]Number, error) {
	var list []Number
	add := func(label core.Message, text string) {
		for _, known := range list {
			if known.Text == text {
				return
			}
		}
		if text != "" {
			list = append(list, Number{label, text})
		}
	}
	code, err := selectAddress(ctx, tx, contact.Text("no"), day)
	if err != nil {
		return nil, fmt.Errorf("look for the alternative address: %w", err)
	}
	if code != "" {
		phone, err := selectAddressPhone(ctx, tx, contact.Text("no"), code)
		if err != nil {
			return nil, fmt.Errorf("read the alternative address %s: %w", code, err)
		}
		add(core.Text("interaction.number_of_address", "field", core.Word("Phone No."), "address", code), phone)
	}
	for _, key := range phones {
		f, _ := contact.Table.Field(key)
		add(core.Text("interaction.number_of_contact", "field", core.Word(f.Caption)), contact.Text(key))
	}
	if no := contact.Text("company_no"); no != "" && no != contact.Text("no") {
		of, ok, err := selectRow(ctx, tx, contact.Table, no)
		if err != nil {
			return nil, fmt.Errorf("read company %s: %w", no, err)
		}
		for _, key := range phones {
			if f, _ := contact.Table.Field(key); ok {
				add(core.Text("interaction.number_of_company", "field", core.Word(f.Caption), "company", of.Text("name")), of.Text(key))
			}
		}
	}
	return list, nil
}

// CallParams say what came of a phone call.
type CallParams struct {
	// Contact is who was called. A line's or a task's contact is called without it.
	Contact string
	// Segment and LineNo name the line from which the call was made; "" for none.
	Segment string
	LineNo  int64
	// Task is the No. of the task for which it was made, or "".
	Task string
	// Fields are values by key, as typed; contact_via is the number.
	Fields  map[string]string
	Comment string
	Preview bool
	Env     filter.Env
}

// Call records an outgoing phone call, under the template of the settings. Where it was
// made from a segment's line, the line's campaign, salesperson, task and address go
// along, and the line has the result.
func (s *Store) Call(ctx context.Context, p CallParams) (made Made, err error) {
	d, err := s.newDraft(ctx, p.Fields, p.Env)
	if err != nil {
		return Made{}, err
	}
	d.call = true
	err = s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		made, err = d.called(ctx, tx, segment.New(s.company), p)
		return err
	})
	return made, err
}

// CallProposal returns the values with which a call begins, and the numbers of the
// contact; contact_via is the first of them. Errors are those of Call.
func (s *Store) CallProposal(ctx context.Context, p CallParams) (row record.Row, list []Number, err error) {
	d, err := s.newDraft(ctx, p.Fields, p.Env)
	if err != nil {
		return record.Row{}, nil, err
	}
	d.call = true
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		if err := d.beginCall(ctx, tx, segment.New(s.company), &p); err != nil {
			return err
		}
		list, err = numbers(ctx, tx, d.contact, d.code("date"))
		return err
	})
	if len(list) > 0 && d.code("contact_via") == "" {
		d.values["contact_via"] = list[0].Text
	}
	return d.row(), list, err
}

// TakeBackCall cancels the interaction of a call that was just made, and gives the line
// from which it was made what that had before. Where the line was called again since,
// nothing is taken back, and the error is a core.Problem of kind Busy.
func (s *Store) TakeBackCall(ctx context.Context, made Made) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		e, err := find(ctx, tx, made.No)
		if err != nil {
			return err
		}
		if _, err := s.cancel(ctx, tx, e); err != nil || made.segment == "" {
			return err
		}
		return segment.New(s.company).TakeBackCalled(ctx, tx, made.segment, made.No, made.before)
	})
}

// beginCall fills in what follows from where the call is made, from the template and
// from the contact, and then what was typed.
func (d *draft) beginCall(ctx context.Context, tx *sql.Tx, segments *segment.Store, p *CallParams) error {
	settings, err := company.ReadValues(ctx, tx)
	if err != nil {
		return err
	}
	template := settings[company.OutgoingCalls]
	if template == "" {
		return core.NewProblem(core.Invalid, "interaction.no_template_for_calls").Advise(core.SetCallTemplate)
	}
	from, err := d.from(ctx, tx, segments, p)
	if err != nil {
		return err
	}
	if err := d.of(ctx, tx, p.Contact); err != nil {
		return err
	}
	if err := d.choose(ctx, tx, template, false); err != nil {
		return err
	}
	if err := d.fill(ctx, tx); err != nil {
		return err
	}
	d.values["date"], d.values["correspondence_type"] = d.env.Today, int64(0)
	for _, values := range []map[string]any{from, d.typed} {
		for key, v := range values {
			d.values[key] = v
		}
	}
	if err := d.follow(ctx, tx); err != nil {
		return err
	}
	if code, ok := from["contact_alt_address_code"]; ok && d.typed["contact_alt_address_code"] == nil {
		d.values["contact_alt_address_code"] = code
	}
	return nil
}

func (d *draft) called(ctx context.Context, tx *sql.Tx, segments *segment.Store, p CallParams) (Made, error) {
	if err := d.beginCall(ctx, tx, segments, &p); err != nil {
		return Made{}, err
	}
	made, err := d.make(ctx, tx, NewParams{Comment: p.Comment})
	if err != nil || p.Segment == "" {
		return made, err
	}
	made.segment = p.Segment
	made.before, err = segments.SetCalled(ctx, tx, p.Segment, segment.Called{LineNo: p.LineNo, Entry: made.No, Evaluation: d.number("evaluation"),
		AttemptFailed: d.number("attempt_failed") != 0, ContactVia: d.code("contact_via")})
	return made, err
}

// alongFromLine are the fields of a line that go along to its call.
var alongFromLine = []string{"campaign_no", "campaign_target", "campaign_response", "to_do_no", "salesperson_code", "contact_alt_address_code"}

// from returns what goes along from the line or the task from which the call is made,
// and fills in the contact.
func (d *draft) from(ctx context.Context, tx *sql.Tx, segments *segment.Store, p *CallParams) (map[string]any, error) {
	along := map[string]any{}
	if p.Segment != "" {
		line, header, err := segments.LineIn(ctx, tx, p.Segment, p.LineNo)
		if err != nil {
			return nil, err
		}
		p.Contact, along["segment_no"] = line.Text("contact_no"), header.No
		for _, key := range alongFromLine {
			if v := line.Value(key); key != "salesperson_code" || v != "" {
				along[key] = v
			}
		}
	}
	if p.Task == "" {
		return along, nil
	}
	no, err := value.Code(p.Task)
	if err != nil {
		return nil, core.NewProblem(core.Invalid, "common.place_and_problem", "place", word("to_do_no"), "problem", err)
	}
	task, ok, err := selectRow(ctx, tx, catalog.Must(catalog.Task), no)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read task %s: %w", no, err)
	case !ok:
		return nil, core.NewProblem(core.NotFound, "task.does_not_exist", "task", no)
	}
	along["to_do_no"] = no
	if p.Contact == "" {
		p.Contact = task.Text("contact_no")
	}
	if campaign := task.Text("campaign_no"); campaign != "" && p.Segment == "" {
		along["campaign_no"] = campaign
	}
	return along, nil
}

// RoundLine is a line of a call round.
type RoundLine struct {
	LineNo                       int64
	ContactNo, Name, CompanyName string
	Blocked                      bool
	// Number is the one to call first, or "".
	Number string
	// Called is the interaction of the call from this line, 0 where none was made.
	Called int64
	// Evaluation and AttemptFailed are the line's, as people read them.
	Evaluation    string
	AttemptFailed bool
	// Last is the contact's last call, from wherever it was made.
	Last LastCall
}

// LastCall is when a contact was called last, and what came of it; the zero LastCall
// is none.
type LastCall struct {
	Entry         int64
	Date, Time    string
	Evaluation    string
	AttemptFailed bool
}

// roundFields are the contact's fields that a call round shows.
var roundFields = append([]string{"name", "company_name"}, privacy.Fields()...)

// Round returns up to n lines of a segment from the first-th on, counted from 0, as a
// list of calls to work down, and how many lines there are.
func (s *Store) Round(ctx context.Context, no string, first, n int) (list []RoundLine, all int, err error) {
	settings, err := s.company.Values(ctx)
	if err != nil {
		return nil, 0, err
	}
	segments := segment.New(s.company)
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		lines, err := segments.OpenLines(ctx, tx, no)
		if err != nil {
			return err
		}
		all = lines.Len()
		return lines.Part(first, n).Each(ctx, tx, roundFields, func(some []segment.Line) error {
			for _, l := range some {
				name, _ := l.Contact("name").(string)
				companyName, _ := l.Contact("company_name").(string)
				r := RoundLine{LineNo: l.LineNo, ContactNo: l.Text("contact_no"), Name: name, CompanyName: companyName,
					Blocked: privacy.Blocked(l.Contact), Evaluation: l.Text("evaluation"), AttemptFailed: l.Value("attempt_failed") == int64(1)}
				if r.Called, err = segments.CallEntry(ctx, tx, lines.Segment().ID, l.LineNo); err != nil {
					return fmt.Errorf("read the call of line %d: %w", l.LineNo, err)
				}
				if r.Number, err = selectNumber(ctx, tx, r.ContactNo, l.Text("contact_alt_address_code")); err != nil {
					return fmt.Errorf("read the numbers of %s: %w", r.ContactNo, err)
				}
				if r.Last, err = selectLastCall(ctx, tx, r.ContactNo, settings[company.OutgoingCalls]); err != nil {
					return fmt.Errorf("read the last call of %s: %w", r.ContactNo, err)
				}
				list = append(list, r)
			}
			return nil
		})
	})
	return list, all, err
}

// NextToCall returns the number of the first line of a segment behind one that has not
// been called, and its place among the lines, counted from 0; the number is 0 where
// there is none. Behind the last line it goes on with the first.
func (s *Store) NextToCall(ctx context.Context, no string, after int64) (line int64, place int, err error) {
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		lines, err := segment.New(s.company).OpenLines(ctx, tx, no)
		if err != nil {
			return err
		}
		line, place, err = lines.NextToCall(ctx, tx, after)
		return err
	})
	return line, place, err
}

// Calls counts what was called of a segment's lines and what was not.
func (s *Store) Calls(ctx context.Context, no string) (segment.Calls, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (segment.Calls, error) {
		lines, err := segment.New(s.company).OpenLines(ctx, tx, no)
		if err != nil {
			return segment.Calls{}, err
		}
		return lines.Calls(ctx, tx)
	})
}
