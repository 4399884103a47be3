package interaction

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// comments shows what was said of the current entry, and takes more.
func (p *List) comments() {
	if e, ok := p.item(p.table.List.Current()); ok {
		askComment(p.session, p.table.Tasks, e, func() {
			p.table.Say(i18n.T("interactions.comment_added"))
			p.table.Reload()
		})
	}
}

// askComment shows an entry's comments and asks for another.
func askComment(s *session.Session, tasks *work.Tasks, e interaction.Entry, added func()) {
	area := entry.NewArea(90, nil)
	m := &widget.Modal{
		Title: i18n.T("interactions.comments"), Subtitle: title(e), Width: 560, OK: i18n.T("common.add"), Cancel: i18n.T("common.close"),
		Body: widget.NewStack(8, 16, append(commentLines(e), area)...), Unsaved: func() bool { return area.Text() != "" },
	}
	m.OnOK = func() {
		m.SetOK(false)
		text := area.Text()
		tasks.Write(func(ctx context.Context) error {
			return s.Interactions.Comment(ctx, e.No, text, false, filter.Env{})
		}, func(err error) {
			m.SetOK(true)
			if err != nil {
				m.SetStatus(work.Text(err), true)
				return
			}
			m.Close()
			added()
		})
	}
	m.Show(s.Window.Canvas())
}

// commentLines are an entry's comments. Their asterisks make nothing bold.
func commentLines(e interaction.Entry) (lines []fyne.CanvasObject) {
	for _, text := range e.Comments {
		lines = append(lines, widget.NewParagraph(strings.ReplaceAll(text, "**", "* *")))
	}
	return lines
}

// title names an interaction in one line: what it was, and by or from whom. What has no
// description is called by its template, or else by its number.
func title(e interaction.Entry) string {
	said := cmp.Or(e.Text("description"), e.Text("interaction_template_code"), e.Text("entry_no"))
	const outbound, inbound = int64(1), int64(2)
	switch by, from := e.Text("salesperson_code"), e.ContactName; {
	case e.Value("information_flow") == outbound && by != "":
		return i18n.T("interactions.what_by_whom", "what", said, "who", by)
	case e.Value("information_flow") == inbound && from != "":
		return i18n.T("interactions.what_from_whom", "what", said, "who", from)
	}
	return said
}
