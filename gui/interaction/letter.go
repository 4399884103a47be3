package interaction

import (
	"context"

	"winnow/core/interaction"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// openLetter opens the letter of a new interaction for its person to write, and asks
// then whether what was written shall be kept. say says what came of it, or is nil.
func openLetter(s *session.Session, no int64, say func(string)) {
	if say == nil {
		say = func(string) {}
	}
	tasks := work.NewTasks()
	showAttachment(s, tasks, no, say, func(path string) {
		widget.Ask(s.Window.Canvas(), widget.Question{
			Title: i18n.T("interactions.letter_is_open"), Text: i18n.T("interactions.write_save_and_keep_letter", "file", path),
			Yes: i18n.T("interactions.keep_what_is_written"), No: i18n.T("interactions.keep_as_it_was_made"),
			OnYes: func() { keepFile(s, tasks, no, path, say, say) },
		})
	})
}

// addDocument asks for a file of a person's own, and keeps it with an interaction.
func addDocument(s *session.Session, tasks *work.Tasks, no int64, done func(said string), say func(string)) {
	s.Services.Source(kept, func(path string) { keepFile(s, tasks, no, path, done, say) })
}

// keepFile keeps a file with an interaction, and tells done so, or say why it cannot be.
func keepFile(s *session.Session, tasks *work.Tasks, no int64, path string, done func(said string), say func(string)) {
	tasks.Write(func(ctx context.Context) error {
		file, err := readFile(path)
		if err != nil {
			return err
		}
		return s.Interactions.AddDocument(ctx, no, file, false)
	}, func(err error) {
		if err != nil {
			s.Tell(err, say)
			return
		}
		done(i18n.T("interactions.file_is_kept", "entry", key(no)))
	})
}

// AskResponse asks for the answer to an interaction: of its contact, for its campaign,
// today.
func AskResponse(s *session.Session, entry int64, done func(said string)) {
	tasks := work.NewTasks()
	var response interaction.NewParams
	tasks.Run(func(ctx context.Context) (err error) {
		response, err = s.Interactions.Response(ctx, entry)
		return err
	}, func(err error) {
		tasks.Close()
		if err != nil {
			s.Tell(err, done)
			return
		}
		Ask(s, CreateParams{Contact: response.Contact, Template: response.Template, Fields: response.Fields, Done: done})
	})
}
