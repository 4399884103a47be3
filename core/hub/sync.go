package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub/segments"
	"winnow/data"
)

// Result is what came of a sync.
type Result struct {
	// Sent and Fetched are numbers of rows.
	Sent    int `json:"sent"`
	Fetched int `json:"fetched"`
	// Conflicts is how many new conflicts there are.
	Conflicts int            `json:"conflicts"`
	Notes     []core.Message `json:"notes"`
}

// link says that rows of child belong to the row of parent whose key is in column.
type link struct{ parent, child, column string }

// links are those that the company file keeps as well, children after their parents.
var links = []link{
	{"contact", "contact_alt_address", "contact_no"}, {"contact", "contact_alt_addr_date_range", "contact_no"},
	{"contact", "contact_profile_answer", "contact_no"}, {"contact", "contact_mailing_group", "contact_no"},
	{"contact", "interaction_log_entry", "contact_no"}, {"contact", "contact_job_responsibility", "contact_no"},
	{"contact", "contact_industry_group", "contact_no"}, {"contact", "contact_business_relation", "contact_no"},
	{"contact", "contact_number", "contact_no"}, {"contact", "not_duplicate", "contact_no"}, {"contact", "not_duplicate", "other_no"},
	{"contact", "segment_line", "contact_no"},
	{"interaction_log_entry", "inter_log_entry_comment_line", "id"}, {"interaction_log_entry", "interaction_attachment", "id"},
	{"attachment", "word_template", "sha256"}, {"attachment", "interaction_attachment", "sha256"},
}

// sendLimit is how many rows one transaction on the hub sends, and sendBytes how many bytes
// they have at most, but for the last of them: all of them are held in memory on their way,
// and several times.
const (
	sendLimit = 5_000
	sendBytes = 16 << 20
)

// syncer is one sync.
type syncer struct {
	company *company.Company
	conn    *pgx.Conn
	tables  []data.Exchanged
	at      address
	state   state
	result  Result
	own     map[int64]bool // versions that this sync gave
	// Segments: their tables, which were changed here, what is sent of them and with which
	// version, what the hub refused, and which are fetched again. partial says that contacts
	// of some are not here, and came are the contacts that came.
	segmentTables []data.Exchanged
	changed       []string
	outgoing      []outgoing
	version       int64
	refused       []refusal
	again         []string
	partial       bool
	came          []string
	sent          bool // something was sent
	// checkers check rows of the hub, by table, and refusedRows counts what they refused.
	checkers    map[string]checker
	refusedRows int
	touched     touched
	full        bool  // somebody asks to compare all
	seen        int64 // the hub's version when the sync began
	// part is what the file has; nil for all of the company.
	part *fetched
	// progress hears how many rows were sent and fetched; nil where nobody asks.
	progress func(rows int)
}

// tell tells how far the sync is.
func (s *syncer) tell() {
	if s.progress != nil {
		s.progress(s.result.Sent + s.result.Fetched)
	}
}

func (s *syncer) table(name string) (data.Exchanged, bool) {
	return exchangedTable(s.tables, name)
}

// pending is a row that was changed here.
type pending struct {
	note
	t            data.Exchanged
	rowKey       row
	before, mine row
	replaced     *note // under which the same row was noted as well
	adopted      bool  // the hub knows it by another key than it was noted under
	settled      bool
	merged       merged
	there        bool // the hub has a row with its key, deleted or not
	conflicts    []Conflict
	by           string
	at           time.Time
}

// sending is how far a send is. What is there goes first, those rows before to which others
// belong, and then what was deleted, the other way round.
type sending struct {
	deleted bool
	table   int             // of the tables in that order
	behind  string          // the key in hub_change
	gone    map[string]bool // tables of which rows were deleted
}

