package importer

import (
	"context"
	"fmt"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/data"
)

// storeList finds out whom the rows of a list are of, numbers those that are new
// and stages them.
func (r *run) storeList(ctx context.Context, index int) error {
	for _, step := range []struct {
		what string
		do   func(ctx context.Context, index int) error
	}{
		{"merge its rows", r.mergeRows},
		{"look up its contacts", r.matchRows},
		{"number its contacts", r.numberRows},
		{"stage its contacts", r.stageRows},
		{"count its companies", func(ctx context.Context, _ int) error { return r.countCompanies(ctx) }},
		{"tell of its contacts", r.tellStaged},
	} {
		if err := step.do(ctx, index); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}

// stageRows brings the rows of a list into the stage of the contacts, and what
// belongs to them into the stages of their tables.
func (r *run) stageRows(ctx context.Context, index int) error {
	if err := r.exec(ctx, stageEmployers, stageContacts(r.known.Contact())); err != nil {
		return err
	}
	for _, beside := range []struct{ table, any, stage string }{
		{"contact_alt_address", selectAnyHome, stageHomes},
		{"contact_mailing_group", selectAnyGroup, stageGroups},
	} {
		var any bool
		if err := r.tx.QueryRowContext(ctx, beside.any, index).Scan(&any); err != nil {
			return err
		}
		if !any {
			continue
		}
		if _, err := r.stage(ctx, catalog.Must(beside.table)); err != nil {
			return err
		}
		if err := r.exec(ctx, beside.stage); err != nil {
			return err
		}
	}
	return nil
}

// tellStaged tells which contacts merged rows became, what is kept although the
// list has something else, and who shares an e-mail.
func (r *run) tellStaged(ctx context.Context, index int) error {
	var row, later int
	var no string
	one := Merged{}
	err := data.Each(ctx, r.tx, []any{&row, &later, &no}, func() error {
		if len(one.Rows) == 0 || one.Rows[0] != row {
			r.tellOne(one)
			one = Merged{Source: r.input.name(index), Rows: []int{row}, ContactNo: no}
		}
		one.Rows = append(one.Rows, later)
		return nil
	}, selectRoots, index)
	if err != nil {
		return err
	}
	r.tellOne(one)
	var key, text string
	err = data.Each(ctx, r.tx, []any{&row, &key, &text}, func() error {
		f, _ := r.known.Contact().Field(key)
		r.remark(index, row, f.Caption, text, core.Text("importer.contact_has_another_value_which_is_kept"))
		return nil
	}, selectKept, index)
	if err != nil {
		return err
	}
	var address, other, called string
	mail, _ := r.known.Contact().Field("e_mail")
	return data.Each(ctx, r.tx, []any{&row, &address, &other, &called}, func() error {
		r.remark(index, row, mail.Caption, address, core.Text("importer.shares_e_mail_with_other_called", "other", other, "called", called))
		return nil
	}, selectShared, index)
}
