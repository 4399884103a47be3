// Package call records phone calls: the dialog in which one is recorded, and the call
// round, a page to call the contacts of a segment one after the other. What a call
// becomes, the engine says.
package call

import (
	"context"
	"strings"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/core/record"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// spec describes the entries that calls become.
var spec = catalog.Must(catalog.InteractionEntry)

// The fields that are asked for: what the call was, and what came of it. The number
// stands before them.
var (
	askedKeys  = []string{"description", "salesperson_code", "date", "time_of_interaction", "campaign_no"}
	resultKeys = []string{"evaluation", "cost_lcy", "duration_min"}
)

// Params say with whom, and from where, a call is made.
type Params struct {
	// Contact is who is called. A line's or a task's contact is called without it.
	Contact string
	// Segment and Line name the line from which it is made; "" for none.
	Segment string
	Line    int64
	// Task is the No. of the task for which it is made, or "".
	Task string
	// Done is told what was recorded, with what takes it back.
	Done func(said string, undo func())
}

// Call is the dialog in which a phone call is recorded.
type Call struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session    *session.Session
	params     Params
	modal      *widget.Modal
	env        filter.Env
	number     *entry.Entry
	numbers    []interaction.Number
	fields     map[string]*field.Field
	successful *entry.Check
	comment    *entry.Area
	proposed   record.Row
}

// Ask asks what came of a phone call, and records it.
func Ask(s *session.Session, params Params) *Call {
	c := &Call{Tasks: work.NewTasks(), session: s, params: params, fields: map[string]*field.Field{}, comment: entry.NewArea(64, nil)}
	room := &field.Room{Session: s, Tasks: c.Tasks, Env: func() filter.Env { return c.env }}
	c.number = entry.New(theme.IconDown)
	c.number.OnLookup = c.chooseNumber
	c.successful = entry.NewCheck("", "", nil)
	c.successful.SetOn(true)
	beside := func(keys []string) []entry.Field {
		var shown []entry.Field
		for _, key := range keys {
			f, _ := spec.Field(key)
			c.fields[key] = field.New(room, f, nil)
			shown = append(shown, c.fields[key].Beside())
		}
		return shown
	}
	grid := func(shown ...entry.Field) *entry.Fields {
		fields := entry.NewFields(shown...)
		fields.CaptionWidth = 190
		return fields
	}
	via, _ := spec.Field("contact_via")
	dial := widget.NewButton(widget.Action{Text: i18n.T("calls.dial_f9"), Kind: widget.Boxed, Do: c.dial})
	asked := []entry.Field{{Caption: i18n.Translate(via.Caption), Object: c.number}, {Caption: " ", Object: widget.NewRow(dial)}}
	c.modal = &widget.Modal{
		Title: i18n.T("calls.make_phone_call"), Width: 920, OK: i18n.T("interactions.finish"), OnOK: c.save, Unsaved: c.unsaved, OnCancel: c.Tasks.Close,
		Body: widget.NewStack(10, 16, grid(append(asked, beside(askedKeys)...)...),
			grid(append(beside(resultKeys), entry.Field{Caption: i18n.T("interactions.was_successful"), Object: c.successful})...),
			widget.NewTitle(i18n.T("caption.comment")), c.comment),
		OnKey: func(name string) bool {
			if name == "F9" {
				c.dial()
			}
			return name == "F9"
		},
	}
	c.begin()
	return c
}

// from is from where the call is made, for the engine.
func (p Params) from() interaction.CallParams {
	return interaction.CallParams{Contact: p.Contact, Segment: p.Segment, LineNo: p.Line, Task: p.Task}
}

// begun is what a call begins with.
type begun struct {
	env     filter.Env
	values  record.Row
	numbers []interaction.Number
	name    string
}

