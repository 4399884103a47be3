package card

import (
	"context"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// splitting is the dialog that makes each part of the segment a segment of its own.
type splitting struct {
	card  *Card
	tasks *work.Tasks
	modal *widget.Modal
	parts *entry.Entry
	order *filters.Order
}

// askSplit asks into which parts the segment is split.
func (c *Card) askSplit() {
	d := &splitting{card: c, tasks: work.NewTasks(), parts: entry.New(theme.IconNone)}
	said := func() { d.modal.SetStatus("", false) }
	d.order = filters.NewOrder(c.session.Company.Catalog(), filters.OrderTexts{Own: i18n.T("card.split_as_lines_are"), Per: i18n.T("card.split_keep_together"),
		None: i18n.T("card.split_keep_nothing")}, said)
	d.parts.OnChanged = func(string) { said() }
	d.parts.SetPlaceholder(i18n.T("card.split_parts_example"))
	first := entry.Field{Caption: i18n.T("card.split_parts"), Object: d.parts}
	fields := entry.NewFields(append([]entry.Field{first}, d.order.Fields()...)...)
	fields.CaptionWidth = 172
	d.modal = &widget.Modal{
		Title: i18n.T("card.split"), Subtitle: i18n.T("card.each_part_of_segment_becomes_segment", "segment", c.title()),
		Body:  widget.NewStack(10, 16, fields, widget.NewParagraph("~~"+i18n.T("card.split_of_each_stays_whole")+"~~")),
		Width: 820, OnOK: d.split, OnCancel: d.tasks.Close,
	}
	d.modal.Show(c.session.Window.Canvas())
}

// params are what the dialog asks for.
func (d *splitting) params() (segment.SplitParams, error) {
	take := criteria.Take{}
	d.order.Read(&take)
	p := segment.SplitParams{By: take.By, Seed: take.Seed, Per: take.Per, Locale: i18n.Locale()}
	typed := strings.TrimSpace(d.parts.Text())
	if n, err := strconv.Atoi(typed); err == nil || typed == "" {
		p.Parts = n
		return p, nil
	}
	for word := range strings.SplitSeq(typed, ",") {
		size := segment.Size{Rest: strings.EqualFold(strings.TrimSpace(word), i18n.T("card.split_rest"))}
		if !size.Rest {
			ok := false
			if size.Count, size.Percent, ok = criteria.ReadAmount(word); !ok {
				return p, core.NewProblem(core.Invalid, "card.split_parts_are_wrong", "example", i18n.T("card.split_parts_example"))
			}
		}
		p.Sizes = append(p.Sizes, size)
	}
	return p, nil
}

func (d *splitting) split() {
	c := d.card
	p, err := d.params()
	if err != nil {
		d.modal.SetStatus(work.Text(err), true)
		return
	}
	var parts []segment.Part
	d.modal.SetOK(false)
	d.tasks.RunSlow(c.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		parts, err = c.session.Segments.Split(ctx, c.no, p)
		return err
	}, session.Submitted(d.modal, d.tasks, func() {
		first, last := parts[0].No, parts[len(parts)-1].No
		c.sayUndo(i18n.T("card.split_into_parts", "count", len(parts), "first", first, "last", last), func() { c.undoSplit(parts) })
	}))
}

// undoSplit deletes the parts that nobody has changed since.
func (c *Card) undoSplit(parts []segment.Part) {
	var kept []string
	c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		kept, err = c.session.Segments.DropParts(ctx, parts)
		return err
	}, c.session.Ended(c.say, func() {
		if len(kept) > 0 {
			c.say(i18n.T("card.parts_deleted_but", "kept", strings.Join(kept, ", ")))
			return
		}
		c.say(i18n.T("card.parts_deleted", "count", len(parts)))
	}))
}
