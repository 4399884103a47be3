package card

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// interactionKeys are the fields of the FastTab Interaction, row by row.
var interactionKeys = []string{
	"interaction_template_code", "subject_default",
	"correspondence_type_default", "ignore_contact_corres_type",
	"language_code_default", "information_flow",
	"unit_cost_lcy", "initiated_by",
	"unit_duration_min", "send_word_docs_as_attmt",
	wordTemplate,
}

// header is the three FastTabs with the segment's own fields.
type header struct {
	card                           *Card
	fields                         map[string]*headerField
	general, interaction, campaign *widget.FastTab
	tabOf                          map[string]*widget.FastTab
	lines, steps                   *widget.Value
	cost, duration, campaignName   *widget.Value
}

func newHeader(c *Card) *header {
	h := &header{card: c, fields: map[string]*headerField{}, tabOf: map[string]*widget.FastTab{}}
	for _, f := range segment.HeaderFields() {
		h.fields[f.Key] = newHeaderField(c, f)
	}
	h.lines, h.steps = widget.NewValue("", widget.Right), widget.NewValue("", widget.Right)
	h.steps.OnTap = c.criteria
	h.cost, h.duration = widget.NewValue("", widget.Right), widget.NewValue("", widget.Right)
	h.campaignName = widget.NewValue("", widget.Left)
	h.fields["no"].entry.OnEnter = h.enterNo

	h.general = h.tab(i18n.T("common.general"),
		h.field("no"), h.field("date"),
		h.field("description"), entry.Field{Caption: i18n.T("common.no_of_lines"), Object: h.lines},
		h.field("salesperson_code"), entry.Field{Caption: i18n.T("common.no_of_criteria_actions"), Object: h.steps})
	var fields []entry.Field
	for _, key := range interactionKeys {
		fields = append(fields, h.field(key))
	}
	fields = append(fields, entry.Field{Caption: i18n.T("card.cost_lcy_all_lines"), Object: h.cost},
		entry.Field{Caption: i18n.T("card.duration_min_all_lines"), Object: h.duration})
	h.interaction = h.tab(i18n.T("card.interaction"), fields...)
	h.campaign = h.tab(i18n.T("caption.campaign"),
		h.field("campaign_no"), h.field("campaign_target"),
		entry.Field{Caption: i18n.T("card.campaign_description"), Object: h.campaignName}, h.field("campaign_response"))
	h.interaction.SetOpen(false)
	h.campaign.SetOpen(false)
	return h
}

func (h *header) field(key string) entry.Field {
	f := h.fields[key]
	return entry.Field{Caption: i18n.Translate(f.spec.Caption), Object: f.object()}
}

func (h *header) tab(caption string, fields ...entry.Field) *widget.FastTab {
	grid := entry.NewFields(fields...)
	grid.CaptionWidth = 172
	if len(fields) > 6 { // longer captions
		grid.CaptionWidth = 200
	}
	tab := widget.NewFastTab(caption, grid)
	for _, shown := range fields {
		for key, f := range h.fields {
			if f.object() == shown.Object {
				h.tabOf[key] = tab
			}
		}
	}
	return tab
}

func (h *header) tabs() []*widget.FastTab {
	return []*widget.FastTab{h.general, h.interaction, h.campaign}
}

// first is what gets the keyboard at first: the lines of a segment that there
// is, the No. of one to be made.
func (h *header) first() fyne.Focusable {
	if h.card.no == "" {
		return h.fields["no"].entry.Focusable()
	}
	return h.card.lines.list
}

func (h *header) focusedIn(tab *widget.FastTab) bool {
	for key, f := range h.fields {
		if h.tabOf[key] == tab && f.focused() {
			return true
		}
	}
	return false
}

// enterNo is Enter in No.: an empty one takes the next of the series.
func (h *header) enterNo() {
	c := h.card
	if c.no == "" && strings.TrimSpace(h.fields["no"].entry.Text()) == "" {
		c.create("", nil, nil)
	}
	h.fields["description"].entry.Focus()
}

// enable lets the fields be changed, or only be read.
func (h *header) enable(on bool) {
	for _, f := range h.fields {
		f.enable(on)
	}
}

// publish shows the values that were read.
func (h *header) publish() {
	read := h.card.read
	for key, f := range h.fields {
		f.publish(read.segment.Text(key), read.names[key], read.unknown[key])
	}
	h.lines.SetText(widget.Number(read.segment.Lines))
	h.steps.SetText(widget.Number(read.segment.Step))
	h.campaignName.SetText(read.names["campaign_no"])
	number := catalog.Field{Type: catalog.Decimal}
	h.cost.SetText(i18n.Value(number, read.cost))
	h.duration.SetText(i18n.Value(number, read.duration))
	h.summaries()
}

