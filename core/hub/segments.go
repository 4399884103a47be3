package hub

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/data"
)

// outgoing is a segment that is sent, under the number that it has on the hub.
type outgoing struct {
	no       string
	revision string
	deleted  bool
}

// segmentWriteLimit is how many rows of a segment one statement writes.
const segmentWriteLimit = 20_000

// user is the role as which the hub knows who syncs.
func (s *syncer) user() string { return s.at.config.User }

// prepareSegments decides, while the hub is locked, what becomes of the segments that were
// changed here, and has the deleted contacts written again that are on them. What is
// going to be sent is noted in the company file before the hub can have it, so that a
// break leaves no doubt about it.
func (s *syncer) prepareSegments(ctx context.Context, hub pgx.Tx, byTable map[string][]*pending) error {
	s.outgoing = nil
	if len(s.changed) == 0 {
		return nil
	}
	there, err := readHubSegments(ctx, hub, s.changed)
	if err != nil {
		return fmt.Errorf("look for segments: %w", err)
	}
	seen := map[string]bool{}
	var contacts []string
	err = s.company.Write(ctx, func(tx *sql.Tx) error {
		for _, no := range s.changed {
			h, ok := there[no]
			h.deleted = h.deleted || !ok
			if err := s.prepareSegment(ctx, tx, hub, no, h); err != nil {
				return fmt.Errorf("prepare segment %s: %w", no, err)
			}
		}
		for _, o := range s.outgoing {
			numbers, err := readSegmentContacts(ctx, tx, o.no)
			if err != nil {
				return fmt.Errorf("read the contacts of segment %s: %w", o.no, err)
			}
			for _, no := range numbers {
				if !seen[no] {
					seen[no], contacts = true, append(contacts, no)
				}
			}
		}
		return nil
	})
	if err != nil || len(contacts) == 0 {
		return err
	}
	deleted, err := readDeletedContacts(ctx, hub, contacts)
	if err != nil {
		return fmt.Errorf("look for the contacts of segments: %w", err)
	}
	t, _ := s.table("contact")
	sent := byKey(byTable[t.Name])
	for _, no := range deleted {
		key := row{no}
		if p := sent[key.key(t)]; p != nil && p.merged.outcome == write {
			continue
		}
		if err := s.writeAgain(ctx, t, key, sent[key.key(t)], byTable); err != nil {
			return err
		}
	}
	return nil
}

// prepareSegment decides what becomes of one segment that was changed here. h is what the
// hub has under its number; deleted where it has nothing.
func (s *syncer) prepareSegment(ctx context.Context, tx *sql.Tx, hub pgx.Tx, no string, h hubSegment) error {
	here, err := segmentHere(ctx, tx, no)
	if err != nil {
		return err
	}
	k, known, err := readKnown(ctx, tx, no)
	if err != nil {
		return err
	}
	noted, err := forgetSegmentNote(ctx, tx, no)
	if err != nil {
		return err
	}
	if k.sending != "" && k.sending == h.revision {
		k.revision = h.revision // a break hid that the hub has it
		if !noted {
			k.sending, k.version, k.holder, k.held = "", 0, h.holder, h.holder == s.user()
			return writeKnown(ctx, tx, no, k)
		}
	}
	k.sending = ""
	mine := known && k.held && !h.deleted && h.holder == s.user() && h.revision == k.revision
	switch {
	case known && !k.held:
		// What was changed follows from changes of contacts, and is the holder's to send.
		k.version = 0
		return writeKnown(ctx, tx, no, k)
	case !here && h.deleted:
		return deleteKnown(ctx, tx, no)
	case !here && mine:
		k.sending = rand.Text()
		s.outgoing = append(s.outgoing, outgoing{no: no, deleted: true})
		return writeKnown(ctx, tx, no, k)
	case !here && !known:
		return nil // it was made here and deleted or renamed since
	case !here:
		s.result.Notes = append(s.result.Notes, core.Text("hub.segment_stays", "segment", no, "holder", h.holder))
		k.version, k.held, k.holder = 0, h.holder == s.user(), h.holder
		return writeKnown(ctx, tx, no, k)
	case !h.deleted && !mine:
		renamed, err := s.makeOwn(ctx, tx, hub, no, h, known)
		if err != nil {
			return err
		}
		return s.willSend(ctx, tx, renamed, knownSegment{})
	}
	if known && h.deleted && k.revision != "" {
		s.result.Notes = append(s.result.Notes, core.Text("hub.came_back", "table", core.Word(catalog.Must(segmentHeader).Caption), "key", no))
	}
	return s.willSend(ctx, tx, no, k)
}

