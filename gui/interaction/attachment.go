package interaction

import (
	"context"

	"winnow/core/attachment"
	"winnow/core/output"
	"winnow/gui/session"
	"winnow/gui/transfer"
	"winnow/gui/work"
)

// showAttachment shows what went out with the current entry.
func (p *List) showAttachment() {
	if e, ok := p.item(p.table.List.Current()); ok {
		p.attachment(e.No)
	}
}

func (p *List) attachment(no int64) {
	showAttachment(p.session, p.table.Tasks, no, p.table.Say, nil)
}

// showAttachment asks where to, writes what went out with an entry, and opens it; done,
// if it is there, receives where.
func showAttachment(s *session.Session, tasks *work.Tasks, no int64, say func(string), done func(path string)) {
	var document attachment.Document
	tasks.Run(func(ctx context.Context) (err error) {
		document, err = s.Interactions.Document(ctx, no)
		return err
	}, func(err error) {
		if err != nil {
			s.Tell(err, say)
			return
		}
		transfer.Save(s, transfer.SaveParams{
			Tasks: tasks, Name: document.FileName, Extensions: []string{"." + document.Kind}, Say: say, Done: done,
			Write: func(ctx context.Context, path string, replace bool) (output.Result, error) {
				return s.Interactions.WriteDocument(ctx, no, path, replace)
			},
		})
	})
}
