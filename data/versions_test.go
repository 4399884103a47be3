package data_test

import (
	"compress/gzip"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/data/datatest"
)

var update = flag.Bool("update", false, "write the company file of a schema version that has none")

// Company files of every schema version there ever was, as the programs of their
// day left them, are opened by this one, with all that was in them. A version,
// once kept, is never written again.
func TestVersions(t *testing.T) {
	scripts, err := filepath.Glob(filepath.Join("migrations", "*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range scripts {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			kept := filepath.Join("testdata", fmt.Sprintf("version-%d.winnow.gz", i+1))
			if _, err := os.Stat(kept); err != nil && *update {
				keepVersion(t, scripts[:i+1], kept)
			}
			path := datatest.Unpack(t, kept)
			f := opened(t, path)
			if faults, err := f.Check(t.Context()); err != nil || len(faults) > 0 {
				t.Errorf("check: %v, %v", faults, err)
			}
			if diff := cmp.Diff([]string{"N"}, territories(t, f)); diff != "" {
				t.Error(diff)
			}
			if got := count(t, f, "contact"); got != 2 {
				t.Errorf("there are %d contacts", got)
			}
			if i > 0 && count(t, f, "segment_line") != 1 {
				t.Error("the segment's line is lost")
			}
			_, err = os.Stat(fmt.Sprintf("%s.version-%d.backup", path, i+1))
			if older := i+1 < len(scripts); older != (err == nil) {
				t.Errorf("older: %v; its copy: %v", older, err)
			}
		})
	}
}

// keptSteps is the history of a kept version's segment: the empty segment, and a
// step that added the line. A snapshot is a Roaring bitmap.
var keptSteps = []string{
	`INSERT INTO segment_step (segment_id, step, criteria, resolved, lines_before, lines_after, last_line_no, made_at, made_by, snapshot)
VALUES (1, 0, '', '', 0, 0, 0, '2026-11-23T09:00:00Z', 'jo', x'3a30000000000000')`,
	`INSERT INTO segment_step (segment_id, step, criteria, resolved, lines_before, lines_after, last_line_no, made_at, made_by, snapshot)
VALUES (1, 1, '{"action":"add","filters":{"contact":{"no":"CT1"}}}', '{"filters":{"contact":{"no":"CT1"}},"without":{}}', 0, 1, 10000,
	'2026-11-23T09:00:00Z', 'jo', x'3a3000000100000000000000100000000100')`,
}

// keepVersion makes a company file by the first migrations and keeps it.
func keepVersion(t *testing.T, scripts []string, kept string) {
	t.Helper()
	names := make([]string, len(scripts))
	for i, script := range scripts {
		names[i] = filepath.Base(script)
	}
	path := old(t, names...)
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statements := []string{
		"INSERT INTO contact (no, name, type, company_no) VALUES ('CT1', 'Älvdal & Co.', 0, 'CT1'), ('CT2', 'Anna', 1, 'CT1')",
		"INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('CT2', 'VIP')",
	}
	if len(scripts) > 1 {
		statements = append(statements,
			"INSERT INTO segment_header (no, description, step, changed_at) VALUES ('SM00001', 'Spring', 1, '2026-11-23T09:00:00Z')",
			"INSERT INTO segment_line (segment_id, line_no, contact_id) VALUES (1, 10000, 1)")
		statements = append(statements, keptSteps...)
	}
	if len(scripts) > 13 {
		statements = append(statements,
			"INSERT INTO interaction_log_entry (entry_no, contact_no, date, local) VALUES (2000000001, 'CT2', '2026-11-23', 1)",
			"INSERT INTO inter_log_entry_comment_line (entry_no, line_no, comment) VALUES (2000000001, 10000, 'Called back')",
			"INSERT INTO attachment (sha256, kind, file_name, size, content) VALUES ('4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', 'docx', 'SPRING.docx', 1, x'01')",
			"INSERT INTO interaction_attachment (entry_no, place, attachment_id) VALUES (2000000001, 1, 1)",
			"INSERT INTO word_template (code, added_at, added_by, attachment_id) VALUES ('SPRING', '2026-11-23T09:00:00Z', 'jo', 1)",
			"INSERT INTO to_do (no, description, contact_no) VALUES ('TD000001', 'Call', 'CT2')")
	}
	if len(scripts) > 14 {
		statements = append(statements,
			"INSERT INTO segment_replay (segment_id, replay, kind, changed_step, step, made_at, made_by) VALUES (1, 1, 'refresh', 0, 1, '2026-11-23T09:00:00Z', 'jo')",
			"INSERT INTO segment_replay_step SELECT segment_id, 1, step, criteria, resolved, lines_before, lines_after, last_line_no, made_at, made_by, today, work_date, me, snapshot FROM segment_step",
			"UPDATE segment_header SET replay = 1", "UPDATE segment_step SET last_line_no = 10000")
	}
	if len(scripts) > 17 {
		statements = append(statements,
			`ALTER TABLE contact ADD COLUMN "group" TEXT NOT NULL DEFAULT ''`,
			"INSERT INTO own_field (key, place, caption, type) VALUES ('group', 1, 'Group', 'text')",
			`UPDATE contact SET "group" = 'A' WHERE no = 'CT2'`)
	}
	if len(scripts) > 21 {
		statements = append(statements,
			"INSERT INTO output_log_entry (entry_no, at, by, what, segment_no, rows, target) VALUES (1, '2026-11-23T09:00:00Z', 'jo', 'E-Mails', 'SM00001', 0, 'smtp://mail.x.test:587')",
			"INSERT INTO mailing (entry_no, segment_no, content, id, include_blocked) VALUES (1, 'SM00001', '4bf5', '17', 0)",
			`INSERT INTO mailing_message (entry_no, place, line_no, contact_no, name, address, sender, field_values, state)
VALUES (1, 1, 10000, 'CT1', 'Anna', 'anna@x.test', '<jo@x.test>', '[]', 'waiting')`)
	}
	for _, statement := range append(statements, "VACUUM") {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
		t.Fatal(err)
	}
	to, err := os.Create(kept)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	packed, err := gzip.NewWriterLevel(to, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := packed.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
}
