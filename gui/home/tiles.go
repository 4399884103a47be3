package home

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/core/task"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/widget"
)

// tile is a count on the first page, and how it is counted when the page is read; active
// are the active segments, which the page reads anyway.
type tile struct {
	shown *widget.Tile
	count func(ctx context.Context, active []segment.Segment) (int, error)
}

// newTiles are the counts of the first page, in their order.
func (h *Home) newTiles() []tile {
	s := h.session
	leadsTo := func(caption string, to route.Route, count func(context.Context, []segment.Segment) (int, error)) tile {
		return tile{widget.NewTile(caption, "", s.To(to)), count}
	}
	return []tile{
		leadsTo(i18n.T("home.active_segments"), route.Segments{}, func(_ context.Context, active []segment.Segment) (int, error) { return len(active), nil }),
		leadsTo(i18n.T("common.contacts"), route.Contacts{}, func(ctx context.Context, _ []segment.Segment) (int, error) {
			return s.Records.Count(ctx, catalog.Contact)
		}),
		leadsTo(i18n.T("common.saved_criteria"), route.SavedCriteria{}, func(ctx context.Context, _ []segment.Segment) (int, error) { return s.Saved.Count(ctx) }),
		leadsTo(i18n.T("caption.logged_segments"), route.LoggedSegments{}, func(ctx context.Context, _ []segment.Segment) (int, error) { return s.Logging.Count(ctx) }),
		leadsTo(i18n.T("home.campaigns_running"), route.Campaigns{Running: true}, func(ctx context.Context, _ []segment.Segment) (int, error) { return s.Campaigns.Running(ctx) }),
		leadsTo(i18n.T("home.tasks_due"), route.Tasks{Due: true}, func(ctx context.Context, _ []segment.Segment) (int, error) {
			return s.ToDos.Count(ctx, task.Due())
		}),
		leadsTo(i18n.T("interactions.postponed_interactions"), route.Postponed{}, func(ctx context.Context, _ []segment.Segment) (int, error) {
			return s.Interactions.CountPostponed(ctx)
		}),
	}
}