// next reads the next rows that were changed here, and reports whether there are more.
func (s *syncer) next(ctx context.Context, tx *sql.Tx, at *sending) (list []*pending, more bool, err error) {
	bytes := 0
	for {
		t := s.tables[at.table]
		if at.deleted {
			t = s.tables[len(s.tables)-1-at.table]
		}
		full := false
		if !at.deleted || at.gone[t.Name] {
			err := eachChanged(ctx, tx, t, at.behind, func(n note, mine row) (bool, error) {
				at.behind = n.key
				if !at.deleted && mine == nil {
					at.gone[t.Name] = true
				}
				if at.deleted != (mine == nil) {
					return true, nil
				}
				p, err := newPending(t, n, mine)
				list = append(list, p)
				bytes += mine.bytes()
				full = len(list) == sendLimit || bytes >= sendBytes
				return !full, err
			})
			if err != nil || full {
				return list, true, err
			}
		}
		at.behind = ""
		if at.table++; at.table == len(s.tables) {
			if at.deleted {
				return list, false, nil
			}
			at.table, at.deleted = 0, true
		}
	}
}

// newPending returns a row that was noted, with the values that it has here.
func newPending(t data.Exchanged, n note, mine row) (p *pending, err error) {
	p = &pending{note: n, t: t, mine: mine}
	if mine != nil {
		p.rowKey = mine[:t.Keys:t.Keys]
	} else if p.rowKey, err = readKey(t, n.key); err != nil {
		return nil, err
	}
	if n.before.Valid {
		p.before, err = readBefore(t, p.rowKey, n.before.String)
	}
	return p, err
}

// send sends what was changed here, and takes over what the hub has of these rows.
func (s *syncer) send(ctx context.Context) error {
	at := &sending{gone: map[string]bool{}}
	for {
		more := false
		list, err := company.Read(ctx, s.company, func(tx *sql.Tx) (list []*pending, err error) {
			list, more, err = s.next(ctx, tx, at)
			s.changed = nil
			if err == nil && !more { // all contacts of segments have gone before them
				s.changed, err = segments.Changed(ctx, tx)
			}
			return list, err
		})
		if err != nil || len(list) == 0 && len(s.changed) == 0 {
			return err
		}
		send := newID()
		// What others have committed is to be seen once the hub is locked.
		err = pgx.BeginTxFunc(ctx, s.conn, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) (err error) {
			if list, err = s.exchange(ctx, tx, list, send); err != nil {
				return err
			}
			return s.keepSend(ctx, send, list)
		})
		if err != nil {
			return err
		}
		s.state.send, s.sent = send, true
		err = s.company.Write(ctx, func(tx *sql.Tx) error {
			if err := s.settle(ctx, tx, list); err != nil {
				return err
			}
			return s.forgetSend(ctx, tx)
		})
		if err != nil {
			return err
		}
		s.tell()
		if !more {
			return nil
		}
	}
}

// exchange compares rows with those of the hub and writes what is to be written there,
// as the next version of a send. It returns the rows, with those that had to come back
// with them.
func (s *syncer) exchange(ctx context.Context, tx pgx.Tx, list []*pending, send string) ([]*pending, error) {
	version, id, err := readCounter(ctx, tx, true)
	if err != nil {
		return nil, fmt.Errorf("lock the hub: %w", err)
	}
	if id != s.state.hubID {
		return nil, core.NewProblem(core.Unusable, "hub.another_hub", "hub", s.at.String()).Hint("hub.another_hub_hint")
	}
	if list, err = s.adopt(ctx, tx, list); err != nil {
		return nil, err
	}
	byTable := map[string][]*pending{}
	for _, p := range list {
		byTable[p.table] = append(byTable[p.table], p)
	}
	for _, t := range s.tables {
		if err := s.compare(ctx, tx, t, byTable[t.Name]); err != nil {
			return nil, fmt.Errorf("compare %s: %w", t.Name, err)
		}
	}
	if err := s.prepareSegments(ctx, tx, byTable); err != nil {
		return nil, err
	}
	if err := s.bringBack(ctx, tx, byTable); err != nil {
		return nil, err
	}
	s.version = version + 1
	sent, err := s.writeSegments(ctx, tx, s.version)
	if err != nil {
		return nil, err
	}
	s.result.Sent += sent
	wrote := sent > 0
	for _, deleted := range []bool{false, true} {
		for _, t := range s.tables {
			rows := byTable[t.Name]
			if deleted {
				if err := s.keepNeeded(ctx, tx, t, rows); err != nil {
					return nil, err
				}
			}
			n, err := s.write(ctx, tx, t, rows, version+1, deleted)
			if err != nil {
				return nil, fmt.Errorf("send %s: %w", t.Name, err)
			}
			s.result.Sent += n
			wrote = wrote || n > 0
		}
		slices.Reverse(s.tables) // deleted rows go before those that they belong to
	}
	if err := writeLastSend(ctx, tx, s.state.laptop, send); err != nil {
		return nil, fmt.Errorf("note the send: %w", err)
	}
	if wrote {
		s.own[version+1] = true
		if err := setCounter(ctx, tx, version+1); err != nil {
			return nil, fmt.Errorf("give the version %d: %w", version+1, err)
		}
	}
	list = nil
	for _, t := range s.tables {
		list = append(list, byTable[t.Name]...)
	}
	return list, nil
}