// willSend notes what is going to be sent of a segment.
func (s *syncer) willSend(ctx context.Context, tx *sql.Tx, no string, k knownSegment) error {
	o := outgoing{no: no, revision: rand.Text()}
	s.outgoing = append(s.outgoing, o)
	k.held, k.holder, k.sending = true, s.user(), o.revision
	return writeKnown(ctx, tx, no, k)
}

// makeOwn gives a segment that was changed here another number, since the hub has
// somebody else's work under its own: a segment that was made elsewhere, or what others
// made of it since it was synced here. That is fetched.
func (s *syncer) makeOwn(ctx context.Context, tx *sql.Tx, hub pgx.Tx, no string, h hubSegment, known bool) (renamed string, err error) {
	renamed, err = company.NextNo(ctx, tx, company.SegmentSeries, func(no string) (bool, error) {
		if here, err := segmentHere(ctx, tx, no); here || err != nil {
			return here, err
		}
		there, err := readHubSegments(ctx, hub, []string{no})
		return len(there) > 0, err
	})
	if err != nil {
		return "", err
	}
	description, err := readDescription(ctx, tx, no)
	if err != nil {
		return "", err
	}
	said := core.Text("hub.segment_renumbered", "segment", no, "renamed", renamed)
	if known {
		description += " · " + s.user()
		said = core.Text("hub.segment_overtaken", "segment", no, "renamed", renamed, "holder", h.holder)
	}
	s.result.Notes = append(s.result.Notes, said)
	if err := renameSegment(ctx, tx, no, renamed, description); err != nil {
		return "", err
	}
	for _, changed := range []string{no, renamed} {
		if _, err := forgetSegmentNote(ctx, tx, changed); err != nil {
			return "", err
		}
	}
	if err := deleteKnown(ctx, tx, no); err != nil {
		return "", err
	}
	s.again = append(s.again, no)
	return renamed, nil
}

// writeSegments sends the segments that were prepared, each whole, and returns how many
// rows of the hub changed with them. A segment that the hub refuses is a conflict, and no
// obstacle to the others.
func (s *syncer) writeSegments(ctx context.Context, hub pgx.Tx, version int64) (int, error) {
	sent := 0
	for _, o := range s.outgoing {
		n := 0
		err := attempt(ctx, hub, func(hub pgx.Tx) (err error) {
			n, err = s.writeSegment(ctx, hub, o, version)
			return err
		})
		switch {
		case refused(err) || errors.Is(err, data.ErrValue):
			s.refused = append(s.refused, refusal{o.no, Conflict{Table: segmentHeader, Key: keyOf(o.no), Theirs: err.Error()}})
		case err != nil:
			return sent, fmt.Errorf("send segment %s: %w", o.no, err)
		}
		sent += n
	}
	return sent, nil
}

// keyOf is the key of a segment or a contact as a JSON array.
func keyOf(no string) string {
	text, _ := json.Marshal([]string{no}) // a text can be written
	return string(text)
}

// refusal is a segment that the hub refused.
type refusal struct {
	no       string
	conflict Conflict
}

func (s *syncer) writeSegment(ctx context.Context, hub pgx.Tx, o outgoing, version int64) (sent int, err error) {
	for _, t := range s.segmentTables {
		var rows []row
		if !o.deleted {
			rows, err = company.Read(ctx, s.company, func(tx *sql.Tx) ([]row, error) { return readOfSegment(ctx, tx, t, o.no) })
			if err != nil {
				return sent, fmt.Errorf("read its rows of %s: %w", t.Name, err)
			}
		}
		n, err := deleteSegmentRows(ctx, hub, t, o.no, rows, version)
		if err != nil {
			return sent, fmt.Errorf("delete its rows of %s: %w", t.Name, err)
		}
		sent += n
		for some := range slices.Chunk(rows, segmentWriteLimit) {
			n, err := writeSegmentRows(ctx, hub, t, some, version)
			if err != nil {
				return sent, fmt.Errorf("write its rows of %s: %w", t.Name, err)
			}
			sent += n
		}
	}
	if o.deleted {
		return sent, nil
	}
	return sent, setHolder(ctx, hub, o.no, s.user(), o.revision, version)
}

