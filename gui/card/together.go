package card

import (
	"slices"

	"winnow/gui/session"
)

// together is what the cards of one segment have in common, in whatever windows
// they are: what can be taken back, and each other.
type together struct {
	undo  undo
	cards []*Card
}

// segmentID is the key under which the cards of a segment find each other; its
// number may change.
type segmentID int64

// join brings the card together with the others of its segment, as soon as it
// is known which that is.
func (c *Card) join() {
	if c.leave != nil {
		return
	}
	alone := c.together
	c.together, c.leave = session.Share(c.session, segmentID(c.read.segment.ID), func() *together { return alone })
	if !slices.Contains(c.together.cards, c) {
		c.together.cards = append(c.together.cards, c)
	}
}

// others are the segment's cards in other windows.
func (c *Card) others() []*Card {
	return slices.DeleteFunc(slices.Clone(c.together.cards), func(other *Card) bool { return other == c })
}

// changed reads again what was changed here, also in the other windows.
func (c *Card) changed() {
	c.Reload()
	for _, other := range c.others() {
		other.no = c.no
		other.Reload()
	}
}

// deleted leaves the cards of a segment that there is no longer.
func (c *Card) deleted() {
	for _, card := range append(c.others(), c) {
		card.no, card.gone = "", true
		card.session.Go.Back()
	}
}

// close is called when the card is left for good.
func (c *Card) close() {
	c.together.cards = c.others()
	if c.leave != nil {
		c.leave()
	}
	c.Tasks.Close()
}
