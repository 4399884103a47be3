package main_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/company"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
)

// TestWindowTeam works two real windows on two files and one hub: both join, both edit the same
// field, and the conflict is settled by taking one of the values.
func TestWindowTeam(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, openbox, xdotool and ImageMagick; set WINNOW_WINDOW_TEST=1 to run it")
	}
	for _, name := range []string{"PGPASSWORD", "PGPASSFILE", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"} {
		t.Setenv(name, "")
	}
	var servers hubtest.Shared
	server := servers.Server(t)
	t.Cleanup(func() {
		if err := servers.Close(); err != nil {
			t.Error(err)
		}
	})
	socket := server.Database(t)
	if _, err := hub.Create(t.Context(), socket, "walk"); err != nil {
		t.Fatal(err)
	}
	_, database, _ := strings.Cut(socket, "dbname=")
	dir := t.TempDir()
	program := built(t, dir, "watch")
	work := func(name string, file string) *teammate {
		p := begin(t, sitting{name: "team-" + name, program: program, file: file, locale: "en_US", theme: "light", width: 1280, height: 800})
		return &teammate{person: p, dsn: strings.Fields(server.DSN(database, "postgres", true)), database: database}
	}
	ann, jo := filepath.Join(dir, "ann.winnow"), filepath.Join(dir, "jo.winnow")
	prepare(t, ann, 0)
	makeEmpty(t, jo)

	a := work("ann", ann)
	a.join()
	a.match(`^Rows sent: [\d,]+, fetched: 0\.`)
	a.shoot("joined")
	j := work("jo", jo)
	j.join()
	j.match(`^Rows sent: 0, fetched: [\d,]+\.`)

	a.edit("Leeds")
	j.edit("York")
	a.sync()
	a.match(`^Rows sent: 1, fetched: 0\.`)
	j.sync()
	j.see("York", "Leeds", "1 conflict")
	j.match(`^Rows sent: 0, fetched: \d+\. 1 field was changed on both sides\.`)
	j.shoot("conflict")
	j.click("York")
	j.click("Take Mine")
	j.see("1 conflict settled", "Nothing was changed both here and on the hub.")
	j.key("F9")
	j.match(`^Rows sent: 1, fetched: 0\.`)
	j.shoot("settled")
	a.sync()
	a.match(`^Rows sent: 0, fetched: 1\.`)
	if managed() {
		if title := a.told("xdotool", "getwindowname", a.window); !strings.Contains(title, "ann.winnow · synced just now - Team - Winnow") {
			t.Errorf("the window's title is %q", title)
		}
	}
	a.key("Escape")
	a.goTo("ct000010")
	a.see("York")
	a.end()
	j.end()
}

// makeEmpty makes a company with which somebody began empty.
func makeEmpty(t *testing.T, file string) {
	t.Helper()
	c, err := company.Create(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Remember(context.Background(), "started", "empty"); err != nil {
		t.Fatal(err)
	}
}

// teammate is a person who shares a company.
type teammate struct {
	*person
	dsn      []string // the words of the hub's DSN
	database string
}

// goTo goes to what Find finds.
func (m *teammate) goTo(what string) {
	m.t.Helper()
	m.settle() // a page that is only being shown takes no key
	m.key("ctrl+k")
	m.see("Find pages, actions, segments and contacts")
	m.typed(what)
	m.do("xdotool", "sleep", "1", "key", "Return")
}

// join goes to the page and joins the hub.
func (m *teammate) join() {
	m.t.Helper()
	m.see("Company")
	m.goTo("team")
	m.see("Join a Hub…", "Take Mine")
	m.click("Join a Hub…")
	m.see("Join a Hub", "Server", "Password")
	m.into("Server", "127.0.0.1:"+strings.TrimPrefix(m.dsn[1], "port="))
	m.do("xdotool", "key", "Tab", "key", "ctrl+a")
	m.typed(m.database)
	m.into("User", "postgres")
	m.do("xdotool", "key", "Tab", "sleep", "0.3", "type", "--delay", "30", hubtest.Password)
	m.shoot("join")
	m.click("Join")
	m.see("Last Sync")
}

// edit gives a contact another city.
func (m *teammate) edit(city string) {
	m.t.Helper()
	m.key("Escape")
	m.goTo("ct000010")
	m.see("City", "Post Code")
	const besideCaption = 190
	at := m.find("City")
	m.clickAt(at.X+besideCaption, at.Y)
	m.key("ctrl+a")
	m.typed(city)
	m.key("Tab")
	m.match(`saved|Saved|changed|Undo`)
	m.key("Escape")
}

// sync goes to the page and syncs.
func (m *teammate) sync() {
	m.t.Helper()
	m.goTo("team")
	m.see("Last Sync", "Take Mine")
	m.key("F9")
}
