package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/hub/part"
	"winnow/data"
)

// A part are the contacts that filters select on the hub, the companies of selected
// persons and the persons of selected companies, with all rows that belong to them, and
// the rows that belong to no contact. A file has its part, the contacts of segments that
// it holds, and what is changed here and not sent.

const (
	// contactLimit is how many contacts come or go in one transaction.
	contactLimit = 200
	// compareLimit is of how many contacts the hub may have something newer for the part
	// to be asked about these alone. For more it is read once.
	compareLimit = 20_000
	// documentLimit is how many documents come in one transaction.
	documentLimit = 4
)

// fetched is what a fetch knows of the part that a file has.
type fetched struct {
	*part.Part
	// touched are the contacts of the file of which the hub has something newer, and
	// coming those that come into the file.
	touched, coming []string
	// partial are contacts that were made here, and of which the hub may have more.
	partial []string
	// loosened says that rows may have come to belong to no contact of the file.
	loosened bool
}

// SetPart makes the contacts that filters select on the hub the part that a company file
// has, or all of the company where no filter asks for anything, and syncs: the rest goes
// from the file, but for contacts of segments that are held here and what waits to be
// sent. The result is that of the sync. Where the hub cannot be reached everything stays
// as it is. The error is a core.Problem, or a *criteria.FilterError.
func SetPart(ctx context.Context, c *company.Company, filters criteria.Filters, params SyncParams) (result Result, err error) {
	if _, err := part.Compile(ctx, c, filters); err != nil {
		return Result{}, err
	}
	text, err := part.Kept(filters)
	if err != nil {
		return Result{}, err
	}
	s, err := openSync(ctx, c, params)
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, s.close(ctx)) }()
	err = c.Write(ctx, func(tx *sql.Tx) (err error) {
		if err := part.Write(ctx, tx, text); err != nil {
			return fmt.Errorf("keep the part: %w", err)
		}
		s.state, err = readState(ctx, tx)
		return err
	})
	if err != nil {
		return Result{}, err
	}
	err = s.run(ctx)
	return s.result, err
}

// beginPart finds out, before anything is fetched, what a file with a part is to fetch:
// the contacts of which the hub has something newer, and those that come into the part.
// Which contacts are outside is noted in the file. In a file with all of the company it
// does nothing. It reports whether there is anything to do besides what is newer.
func (s *syncer) beginPart(ctx context.Context, hub pgx.Tx, newer map[string]bool, version int64) (more bool, err error) {
	if s.part = nil; s.state.part == "" {
		return false, nil
	}
	if err := s.beginWhole(ctx, version); err != nil {
		return false, err
	}
	filters, err := part.Read(s.state.part)
	if err != nil {
		return false, err
	}
	compiled, err := part.Compile(ctx, s.company, filters)
	if err != nil {
		return false, err
	}
	s.part = &fetched{Part: compiled}
	if err := s.part.Understand(ctx, hub); err != nil {
		return false, fmt.Errorf("read the part: %w", err)
	}
	all, err := s.part.AnyMay(ctx, hub, newer, s.since())
	if err != nil {
		return false, fmt.Errorf("look for newer segments: %w", err)
	}
	all = all || s.part.Text != s.state.compared
	if s.part.loosened, err = s.loosens(ctx, hub, newer); err != nil {
		return false, err
	}
	s.part.loosened = s.part.loosened || all
	if len(newer) > 0 || all {
		touched, err := s.touchedContacts(ctx, hub, newer)
		if err != nil {
			return false, fmt.Errorf("look for contacts with something newer: %w", err)
		}
		all = all || len(touched) > compareLimit
		if all {
			err = s.compareAll(ctx, hub)
		} else {
			err = s.compareSome(ctx, hub, touched, newer)
		}
		if err != nil {
			return false, fmt.Errorf("compare the contacts with the part: %w", err)
		}
	}
	needed, err := s.needed(ctx, hub, version)
	if err != nil {
		return false, err
	}
	s.part.partial, err = company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return part.Incomplete(ctx, tx) })
	return all || len(needed)+len(s.part.partial) > 0, err
}

// loosening are tables whose newer rows may leave others in the file that belong to no
// contact of it.
var loosening = []string{catalog.BusinessRelation, "interaction_attachment", "word_template", attachments}

// loosens reports whether what is newer may leave such rows: those of tables that do, and
// deleted contacts. To look for them takes the whole file to be read.
func (s *syncer) loosens(ctx context.Context, hub pgx.Tx, newer map[string]bool) (bool, error) {
	for _, name := range loosening {
		if newer[name] {
			return true, nil
		}
	}
	if !newer[catalog.Contact] {
		return false, nil
	}
	deleted, err := part.ContactsDeleted(ctx, hub, s.since())
	if err != nil {
		return false, fmt.Errorf("look for deleted contacts: %w", err)
	}
	return deleted, nil
}

