package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"winnow/core/company"
	"winnow/core/output"
	"winnow/core/sending"
	"winnow/core/sending/smtptest"
)

// Whoever kills winnowctl while it sends e-mails, whenever that is, and runs the same
// command again until it is done, has sent each once, or is told that it may have been
// sent.
func TestKilledWhileSending(t *testing.T) {
	if raced {
		t.Skip("it is another program that is killed")
	}
	folder := t.TempDir()
	path, messages := filepath.Join(folder, "company.winnow"), 20*kills
	if n, err := strconv.Atoi(os.Getenv("WINNOW_KILLS")); err == nil {
		messages = 20 * n
	}
	run := func(args ...string) {
		t.Helper()
		if out, err := command(t.Context(), path, args).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	town := filepath.Join(folder, "contact.csv")
	var content strings.Builder
	rows := csv.NewWriter(&content)
	_ = rows.Write([]string{"No.", "Name", "E-Mail"})
	for i := range messages {
		_ = rows.Write([]string{fmt.Sprintf("CT%04d", i), "Somebody", fmt.Sprintf("c%d@x.test", i)})
	}
	rows.Flush()
	template := filepath.Join(folder, "spring.txt")
	for name, content := range map[string]string{town: content.String(), template: "Subject: Spring\n\nHello {{Name}}\n"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run("import", town)
	run("new", "SM00001")
	run("add", "SM00001")
	run("settings", "smtp_security=none")

	var mutex sync.Mutex
	var kill func()
	random, left := rand.New(rand.NewPCG(1, 7)), 0
	server := &smtptest.Server{Answer: func(string) string {
		mutex.Lock()
		defer mutex.Unlock()
		if left--; left == 0 {
			kill()
		}
		return ""
	}}
	args := []string{"mails", "SM00001", "--template", template, "--from", "jo@x.test", "--send", "--smtp", fmt.Sprint("smtp://localhost:", server.Start(t, false))}
	dead, ended := 0, false
	for range 10 * kills {
		ctx, cancel := context.WithCancel(t.Context())
		mutex.Lock()
		kill, left = cancel, 1+random.IntN(6*messages/kills*2)
		mutex.Unlock()
		out, err := command(ctx, path, args).CombinedOutput()
		killed := ctx.Err() != nil
		cancel()
		if ended = err == nil; ended {
			break
		}
		if !killed {
			t.Fatalf("%v\n%s", err, out)
		}
		dead++
	}
	if !ended || dead < 2 {
		t.Errorf("it ended: %v, and was killed %d times", ended, dead)
	}
	run("check")
	checkSent(t, path, server)
}

// checkSent holds what a company file tells of its one mailing to what the server has.
func checkSent(t *testing.T, path string, server *smtptest.Server) {
	t.Helper()
	c, err := company.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	got := map[string]int{}
	for _, m := range server.Messages() {
		got[m.To[0]]++
	}
	list, err := sending.Messages(t.Context(), c, 1)
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, m := range list {
		switch {
		case m.State == "sent" && got[m.Address] == 1:
			sent++
		case m.State != "sending" || got[m.Address] > 1:
			t.Errorf("%s is %s and got %d", m.Address, m.State, got[m.Address])
		}
	}
	log, err := output.List(t.Context(), c)
	if err != nil || len(log) != 1 || log[0].Rows != sent {
		t.Errorf("%d were sent, and the log has %+v, %v", sent, log, err)
	}
}
