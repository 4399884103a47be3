package contact

import (
	"context"
	"encoding/json"
)

// viewKey is the key under which the collapsed FastTabs of contacts are kept.
const viewKey = "contact.collapsed"

// saveView keeps which FastTabs are collapsed.
func (c *Contact) saveView() {
	collapsed := map[int]bool{}
	for i, tab := range c.tabs() {
		if !tab.IsOpen() {
			collapsed[i] = true
		}
	}
	c.session.Keep(c.Tasks, viewKey, collapsed)
}

// loadView collapses the FastTabs that a person left collapsed; at first, the
// lists but the mailing groups.
func (c *Contact) loadView() {
	own := len(c.form.groups)
	for i, tab := range c.tabs() {
		tab.SetOpen(i <= own)
	}
	var text string
	c.Tasks.Run(func(ctx context.Context) (err error) {
		text, err = c.session.Company.Remembered(ctx, viewKey)
		return err
	}, func(err error) {
		collapsed := map[int]bool{}
		if err == nil && text != "" {
			err = json.Unmarshal([]byte(text), &collapsed)
		}
		if err != nil {
			c.session.Log.Warn("read the look of a page", "page", viewKey, "error", err)
		}
		if err != nil || text == "" {
			return
		}
		for i, tab := range c.tabs() {
			tab.SetOpen(!collapsed[i])
		}
	})
}