// adopt finds interactions that are new here and that the hub knows under another id,
// since their Entry No. was given to one that was made on a laptop. It returns the rows
// with the hub's ids.
func (s *syncer) adopt(ctx context.Context, tx pgx.Tx, list []*pending) ([]*pending, error) {
	var numbers []int64
	for _, p := range list {
		if p.table == catalog.InteractionEntry && p.before == nil && p.mine != nil {
			numbers = append(numbers, p.mine[1].(int64))
		}
	}
	if len(numbers) == 0 {
		return list, nil
	}
	ids, err := readNumbered(ctx, tx, numbers)
	if err != nil {
		return nil, fmt.Errorf("look for interactions: %w", err)
	}
	known := map[string]*pending{}
	for _, p := range list {
		known[p.table+p.rowKey.key(p.t)] = p
	}
	gone := map[*pending]bool{}
	for _, p := range list {
		id, ok := ids[number(p)]
		if !ok || p.rowKey[0] == id {
			continue
		}
		p.rowKey = slices.Clone(p.rowKey)
		p.rowKey[0], p.adopted = id, true
		if p.mine != nil {
			p.mine[0] = id
		}
		// It may have been deleted under that id, and come again under the other number.
		if q := known[p.table+p.rowKey.key(p.t)]; q != nil {
			p.before, p.replaced, gone[q] = q.before, &q.note, true
		}
	}
	return slices.DeleteFunc(list, func(p *pending) bool { return gone[p] }), nil
}

// number is the Entry No. of the interaction that a row is, or belongs to; 0 for others.
func number(p *pending) int64 {
	switch p.table {
	case catalog.InteractionEntry, catalog.InteractionComment, "interaction_attachment":
		n, _ := p.rowKey[0].(int64)
		return n
	}
	return 0
}

// compare finds out what becomes of the rows of a table.
func (s *syncer) compare(ctx context.Context, tx pgx.Tx, t data.Exchanged, list []*pending) error {
	if len(list) == 0 {
		return nil
	}
	keys := make([]row, len(list))
	for i, p := range list {
		keys[i] = p.rowKey
	}
	there, err := readHubRows(ctx, tx, t, keys)
	if err != nil {
		return err
	}
	unsound := s.sound(t, there)
	for _, p := range list {
		// What cannot be was made here once, where it is deleted here.
		if p.mine == nil && p.before != nil && unsound[p.rowKey.key(t)] {
			p.merged = merged{outcome: remove}
			continue
		}
		h, ok := there[p.rowKey.key(t)]
		p.there = ok
		var theirs row
		if ok && !h.deleted {
			theirs = h.row
		}
		p.by, p.at = h.by, h.at
		p.merged = merge(t, p.before, p.mine, theirs)
		for _, c := range p.merged.clashes {
			p.conflicts = append(p.conflicts, p.conflict(t.Columns[c.column].Name, c.mine, c.theirs))
		}
	}
	return nil
}

func (p *pending) conflict(field string, mine, theirs any) Conflict {
	return Conflict{Table: p.table, Key: p.rowKey.key(p.t), ContactNo: p.contactNo(), Field: field,
		Mine: stored(mine), Theirs: stored(theirs), By: p.by, At: p.at.UTC().Format(time.RFC3339)}
}

