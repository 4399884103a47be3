package upkeep

import (
	"context"
	"fmt"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/catalog"
)

// Erased is what went with a person's name.
type Erased struct {
	No string
	// Addresses is how many alternative addresses were emptied, Documents how many
	// documents of interactions went, and Merges how many merges cannot be taken back
	// any more.
	Addresses, Documents, Merges int
}

// erasedFields are the contact's fields that say who it is, and how to reach it.
var erasedFields = []string{
	"name", "search_name", "name_2", "first_name", "middle_name", "surname", "initials", "job_title", "salutation_code", "birthday",
	"address", "address_2", "city", "county", "post_code", "country_region_code",
	"phone_no", "mobile_phone_no", "fax_no", "e_mail", "e_mail_2", "home_page", "vat_registration_no", "external_id",
}

// Erase takes away who a person is, for good: name, addresses, numbers, e-mail
// addresses, what the company's own fields say of it, the documents of interactions, and
// what an import or a merge could bring back of them. The number stays with all that is counted by it, marked so that nobody
// writes to it. Comments and other texts that people typed stay as they are. The error
// is a core.Problem for a company.
func (s *Store) Erase(ctx context.Context, no string) (Erased, error) {
	var erased Erased
	err := s.edit(ctx, catalog.Contact, func(e *edit) (err error) {
		erased, err = e.erase(ctx, no)
		return err
	})
	return erased, err
}

func (e *edit) erase(ctx context.Context, no string) (Erased, error) {
	row, err := e.row(ctx, []string{no})
	if err != nil {
		return Erased{}, err
	}
	erased := Erased{No: row.Text("no")}
	if row.Value("type") != typePerson {
		return Erased{}, core.NewProblem(core.Invalid, "upkeep.only_persons_are_erased", "contact", erased.No)
	}
	if err := eraseContact(ctx, e.tx, e.table, erased.No, e.env.Today); err != nil {
		return Erased{}, fmt.Errorf("erase %s: %w", erased.No, err)
	}
	if erased.Addresses, err = eraseAddresses(ctx, e.tx, erased.No); err != nil {
		return Erased{}, fmt.Errorf("erase the addresses of %s: %w", erased.No, err)
	}
	if err := eraseNumbersDialed(ctx, e.tx, erased.No); err != nil {
		return Erased{}, fmt.Errorf("erase the numbers of %s: %w", erased.No, err)
	}
	if erased.Merges, err = eraseUndo(ctx, e.tx, erased.No); err != nil {
		return Erased{}, fmt.Errorf("erase what could bring %s back: %w", erased.No, err)
	}
	if erased.Documents, err = deleteDocuments(ctx, e.tx, erased.No); err != nil {
		return Erased{}, fmt.Errorf("erase the documents of %s: %w", erased.No, err)
	}
	_, err = attachment.DropUnused(ctx, e.tx)
	return erased, err
}