// settleSegments notes that the hub has the segments that were sent.
func (s *syncer) settleSegments(ctx context.Context, tx *sql.Tx) error {
	for _, r := range s.refused {
		k, _, err := readKnown(ctx, tx, r.no)
		if err != nil {
			return err
		}
		k.sending = ""
		if err := writeKnown(ctx, tx, r.no, k); err != nil {
			return err
		}
		if err := noteSegment(ctx, tx, r.no); err != nil {
			return err
		}
		added, err := insertConflict(ctx, tx, r.conflict)
		if err != nil {
			return err
		}
		if added {
			s.result.Conflicts++
		}
	}
	for _, o := range s.outgoing {
		if slices.ContainsFunc(s.refused, func(r refusal) bool { return r.no == o.no }) {
			continue
		}
		if o.deleted {
			if err := deleteKnown(ctx, tx, o.no); err != nil {
				return err
			}
			continue
		}
		k := knownSegment{held: true, holder: s.user(), revision: o.revision, version: s.version}
		if err := writeKnown(ctx, tx, o.no, k); err != nil {
			return err
		}
	}
	s.outgoing, s.refused = nil, nil
	return nil
}

// resolveSegment ends the conflict of a segment that the hub refused, and that is still
// noted as changed. Where the hub's is to stand, that is fetched by the next sync; one that
// the hub never had stays here, and is not sent until it is changed again.
func resolveSegment(ctx context.Context, tx *sql.Tx, c Conflict, one Resolution) error {
	if one.Take == Typed {
		return core.NewProblem(core.Invalid, "hub.conflict_of_row", "id", c.ID)
	}
	var key []string
	if err := decode(c.Key, &key); err != nil || len(key) != 1 {
		return fmt.Errorf("read the key of the conflict %d: %w", c.ID, data.ErrValue)
	}
	if one.Take == Theirs {
		if _, err := forgetSegmentNote(ctx, tx, key[0]); err != nil {
			return err
		}
		k, known, err := readKnown(ctx, tx, key[0])
		if err != nil {
			return err
		}
		if k.version = 0; known && k.revision != "" {
			if err := writeKnown(ctx, tx, key[0], k); err != nil {
				return err
			}
		}
	}
	return deleteConflict(ctx, tx, c.ID)
}

// readAgain finds the segments that are fetched though the hub has nothing newer.
func (s *syncer) readAgain(ctx context.Context) error {
	again, err := company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return readSegmentsAgain(ctx, tx) })
	s.again = append(s.again, again...)
	return err
}

// contactComes notes, before a contact is written, that it comes into the file, where
// segments lack contacts: it may be one of theirs.
func (s *syncer) contactComes(ctx context.Context, tx *sql.Tx, no string) error {
	if !s.partial {
		return nil
	}
	here, err := readHere(ctx, tx, []string{no})
	if err != nil || len(here) > 0 {
		return err
	}
	if len(s.came) == 0 {
		if err := flagPartial(ctx, tx); err != nil {
			return err
		}
	}
	s.came = append(s.came, no)
	return nil
}

// findConcerned finds the segments on which contacts are that came, which are fetched
// again. The others lack what they lacked.
func (s *syncer) findConcerned(ctx context.Context, hub pgx.Tx) error {
	if len(s.came) == 0 {
		return nil
	}
	concerned, err := readSegmentsWith(ctx, hub, s.came)
	if err != nil {
		return fmt.Errorf("look for segments of contacts: %w", err)
	}
	text, err := json.Marshal(concerned)
	if err != nil {
		return err
	}
	s.came = nil
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if err := unflagPartial(ctx, tx, string(text)); err != nil {
			return err
		}
		again, err := readSegmentsAgain(ctx, tx)
		s.again = append(s.again, again...)
		return err
	})
}

// fetchSegments takes over the segments that are newer on the hub.
func (s *syncer) fetchSegments(ctx context.Context, hub pgx.Tx) error {
	if err := s.findConcerned(ctx, hub); err != nil {
		return err
	}
	list, err := readNewerSegments(ctx, hub, s.state.mark, s.again)
	if err != nil {
		return fmt.Errorf("look for segments: %w", err)
	}
	for _, h := range list {
		if err := s.fetchSegment(ctx, hub, h); err != nil {
			return fmt.Errorf("fetch segment %s: %w", h.no, err)
		}
	}
	return nil
}

