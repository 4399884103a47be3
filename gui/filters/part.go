package filters

import (
	"winnow/core/criteria"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/work"
)

// PartParams say what the filters of a part are asked for.
type PartParams struct {
	Title, Subtitle string
	// Filters are those that there are.
	Filters criteria.Filters
	// Done receives those that there shall be, after the dialog has closed.
	Done func(criteria.Filters)
	// Tasks do the dialog's work.
	Tasks *work.Tasks
}

// ShowPart asks for filters in the dialog that actions have, but for what only an action
// asks for, and without counts: the contacts that a part is selected from are elsewhere.
func ShowPart(s *session.Session, p PartParams) *Dialog {
	return Show(s, Params{Action: criteria.Add, Tasks: p.Tasks, Part: &p})
}

// publishPart says what the part will be.
func (d *Dialog) publishPart() {
	said := ""
	if step := d.step(); step.Empty() {
		said = i18n.T("filters.part_is_all")
	}
	d.modal.SetStatus(said, false)
}
