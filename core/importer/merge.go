package importer

import (
	"context"
	"slices"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/data"
)

// mergeRows makes the rows of one list that are of one contact one: the later
// fill what the earlier lack, and are told. As there can be many, they are found
// in temporary tables: each row is joined to the earliest that it equals, until
// none joins another, as two that equal a third are one, too.
func (r *run) mergeRows(ctx context.Context, index int) error {
	if err := r.exec(ctx, createLink); err != nil {
		return err
	}
	for _, statement := range linkEqual {
		if _, err := r.tx.ExecContext(ctx, statement, index); err != nil {
			return err
		}
	}
	if err := r.exec(ctx, createPair, fillPair); err != nil {
		return err
	}
	for joined := 1; joined > 0; {
		var err error
		if joined, err = data.Affected(r.tx.ExecContext(ctx, joinPairs)); err != nil {
			return err
		}
		for moved := joined; moved > 0; {
			if moved, err = data.Affected(r.tx.ExecContext(ctx, moveUp)); err != nil {
				return err
			}
		}
	}
	var any bool
	if err := r.tx.QueryRowContext(ctx, selectAnyPair).Scan(&any); err != nil {
		return err
	}
	if any {
		if err := r.exec(ctx, dropRootPairs, indexPairRoots); err != nil {
			return err
		}
		if err := r.tellMerged(ctx, index); err != nil {
			return err
		}
		if err := r.exec(ctx, mergeFields(r.known.Contact()), nameMerged, mergeHomes, mergeGroups, updateRoots); err != nil {
			return err
		}
	}
	return r.exec(ctx, dropPair, dropLink)
}

// tellMerged counts the rows that become one with earlier ones, and notes each
// value of theirs that another stands in the way of.
func (r *run) tellMerged(ctx context.Context, index int) error {
	contact := r.known.Contact()
	n := len(contact.Fields) + 2 + len(homeParts) // and the employer, the spare mobile
	var first, later int
	values, dest := scanned(2*n, &first, &later)
	var have []any
	last := 0
	return data.Each(ctx, r.tx, dest, func() error {
		if first != last {
			have, last = append(have[:0], values[:n]...), first
		}
		r.count(index).Merged++
		for _, f := range fill(contact, have, values[n:]) {
			r.remark(index, later, f.Caption, formatted(f.Field, values[n+f.place]), core.Text("importer.row_is_of_same_contact", "row", first))
		}
		return nil
	}, selectMerged(contact))
}

// keptField is a field whose value of a later row is not taken.
type keptField struct {
	catalog.Field
	place int
}

// fill fills what the row lacks with what a later one has, as the merging does,
// and returns the fields of which the later row has another value.
func fill(contact catalog.Table, have, more []any) (kept []keptField) {
	fields := contact.Fields
	caption := func(key string) catalog.Field {
		f, _ := contact.Field(key)
		return f
	}
	n := len(fields)
	at := func(key string) int {
		return slices.IndexFunc(fields, func(f catalog.Field) bool { return f.Key == key })
	}
	take := func(i int, f catalog.Field, same bool) {
		switch {
		case blank(more[i]):
		case blank(have[i]):
			have[i] = more[i]
		case !same:
			kept = append(kept, keptField{f, i})
		}
	}
	parted := !blank(more[at("first_name")]) || !blank(more[at("surname")])
	for i, f := range fields {
		if f.Key != "type" && (f.Key != "name" || !parted) {
			take(i, f, have[i] == more[i])
		}
	}
	employer, spare, phone := n, n+1, n+2
	text := func(v any) string { s, _ := v.(string); return s }
	take(employer, caption("company_name"), companyKey(text(have[employer])) == companyKey(text(more[employer])))
	mobile := have[at("mobile_phone_no")]
	if blank(mobile) || blank(more[spare]) {
		take(spare, caption("phone_no"), have[spare] == more[spare])
	} else if mobile != more[spare] && have[at("phone_no")] != more[spare] {
		kept = append(kept, keptField{caption("phone_no"), spare})
	}
	take(phone, caption("phone_no"), have[phone] == more[phone])
	// An address at home is taken whole.
	home := slices.ContainsFunc(have[n+3:], func(v any) bool { return !blank(v) })
	for i, key := range addressKeys {
		if part := n + 3 + i; !home {
			have[part] = more[part]
		} else if !blank(more[part]) && have[part] != more[part] {
			kept = append(kept, keptField{caption(key), part})
		}
	}
	return kept
}

// blank reports whether a scanned value is none, or its field's empty value.
func blank(v any) bool { return v == nil || v == "" || v == int64(0) || v == float64(0) }
