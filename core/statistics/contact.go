package statistics

import (
	"context"
	"database/sql"
	"errors"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/value"
)

// Interactions counts interactions that are neither canceled nor postponed.
type Interactions struct {
	Count          int
	Cost, Duration float64
}

// Contact is what is counted of a contact.
type Contact struct {
	No string
	// Interactions are those that name the contact.
	Interactions
	// LastInteraction is the day of the latest that did not fail, LastAttempted of the
	// latest that we began, NextTask that of the first open task; "" for none.
	LastInteraction, LastAttempted, NextTask string
	// Industry groups and business relations are those of the contact's company.
	JobResponsibilities, IndustryGroups, BusinessRelations, MailingGroups int
	// OfCompany are, of a company, the interactions of those who were its contacts at
	// the time; nil of a person.
	OfCompany *Interactions
}

// OfContact counts what happened with a contact. The filter selects the days of the
// interactions that are counted and summed up.
func OfContact(ctx context.Context, c *company.Company, no string, dates filter.Filter) (Contact, error) {
	code, err := value.Code(no)
	if err != nil {
		return Contact{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("No."), "problem", err)
	}
	return company.Read(ctx, c, func(tx *sql.Tx) (Contact, error) {
		counted, isCompany, err := selectContact(ctx, tx, code)
		if errors.Is(err, sql.ErrNoRows) {
			return counted, core.NewProblem(core.NotFound, "segment.contact_does_not_exist", "contact", code)
		}
		if err != nil {
			return counted, err
		}
		if counted.Interactions, err = selectInteractions(ctx, tx, "contact_no", counted.No, dates); err != nil || !isCompany {
			return counted, err
		}
		ofCompany, err := selectInteractions(ctx, tx, "contact_company_no", counted.No, dates)
		counted.OfCompany = &ofCompany
		return counted, err
	})
}
