package team_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/data/datatest"
	"winnow/gui/guitest"
	"winnow/gui/route"
	"winnow/gui/team"
)

var server hubtest.Shared

func TestMain(m *testing.M) { os.Exit(server.Run(m)) }

// stage is a window with the page, on a hub that one can join.
type stage struct {
	*guitest.Stage
	page *team.Page
	live *team.Live
	said string
	dsn  string
}

func newStage(t *testing.T, name string) *stage {
	t.Helper()
	for _, variable := range []string{"PGPASSWORD", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "PGPASSFILE"} {
		t.Setenv(variable, "")
	}
	dsn := server.Server(t).Database(t)
	if _, err := hub.Create(t.Context(), dsn, name); err != nil {
		t.Fatal(err)
	}
	s := &stage{Stage: guitest.New(t), dsn: dsn}
	s.Session.Company.Now = time.Now
	s.live = team.NewLive(s.Session.Company, slog.New(slog.DiscardHandler))
	s.live.Said = func(text string) { s.said = text }
	s.page = team.Open(s.Session, s.live)
	t.Cleanup(func() {
		s.live.Close()
		s.page.Tasks().Close()
		<-s.page.Tasks().Idle()
	})
	s.Navigator.Open(s.page.Page())
	s.live.Start()
	s.Settle(s.page.Tasks())
	return s
}

// has waits until something is shown.
func (s *stage) has(text string) {
	s.T.Helper()
	s.Until(text, func() bool { return strings.Contains(s.Shown(), text) })
}

// join types where the hub is and joins it.
func (s *stage) join() {
	s.T.Helper()
	words := strings.Fields(s.dsn)
	s.Button("Join a Hub…").Press()
	fields := s.page.Join().Fields()
	port := strings.TrimPrefix(words[1], "port=")
	for i, text := range []string{"127.0.0.1:" + port, strings.TrimPrefix(words[3], "dbname="), "postgres", hubtest.Password} {
		fields[i].Type(text)
	}
	s.Button("Join").Press()
	s.has("Rows sent:")
}

// A company with rows cannot have a part only; the dialog comes back and says so.
func TestJoinWithPart(t *testing.T) {
	s := newStage(t, "with_part")
	s.Button("Join a Hub…").Press()
	words, fields := strings.Fields(s.dsn), s.page.Join().Fields()
	for i, text := range []string{"127.0.0.1:" + strings.TrimPrefix(words[1], "port="), strings.TrimPrefix(words[3], "dbname="), "postgres", hubtest.Password} {
		fields[i].Type(text)
	}
	s.page.Join().Part().Tapped(nil)
	s.Button("Join").Press()
	s.Until("the dialog", func() bool { return strings.Contains(s.Shown(), "Which contacts this file has") })
	s.Entry("Contact", "Country/Region Code").Type("DE")
	s.Settle(s.page.Join().Tasks)
	s.Button("OK").Press()
	s.has("Whoever administers the hub")
	s.has("has rows already")
	if joined, err := hub.Joined(t.Context(), s.Session.Company); err != nil || joined {
		t.Errorf("%v %v", joined, err)
	}
	coretest.Exec(t, s.Session.Company, "DELETE FROM interaction_log_entry")
	for _, table := range []string{"contact_mailing_group", "contact", "salesperson_purchaser"} {
		coretest.Exec(t, s.Session.Company, "DELETE FROM "+table)
	}
	s.Button("Join").Press()
	s.Until("the dialog", func() bool { return strings.Contains(s.Shown(), "Which contacts this file has") })
	s.Entry("Contact", "Country/Region Code").Type("DE")
	s.Settle(s.page.Join().Tasks)
	s.Button("OK").Press()
	s.has("Country/Region Code: DE")
}

// other is another file on the same hub, with all that it has.
func (s *stage) other() *company.Company {
	s.T.Helper()
	c, err := coretest.OpenNew(context.Background(), filepath.Join(s.T.TempDir(), "other.winnow"))
	if err != nil {
		s.T.Fatal(err)
	}
	datatest.Close(s.T, c)
	if err := hub.Join(context.Background(), c, s.dsn, "", nil); err != nil {
		s.T.Fatal(err)
	}
	syncOther(s.T, c)
	return c
}

func syncOther(t testing.TB, c *company.Company) {
	t.Helper()
	if _, err := hub.Sync(context.Background(), c, hub.SyncParams{}); err != nil {
		t.Fatal(err)
	}
}

