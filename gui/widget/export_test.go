package widget

// What the tests look at, which no other package needs.

// Text is what the dialog says about how far it is.
func (p *Progress) Text() string { return p.text.Text() }
