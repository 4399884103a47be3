package codes

import (
	"context"

	"winnow/core"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/upkeep"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// The tables that have more than their rows.
const (
	interactionTemplate = "interaction_template"
	interactionGroup    = "interaction_group"
	templateLanguage    = "interaction_tmpl_language"
)

// defaultLanguage is the key of the language that an interaction template has where
// nothing says another.
const defaultLanguage = "language_code_default"

// more are the actions that the pages of some tables have.
func (p *Codes) more() []widget.Action {
	statistics := widget.Action{Text: i18n.T("card.statistics"), Icon: theme.IconStatistics, Key: "F7", Do: p.on(func(code string) route.Route {
		return route.Statistics{Table: p.spec.Key, Code: code}
	})}
	switch p.spec.Key {
	case interactionTemplate:
		return []widget.Action{
			{Text: i18n.T("codes.languages"), Icon: theme.IconEdit, Do: p.on(func(code string) route.Route { return route.Codes{Table: templateLanguage, Of: code} })},
			statistics,
			{Text: i18n.T("common.word_templates"), Icon: theme.IconTemplates, Minor: true, Do: p.session.To(route.Templates{})},
		}
	case interactionGroup:
		return []widget.Action{statistics}
	}
	return nil
}

// on goes from the current row to another page.
func (p *Codes) on(to func(code string) route.Route) func() {
	return func() {
		if code, ok := p.table.Current(); ok {
			p.session.Go.Open(to(code))
		}
	}
}

// where narrows the rows to the parts of one.
func (p *Codes) where() route.Where {
	for field, code := range p.part {
		return route.Where{Field: field, Filter: filter.Quote(code)}
	}
	return route.Where{}
}

// withLanguage asks, where a change gives an interaction template a default language
// that is none of its languages, whether that shall be made; then it goes on.
func (p *Codes) withLanguage(change upkeep.Change, then func()) {
	code := change.Fields[defaultLanguage]
	if p.spec.Key != interactionTemplate || code == "" {
		then()
		return
	}
	askLanguage(p.session, p.Tasks(), change.Key[0], code, then, func() {
		p.table.Reload()
		p.table.List.Focus()
	})
}

// made asks for the default language of a new interaction template.
func (p *Codes) made(code string) {
	if p.spec.Key != interactionTemplate {
		return
	}
	session.Read(p.session, p.Tasks(), func(ctx context.Context) (record.Row, error) {
		return p.session.Upkeep.Row(ctx, interactionTemplate, code)
	}, func(row record.Row) {
		if language := row.Text(defaultLanguage); language != "" {
			askLanguage(p.session, p.Tasks(), code, language, p.table.List.Focus, p.table.List.Focus)
		}
	})
}

// askLanguage asks whether an interaction template shall get a language, unless it has
// that; then it goes on, or calls no.
func askLanguage(s *session.Session, tasks *work.Tasks, template, code string, then, no func()) {
	has := false
	tasks.Run(func(ctx context.Context) error {
		_, err := s.Upkeep.Row(ctx, templateLanguage, template, code)
		has = err == nil
		if core.IsKind(err, core.NotFound) {
			return nil
		}
		return err
	}, s.Then(func() {
		if has {
			then()
			return
		}
		widget.Ask(s.Window.Canvas(), widget.Question{
			Title: i18n.T("codes.make_language"), Text: i18n.T("codes.template_has_no_language", "template", template, "language", code),
			Yes: i18n.T("codes.make_it"), No: i18n.T("common.cancel"), OnNo: no,
			OnYes: func() {
				tasks.Write(func(ctx context.Context) error {
					_, err := s.Upkeep.Create(ctx, templateLanguage, map[string]string{"interaction_template_code": template, "language_code": code})
					return err
				}, s.Then(then))
			},
		})
	}))
}