// contactNo is the number of the contact that a row is or belongs to.
func (p *pending) contactNo() string {
	name := "contact_no"
	if p.table == catalog.Contact {
		name = "no"
	}
	for i, c := range p.t.Columns {
		if c.Name == name && p.mine != nil {
			return fmt.Sprint(p.mine[i])
		}
	}
	return ""
}

// bringBack writes rows again that the hub has deleted and to which rows belong that are
// to be written.
func (s *syncer) bringBack(ctx context.Context, tx pgx.Tx, byTable map[string][]*pending) error {
	for _, l := range slices.Backward(links) {
		child, _ := s.table(l.child)
		parent, _ := s.table(l.parent)
		column := slices.IndexFunc(child.Columns, func(c data.ExchangedColumn) bool { return c.Name == l.column })
		keys := map[string]row{}
		for _, p := range byTable[l.child] {
			if p.merged.outcome == write {
				key := row{p.merged.row[column]}
				keys[key.key(parent)] = key
			}
		}
		if len(keys) == 0 {
			continue
		}
		there, err := readKeysThere(ctx, tx, parent, slices.Collect(maps.Values(keys)))
		if err != nil {
			return fmt.Errorf("look for what %s belongs to: %w", l.child, err)
		}
		sent := byKey(byTable[parent.Name])
		for _, text := range slices.Sorted(maps.Keys(keys)) {
			if there[text] || sent[text] != nil && sent[text].merged.outcome == write {
				continue
			}
			if err := s.writeAgain(ctx, parent, keys[text], sent[text], byTable); err != nil {
				return err
			}
		}
	}
	return nil
}

// byKey returns the rows of one table by their keys.
func byKey(list []*pending) map[string]*pending {
	found := make(map[string]*pending, len(list))
	for _, p := range list {
		found[p.rowKey.key(p.t)] = p
	}
	return found
}

// writeAgain has a row of the company file written to the hub, which has not got it. noted
// is the row where it was changed here.
func (s *syncer) writeAgain(ctx context.Context, t data.Exchanged, key row, noted *pending, byTable map[string][]*pending) error {
	mine, err := company.Read(ctx, s.company, func(tx *sql.Tx) (row, error) { return readRow(ctx, tx, t, key) })
	if err != nil || mine == nil {
		return err
	}
	again := merged{outcome: write, row: mine, back: true}
	if noted != nil {
		noted.merged = again
		return nil
	}
	byTable[t.Name] = append(byTable[t.Name], &pending{note: note{table: t.Name, key: key.key(t)}, t: t, rowKey: key, mine: mine, there: true, merged: again})
	return nil
}

// keepNeeded keeps rows on the hub that were deleted here and to which other rows belong
// there.
func (s *syncer) keepNeeded(ctx context.Context, tx pgx.Tx, t data.Exchanged, list []*pending) error {
	for _, l := range links {
		if l.parent != t.Name {
			continue
		}
		var keys []row
		for _, p := range list {
			if p.merged.outcome == remove {
				keys = append(keys, p.rowKey)
			}
		}
		if len(keys) == 0 {
			return nil
		}
		args, _, err := arrays(t.Columns[:1], keys)
		if err != nil {
			return err
		}
		var needed map[any]bool
		if l.child == "segment_line" {
			needed, err = segments.ContactsOn(ctx, tx, args[0])
		} else {
			needed, err = readOwners(ctx, tx, l, args[0])
		}
		if err != nil {
			return fmt.Errorf("look for %s: %w", l.child, err)
		}
		there, err := readHubRows(ctx, tx, t, keys)
		if err != nil {
			return fmt.Errorf("read %s: %w", t.Name, err)
		}
		for _, p := range list {
			if p.merged.outcome == remove && needed[p.rowKey[0]] {
				p.merged = merged{outcome: take, row: there[p.rowKey.key(t)].row, kept: true}
			}
		}
	}
	return nil
}

