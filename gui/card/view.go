package card

import (
	"context"
	"encoding/json"
)

// viewKey is where the card's look is kept.
const viewKey = "card.view"

// view is what a person has set: it is there again next time.
type view struct {
	Closed []string `json:"closed"`
	kept   bool
}

// loadView takes over what was set last time.
func (c *Card) loadView() {
	var text string
	c.Tasks.Run(func(ctx context.Context) (err error) {
		text, err = c.session.Company.Remembered(ctx, viewKey)
		return err
	}, func(err error) {
		if err == nil && text != "" {
			err = json.Unmarshal([]byte(text), &c.view)
			c.view.kept = err == nil
		}
		if err != nil {
			c.session.Log.Warn("read the card's view", "error", err)
		}
		c.applyView()
	})
}

func (c *Card) applyView() {
	if !c.view.kept {
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