// fetchSegment takes over one segment, whole, in one transaction. One that was changed
// here meanwhile waits for the next sync.
func (s *syncer) fetchSegment(ctx context.Context, hub pgx.Tx, h hubSegment) error {
	if s.own[h.version] && !slices.Contains(s.again, h.no) {
		return nil
	}
	waits, err := company.Read(ctx, s.company, func(tx *sql.Tx) (bool, error) {
		k, known, err := readKnown(ctx, tx, h.no)
		if err != nil || known && k.version == h.version && !slices.Contains(s.again, h.no) {
			return true, err
		}
		return isSegmentChanged(ctx, tx, h.no)
	})
	if err != nil || waits {
		return err
	}
	var whole incoming
	if !h.deleted {
		if whole, err = s.readIncoming(ctx, hub, h); err != nil {
			return err
		}
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if changed, err := isSegmentChanged(ctx, tx, h.no); changed || err != nil {
			return err
		}
		if err := setApplying(ctx, tx, true); err != nil {
			return err
		}
		if err := s.takeSegment(ctx, tx, h, whole); err != nil {
			return err
		}
		return setApplying(ctx, tx, false)
	})
}

// incoming is a segment as the hub has it.
type incoming struct {
	rows [][]row // by table
	// ids are the contacts of its lines by their numbers, as far as they are here, and
	// gone those that are nowhere any more.
	ids  map[string]int64
	gone map[string]bool
	// moved says that one of them was merged into another.
	moved bool
}

// lines are the rows of the segment's lines.
func (s *syncer) lines(whole incoming) []row {
	i := slices.IndexFunc(s.segmentTables, func(t data.Exchanged) bool { return t.Name == "segment_line" })
	return whole.rows[i]
}

// The columns of a line that have its number and its contact.
const (
	lineNo      = 1
	lineContact = 2
)

func contactOf(line row) string { no, _ := line[lineContact].(string); return no }

// readIncoming reads a segment from the hub, and looks for the contacts of its lines.
func (s *syncer) readIncoming(ctx context.Context, hub pgx.Tx, h hubSegment) (whole incoming, err error) {
	if whole.rows, err = readSegmentRows(ctx, hub, s.segmentTables, h.no); err != nil {
		return whole, err
	}
	numbers := map[string]bool{}
	for _, line := range s.lines(whole) {
		numbers[contactOf(line)] = true
	}
	var list []string
	for no := range numbers {
		list = append(list, no)
	}
	slices.Sort(list)
	text, err := json.Marshal(list)
	if err != nil {
		return whole, err
	}
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		if whole.ids, err = readContactIDs(ctx, tx, string(text)); err != nil {
			return err
		}
		whole.moved, err = readAnyMerged(ctx, tx, string(text))
		return err
	})
	if err != nil {
		return whole, fmt.Errorf("look for its contacts: %w", err)
	}
	missing := slices.DeleteFunc(list, func(no string) bool { _, here := whole.ids[no]; return here })
	if len(missing) == 0 {
		return whole, nil
	}
	there, err := readContactsThere(ctx, hub, missing)
	if err != nil {
		return whole, fmt.Errorf("look for its contacts on the hub: %w", err)
	}
	whole.gone = map[string]bool{}
	for _, no := range missing {
		whole.gone[no] = !slices.Contains(there, no)
	}
	return whole, nil
}

// takeSegment makes a segment of the company file what the hub has. One that is unsound
// there is refused and told of, and what is here stays.
func (s *syncer) takeSegment(ctx context.Context, tx *sql.Tx, h hubSegment, whole incoming) error {
	if h.deleted {
		if err := deleteOfSegment(ctx, tx, s.segmentTables, h.no); err != nil {
			return err
		}
		if err := deleteSegmentHeader(ctx, tx, h.no); err != nil {
			return err
		}
		s.result.Fetched++
		return deleteKnown(ctx, tx, h.no)
	}
	fault, err := s.storeSegment(ctx, tx, h, whole)
	if err != nil {
		return err
	}
	if !fault.Empty() {
		s.result.Notes = append(s.result.Notes, core.Text("hub.segment_refused", "segment", h.no, "fault", fault))
		return nil
	}
	for _, rows := range whole.rows {
		s.result.Fetched += len(rows)
	}
	return nil
}

