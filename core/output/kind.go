package output

import (
	"context"
	"image"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/segment"
)

// Kind is a form in which contacts leave the company file. Package all lists the
// kinds. Its texts for people are ids; what its file and
// its rows are called have the ids output.file.KEY, output.name.KEY and
// winnowctl.rows.KEY.
type Kind struct {
	// Key names the kind in what is remembered of it: "covers".
	Key string
	// Name is what the log of outputs calls it: "Cover Sheets".
	Name string
	// Menu is its entry in the menu of a segment's outputs, "" for none, and Icon
	// the drawing beside that.
	Menu, Icon string
	// Form asks for it where it needs no more than choices; a kind without a Form
	// has a command and a dialog of its own.
	Form *Form
}

// Form is what the front ends need to ask for an output and to tell of it.
type Form struct {
	// Command is its word on a command line, Help says there what it does, More
	// what else is to know, and Example how it is used.
	Command, Help, More string
	Example             Example
	// Ending is that of the file: ".pdf".
	Ending string
	// Title heads a dialog, for {{.segment}}; About says what becomes of {{.n}} lines, in singular
	// and plural; Running is said while it is written.
	Title, About, Running string
	Choices               []Choice
	Write                 func(ctx context.Context, c *company.Company, s *segment.Store, no string, o Order) (Result, error)
	// Picture draws the first page, so many pixels wide; nil where nothing is printed.
	Picture func(ctx context.Context, c *company.Company, s *segment.Store, no string, o Order, width int) (image.Image, error)
}

// Example is a file with one of the choices.
type Example struct{ File, Choice, Value string }

// Printed reports whether the output is pages to print.
func (f *Form) Printed() bool { return f.Ending == ".pdf" }

// Choice is something that is chosen for an output: one of the options, yes or no, a
// file, or where it is none of these a day.
type Choice struct {
	Key, Caption string
	// Help explains it in a sentence, with the values for %s.
	Help string
	// Options are what there is to choose from, the usual one first.
	Options []Option
	// Switch says that it is yes, which is chosen as "yes", or no, which is "". Text is
	// the id of what stands beside its box.
	Switch bool
	Text   string
	// Endings are those of the files to choose from; "" is no file. Several says that
	// there may be more than one, which are chosen as a list as the system writes paths.
	Endings []string
	Several bool
}

// Option is a value to choose, and a Text that explains it, or "".
type Option struct{ Value, Text string }

// Values returns the values of the options.
func (c Choice) Values() []string {
	var list []string
	for _, o := range c.Options {
		list = append(list, o.Value)
	}
	return list
}

// Order says what an output with a Form is like.
type Order struct {
	// Path is the file to write.
	Path string
	// Force replaces an existing file.
	Force bool
	// Trial writes nothing, and says what would be written.
	Trial bool
	// IncludeBlocked writes Privacy Blocked contacts too.
	IncludeBlocked bool
	// Progress receives how many of the segment's lines are done.
	Progress func(done, total int)
	// Chosen are the values of the choices; "" for the usual, for no, for no file, or
	// today.
	Chosen map[string]string
	// Locale is the language of what stands around the contacts.
	Locale core.Locale
}
