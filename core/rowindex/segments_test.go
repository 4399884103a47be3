package rowindex_test

import (
	"database/sql"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/coretest"
	"winnow/core/rowindex"
)

// A segment is read once after each change of the file, by all together, and each time
// before rows were read.
func TestSegmentsAreReadOnce(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	index := rowindex.New(b.Company, 0)
	reads := 0
	ask := func(s *rowindex.Segments, want int) {
		t.Helper()
		before := reads
		err := b.Company.Read(b.Context(), func(tx *sql.Tx) error {
			_, err := s.Contacts(b.Context(), tx, 7, func() (*roaring.Bitmap, error) {
				reads++
				return roaring.BitmapOf(1), nil
			})
			return err
		})
		if err != nil || reads-before != want {
			t.Error(reads-before, "reads, not", want, err)
		}
	}
	early := index.Segments()
	ask(early, 1)
	ask(early, 1)
	b.Person("CT1")
	if err := index.Renew(b.Context()); err != nil {
		t.Fatal(err)
	}
	ask(early, 1)
	one, other := index.Segments(), index.Segments()
	ask(one, 1)
	ask(one, 0)
	ask(other, 0)
	b.Person("CT2")
	ask(other, 1)
	ask(one, 0)
}