// begin reads what the fields hold at first, and shows the dialog; whoever cannot be
// called is refused.
func (c *Call) begin() {
	session.Read(c.session, c.Tasks, func(ctx context.Context) (b begun, err error) {
		if b.env, err = c.session.Company.Env(ctx, filter.Env{}); err != nil {
			return b, err
		}
		if b.values, b.numbers, err = c.session.Interactions.CallProposal(ctx, c.params.from()); err != nil {
			return b, err
		}
		b.name, err = c.session.Records.Describe(ctx, catalog.Contact, b.values.Text("contact_no"))
		return b, err
	}, func(b begun) {
		c.env, c.proposed, c.numbers = b.env, b.values, b.numbers
		c.modal.Subtitle = strings.TrimSpace(b.values.Text("contact_no") + " " + b.name)
		c.number.SetText(b.values.Text("contact_via"))
		c.number.SetTail(c.label())
		for key, f := range c.fields {
			f.Publish(b.values.Text(key), "")
		}
		c.modal.Show(c.session.Window.Canvas())
	})
}

// label says whose the number is.
func (c *Call) label() string {
	for _, n := range c.numbers {
		if n.Text == c.number.Text() {
			return i18n.Localize(n.Label)
		}
	}
	return ""
}

// chooseNumber offers the numbers that are known, each with whose it is.
func (c *Call) chooseNumber() {
	entry.ShowLookup(c.number, entry.Lookup{
		Width: 420, Current: c.number.Text(),
		Search: func(text string, done func([]entry.LookupItem)) {
			var items []entry.LookupItem
			for _, n := range c.numbers {
				if strings.Contains(n.Text, text) {
					items = append(items, entry.LookupItem{Value: n.Text, Text: i18n.Localize(n.Label)})
				}
			}
			done(items)
		},
		OnTake: func(values []string) {
			c.number.Type(values[0])
			c.number.SetTail(c.label())
			c.number.Focus()
		},
	})
}

// dial calls the number.
func (c *Call) dial() {
	dial(c.session, c.number.Text(), func(text string) { c.modal.SetStatus(text, true) })
}

// dial calls a number, or says that there is none.
func dial(s *session.Session, number string, say func(string)) {
	if dialed := interaction.Dialed(number); dialed != "" {
		s.Services.Dial(dialed)
		return
	}
	say(i18n.T("calls.there_is_no_number_to_dial"))
}

// values are what the call is recorded with: what is other than was proposed, and the
// number and the moment as they stand there.
func (c *Call) values() map[string]string {
	values := map[string]string{"contact_via": c.number.Text(), "attempt_failed": "Yes"}
	if c.successful.On() {
		values["attempt_failed"] = "No"
	}
	for key, f := range c.fields {
		text := f.Text()
		if text == "" && f.Spec.Type == catalog.Decimal {
			text = "0"
		}
		if text != c.proposed.Text(key) || key == "date" || key == "time_of_interaction" {
			values[key] = text
		}
	}
	return values
}

// unsaved reports whether there is something that only saving keeps.
func (c *Call) unsaved() bool {
	return field.Unsaved(c.fields)() || c.comment.Text() != "" || !c.successful.On()
}

// save records the call, or says at the foot what is wrong with it.
func (c *Call) save() {
	params := c.params.from()
	params.Fields, params.Comment = c.values(), c.comment.Text()
	var made interaction.Made
	c.modal.SetOK(false)
	c.Tasks.Write(func(ctx context.Context) (err error) {
		made, err = c.session.Interactions.Call(ctx, params)
		return err
	}, func(err error) {
		c.modal.SetOK(true)
		if err != nil {
			c.modal.SetStatus(work.Text(err), true)
			return
		}
		c.modal.Close()
		c.Tasks.Close()
		c.params.Done(i18n.T("calls.call_is_recorded", "entry", entryNo(made)), func() { c.takeBack(made) })
	})
}

// takeBack takes the call back that was recorded.
func (c *Call) takeBack(made interaction.Made) {
	c.Tasks.Write(func(ctx context.Context) error { return c.session.Interactions.TakeBackCall(ctx, made) }, func(err error) {
		if err != nil {
			c.session.Tell(err, func(text string) { c.params.Done(text, nil) })
			return
		}
		c.params.Done(i18n.T("calls.call_is_taken_back", "entry", entryNo(made)), nil)
	})
}
