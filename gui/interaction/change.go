package interaction

import (
	"context"

	"fyne.io/fyne/v2"

	"winnow/core/interaction"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// change changes entries and says what it did, with Undo.
func (p *List) change(of func(context.Context) ([]string, error), do func(ctx context.Context, entries []int64) (table.Done, error)) {
	p.table.Change(i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		entries, err := table.Numbers(ctx, of)
		if err != nil {
			return table.Done{}, err
		}
		return do(ctx, entries)
	})
}

// evaluations are the evaluations that the selected entries can get.
func (p *List) evaluations() []*fyne.MenuItem {
	f, _ := spec.Field("evaluation")
	var items []*fyne.MenuItem
	for _, option := range f.Options {
		shown := i18n.Translate(option)
		if option == "" {
			shown = i18n.T("interactions.no_evaluation")
		}
		items = append(items, widget.MenuItem(shown, theme.IconNone, func() { p.set("evaluation", option) }))
	}
	return items
}

// set gives a field of the selected entries a value.
func (p *List) set(key, text string) {
	p.change(p.table.Chosen(), func(ctx context.Context, entries []int64) (table.Done, error) {
		return set(ctx, p.session, interaction.Change{Entries: entries, Fields: map[string]string{key: text}})
	})
}

// set changes entries.
func set(ctx context.Context, s *session.Session, c interaction.Change) (table.Done, error) {
	edited, err := s.Interactions.Set(ctx, c)
	if err != nil || len(edited) == 0 {
		return table.Done{Said: i18n.T("interactions.nothing_is_other_than_before")}, err
	}
	return table.Done{
		Said: i18n.T("interactions.n_interactions_changed", "count", len(edited)),
		Back: func(ctx context.Context) error { return s.Interactions.TakeBack(ctx, edited) },
	}, nil
}

// save changes a cell.
func (p *List) save(row string, c table.Column, typed string) {
	fields := map[string]string{c.Key: i18n.Typed(c.Field, typed, p.env.WorkDate)}
	p.change(func(context.Context) ([]string, error) { return []string{row}, nil }, func(ctx context.Context, entries []int64) (table.Done, error) {
		return set(ctx, p.session, interaction.Change{Entries: entries, Fields: fields})
	})
}

func (p *List) cancel() {
	store := p.session.Interactions
	p.change(p.table.Chosen(), func(ctx context.Context, entries []int64) (table.Done, error) {
		changed, err := store.Cancel(ctx, entries, false)
		if err != nil || len(changed) == 0 {
			return table.Done{Said: i18n.T("interactions.they_are_canceled_already")}, err
		}
		return table.Done{
			Said: i18n.T("interactions.n_interactions_canceled", "count", len(changed)),
			Back: func(ctx context.Context) error {
				_, err := store.Uncancel(ctx, changed, false)
				return err
			},
		}, nil
	})
}

func (p *List) uncancel() {
	store := p.session.Interactions
	p.change(p.table.Chosen(), func(ctx context.Context, entries []int64) (table.Done, error) {
		changed, err := store.Uncancel(ctx, entries, false)
		if err != nil || len(changed) == 0 {
			return table.Done{Said: i18n.T("interactions.they_are_not_canceled")}, err
		}
		return table.Done{
			Said: i18n.T("interactions.n_interactions_uncanceled", "count", len(changed)),
			Back: func(ctx context.Context) error {
				_, err := store.Cancel(ctx, changed, false)
				return err
			},
		}, nil
	})
}

// askDeleteCanceled asks whether the canceled ones of the entries that are shown shall
// go.
func (p *List) askDeleteCanceled() { p.askDelete(p.table.All(), false) }

// askDelete asks whether those of some entries shall go that are canceled, or that are
// postponed.
func (p *List) askDelete(of func(context.Context) ([]string, error), postponed bool) {
	store := p.session.Interactions
	params := interaction.DeleteParams{Postponed: postponed}
	var n int64
	p.table.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("common.counting_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		var err error
		if params.Entries, err = table.Numbers(ctx, of); err != nil {
			return err
		}
		asked := params
		asked.Preview = true
		n, err = store.Delete(ctx, asked)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			p.session.Go.Fail(err)
		case n == 0:
			p.table.Say(i18n.T("interactions.none_of_them_is_canceled"))
		default:
			question := widget.Question{
				Title: i18n.T("interactions.delete_n_canceled_interactions", "count", int(n)), Final: true,
				Text: i18n.T("interactions.their_comments_go_too_and_documents"),
				Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"), OnYes: func() { p.delete(params) },
			}
			if postponed {
				question.Title = i18n.T("interactions.delete_n_postponed_interactions", "count", int(n))
			}
			widget.Ask(p.session.Window.Canvas(), question)
		}
	})
}

func (p *List) delete(params interaction.DeleteParams) {
	p.table.Change(i18n.T("interactions.deleting_interactions_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		n, err := p.session.Interactions.Delete(ctx, params)
		return table.Done{Said: i18n.T("interactions.n_interactions_deleted", "count", int(n))}, err
	})
	p.table.List.ClearSelection()
}
