package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours the program draws with, beside those that Fyne names.
const (
	Page        fyne.ThemeColorName = "winnow.page"        // behind cards
	Card        fyne.ThemeColorName = "winnow.card"        // cards, lists, dialogs
	Head        fyne.ThemeColorName = "winnow.head"        // list headings, dialog feet
	Border      fyne.ThemeColorName = "winnow.border"      // round cards and fields
	Line        fyne.ThemeColorName = "winnow.line"        // between rows
	Strong      fyne.ThemeColorName = "winnow.strong"      // under list headings
	Text        fyne.ThemeColorName = "winnow.text"        // what matters
	Caption     fyne.ThemeColorName = "winnow.caption"     // names of fields and columns
	Faint       fyne.ThemeColorName = "winnow.faint"       // what follows a default, hints
	Accent      fyne.ThemeColorName = "winnow.accent"      // links, counts, the first button
	AccentHover fyne.ThemeColorName = "winnow.accenthover" // the first button under the pointer
	OnAccent    fyne.ThemeColorName = "winnow.onaccent"    // text on Accent
	Soft        fyne.ThemeColorName = "winnow.soft"        // selected rows, badges
	Track       fyne.ThemeColorName = "winnow.track"       // the line that joins steps
	Hover       fyne.ThemeColorName = "winnow.hover"       // under the pointer
	Still       fyne.ThemeColorName = "winnow.still"       // values that cannot be changed
	Bad         fyne.ThemeColorName = "winnow.bad"         // errors
	BadBack     fyne.ThemeColorName = "winnow.badback"     // behind a bad value
	Dim         fyne.ThemeColorName = "winnow.dim"         // over the window, under a dialog
	Shade       fyne.ThemeColorName = "winnow.shade"       // shadows of what floats
	Thumb       fyne.ThemeColorName = "winnow.thumb"       // scroll bars
	Nothing     fyne.ThemeColorName = "winnow.nothing"     // transparent

	InputBorder  = theme.ColorNameInputBorder    // round fields and buttons
	Disabled     = theme.ColorNameDisabled       // text of what cannot be done now
	DisabledBack = theme.ColorNameDisabledButton // a first button that cannot be pressed
)

func rgb(n uint32) color.Color {
	return color.NRGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 0xff}
}

func rgba(n uint32, alpha uint8) color.Color {
	return color.NRGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: alpha}
}

func lightColor(name fyne.ThemeColorName) (color.Color, bool) {
	switch name {
	case Page, theme.ColorNameBackground:
		return rgb(0xf2f4f6), true
	case Card, theme.ColorNameInputBackground, theme.ColorNameOverlayBackground,
		theme.ColorNameMenuBackground, theme.ColorNameButton:
		return rgb(0xffffff), true
	case Head, theme.ColorNameHeaderBackground:
		return rgb(0xf9fafc), true
	case Border:
		return rgb(0xdfe2e6), true
	case theme.ColorNameInputBorder:
		return rgb(0xccd1d7), true
	case Line, theme.ColorNameSeparator:
		return rgb(0xe9ecef), true
	case Strong:
		return rgb(0xd0d5da), true
	case Text, theme.ColorNameForeground:
		return rgb(0x22262d), true
	case Caption:
		return rgb(0x56606b), true
	case Faint, theme.ColorNamePlaceHolder:
		return rgb(0x666f7a), true
	case theme.ColorNameDisabled:
		return rgb(0x757d86), true
	case theme.ColorNameDisabledButton:
		return rgb(0xe4e7ea), true
	case Accent, theme.ColorNamePrimary, theme.ColorNameHyperlink, theme.ColorNameSuccess:
		return rgb(0x10756a), true
	case AccentHover:
		return rgb(0x0c625a), true
	case OnAccent, theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnSuccess,
		theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnWarning:
		return rgb(0xffffff), true
	case Soft, theme.ColorNameFocus:
		return rgb(0xd9efec), true
	case theme.ColorNameSelection:
		return rgb(0xbfe4df), true
	case Track:
		return rgb(0xb9d8d3), true
	case Hover, theme.ColorNameHover:
		return rgb(0xf1f4f6), true
	case theme.ColorNamePressed:
		return rgb(0xe4e8eb), true
	case Still:
		return rgb(0xf5f6f8), true
	case Bad, theme.ColorNameError:
		return rgb(0xb6400f), true
	case BadBack:
		return rgb(0xfff6ed), true
	case theme.ColorNameWarning:
		return rgb(0x985a00), true
	case Dim:
		return rgba(0x3c4354, 0x48), true
	case Shade, theme.ColorNameShadow:
		return rgba(0x1c2430, 0x38), true
	case Thumb, theme.ColorNameScrollBar:
		return rgb(0xc3c9cf), true
	case theme.ColorNameScrollBarBackground:
		return rgb(0xf4f5f7), true
	case Nothing:
		return color.Transparent, true
	}
	return nil, false
}

func darkColor(name fyne.ThemeColorName) (color.Color, bool) {
	switch name {
	case Page, theme.ColorNameBackground:
		return rgb(0x1b1e22), true
	case Card, theme.ColorNameInputBackground, theme.ColorNameOverlayBackground,
		theme.ColorNameMenuBackground, theme.ColorNameButton:
		return rgb(0x24282d), true
	case Head, theme.ColorNameHeaderBackground:
		return rgb(0x2a2f35), true
	case Border:
		return rgb(0x3a4047), true
	case theme.ColorNameInputBorder:
		return rgb(0x4c545d), true
	case Line, theme.ColorNameSeparator:
		return rgb(0x31363c), true
	case Strong:
		return rgb(0x4a515a), true
	case Text, theme.ColorNameForeground:
		return rgb(0xe6e8ea), true
	case Caption:
		return rgb(0xaab2ba), true
	case Faint, theme.ColorNamePlaceHolder:
		return rgb(0x9aa3ac), true
	case theme.ColorNameDisabled:
		return rgb(0x8b949d), true
	case theme.ColorNameDisabledButton:
		return rgb(0x343a41), true
	case Accent, theme.ColorNamePrimary, theme.ColorNameHyperlink, theme.ColorNameSuccess:
		return rgb(0x45b8a8), true
	case AccentHover:
		return rgb(0x5cc9ba), true
	case OnAccent, theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnSuccess,
		theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnWarning:
		return rgb(0x0e1f1d), true
	case Soft, theme.ColorNameFocus:
		return rgb(0x1e4742), true
	case theme.ColorNameSelection:
		return rgb(0x28605a), true
	case Track:
		return rgb(0x2f6a63), true
	case Hover, theme.ColorNameHover:
		return rgb(0x2c3137), true
	case theme.ColorNamePressed:
		return rgb(0x363c43), true
	case Still:
		return rgb(0x2a2e34), true
	case Bad, theme.ColorNameError:
		return rgb(0xf19a6b), true
	case BadBack:
		return rgb(0x3a2b23), true
	case theme.ColorNameWarning:
		return rgb(0xe0b052), true
	case Dim:
		return rgba(0x000000, 0x80), true
	case Shade, theme.ColorNameShadow:
		return rgba(0x000000, 0x90), true
	case Thumb, theme.ColorNameScrollBar:
		return rgb(0x555d66), true
	case theme.ColorNameScrollBarBackground:
		return rgb(0x24282d), true
	case Nothing:
		return color.Transparent, true
	}
	return nil, false
}
