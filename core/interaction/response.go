package interaction

import (
	"context"
	"database/sql"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/filter"
)

// Response returns how the answer to an interaction is recorded: of the same contact,
// for the same campaign, today. The template is one for answers to campaigns, or ""
// where there is none. The error is a core.Problem where the interaction has no
// campaign.
func (s *Store) Response(ctx context.Context, entry int64) (NewParams, error) {
	env, err := s.company.Env(ctx, filter.Env{})
	if err != nil {
		return NewParams{}, err
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) (NewParams, error) {
		e, err := find(ctx, tx, entry)
		if err != nil {
			return NewParams{}, err
		}
		campaign := e.Code("campaign_no")
		if campaign == "" {
			return NewParams{}, core.NewProblem(core.Invalid, "interaction.has_no_campaign", "entry", e.No).Hint("interaction.responses_are_to_campaigns")
		}
		template, err := selectResponseTemplate(ctx, tx)
		return NewParams{Contact: e.Code("contact_no"), Template: template, Fields: map[string]string{
			"date": env.Today, "campaign_no": campaign, "campaign_response": "Yes", "information_flow": "Inbound", "initiated_by": "Them",
		}}, err
	})
}
