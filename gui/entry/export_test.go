package entry

import "slices"

// What the tests look at, which no other package needs.

// IsOpen reports whether the popup is shown.
func (p *LookupPopup) IsOpen() bool { return p.over.IsOpen() }

// Items are the values offered now.
func (p *LookupPopup) Items() []LookupItem { return slices.Clone(p.items) }

// Ticked are the values ticked now.
func (p *LookupPopup) Ticked() []string { return slices.Clone(p.ticked) }
