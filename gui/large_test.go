package gui_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/assets"
	"winnow/core/locale"
	"winnow/gui"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/theme"
)

// With text twice as large, every page and dialog shows its texts whole in a small
// window, in all languages: none is cut off or shortened, and none lies over another.
func TestTextTwiceAsLarge(t *testing.T) {
	for _, language := range locale.Texts() {
		t.Run(language, func(t *testing.T) {
			s := guitest.New(t)
			t.Cleanup(func() { i18n.SetLanguage("en") })
			prefs := fyne.CurrentApp().Preferences()
			prefs.SetString(i18n.Pref, language)
			i18n.SetLanguage(language)
			prefs.SetString(region.Pref, map[string]string{"de": "de-DE"}[language])
			prefs.SetFloat("text", float64(theme.DoubleText))
			no := segmentOn(t, s)
			w := opened(t, s, s.Session.Company.Path())
			gui.ApplyLook(fyne.CurrentApp())
			w.Shown().Resize(fyne.NewSize(1280, 720))
			see(t, s, i18n.Translate("Contacts")+" 7")
			own := ownTexts(t, language)
			whole := func(name string) {
				t.Helper()
				if size := w.Shown().Canvas().Size(); size.Width > 1280 || size.Height > 720 {
					t.Errorf("%s: the window has become %v", name, size)
				}
				for _, fault := range faults(s, own) {
					t.Errorf("%s: %s", name, fault)
				}
			}
			whole("home")
			pages, dialogs := views(w.Session(), no)
			pages = append(pages, view{"settings", i18n.Translate("Last Segment No. Used"), w.Session().To(route.Settings{})})
			for _, page := range pages {
				page.show(s)
				whole(page.name)
				s.Key(fyne.KeyEscape)
			}
			for _, dialog := range dialogs {
				dialog.show(s)
				whole(dialog.name)
				s.Key(fyne.KeyEscape)
			}
			w.Session().Go.Open(route.Segment{No: no})
			see(t, s, "Ann Beebe")
			for _, action := range []string{"Add…", "Refine…", "Reduce…"} {
				s.Button(i18n.Translate(action)).Press()
				see(t, s, i18n.Translate("OK"))
				whole(action)
				s.Shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
				whole(action + " with a lookup")
				s.Key(fyne.KeyEscape)
				s.Key(fyne.KeyEscape)
			}
		})
	}
}

// ownTexts are the program's texts in a language.
func ownTexts(t *testing.T, language string) map[string]bool {
	t.Helper()
	content, err := assets.Translations.ReadFile("translations/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	texts, own := map[string]any{}, map[string]bool{}
	if err := json.Unmarshal(content, &texts); err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if text, ok := text.(string); ok && !strings.Contains(text, "{{") {
			own[text] = true
		}
	}
	return own
}

// ink is where a text is drawn.
type ink struct {
	text                     string
	left, top, right, bottom float32
}

// faults are the texts that are not shown whole, and those that lie over each other.
func faults(s *guitest.Stage, own map[string]bool) []string {
	var list []string
	var inks []ink
	for _, d := range s.Drawn() {
		text, ok := d.Object.(*canvas.Text)
		if !ok || strings.TrimSpace(text.Text) == "" {
			continue
		}
		at, has, needs := d.At, text.Size(), text.MinSize()
		switch text.Alignment {
		case fyne.TextAlignTrailing:
			at.X += has.Width - needs.Width
		case fyne.TextAlignCenter:
			at.X += (has.Width - needs.Width) / 2
		}
		at.Y += (has.Height - needs.Height) / 2
		i := ink{text.Text, at.X, at.Y, at.X + needs.Width, at.Y + needs.Height}
		where := fmt.Sprintf("%q at %.0f, %.0f", i.text, i.left, i.top)
		switch {
		case needs.Width > has.Width+1:
			list = append(list, fmt.Sprintf("%s needs %.0f and has %.0f", where, needs.Width, has.Width))
		case shortened(i.text, own):
			list = append(list, where+" is shortened")
		case !d.Across && (i.left < d.Seen.X-1 || i.right > d.SeenTo.X+1):
			list = append(list, fmt.Sprintf("%s ends at %.0f, and there is room from %.0f to %.0f", where, i.right, d.Seen.X, d.SeenTo.X))
		case !d.Down && (i.top < d.Seen.Y-1 || i.bottom > d.SeenTo.Y+1):
			list = append(list, fmt.Sprintf("%s ends at %.0f, and there is room from %.0f to %.0f down", where, i.bottom, d.Seen.Y, d.SeenTo.Y))
		}
		if i.right < d.Seen.X+1 || i.left > d.SeenTo.X-1 || i.bottom < d.Seen.Y+1 || i.top > d.SeenTo.Y-1 {
			continue // to be scrolled into sight
		}
		i.left, i.right = max(i.left, d.Seen.X), min(i.right, d.SeenTo.X)
		i.top, i.bottom = max(i.top, d.Seen.Y), min(i.bottom, d.SeenTo.Y)
		inks = append(inks, i)
	}
	// Letters reach neither the top nor the bottom of their line.
	const air = 8
	for n, a := range inks {
		for _, b := range inks[:n] {
			if a.left < b.right-2 && b.left < a.right-2 && a.top+air < b.bottom-air && b.top+air < a.bottom-air {
				list = append(list, fmt.Sprintf("%q at %.0f, %.0f lies over %q at %.0f, %.0f", a.text, a.left, a.top, b.text, b.left, b.top))
			}
		}
	}
	return list
}

// shortened reports whether a text is the beginning of one of the program's own.
func shortened(text string, own map[string]bool) bool {
	begins, ok := strings.CutSuffix(text, "…")
	if !ok || begins == "" || own[text] {
		return false
	}
	for whole := range own {
		if strings.HasPrefix(whole, begins) && whole != begins {
			return true
		}
	}
	return false
}
