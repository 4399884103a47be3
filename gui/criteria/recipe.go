package criteria

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// recipeEndings are the endings of recipes' files.
var recipeEndings = []string{".json"}

// CopyRecipe puts steps onto the clipboard as a recipe, and returns what is said
// of it.
func CopyRecipe(s *session.Session, steps []criteria.Step) string {
	var text strings.Builder
	if err := criteria.WriteRecipe(&text, criteria.NewRecipe(steps)); err != nil {
		s.Go.Fail(err)
		return ""
	}
	fyne.CurrentApp().Clipboard().SetContent(text.String())
	return i18n.T("criteria.n_steps_copied_as_recipe", "count", len(steps))
}

// saveFile asks where steps shall be written as a recipe's file, and writes
// them; done receives the file.
func saveFile(s *session.Session, tasks *work.Tasks, name string, steps []criteria.Step, done func(path string)) {
	s.Services.Target("", name+recipeEndings[0], recipeEndings, func(path string) {
		writeFile(s, tasks, saved.FileParams{Path: path, Steps: steps}, done)
	})
}

func writeFile(s *session.Session, tasks *work.Tasks, p saved.FileParams, done func(path string)) {
	tasks.Write(func(context.Context) error { return s.Saved.WriteFile(p) }, func(err error) {
		switch {
		case core.IsKind(err, core.Exists):
			widget.AskReplace(s.Window.Canvas(), p.Path, func() {
				p.Replace = true
				writeFile(s, tasks, p, done)
			})
		case err != nil:
			s.Go.Fail(err)
		default:
			done(p.Path)
		}
	})
}

// savedAs says where a recipe was written.
func savedAs(path string) string {
	return i18n.T("common.saved_as_file", "file", filepath.Base(path))
}

// readFile lets one choose a recipe's file and reads it; take receives its name
// and steps.
func readFile(s *session.Session, tasks *work.Tasks, take func(name string, steps []criteria.Step)) {
	s.Services.Source(recipeEndings, func(path string) {
		var recipe criteria.Recipe
		tasks.Run(func(context.Context) (err error) {
			recipe, err = saved.ReadFile(path, s.Company.Catalog())
			return err
		}, s.Then(func() { take(filepath.Base(path), recipe.Steps) }))
	})
}

// ApplyFile lets one choose a recipe's file, shows what it would do to a
// segment, and does it; done receives what came of it.
func ApplyFile(s *session.Session, tasks *work.Tasks, no string, done func(no string, results []segment.Result)) {
	readFile(s, tasks, func(name string, steps []criteria.Step) {
		Apply(s, ApplyParams{Segment: no, Name: name, Steps: steps, Done: done})
	})
}
