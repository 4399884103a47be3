package main

import (
	"context"
	"database/sql"

	"winnow/core/logging"
)

// log measures the log of a segment of everybody, without documents, beside the bare
// insert of its interactions.
func (b *bench) log(ctx context.Context) error {
	no, err := b.store.CreateSegment(ctx, "", map[string]string{
		"description": "Spring", "date": today, "salesperson_code": "JO", "interaction_template_code": "LETTER",
	}, b.env)
	if err != nil {
		return err
	}
	if err := inOrder(b.act(ctx, no, "add", nil), b.exec(ctx, insertBare)); err != nil {
		return err
	}
	logs := logging.New(b.company)
	var ours, bare, back, bareBack best
	memory, entry := 0.0, int64(0)
	err = rounds(func() error {
		return inOrder(
			ours.grown(&memory, func() error {
				logged, err := logs.Log(ctx, no, logging.Options{LeaveOutBlocked: true, Env: b.env})
				entry = logged.EntryNo
				return err
			}),
			func() error { return bare.of(b.exec(ctx, insertBareEntries)) },
			func() error {
				return back.of(func() error { _, err := logs.Unlog(ctx, entry, false); return err })
			},
			func() error { return bareBack.of(b.exec(ctx, cancelEntries)) },
			func() error {
				return b.company.Write(ctx, func(tx *sql.Tx) error {
					return inOrder(execIn(ctx, tx, deleteEntries), execIn(ctx, tx, "DELETE FROM logged_segment WHERE local = 1"))
				})
			},
			b.exec(ctx, deleteEntries),
		)
	})
	if err != nil {
		return err
	}
	b.compare(Row{Name: "Log of a segment of everybody, without documents", Beside: "INSERT … SELECT of its interactions, indexes included", Memory: memory,
		aim: aim{ratio: 1.5, level: true, but: "each line's values are looked up among its own, the header's and the contact's with its alternative addresses, and its e-mail address is read"}}, ours, bare)
	b.compare(Row{Name: "Unlog of a segment of everybody", Beside: "UPDATE of its interactions",
		aim: aim{ratio: 1.5, but: "it counts what was made of the interactions since, and looks for calls"}}, back, bareBack)
	return inOrder(func() error { return b.store.DeleteSegment(ctx, no) }, b.emptyBare(ctx))
}

func execIn(ctx context.Context, tx *sql.Tx, statement string) func() error {
	return func() error {
		_, err := tx.ExecContext(ctx, statement)
		return err
	}
}