// summaries show the fields that matter in the headings of collapsed tabs.
func (h *header) summaries() {
	seg, names := h.card.read.segment, h.card.read.names
	h.general.SetSummary("", joined(seg.No, seg.Text("description"), i18n.Shown(h.fields["date"].spec, seg.Text("date")), seg.Text("salesperson_code"),
		i18n.T("card.n_criteria_actions", "count", seg.Step)))
	subject := seg.Text("subject_default")
	if subject != "" {
		subject = i18n.T("card.subject", "subject", subject)
	}
	h.interaction.SetSummary("", joined(seg.Text("interaction_template_code"), names["interaction_template_code"], subject,
		i18n.Translate(seg.Text("correspondence_type_default")), seg.Text("language_code_default")))
	h.campaign.SetSummary("", joined(seg.Text("campaign_no"), names["campaign_no"]))
}

// joined sets what there is of some texts side by side.
func joined(texts ...string) string {
	return i18n.Join(" · ", texts...)
}

// sentences sets what there is of some texts behind each other.
func sentences(texts ...string) string {
	return i18n.Join("; ", texts...)
}

// filledText says how many fields a template filled.
func filledText(n int) string {
	if n == 0 {
		return ""
	}
	return i18n.T("card.n_fields_filled_from_template", "count", n)
}

// keptText names the fields that a template did not fill, as they were typed.
func keptText(kept []catalog.Field) string {
	if len(kept) == 0 {
		return ""
	}
	captions := make([]string, len(kept))
	for i, f := range kept {
		captions[i] = i18n.Translate(f.Caption)
	}
	return i18n.T("card.kept_as_typed_fields", "fields", strings.Join(captions, ", "))
}

// refuse marks a field whose value was not taken.
func (h *header) refuse(key string, err error) {
	f := h.fields[key]
	if f.entry == nil || h.card.Tasks.Closed() {
		h.card.session.Go.Fail(err)
		f.reset(h.card.read.segment.Text(key))
		return
	}
	h.tabOf[key].SetOpen(true)
	before := i18n.Shown(f.spec, h.card.read.segment.Text(key))
	if company.OfFile(err) {
		f.entry.Refuse(before, i18n.T("common.not_saved"))
		h.card.session.Go.Fail(err)
		return
	}
	f.entry.Refuse(before, strings.TrimPrefix(work.Text(err), i18n.Translate(f.spec.Caption)+": "))
}

// set changes one field, of the segment that there is or that this makes. Where
// lines follow the field it asks first whether they shall.
func (h *header) set(key, typed string) {
	c := h.card
	switch {
	case c.gone:
	case c.no == "" && key == "no":
		c.create(typed, nil, nil)
	case c.no == "":
		c.create("", map[string]string{key: typed}, nil)
	case segment.Follows(key) && c.read.segment.Lines > 0:
		h.askFollow(key, typed)
	default:
		h.write(key, typed, false)
	}
}

// askFollow asks whether the lines shall follow a change.
func (h *header) askFollow(key, typed string) {
	n := h.card.read.segment.Lines
	text := i18n.T("card.n_lines_of_segment_follow_field_unless", "count",
		n, "field", i18n.Translate(h.fields[key].spec.Caption))
	body := widget.NewParagraph(text)
	body.Width = 440
	m := &widget.Modal{
		Title: i18n.T("card.change_lines_too"), Body: widget.NewStack(8, 16, body), Width: 480,
		OK: i18n.T("common.yes"), No: i18n.T("common.no"),
		OnNo:     func() { h.write(key, typed, true) },
		OnCancel: func() { h.fields[key].reset(h.card.read.segment.Text(key)) },
	}
	m.OnOK = func() {
		m.Close()
		h.write(key, typed, false)
	}
	// What was pressed in the field may still move the keyboard on.
	fyne.Do(func() { m.Show(h.card.session.Window.Canvas()) })
}

// write saves a field; with keep the lines keep what they show now.
func (h *header) write(key, typed string, keep bool) {
	c := h.card
	c.bar.SetStatus("") // what was saved before is not this
	no := c.no
	var after segment.HeaderChanged
	var edit undoEntry
	change := segment.HeaderChange{Fields: map[string]string{key: typed}, Keep: keep}
	edit.again = func(ctx context.Context, no string) (string, error) {
		seg, err := c.session.Segments.SetHeader(ctx, no, change)
		return seg.No, err
	}
	c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("card.changing_segment_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if edit.before, err = c.session.Segments.OwnValues(ctx, no, segment.OwnValuesParams{All: keep}); err != nil {
			return err
		}
		after, err = c.session.Segments.SetHeader(ctx, no, change)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			h.fields[key].reset(c.read.segment.Text(key))
		case err != nil:
			h.refuse(key, err)
		default:
			c.together.undo.push(edit)
			c.no = after.No
			c.sayEdit(sentences(i18n.T("common.saved"), filledText(len(after.Filled)), keptText(after.Kept)), c.back)
			c.changed()
		}
	})
}
