package i18n

import (
	"strings"
)

// Keys returns keys such as "Ctrl+Delete, Shift+F3" as the person's keyboard has
// them.
func Keys(text string) string {
	return strings.NewReplacer(
		"Ctrl", T("i18n.key_ctrl"), "Shift", T("i18n.key_shift"), "Enter", T("i18n.key_enter"),
		"Insert", T("i18n.key_insert"), "Delete", T("i18n.key_delete"), "Space", T("i18n.key_space"),
		"PageUp", T("i18n.key_page_up"), "PageDown", T("i18n.key_page_down"), "arrows", T("i18n.keys_arrows"), "Left", T("i18n.key_left"), "Right", T("i18n.key_right"),
		"Up", T("i18n.key_up"), "Down", T("i18n.key_down"),
	).Replace(text)
}
