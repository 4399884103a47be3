package i18n

import (
	"strings"

	"fyne.io/fyne/v2/lang"
)

// Keys returns keys such as "Ctrl+Delete, Shift+F3" as the person's keyboard has
// them.
func Keys(text string) string {
	return strings.NewReplacer(
		"Ctrl", lang.X("Key Ctrl", "Ctrl"), "Shift", lang.X("Key Shift", "Shift"), "Enter", lang.X("Key Enter", "Enter"),
		"Insert", lang.X("Key Insert", "Insert"), "Delete", lang.X("Key Delete", "Delete"), "Space", lang.X("Key Space", "Space"),
		"arrows", lang.X("Keys arrows", "arrows"), "Left", lang.X("Key Left", "Left"), "Right", lang.X("Key Right", "Right"),
		"Up", lang.X("Key Up", "Up"), "Down", lang.X("Key Down", "Down"),
	).Replace(text)
}
