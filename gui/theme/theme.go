// Package theme is how the program looks: its theme, its colours and its icons.
// It draws nothing itself and knows nothing of what is shown.
package theme

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode says whether the program is light, dark, or as the system is.
type Mode int

const (
	System Mode = iota
	Light
	Dark
)

// The text sizes that can be chosen; everything else grows with them.
const (
	SmallText  float32 = 12
	NormalText float32 = 13
	LargeText  float32 = 15
	HugeText   float32 = 18
	DoubleText float32 = 26
)

// Theme is the program's own fyne.Theme.
type Theme struct {
	mode  Mode
	text  float32
	tight bool
}

// New returns the theme with that mode and text size. A size that is no sensible
// one (0 in settings never written) means NormalText.
func New(mode Mode, text float32) *Theme {
	if text < 8 || text > 40 {
		text = NormalText
	}
	return &Theme{mode: mode, text: text}
}

// Tight has the rows of lists stand closer together, so that more fit, and
// returns the theme.
func (t *Theme) Tight(on bool) *Theme {
	t.tight = on
	return t
}

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	dark := t.mode == Dark || t.mode == System && system == theme.VariantDark
	pick, variant := lightColor, theme.VariantLight
	if dark {
		pick, variant = darkColor, theme.VariantDark
	}
	if c, ok := pick(name); ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font implements fyne.Theme; the fonts are Fyne's, which holds all of Latin.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	return theme.DefaultTheme().Font(style)
}

// Icon implements fyne.Theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return t.text
	case theme.SizeNameCaptionText:
		return t.px(12)
	case theme.SizeNameSubHeadingText:
		return t.px(15)
	case theme.SizeNameHeadingText:
		return t.px(18)
	case theme.SizeNamePadding, theme.SizeNameInnerPadding, theme.SizeNameLineSpacing:
		return 4
	case theme.SizeNameInlineIcon:
		return t.px(16)
	case theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall:
		return 8
	case theme.SizeNameSeparatorThickness, theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius, theme.SizeNameButtonRadius,
		theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return 4
	case theme.SizeNameCardRadius, theme.SizeNameDialogRadius:
		return 5
	case theme.SizeNameModalBlurRadius:
		return 0
	}
	return theme.DefaultTheme().Size(name)
}

// px scales a length that suits NormalText, to whole units so that thin lines
// stay thin.
func (t *Theme) px(n float32) float32 {
	return float32(math.Round(float64(n * t.text / NormalText)))
}

// current is the theme in use; under a foreign one (a test's) it is the light
// theme, so that what we draw has all its colours.
func current() *Theme {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(*Theme); ok {
			return t
		}
	}
	return New(Light, NormalText)
}

// Look is how the program looks at a moment; two looks compare with ==.
type Look struct {
	dark, tight bool
	text        float32
}

// Now is how the program looks now.
func Now() Look {
	t := current()
	return Look{dark: IsDark(), tight: t.tight, text: t.text}
}

// Color is a colour of the theme in use.
func Color(name fyne.ThemeColorName) color.Color {
	variant := theme.VariantLight
	if app := fyne.CurrentApp(); app != nil {
		variant = app.Settings().ThemeVariant()
	}
	return current().Color(name, variant)
}

// TextSize is the size of ordinary text.
func TextSize() float32 { return current().text }

// Px scales a length given for NormalText to the text size in use.
func Px(n float32) float32 { return current().px(n) }

// RowHeight is the height of a row in lists; a whole number.
func RowHeight() float32 {
	if current().tight {
		return Px(24)
	}
	return Px(28)
}

// FieldHeight is the height of an input field; a whole number.
func FieldHeight() float32 { return Px(27) }

// IsDark reports whether the theme in use is dark now.
func IsDark() bool {
	t := current()
	app := fyne.CurrentApp()
	return t.mode == Dark || t.mode == System && app != nil && app.Settings().ThemeVariant() == theme.VariantDark
}