// touchedContacts returns the contacts to which rows belong that are newer on the hub, and
// keeps those that are in the file: all of them, where all is fetched again.
func (s *syncer) touchedContacts(ctx context.Context, hub pgx.Tx, newer map[string]bool) (touched []string, err error) {
	if s.since() == 0 {
		s.part.touched, err = company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return part.Numbers(ctx, tx) })
		return s.part.touched, err
	}
	if touched, err = part.Touched(ctx, hub, newer, s.since()); err == nil {
		s.part.touched, err = s.here(ctx, touched)
	}
	return touched, err
}

// beginWhole notes in a file without contacts that all that will come are here with what
// the hub has now, so that a fetch which breaks need not fetch them again.
func (s *syncer) beginWhole(ctx context.Context, version int64) error {
	if s.state.mark > 0 {
		return nil
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		any, err := part.HasContacts(ctx, tx)
		if err != nil || any {
			return err
		}
		s.state.whole = version
		return part.WriteWhole(ctx, tx, version)
	})
}

// since is the version up to which the contacts of the file have what the hub has.
func (s *syncer) since() int64 { return max(s.state.mark, s.state.whole) }

// here returns those of some contacts that are in the file.
func (s *syncer) here(ctx context.Context, numbers []string) ([]string, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (here []string, err error) {
		for some := range slices.Chunk(numbers, keysTogether) {
			found, err := part.Here(ctx, tx, some)
			if err != nil {
				return nil, err
			}
			here = append(here, found...)
		}
		return here, nil
	})
}

// compareAll compares all contacts of the file with all that are in the part: both come
// in the order of their numbers.
func (s *syncer) compareAll(ctx context.Context, hub pgx.Tx) error {
	var outside []string
	err := s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		outside, s.part.coming, err = part.Differences(ctx, tx, func(fn func(string) error) error { return s.part.EachMember(ctx, hub, fn) })
		return err
	})
	if err != nil {
		return err
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error { return part.WriteOutside(ctx, tx, true, outside, nil) })
}

// compareSome compares those contacts with the part whose membership can have changed: to
// which rows belong, or belonged here, that are newer on the hub, their companies and
// their persons.
func (s *syncer) compareSome(ctx context.Context, hub pgx.Tx, touched []string, newer map[string]bool) error {
	some := map[string]bool{}
	add := func(list []string) {
		for _, no := range list {
			some[no] = true
		}
	}
	add(touched)
	for _, name := range part.Unkeyed() {
		if !newer[name] {
			continue
		}
		t, _ := s.table(name)
		keys, err := readNewerKeys(ctx, hub, t, s.since())
		if err != nil {
			return err
		}
		for chunk := range slices.Chunk(keys, keysTogether) {
			owners, err := company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return part.OwnersHere(ctx, tx, name, data.JSONList(chunk)) })
			if err != nil {
				return err
			}
			add(owners)
		}
	}
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(some)), keysTogether) {
		relatives, err := company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return part.Relatives(ctx, tx, chunk) })
		if err != nil {
			return err
		}
		add(relatives)
	}
	members, err := s.part.Members(ctx, hub, slices.Sorted(maps.Keys(some)))
	if err != nil {
		return err
	}
	here, err := s.here(ctx, slices.Sorted(maps.Keys(members)))
	if err != nil {
		return err
	}
	var outside, inside []string
	for _, no := range here {
		if members[no] {
			inside = append(inside, no)
		} else {
			outside = append(outside, no)
		}
		delete(members, no)
	}
	for _, no := range slices.Sorted(maps.Keys(members)) {
		if members[no] {
			s.part.coming = append(s.part.coming, no)
		}
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error { return part.WriteOutside(ctx, tx, false, outside, inside) })
}

// needed adds the contacts to those that come that are on segments which this file is to
// hold, and are not here. It returns them.
func (s *syncer) needed(ctx context.Context, hub pgx.Tx, version int64) (needed []string, err error) {
	asked := false
	if version > s.state.mark {
		asked, err = part.SegmentsNewer(ctx, hub, s.state.mark)
	}
	if err == nil && !asked {
		asked, err = company.Read(ctx, s.company, func(tx *sql.Tx) (bool, error) { return part.HasPending(ctx, tx, s.user()) })
	}
	if err != nil || !asked {
		return nil, err
	}
	needed, err = part.Needed(ctx, hub, s.user())
	if err != nil {
		return nil, fmt.Errorf("look for the contacts of segments: %w", err)
	}
	here, err := s.here(ctx, needed)
	if err != nil {
		return nil, err
	}
	needed = slices.DeleteFunc(needed, func(no string) bool {
		_, in := slices.BinarySearch(here, no)
		return in || slices.Contains(s.part.coming, no)
	})
	if len(needed) == 0 {
		return nil, nil
	}
	s.part.coming = append(s.part.coming, needed...)
	return needed, s.company.Write(ctx, func(tx *sql.Tx) error { return part.WriteOutside(ctx, tx, false, needed, nil) })
}

