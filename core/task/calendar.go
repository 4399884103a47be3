package task

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/contentline"
	"winnow/core/output"
)

// Kind is tasks for calendar programs among the outputs.
func Kind() output.Kind { return output.Kind{Key: "tasks", Name: "Tasks"} }

// CalendarParams say which tasks are written, and where.
type CalendarParams struct {
	Query
	// Path is the .ics file; Force replaces one that is there.
	Path  string
	Force bool
	// IncludeBlocked writes tasks about Privacy Blocked contacts too.
	IncludeBlocked bool
}

// WriteCalendar writes tasks as iCalendar to-dos. Rows counts them, Blocked those about
// Privacy Blocked contacts, which are left out unless they are asked for. Errors are
// those of an output.
func (s *Store) WriteCalendar(ctx context.Context, p CalendarParams) (output.Result, error) {
	settings, err := s.company.Values(ctx)
	if err != nil {
		return output.Result{}, err
	}
	to := output.Output{Kind: Kind(), Path: p.Path, Force: p.Force, IncludeBlocked: p.IncludeBlocked}
	return to.Write(ctx, s.company, func(file *os.File, r *output.Result) error {
		w := calendar{out: bufio.NewWriterSize(file, 1<<16), now: s.company.Now().UTC(), of: settings[company.CompanyName]}
		w.line("BEGIN", "VCALENDAR")
		w.line("VERSION", "2.0")
		w.line("PRODID", "-//Winnow//Winnow//EN")
		err := s.Each(ctx, p.Query, func(t Task) error {
			if t.Blocked {
				if r.Blocked++; !p.IncludeBlocked {
					return nil
				}
			}
			r.Rows++
			return w.task(t)
		})
		if err != nil {
			return err
		}
		if r.Rows == 0 {
			return core.NewProblem(core.NotFound, "task.no_task_to_write")
		}
		w.line("END", "VCALENDAR")
		return w.out.Flush()
	})
}

// calendar writes an iCalendar file. What goes wrong is told by its buffer's Flush.
type calendar struct {
	out *bufio.Writer
	now time.Time
	// of is the company's name, by which its tasks differ from another's.
	of string
}

func (w calendar) line(property, value string) { contentline.Write(w.out, property, value) }

// text writes a property that is a text, if there is any.
func (w calendar) text(property, text string) {
	if strings.TrimSpace(text) != "" {
		w.line(property, contentline.Escape(text, ",;"))
	}
}

// How iCalendar writes a moment in UTC, a day, and a time of day without a zone.
const (
	momentForm = "20060102T150405Z"
	dayForm    = "20060102"
	localForm  = "20060102T150405"
)

func (w calendar) task(t Task) error {
	w.line("BEGIN", "VTODO")
	of := sha256.Sum256([]byte(w.of))
	w.text("UID", fmt.Sprintf("%s-%x@winnow.invalid", t.No, of[:4]))
	w.line("DTSTAMP", w.now.Format(momentForm))
	w.text("SUMMARY", t.Code("description"))
	if err := w.when(t); err != nil {
		return err
	}
	w.state(t)
	w.line("PRIORITY", []string{"9", "5", "1"}[t.Number("priority")])
	w.text("CATEGORIES", t.Text("type"))
	w.text("LOCATION", t.Code("location"))
	var about []string
	for _, text := range []string{t.ContactName, t.ContactCompanyName, t.phone} {
		if text != "" && (len(about) == 0 || about[0] != text) {
			about = append(about, text)
		}
	}
	w.text("CONTACT", strings.Join(about, ", "))
	if no := t.Code("contact_no"); no != "" {
		about = append(about, no)
	}
	w.text("DESCRIPTION", strings.Join(about, "\n"))
	w.line("END", "VTODO")
	return nil
}

// when writes the day on which a task is due, and from when to when it takes where
// that is known. Times are those of wherever the calendar is.
func (w calendar) when(t Task) error {
	day := t.Code("date")
	if day == "" {
		return nil
	}
	due, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return fmt.Errorf("read the date of task %s: %w", t.No, err)
	}
	at, err := time.Parse("15:04", t.Code("start_time"))
	if err != nil {
		w.line("DUE;VALUE=DATE", due.Format(dayForm))
		return nil
	}
	due = due.Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
	if minutes, _ := t.Value("duration").(float64); minutes > 0 {
		w.line("DTSTART", due.Format(localForm))
		due = due.Add(time.Duration(minutes * float64(time.Minute)))
	}
	w.line("DUE", due.Format(localForm))
	return nil
}

// state writes what became of a task.
func (w calendar) state(t Task) {
	switch {
	case t.Flag("canceled"):
		w.line("STATUS", "CANCELLED")
	case t.Flag("closed"):
		w.line("STATUS", "COMPLETED")
		w.line("PERCENT-COMPLETE", "100")
		if day, err := time.Parse(time.DateOnly, t.Code("date_closed")); err == nil {
			w.line("COMPLETED", day.Format(momentForm))
		}
	case t.Number("status") == statusInProgress:
		w.line("STATUS", "IN-PROCESS")
	default:
		w.line("STATUS", "NEEDS-ACTION")
	}
}
