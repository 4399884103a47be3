package interaction

import (
	"context"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/output"
	"winnow/gui/i18n"
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

func (p *List) attachment(no int64) { showAttachment(p.session, p.table.Tasks, no, p.table.Say) }

// showAttachment asks where to, writes what went out with an entry, and opens it.
func showAttachment(s *session.Session, tasks *work.Tasks, no int64, say func(string)) {
	var write func(path string, replace bool)
	write = func(path string, replace bool) {
		var written output.Result
		tasks.RunSlow(s.Window.Canvas(), i18n.T("common.exporting_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
			written, err = s.Interactions.WriteDocument(ctx, no, path, replace)
			return err
		}, func(err error, stopped bool) {
			switch {
			case stopped:
				say(i18n.T("common.stopped_no_file_was_written"))
			case core.IsKind(err, core.Exists) && !replace:
				transfer.AskReplace(s.Window, path, func() { write(path, true) })
			case err != nil:
				s.Go.Fail(err)
			default:
				say(i18n.T("common.saved_as_file", "file", written.Path))
				s.Services.OpenFile(written.Path)
			}
		})
	}
	var document attachment.Document
	tasks.Run(func(ctx context.Context) (err error) {
		document, err = s.Interactions.Document(ctx, no)
		return err
	}, func(err error) {
		if err != nil {
			s.Tell(err, say)
			return
		}
		s.Services.Target("", document.FileName, []string{"." + document.Kind}, func(path string) { write(path, false) })
	})
}
