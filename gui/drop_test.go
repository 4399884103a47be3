package gui_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"winnow/core/filter"
	"winnow/gui/guitest"
	"winnow/gui/route"
)

// contactList is a list of one contact, which somebody drops on a window.
func contactList(t *testing.T) fyne.URI {
	t.Helper()
	path := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(path, []byte("First Name,Last Name,E-mail\nAnn,Webb,ann@webb.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return storage.NewFileURI(path)
}

// A list that is dropped on the first page is imported into a new company.
func TestDropOnFirstPage(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, filepath.Join(t.TempDir(), "new.winnow"))
	see(t, s, "Start empty")
	w.Drop(contactList(t))
	see(t, s, "people.csv")
}

// A dialog stays when something is dropped on it, and says what to do; after it
// was closed the same files are imported.
func TestDropOverDialog(t *testing.T) {
	s := guitest.New(t)
	list := contactList(t)
	w := opened(t, s, companyFile(t, "first.winnow", "First Ltd."))
	see(t, s, "First Ltd. · first.winnow")
	w.Session().Go.Open(route.Help{})
	w.Drop(list)
	see(t, s, "Close this dialog first, then drop the files again.")
	s.Key(fyne.KeyEscape)
	w.Drop(list)
	see(t, s, "people.csv")
}

// A list that is dropped on a card's own window is imported in the main window.
func TestDropOnOwnWindow(t *testing.T) {
	s := guitest.New(t)
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": "Spring mailing"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Spring mailing")
	ownOf(t, s, w, no)
	w.DropOnOwn(contactList(t))
	see(t, s, "people.csv")
}