// write writes rows of a table to the hub, deleted ones or others. A row that the hub
// refuses is a conflict, and no obstacle to the others.
func (s *syncer) write(ctx context.Context, tx pgx.Tx, t data.Exchanged, list []*pending, version int64, deleted bool) (int, error) {
	var rows []row
	var of []*pending
	added := 0
	for _, p := range list {
		switch {
		case p.merged.outcome == write && !deleted:
			rows, of = append(rows, p.merged.row), append(of, p)
			if !p.there {
				added++
			}
		case p.merged.outcome == remove && deleted:
			rows = append(rows, p.rowKey)
		}
	}
	if len(rows) == 0 {
		return 0, nil
	}
	if deleted {
		return len(rows), deleteHubRows(ctx, tx, t, rows, version)
	}
	err := attempt(ctx, tx, func(tx pgx.Tx) error {
		if added == len(rows) && len(rows) >= togetherFrom {
			return copyHubRows(ctx, tx, t, rows, version)
		}
		return writeHubRows(ctx, tx, t, rows, version)
	})
	if !refused(err) {
		return len(rows), err
	}
	sent := 0
	for i, p := range of {
		err := attempt(ctx, tx, func(tx pgx.Tx) error { return writeHubRows(ctx, tx, t, rows[i:i+1], version) })
		switch {
		case err == nil:
			sent++
		case !refused(err):
			return sent, err
		default:
			c := p.conflict("", p.merged.row.json(t), err.Error())
			c.By, c.At = "", s.company.Stamp()
			p.conflicts = append(p.conflicts, c)
			p.merged.outcome = held
		}
	}
	return sent, nil
}

// attempt runs fn so that what was done before stands where fn fails.
func attempt(ctx context.Context, tx pgx.Tx, fn func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, tx, fn)
}

// refused reports whether the server refused a value, as opposed to the sender or the
// connection.
func refused(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (strings.HasPrefix(e.Code, "22") || strings.HasPrefix(e.Code, "23"))
}

// settle brings the company file to where the hub is with rows that were sent, and
// forgets that they were changed. What was changed again meanwhile stays noted.
func (s *syncer) settle(ctx context.Context, tx *sql.Tx, list []*pending) error {
	if err := setApplying(ctx, tx, true); err != nil {
		return err
	}
	list, err := s.settleTogether(ctx, tx, list)
	if err != nil {
		return fmt.Errorf("note what was sent: %w", err)
	}
	for _, p := range list {
		if err := s.settleRow(ctx, tx, p); err != nil {
			return fmt.Errorf("take over a row of %s: %w", p.table, err)
		}
	}
	if err := s.settleSegments(ctx, tx); err != nil {
		return fmt.Errorf("note which segments were sent: %w", err)
	}
	return setApplying(ctx, tx, false)
}

// settleTogether settles those rows many at once that the hub has as they are here, and
// returns the others.
func (s *syncer) settleTogether(ctx context.Context, tx *sql.Tx, list []*pending) (rest []*pending, err error) {
	refusals, err := hasRefusals(ctx, tx)
	if err != nil || refusals || s.state.part != "" || len(list) < togetherFrom {
		return list, err
	}
	plain := map[string]map[string]*pending{}
	for _, p := range list {
		if p.isPlain() {
			if plain[p.table] == nil {
				plain[p.table] = map[string]*pending{}
			}
			plain[p.table][p.key] = p
		}
	}
	for _, t := range s.tables {
		sent := plain[t.Name]
		if len(sent) == 0 {
			continue
		}
		var keys []string
		seen := 0
		err := eachChanged(ctx, tx, t, "", func(n note, now row) (bool, error) {
			if p := sent[n.key]; p != nil {
				seen++
				if now != nil && now.equal(p.mine) {
					keys = append(keys, n.key)
				}
			}
			return seen < len(sent), nil
		})
		if err != nil {
			return nil, err
		}
		if err := deleteNotes(ctx, tx, t.Name, keys); err != nil {
			return nil, err
		}
		for _, key := range keys {
			sent[key].settled = true
		}
	}
	return slices.DeleteFunc(list, func(p *pending) bool { return p.settled }), nil
}

// isPlain reports whether nothing came of a row that was sent but that the hub has it as it
// is here.
func (p *pending) isPlain() bool {
	as := p.merged.outcome == nothing || p.merged.outcome == write && p.merged.row.equal(p.mine)
	return as && p.mine != nil && len(p.conflicts) == 0 && !p.merged.back && !p.merged.kept && !p.adopted && p.replaced == nil
}

