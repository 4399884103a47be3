package filters

// HoldCounts keeps the dialog from counting until what it returns is called.
func HoldCounts(d *Dialog) (release func()) {
	p := <-d.preview
	return func() { d.preview <- p }
}
