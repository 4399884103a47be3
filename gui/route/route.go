// Package route names where one can go in the window. A page that wants to lead to
// another opens its route, which is a value, so that the pages need not import each
// other:
//
//	s.Go.Open(route.Segment{No: "SM00001"})
//
// The window has one list of what each route leads to. A page that none but Find
// leads to can declare its route itself.
package route

// Route is where one can go: a struct of this package, or of a page's own. Two
// routes that lead to the same place are equal.
type Route any

// Pages and dialogs that show all there is of something.
type (
	// About tells of the program.
	About struct{}
	// Changes tells what is new.
	Changes struct{}
	// Distincts lists the pairs of contacts that are not the same.
	Distincts struct{}
	// Duplicates lists the contacts that may be the same.
	Duplicates struct{}
	// Find is the box in which one types where to go.
	Find struct{}
	// Help tells of the filter language and the keys.
	Help struct{}
	// Home is the first page.
	Home struct{}
	// Postponed lists the interactions that are to be finished later.
	Postponed struct{}
	// Outputs lists what left the company file.
	Outputs struct{}
	// SavedCriteria lists the saved criteria.
	SavedCriteria struct{}
	// Settings are the company's and the program's.
	Settings struct{}
	// Templates lists the Word templates.
	Templates struct{}
	// OwnFields lists the fields that contacts have in this company only.
	OwnFields struct{}
)

// Campaign is the card of one campaign.
type Campaign struct{ No string }

// Campaigns lists the campaigns; with Running, those that run today.
type Campaigns struct{ Running bool }

// CampaignEntries lists the entries of campaigns; with a title of its own where it
// lists some.
type CampaignEntries struct {
	Title string // "" for "Campaign Entries"
	Where Where
}

// CampaignSegments lists the segments of a campaign, active and logged.
type CampaignSegments struct{ No string }

// Call asks what came of a phone call with a contact, with that of a segment's line, or
// with that of a task.
type Call struct {
	Contact, Segment string
	Line             int64
	Task             string
}

// CallRound is the page to call the contacts of a segment one after the other.
type CallRound struct{ Segment string }

// Codes lists the rows of a code table; without one it lists the tables.
type Codes struct {
	Table string
	// Of is the code of the row whose parts alone are listed, or "".
	Of string
}

// Compare compares two segments, by their numbers.
type Compare struct{ A, B string }

// Contact is the page of one contact.
type Contact struct{ No string }

// Contacts lists the contacts; with Only, those; with Search, those that have it
// in any of their fields, whatever the list was filtered to before.
type Contacts struct {
	Title  string // "" for "Contacts"
	Only   List[int64]
	Search string
	Where  Where
}

// Criteria are the steps of a segment.
type Criteria struct{ No string }

// EditStep opens the dialog of an earlier step of a segment, to change it.
type EditStep struct {
	Segment string
	Step    int
}

// Explain tells why a contact is in a segment, or is not.
type Explain struct{ Segment, Contact string }

// Export asks how a segment shall be exported.
type Export struct{ No string }

// Import brings files in; it asks which unless some are given.
type Import struct{ Paths List[string] }

// Mailing lists the messages of a mailing that was sent, by its entry in the output log.
type Mailing struct{ EntryNo int64 }

// Interaction is the page of one interaction, by its Entry No.
type Interaction struct{ Entry int64 }

// Interactions lists what happened with contacts; with a title of its own where it
// lists some.
type Interactions struct {
	Title string // "" for "Interaction Log Entries"
	Where Where
}

// Log asks how a segment shall be logged.
type Log struct{ No string }

// LoggedSegments lists the logged segments. With Logged, that one was made just now:
// Said tells what it is, and FollowUp is the number of its follow-up segment, if any.
type LoggedSegments struct {
	Where          Where
	Logged         int64
	Said, FollowUp string
}

// Merge makes one contact of two: of Keep, and of Other that goes into it.
type Merge struct{ Keep, Other string }

// NewContact asks for a new contact, a person of that company unless it is "", and
// opens it.
type NewContact struct{ Company string }

// NewInteraction asks what happened with a contact, for a task unless that is "". Without a
// contact it asks for the contact too.
type NewInteraction struct{ Contact, Task string }

// NewTask asks what is to be done, with a contact unless that is "".
type NewTask struct{ Contact string }

// GiveSegment asks who is to hold a segment of a team.
type GiveSegment struct{ No string }

// TakeOverSegment asks whether a segment that somebody else holds is to be one's own.
type TakeOverSegment struct{ No, Holder string }

// OwnWindow is a segment's card in a window of its own.
type OwnWindow struct{ No string }

// Resend asks which documents are made again: of the interactions of a logged segment, or
// with 0 of those without one. Entries is a filter of their numbers, or "".
type Resend struct {
	LoggedSegment int64
	Entries       string
}

// ResumeInteraction finishes a postponed interaction.
type ResumeInteraction struct{ Entry int64 }

// Response asks for the answer to an interaction.
type Response struct{ Entry int64 }

// Statistics are those of a contact, a campaign, an interaction template or an
// interaction group.
type Statistics struct{ Table, Code string }

// Segments lists the segments.
type Segments struct{ Where Where }

// Segment is a segment's card; without a number it begins a new one. With Line, that
// line is the current one.
type Segment struct {
	No   string
	Line int64
}

// SegmentTasks asks what is to be done with each contact of a segment.
type SegmentTasks struct{ Segment string }

// Task is the page of one task.
type Task struct{ No string }

// Tasks lists the tasks; with Due those that are due. Its new tasks are about Contact.
type Tasks struct {
	Title   string // "" for "Tasks"
	Due     bool
	Contact string
	Where   Where
}

// List is a list in a route. Two lists are equal where they were made by one call
// of ListOf.
type List[T any] struct{ items *[]T }

// ListOf returns a list of these items; of nil it is the zero List.
func ListOf[T any](items []T) List[T] {
	if items == nil {
		return List[T]{}
	}
	return List[T]{&items}
}

// Items are the items of the list, nil where there is no list.
func (l List[T]) Items() []T {
	if l.items == nil {
		return nil
	}
	return *l.items
}
