package card_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
)

// While another program writes for long, an edit waits, and is then told not to
// be saved; what was typed stays, and is saved when the other has finished.
func TestAnotherProgramWrites(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits as long as an edit does, ten seconds")
	}
	s, c := made(t, "ANN")
	ctx := context.Background()
	other, err := company.Open(ctx, s.Session.Company.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	begun, end, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		ended <- other.Write(ctx, func(*sql.Tx) error {
			close(begun)
			<-end
			return nil
		})
	}()
	<-begun
	var told error
	s.Session.Go.Fail = func(err error) { told = err }
	salesperson := s.Entry("General", "Salesperson Code")
	salesperson.Type("BD")
	salesperson.Commit()
	s.Until("the question", func() bool { return strings.Contains(s.Shown(), "Change the lines too?") })
	s.Button("Yes").Press()
	s.Settle(c.Tasks)
	if !core.IsKind(told, core.Busy) || !strings.HasPrefix(told.Error(), "another program is writing to ") {
		t.Errorf("it is told: %v", told)
	}
	want(t, "what was typed", salesperson.Text(), "BD")
	want(t, "at the field", salesperson.Error(), "Not saved")

	close(end)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	salesperson.Commit()
	s.Until("the question", func() bool { return strings.Contains(s.Shown(), "Change the lines too?") })
	s.Button("Yes").Press()
	s.Settle(c.Tasks)
	want(t, "at the field", salesperson.Error(), "")
	seg, err := s.Session.Segments.Segment(ctx, "SM00001")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "what is kept", seg.Text("salesperson_code"), "BD")
}
