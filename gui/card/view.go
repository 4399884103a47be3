package card

import "context"

// viewKey is where the card's look is kept.
const viewKey = "card.view"

// view is what a person has set: it is there again next time.
type view struct {
	Closed []string `json:"closed"` // nil where nothing was set yet
}

// loadView takes over what was set last time.
func (c *Card) loadView() {
	var last view
	c.Tasks.Run(func(ctx context.Context) error { return c.session.Recall(ctx, viewKey, &last) }, func(err error) {
		if err != nil {
			c.session.Log.Warn("read the card's view", "error", err)
		}
		c.view = last
		c.applyView()
	})
}

func (c *Card) applyView() {
	if c.view.Closed == nil {
		return
	}
	closed := map[string]bool{}
	for _, caption := range c.view.Closed {
		closed[caption] = true
	}
	for _, tab := range c.tabs {
		tab.SetOpen(!closed[tab.Caption()])
	}
}

// saveView keeps how the card looks now.
func (c *Card) saveView() {
	v := view{Closed: []string{}}
	for _, tab := range c.tabs {
		if !tab.IsOpen() {
			v.Closed = append(v.Closed, tab.Caption())
		}
	}
	c.session.Keep(c.Tasks, viewKey, v)
}