// storeSegment writes a segment as far as its contacts are here, and what is known of it.
// Where it is unsound it writes nothing and says why.
func (s *syncer) storeSegment(ctx context.Context, tx *sql.Tx, h hubSegment, whole incoming) (fault core.Message, err error) {
	if fault := s.bounded(whole); !fault.Empty() {
		return fault, nil
	}
	if err := newChecker(s.company.Catalog(), s.segmentTables[0]).check(hubRow{row: whole.rows[0][0]}); err != nil {
		return core.Text("common.place_and_problem", "place", core.Word(catalog.Must(segmentHeader).Caption), "problem", err), nil
	}
	if name, err := value.Text(h.holder); err != nil || name != h.holder || name == "" || len(name) > maxRole {
		return core.Text("hub.segment_unreadable"), nil
	}
	err = data.Attempt(ctx, tx, func() error {
		k, err := s.writeIncoming(ctx, tx, h, whole)
		if err != nil {
			return err
		}
		faults, err := segment.Faults(ctx, tx, h.no)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return unsound{faults[0]}
		}
		return writeKnown(ctx, tx, h.no, k)
	})
	var bad unsound
	var problem *core.Problem
	switch {
	case errors.As(err, &bad):
		return bad.fault, nil
	case errors.As(err, &problem) && errors.Is(err, data.ErrValue):
		return core.Text("hub.segment_unreadable"), nil
	case errors.Is(data.Sentinel(err), data.ErrValue), errors.Is(data.Sentinel(err), data.ErrNeeded), errors.Is(data.Sentinel(err), data.ErrExists):
		return core.Text("hub.segment_unreadable"), nil
	}
	return core.Message{}, err
}

// unsound is a segment that cannot be as the hub has it.
type unsound struct{ fault core.Message }

func (u unsound) Error() string { return u.fault.String() }

// What a segment of the hub may have, at most: far more than any has.
const (
	maxSegmentText = 8 << 20
	maxSegmentRows = 10_000_000
	// maxRole is how long the name of a role is at most, in bytes.
	maxRole = 63
)

// bounded says what in a segment is larger than it can be, or is of another kind.
func (s *syncer) bounded(whole incoming) core.Message {
	if len(whole.rows[0]) != 1 {
		return core.Text("hub.segment_unreadable")
	}
	for i, t := range s.segmentTables {
		if len(whole.rows[i]) > maxSegmentRows {
			return core.Text("hub.segment_too_large")
		}
		for _, r := range whole.rows[i] {
			for j, c := range t.Columns {
				size, fits := sizeOf(c, r[j])
				if !fits {
					return core.Text("hub.segment_unreadable")
				}
				if size > maxSegmentText {
					return core.Text("hub.segment_too_large")
				}
			}
		}
	}
	for _, line := range s.lines(whole) {
		if no := line[lineNo].(int64); no <= 0 || segment.LineNo(segment.Ordinal(no)) != no {
			return core.Text("hub.segment_unreadable")
		}
	}
	return core.Message{}
}

// sizeOf returns how long a value is, and whether a column can hold it.
func sizeOf(c data.ExchangedColumn, v any) (size int, fits bool) {
	switch v := v.(type) {
	case nil:
		return 0, c.Empty
	case string:
		return len(v), c.Kind == "TEXT" && utf8.ValidString(v)
	case int64:
		return 0, c.Kind == "INTEGER"
	case float64:
		return 0, c.Kind == "REAL" && !math.IsNaN(v) && !math.IsInf(v, 0)
	case []byte:
		return len(v), c.Kind == "BLOB"
	}
	return 0, false
}

