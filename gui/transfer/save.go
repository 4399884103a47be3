package transfer

import (
	"context"

	"winnow/core"
	"winnow/core/output"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// SaveParams say what is written to a file that a person chooses.
type SaveParams struct {
	Tasks *work.Tasks
	// Name is the file's at first, Extensions are those that it may have.
	Name       string
	Extensions []string
	// Write writes it; it refuses a file that is there unless it may replace it.
	Write func(ctx context.Context, path string, replace bool) (output.Result, error)
	// Say says what came of it.
	Say func(string)
	// Done, if it is there, receives where it was written, after it was opened.
	Done func(path string)
}

// Save asks where to, writes a file there and opens it.
func Save(s *session.Session, p SaveParams) {
	s.Services.Target("", p.Name, p.Extensions, func(path string) { p.save(s, path, false) })
}

func (p SaveParams) save(s *session.Session, path string, replace bool) {
	var written output.Result
	p.Tasks.RunSlow(s.Window.Canvas(), i18n.T("common.exporting_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		written, err = p.Write(ctx, path, replace)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			p.Say(i18n.T("common.stopped_no_file_was_written"))
		case core.IsKind(err, core.Exists) && !replace:
			widget.AskReplace(s.Window.Canvas(), path, func() { p.save(s, path, true) })
		case err != nil:
			s.Go.Fail(err)
		default:
			p.Say(i18n.T("common.saved_as_file", "file", written.Path))
			s.Services.OpenFile(written.Path)
			if p.Done != nil {
				p.Done(written.Path)
			}
		}
	})
}