// Someone alone is told what a hub is. They join one, and what they and others change is
// exchanged; conflicts show both values, and one of them is taken or another is typed.
func TestTeam(t *testing.T) {
	s := newStage(t, "page")
	s.has("This company is in this file only.")
	if s.said != "" || !s.Button("Sync").Disabled() || !s.Button("Leave the Hub…").Disabled() {
		t.Errorf("without a hub: %q", s.said)
	}
	s.join()
	s.Until("status", func() bool { return strings.Contains(s.page.Status(), "The password was not kept") })
	s.has("127.0.0.1:")
	s.Until("title", func() bool { return strings.HasPrefix(s.said, "synced just now") })
	other := s.other()
	s.Session.Company.Now = func() time.Time { return time.Now().Add(5 * time.Minute) }
	fetched := 0
	s.live.Fetched = func() { fetched++ }
	coretest.Exec(t, other, "UPDATE contact SET city = 'Leeds', county = 'Kent', phone_no = '1' WHERE no = 'ANN'")
	coretest.Exec(t, s.Session.Company, "UPDATE contact SET city = 'York', county = 'Devon', phone_no = '2' WHERE no = 'ANN'")
	syncOther(t, other)
	s.live.Look()
	s.Until("title", func() bool { return s.said == "synced 5 min ago · 1 to send" })
	s.Button("Sync").Press()
	s.has("3 fields were changed on both sides.")
	s.Until("conflicts", func() bool { return s.page.Len() == 3 })
	if fetched == 0 {
		t.Error("the other pages do not hear of it")
	}
	s.Until("values", func() bool {
		return strings.Join(guitest.Column(s.List(), "mine"), " ") == "York Devon 2" && strings.Join(guitest.Column(s.List(), "theirs"), " ") == "Leeds Kent 1"
	})
	s.List().Select(0)
	s.Button("Take Mine").Press()
	s.Until("taken", func() bool {
		return s.page.Status() == "1 conflict settled" && strings.Join(guitest.Column(s.List(), "mine"), " ") == "Devon 2"
	})
	s.List().Select(0)
	s.Button("Type a Value…").Press()
	s.Until("dialog", func() bool { return s.page.Typed() != nil })
	s.page.Typed().Type("Surrey")
	s.Button("OK").Press()
	s.Until("typed", func() bool { return s.page.Len() == 1 })
	s.List().Select(0)
	s.Button("Take the Hub's").Press()
	s.Until("taken", func() bool { return s.page.Len() == 0 })
	s.Button("Sync").Press()
	s.Until("sent", func() bool { return strings.Contains(s.page.Status(), "Rows sent: 1,") })
	syncOther(t, other)
	if rows := coretest.Rows(t, other, "SELECT city || county || phone_no FROM contact WHERE no = 'ANN'"); rows[0] != "YorkSurrey1" {
		t.Errorf("the other file has %v", rows)
	}
	s.choosePart("DE")
	s.Until("part", func() bool { return coretest.Rows(t, s.Session.Company, "SELECT count(*) FROM contact")[0] == "3" })
	s.has("Country/Region Code: DE")
	s.choosePart("")
	s.Until("all", func() bool { return coretest.Rows(t, s.Session.Company, "SELECT count(*) FROM contact")[0] == "7" })
	s.has("all contacts")
	s.Button("Leave the Hub…").Press()
	s.has("Not sent: 0 changes; not settled: 0 conflicts.")
	s.Button("Leave").Press()
	s.has("This company is in this file only.")
	s.Until("title", func() bool { return s.said == "" })
}

// choosePart chooses the contacts of a country.
func (s *stage) choosePart(country string) {
	s.T.Helper()
	s.Until("the end of the sync", func() bool { return !s.Button("Part…").Disabled() })
	s.Button("Part…").Press()
	s.Until("the dialog", func() bool { return strings.Contains(s.Shown(), "Which contacts this file has") })
	s.Settle(s.page.Tasks())
	s.Entry("Contact", "Country/Region Code").Type(country)
	s.Settle(s.page.Tasks())
	s.Button("OK").Press()
}

// That the hub is out of reach is said calmly, and it is tried again.
func TestOffline(t *testing.T) {
	s := newStage(t, "offline")
	s.join()
	coretest.Exec(t, s.Session.Company, "UPDATE hub SET dsn = 'host=127.0.0.1 port=1 dbname=none user=jo'")
	s.Button("Sync").Press()
	s.has("The hub cannot be reached at the moment.")
	s.Until("title", func() bool { return strings.HasPrefix(s.said, "offline · synced ") })
}