// ofPart reports whether a table's rows are in a part only with their contacts.
func (s *syncer) ofPart(t data.Exchanged) bool {
	_, ok := part.BelongingOf(t.Name)
	return s.part != nil && (ok || t.Name == attachments)
}

// fetchOfPart fetches what is newer in a table whose rows belong to contacts, of those
// that are in the file, and takes away what has come to belong to others. Documents come
// with what needs them.
func (s *syncer) fetchOfPart(ctx context.Context, hub pgx.Tx, t data.Exchanged) error {
	b, ok := part.BelongingOf(t.Name)
	if !ok {
		return nil
	}
	if b.Moves {
		staying := slices.Concat(s.part.touched, s.part.coming)
		err := eachMoved(ctx, hub, t, s.since(), staying, keysTogether, func(keys []row) error { return s.leaveRows(ctx, t, keys) })
		if err != nil {
			return fmt.Errorf("look for rows of others: %w", err)
		}
	}
	if len(s.part.touched) > 0 || t.Name == catalog.Task {
		from, err := company.Read(ctx, s.company, func(tx *sql.Tx) (place, error) { return readMark(ctx, tx, t, false) })
		if err != nil {
			return err
		}
		// Tasks of nobody are in the file from the first on.
		if since := s.since(); since > 0 && from.version < since && t.Name != catalog.Task {
			from = place{version: since}
		}
		return s.fetchChunks(ctx, hub, t, false, from, part.Condition{Text: b.To, Contacts: s.part.touched})
	}
	return nil
}

// leaveRows takes rows out of the file that belong to no contact of it any more.
func (s *syncer) leaveRows(ctx context.Context, t data.Exchanged, keys []row) error {
	s.part.loosened = true
	return s.apply(ctx, func(tx *sql.Tx) error {
		for _, key := range keys {
			noted, err := isNoted(ctx, tx, t, key)
			if err != nil {
				return err
			}
			if noted {
				continue
			}
			if err := deleteRow(ctx, tx, t, key); err != nil && !errors.Is(data.Sentinel(err), data.ErrNeeded) {
				return err
			}
		}
		return nil
	})
}

// apply runs fn in a transaction of the company file whose changes are none of ours.
func (s *syncer) apply(ctx context.Context, fn func(tx *sql.Tx) error) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if err := setApplying(ctx, tx, true); err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return err
		}
		return setApplying(ctx, tx, false)
	})
}

// comePart fetches, behind what is newer, what has come to belong to contacts of the file
// because of something newer, and the contacts that come into it.
func (s *syncer) comePart(ctx context.Context, hub pgx.Tx) error {
	if s.part == nil {
		return nil
	}
	for _, t := range s.tables {
		b, _ := part.BelongingOf(t.Name)
		if b.Linked == "" || len(s.part.touched) == 0 || s.since() == 0 {
			continue
		}
		rows, err := readWhere(ctx, hub, t, part.Condition{Text: b.Linked, Contacts: s.part.touched, Mark: s.since()})
		if err != nil {
			return fmt.Errorf("fetch what belongs to %s: %w", t.Name, err)
		}
		for some := range slices.Chunk(rows, keysTogether) {
			if err := s.takeRows(ctx, hub, []data.Exchanged{t}, [][]hubRow{some}); err != nil {
				return err
			}
		}
	}
	if err := s.fetchContacts(ctx, hub, s.part.coming); err != nil || len(s.part.partial) == 0 {
		return err
	}
	if err := s.fetchContacts(ctx, hub, s.part.partial); err != nil {
		return err
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error { return part.ForgetIncomplete(ctx, tx, s.part.partial) })
}

// fetchContacts fetches contacts with all rows that belong to them, however old these
// are, some contacts at a time and each of them whole.
func (s *syncer) fetchContacts(ctx context.Context, hub pgx.Tx, numbers []string) error {
	for some := range slices.Chunk(numbers, contactLimit) {
		rows, err := readOfContacts(ctx, hub, s.tables, some)
		if err != nil {
			return fmt.Errorf("fetch contacts: %w", err)
		}
		if err := s.takeRows(ctx, hub, s.tables, rows); err != nil {
			return fmt.Errorf("take over contacts: %w", err)
		}
		s.tell()
	}
	return nil
}

