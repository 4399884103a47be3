package contact

import "context"

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
	var collapsed map[int]bool // nil where none was kept
	c.Tasks.Run(func(ctx context.Context) error { return c.session.Recall(ctx, viewKey, &collapsed) }, func(err error) {
		if err != nil {
			c.session.Log.Warn("read the look of a page", "page", viewKey, "error", err)
		}
		if err != nil || collapsed == nil {
			return
		}
		for i, tab := range c.tabs() {
			tab.SetOpen(!collapsed[i])
		}
	})
}