// A wrong password is said at its field, and nothing was joined.
func TestJoinRefused(t *testing.T) {
	s := newStage(t, "refused")
	s.Button("Join a Hub…").Press()
	fields := s.page.Join().Fields()
	s.Button("Join").Press()
	if fields[0].Error() == "" {
		t.Error("no server is needed")
	}
	words := strings.Fields(s.dsn)
	for i, text := range []string{"127.0.0.1:" + strings.TrimPrefix(words[1], "port="), strings.TrimPrefix(words[3], "dbname="), "postgres", "wrong"} {
		fields[i].Type(text)
	}
	s.Button("Join").Press()
	s.Until("refused", func() bool { return strings.Contains(fields[3].Error(), "did not accept the password") })
	fields[3].Type(hubtest.Password)
	fields[4].Type("nowhere")
	s.Button("Join").Press()
	s.has("there is no hub nowhere in this database")
	s.Key(fyne.KeyEscape)
	if joined, err := hub.Joined(t.Context(), s.Session.Company); err != nil || joined {
		t.Errorf("%v %v", joined, err)
	}
}

// A company syncs by itself where somebody wants that, and tells nobody but by its title.
func TestSyncByItself(t *testing.T) {
	s := newStage(t, "by_itself")
	s.join()
	other := s.other()
	coretest.Exec(t, other, "UPDATE contact SET city = 'Leeds' WHERE no = 'ANN'")
	syncOther(t, other)
	fetched := 0
	s.live.Fetched = func() { fetched++ }
	s.live.Look()
	s.Settle(s.page.Tasks())
	if fetched > 0 {
		t.Error("it has not been 15 minutes")
	}
	now := time.Now().Add(16 * time.Minute)
	s.Session.Company.Now = func() time.Time { return now }
	s.live.Look()
	s.Until("fetched", func() bool { return fetched == 1 })
	if rows := coretest.Rows(t, s.Session.Company, "SELECT city FROM contact WHERE no = 'ANN'"); rows[0] != "Leeds" {
		t.Errorf("the file has %v", rows)
	}
}

// A segment is given to somebody of the database, and taken over from whoever holds it.
func TestHolder(t *testing.T) {
	s := newStage(t, "holder")
	s.join()
	server.Server(t).Role(t, "holder_ann", "winnow_holder_rep")
	no, err := s.Session.Segments.CreateSegment(t.Context(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	holder := func() string {
		seg, err := s.Session.Segments.Segment(t.Context(), no)
		if err != nil {
			t.Fatal(err)
		}
		return seg.Holder
	}
	said := ""
	say := func(text string) { said = text }
	s.live.AskGive(s.Session, route.GiveSegment{No: no}, say)
	s.Button("Give").Press()
	if s.live.Given().Error() != "this is missing" {
		t.Errorf("without a name: %q", s.live.Given().Error())
	}
	s.live.Given().Type("nobody")
	s.Button("Give").Press()
	s.Until("refused", func() bool { return strings.Contains(s.live.Given().Error(), "no user nobody") })
	s.live.Given().Type("holder_ann")
	s.Button("Give").Press()
	s.Until("given", func() bool { return said == "Segment "+no+" is held by holder_ann now." })
	if got := holder(); got != "holder_ann" {
		t.Errorf("it is held by %q", got)
	}
	s.live.AskTakeOver(s.Session, route.TakeOverSegment{No: no, Holder: "holder_ann"}, say)
	s.has("What holder_ann has changed in it and not sent")
	s.Button("Take Over").Press()
	s.Until("taken over", func() bool { return said == "Segment "+no+" is yours now." })
	if got := holder(); got != "" {
		t.Errorf("it is held by %q", got)
	}
	coretest.Exec(t, s.Session.Company, "UPDATE hub SET dsn = 'host=127.0.0.1 port=1 dbname=none user=jo'")
	s.live.AskTakeOver(s.Session, route.TakeOverSegment{No: no, Holder: "holder_ann"}, say)
	s.Button("Take Over").Press()
	s.Until("offline", func() bool { return strings.Contains(said, "this needs it") })
}

// A Team page to which one comes back shows again how the company stands to its hub.
func TestTeamPageAgain(t *testing.T) {
	s := newStage(t, "again")
	over := team.Open(s.Session, s.live)
	s.Navigator.Open(over.Page())
	s.Settle(over.Tasks())
	s.Navigator.Back()
	s.Settle(s.page.Tasks())
	s.join()
	s.has("Last Sync")
}
