package attachment_test

import (
	"bytes"
	"context"
	"database/sql"
	"testing"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/coretest"
)

func keep(b *coretest.Book, name string, content []byte) (id int64, err error) {
	err = b.Company.Write(context.Background(), func(tx *sql.Tx) error {
		id, err = attachment.Keep(context.Background(), tx, name, content)
		return err
	})
	return id, err
}

// The same bytes are stored once, under the name that they came with first; what
// nothing names can go.
func TestDocumentsAreStoredOnce(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	first, err := keep(b, "scans/Order 17.PDF", []byte("order"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := keep(b, "copy.pdf", []byte("order")); again != first || err != nil {
		t.Errorf("the same bytes are %d and %d: %v", first, again, err)
	}
	empty, err := keep(b, "empty.txt", nil)
	if err != nil || empty == first {
		t.Error(empty, err)
	}
	coretest.Same(t, []string{"1|pdf|Order 17.PDF|5", "2|txt|empty.txt|0"}, b.Rows("SELECT id, kind, file_name, size FROM attachment ORDER BY id"))
	b.Row("contact", "no", "A")
	b.Row("interaction_log_entry", "entry_no", 1, "contact_no", "A")
	b.Row("interaction_attachment", "entry_no", 1, "place", 1, "attachment_id", first)
	err = b.Company.Write(context.Background(), func(tx *sql.Tx) error {
		dropped, err := attachment.DropUnused(context.Background(), tx)
		if dropped != 1 {
			t.Errorf("%d were dropped", dropped)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = b.Company.Read(context.Background(), func(tx *sql.Tx) error {
		d, err := attachment.Read(context.Background(), tx, first)
		if !bytes.Equal(d.Content, []byte("order")) || d.Kind != "pdf" || len(d.SHA256) != 64 {
			t.Errorf("%+v", d)
		}
		if _, err := attachment.Read(context.Background(), tx, empty); !core.IsKind(err, core.NotFound) {
			t.Errorf("what was dropped: %v", err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTooLargeDocuments(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	if _, err := keep(b, "x.pdf", make([]byte, attachment.MaxSize+1)); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
	if _, err := keep(b, "x.pdf", make([]byte, attachment.MaxSize)); err != nil {
		t.Error(err)
	}
}