// writeIncoming replaces a segment by what the hub has, without the lines whose contacts
// are not here, and returns what is known of it then.
func (s *syncer) writeIncoming(ctx context.Context, tx *sql.Tx, h hubSegment, whole incoming) (k knownSegment, err error) {
	k = knownSegment{holder: h.holder, held: h.holder == s.user(), version: h.version, revision: h.revision}
	if err := deleteOfSegment(ctx, tx, s.segmentTables, h.no); err != nil {
		return k, err
	}
	left := 0
	for i, t := range s.segmentTables {
		statement, err := tx.PrepareContext(ctx, t.Insert)
		if err != nil {
			return k, err
		}
		defer statement.Close()
		for _, r := range whole.rows[i] {
			if t.Name == "segment_line" {
				no := contactOf(r)
				id, here := whole.ids[no]
				if !here {
					left++
					if !whole.gone[no] {
						k.missing++
					}
					continue
				}
				r = slices.Clone(r)
				r[lineContact] = id
			}
			if _, err := statement.ExecContext(ctx, r...); err != nil {
				return k, fmt.Errorf("write a row of %s: %w", t.Name, err)
			}
		}
	}
	if left > 0 {
		before, err := readLinesInForce(ctx, tx, h.no)
		if err != nil {
			return k, err
		}
		if err := segment.Trim(ctx, tx, h.no); err != nil {
			return k, err
		}
		after, err := readLinesInForce(ctx, tx, h.no)
		if err != nil {
			return k, err
		}
		k.elsewhere = before - after
		s.partial = s.partial || k.missing > 0
	} else if err := segment.ForgetDropped(ctx, tx, h.no); err != nil {
		return k, err
	}
	erased, err := eraseDialed(ctx, tx, "", h.no)
	if err != nil || !k.held {
		return k, err
	}
	if k.missing > 0 {
		k.held = false // until its contacts are here
		return k, nil
	}
	if left == 0 && !whole.moved && erased == 0 {
		return k, nil
	}
	k.elsewhere = 0
	return k, noteSegment(ctx, tx, h.no)
}

// eraseContact lets the lines of a person who was erased elsewhere forget by which number
// they went.
func (s *syncer) eraseContact(ctx context.Context, tx *sql.Tx, no string) error {
	lines, err := eraseDialed(ctx, tx, no, "")
	if err != nil || lines == 0 {
		return err
	}
	held, err := readSegmentsOf(ctx, tx, keyOf(no), true)
	for _, no := range held {
		if err := noteSegment(ctx, tx, no); err != nil {
			return err
		}
	}
	return err
}

// isErased reports whether a contact of the hub is a person who was erased.
func isErased(t data.Exchanged, contact row) bool {
	for i, c := range t.Columns {
		if c.Name == "name" && contact[i] != "" || c.Name == "privacy_blocked" && contact[i] == int64(0) {
			return false
		}
	}
	return true
}

// releaseContact takes a contact that is to be deleted off the segments that this file
// must not change, and gives its lines to the contact that it was merged into. Where it
// stays on a segment that is held here, the segment is noted, so that the next sync brings
// the contact back.
func (s *syncer) releaseContact(ctx context.Context, tx *sql.Tx, no string) error {
	held, err := readSegmentsOf(ctx, tx, keyOf(no), true)
	if err != nil {
		return err
	}
	for _, held := range held {
		if err := noteSegment(ctx, tx, held); err != nil {
			return err
		}
	}
	if err := moveLines(ctx, tx, no); err != nil {
		return err
	}
	return s.leaveSegments(ctx, tx, []string{no}, false)
}

// leaveSegments takes the lines of contacts off the segments that others hold. Where the
// contacts are elsewhere from now on, their lines are counted as there.
func (s *syncer) leaveSegments(ctx context.Context, tx *sql.Tx, contacts []string, elsewhere bool) error {
	text, err := json.Marshal(contacts)
	if err != nil {
		return err
	}
	others, err := readSegmentsOf(ctx, tx, string(text), false)
	if err != nil {
		return err
	}
	for _, no := range others {
		before, err := readLinesInForce(ctx, tx, no)
		if err != nil {
			return err
		}
		n, err := deleteLinesOf(ctx, tx, no, string(text))
		if err != nil {
			return err
		}
		err = segment.Trim(ctx, tx, no)
		damaged := core.IsKind(err, core.Unusable) // the hub's takes its place
		if err != nil && !damaged {
			return err
		}
		after, err := readLinesInForce(ctx, tx, no)
		if err != nil {
			return err
		}
		if !elsewhere && !damaged {
			continue
		}
		k, _, err := readKnown(ctx, tx, no)
		if err != nil {
			return err
		}
		if damaged {
			k.version = 0
		}
		if elsewhere {
			if k.elsewhere += before - after; k.missing < 0 {
				n = -n
			}
			k.missing += n
		}
		if err := writeKnown(ctx, tx, no, k); err != nil {
			return err
		}
	}
	return nil
}