// takeRows takes over rows of some tables in one transaction, behind the documents that
// they need.
func (s *syncer) takeRows(ctx context.Context, hub pgx.Tx, tables []data.Exchanged, rows [][]hubRow) error {
	for i, t := range tables {
		if err := s.fetchDocuments(ctx, hub, t, rows[i]); err != nil {
			return err
		}
	}
	return s.apply(ctx, func(tx *sql.Tx) error {
		for i, t := range tables {
			for j := range rows[i] {
				// It may have been sent from here and have left the file since.
				rows[i][j].version = 0
			}
			if err := s.takeOverAll(ctx, tx, t, rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// takeOverOfPart is takeOver for a row of a file with a part: two contacts that are no
// duplicates are known as such once both are here.
func (s *syncer) takeOverOfPart(ctx context.Context, tx *sql.Tx, t data.Exchanged, h hubRow) error {
	if s.part != nil && t.Name == notDuplicates && !h.deleted {
		a, _ := h.row[0].(string)
		b, _ := h.row[1].(string)
		if here, err := part.Here(ctx, tx, []string{a, b}); err != nil || len(here) < 2 {
			return err
		}
	}
	return s.takeOver(ctx, tx, t, h)
}

// fetchDocuments fetches the documents that rows need and that are not here.
func (s *syncer) fetchDocuments(ctx context.Context, hub pgx.Tx, t data.Exchanged, rows []hubRow) error {
	column := slices.IndexFunc(t.Columns, func(c data.ExchangedColumn) bool { return c.Name == "sha256" })
	if column < 0 || t.Name == attachments || s.part == nil {
		return nil
	}
	var hashes []string
	for _, h := range rows {
		if hash, ok := h.row[column].(string); ok {
			hashes = append(hashes, hash)
		}
	}
	if len(hashes) == 0 {
		return nil
	}
	missing, err := company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return part.NewDocuments(ctx, tx, hashes) })
	if err != nil {
		return err
	}
	documents, _ := s.table(attachments)
	for some := range slices.Chunk(missing, documentLimit) {
		found, err := readWhere(ctx, hub, documents, part.Condition{Text: "t.sha256 = ANY($contacts)", Contacts: some})
		if err != nil {
			return fmt.Errorf("fetch documents: %w", err)
		}
		err = s.apply(ctx, func(tx *sql.Tx) error {
			for _, h := range found {
				h.version = 0
				if err := s.takeOver(ctx, tx, documents, h); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// leavePart takes the contacts out of the file that are outside its part, unless they are
// on a segment that is held here, or were changed here and not sent. On the hub nothing is
// deleted.
func (s *syncer) leavePart(ctx context.Context) error {
	if s.part == nil {
		return nil
	}
	left := 0
	for {
		var leaving []string
		err := s.apply(ctx, func(tx *sql.Tx) (err error) {
			if leaving, err = part.Leaving(ctx, tx, contactLimit); err != nil || len(leaving) == 0 {
				return err
			}
			if err := s.leaveSegments(ctx, tx, leaving, true); err != nil {
				return fmt.Errorf("take contacts off segments: %w", err)
			}
			return part.DropContacts(ctx, tx, leaving)
		})
		if err != nil {
			return fmt.Errorf("take contacts out of the file: %w", err)
		}
		left += len(leaving)
		if len(leaving) < contactLimit {
			break
		}
	}
	s.state.compared = s.part.Text
	if !s.part.loosened && left == 0 {
		return nil
	}
	if left > 0 {
		s.result.Notes = append(s.result.Notes, core.Text("hub.left_part", "count", left))
	}
	return s.apply(ctx, func(tx *sql.Tx) error {
		if err := part.DropLoose(ctx, tx); err != nil {
			return fmt.Errorf("take what belongs to others out of the file: %w", err)
		}
		_, err := attachment.DropUnused(ctx, tx)
		return err
	})
}

// settlePart lets all contacts be compared with the part where a row that was sent was
// deleted here, or belongs to another contact now, and the hub does not tell to whom it
// belonged. A contact that is new here may be one that the hub had and this file had not.
func (s *syncer) settlePart(ctx context.Context, tx *sql.Tx, p *pending) error {
	if s.state.part == "" {
		return nil
	}
	if p.table == catalog.Contact && p.before == nil && p.mine != nil {
		return part.AddIncomplete(ctx, tx, p.rowKey[0])
	}
	if !slices.Contains(part.Unkeyed(), p.table) {
		return nil
	}
	stays := p.mine != nil
	for i, c := range p.t.Columns {
		if stays && p.before != nil && slices.Contains(owning, c.Name) {
			stays = same(p.before[i], p.mine[i])
		}
	}
	if stays {
		return nil
	}
	s.state.compared = ""
	return part.ForgetCompared(ctx, tx)
}

// owning are the columns that say to whom rows belong whose key does not.
var owning = []string{"contact_no", "bill_to_pay_to_contact_no", "source_type", "source_no"}
