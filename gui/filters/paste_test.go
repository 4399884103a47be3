package filters_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/gui/entry"
	"winnow/gui/guitest"
)

// paste pastes a text into an entry as Ctrl+V does.
func paste(s *guitest.Stage, e *entry.Entry, text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	e.Focus()
	s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
}

// long is a filter of ten thousand contacts.
func long() string {
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "CT%05d|", i)
	}
	return b.String() + "ANN"
}

// A column copied from Excel becomes a filter; what is not found is told.
func TestPasteColumn(t *testing.T) {
	s, tasks, done := open(t, criteria.Add)
	no := s.Entry("Contact", "No.")
	paste(s, no, "No.\r\nann\r\nBOB\r\nX|Y\r\n")
	s.Settle(tasks)
	want(t, "filter", no.Text(), "ANN|BOB|'X|Y'")
	want(t, "note", no.Meaning(), "2 of 3 found; not found: X|Y")
	shows(s, "2 contacts will be added")

	no.Offer().Press()
	s.Settle(tasks)
	shows(s, "Values of No.", "3 values in the filter", "X|Y")
	s.Button("Copy").Press()
	want(t, "copied", fyne.CurrentApp().Clipboard().Content(), "X|Y")
	s.Button("Leave out those not found").Press()
	s.Settle(tasks)
	want(t, "filter after", no.Text(), "ANN|BOB")
	want(t, "note after", no.Meaning(), "2 values, all found")

	no.Type("ANN")
	s.Settle(tasks)
	want(t, "what is typed is no longer what was pasted", no.Meaning(), "")
	s.Button("OK").Press()
	s.Settle(tasks)
	want(t, "lines", done.LinesAfter, 1)
}

// E-mails are found in any case; one cell is pasted as it is.
func TestPasteMails(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	more(s, "e-mail")
	mail := s.Entry("Contact", "E-Mail")
	paste(s, mail, "Ann Beebe\tAnn@Alpine.example\nCarl Brand\tcarl@relecloud.example\n")
	s.Settle(tasks)
	want(t, "filter", mail.Text(), "@Ann@Alpine.example|carl@relecloud.example")
	shows(s, "2 values, all found", "2 contacts will be added")
	paste(s, mail, "")
	mail.Type("")
	paste(s, mail, "*@alpine.example\r\n")
	s.Settle(tasks)
	want(t, "one cell", mail.Text(), "*@alpine.example")
}

// Ten thousand values are a chip, which can be looked into; nothing else of the
// dialog changes.
func TestPasteTenThousand(t *testing.T) {
	s, tasks, done := open(t, criteria.Add)
	no := s.Entry("Contact", "No.")
	paste(s, no, strings.ReplaceAll(long(), "|", "\r\n"))
	s.Settle(tasks)
	shows(s, "10,001 values", "1 of 10,001 found", "1 contact will be added")
	want(t, "text", no.Text(), long())
	no.OnLookup()
	s.Settle(tasks)
	shows(s, "Values of No.", "CT00000")
	s.Button("Close").Press()
	s.Button("OK").Press()
	s.Settle(tasks)
	want(t, "lines", done.LinesAfter, 1)
}

// Values that came back from the last time can be looked into as well.
func TestValuesOfLastUsed(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Entry("Contact", "No.").Type(long())
	s.Settle(tasks)
	s.Entry("Contact", "No.").OnLookup()
	s.Settle(tasks)
	shows(s, "10,001 values in the filter", "10,000 of them are not found")
}

// A column of which nothing is a value of the field changes nothing.
func TestPasteNothing(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Tab("Contact Profile Answer").SetOpen(true)
	line := s.Entry("Contact Profile Answer", "Line No.")
	line.Type("10000")
	paste(s, line, "yes\nno\n")
	s.Settle(tasks)
	want(t, "filter", line.Text(), "10000")
}