func (s *syncer) settleRow(ctx context.Context, tx *sql.Tx, p *pending) error {
	for _, c := range p.conflicts {
		added, err := insertConflict(ctx, tx, c)
		if err != nil {
			return err
		}
		if added {
			s.result.Conflicts++
		}
	}
	if p.merged.outcome == held {
		return nil
	}
	if p.merged.outcome == write {
		if err := deleteRefusals(ctx, tx, p.table, p.rowKey.key(p.t)); err != nil {
			return err
		}
	}
	if p.merged.back {
		s.result.Notes = append(s.result.Notes, core.Text("hub.came_back", "table", tableName(p.table), "key", p.rowKey.words()))
	}
	if p.merged.kept {
		s.result.Notes = append(s.result.Notes, core.Text("hub.stays", "table", tableName(p.table), "key", p.rowKey.words()))
	}
	if known, err := readKey(p.t, p.key); err != nil {
		return err
	} else if p.table == catalog.InteractionEntry && known[0] != p.rowKey[0] {
		if err := insertEntry(ctx, tx, known[0], p.rowKey[0]); err != nil {
			return err
		}
	}
	if p.replaced != nil {
		if err := deleteNote(ctx, tx, *p.replaced); err != nil {
			return err
		}
	}
	if err := s.settlePart(ctx, tx, p); err != nil {
		return err
	}
	now, err := readRow(ctx, tx, p.t, p.rowKey)
	if err != nil {
		return err
	}
	same := now == nil && p.mine == nil || now != nil && p.mine != nil && now.equal(p.mine)
	if !same {
		return s.settleChanged(ctx, tx, p, now)
	}
	if p.merged.outcome == take || p.merged.outcome == write && !p.merged.row.equal(p.mine) {
		if p.merged.row == nil {
			err = s.removeRow(ctx, tx, p.t, p.rowKey)
		} else {
			err = s.putRow(ctx, tx, p.t, p.merged.row)
		}
		if err != nil && !data.Refuses(err) {
			return err
		}
		if p.merged.row != nil && data.NeedsOther(err) {
			if err := writeMissed(ctx, tx, p.table, p.rowKey.key(p.t)); err != nil {
				return err
			}
		}
	}
	return deleteNote(ctx, tx, p.note)
}

// settleChanged does so with a row that was changed while it was sent: what it was at
// the last sync is now what was sent.
func (s *syncer) settleChanged(ctx context.Context, tx *sql.Tx, p *pending, now row) error {
	n := p.note
	n.before = sql.NullString{}
	if r := p.merged.row; r != nil && p.merged.outcome != remove {
		n.before = sql.NullString{String: r.json(p.t), Valid: true}
		if now != nil && p.mine != nil {
			for i := range now {
				if same(now[i], p.mine[i]) {
					now[i] = r[i]
				}
			}
			if err := writeRow(ctx, tx, p.t, now); err != nil {
				return err
			}
		}
	}
	return renote(ctx, tx, n)
}

// putRow writes a row as the hub has it.
func (s *syncer) putRow(ctx context.Context, tx *sql.Tx, t data.Exchanged, r row) error {
	no, ok := r[0].(string)
	if !ok || t.Name != catalog.Contact {
		return writeRow(ctx, tx, t, r)
	}
	if err := s.contactComes(ctx, tx, no); err != nil {
		return err
	}
	if err := writeRow(ctx, tx, t, r); err != nil || !isErased(t, r) {
		return err
	}
	return s.eraseContact(ctx, tx, no)
}

// removeRow deletes a row that the hub has not got any more.
func (s *syncer) removeRow(ctx context.Context, tx *sql.Tx, t data.Exchanged, key row) error {
	if no, ok := key[0].(string); ok && t.Name == catalog.Contact {
		if err := s.releaseContact(ctx, tx, no); err != nil {
			return fmt.Errorf("take the contact %s off segments: %w", no, err)
		}
	}
	return deleteRow(ctx, tx, t, key)
}

// words writes a key for people.
func (r row) words() string {
	var words []string
	for _, v := range r {
		words = append(words, fmt.Sprint(v))
	}
	return strings.Join(words, " ")
}
