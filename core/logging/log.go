package logging

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/merge"
	"winnow/core/reach"
	"winnow/core/segment"
	"winnow/core/value"
)

// Options say how a segment is logged.
type Options struct {
	// Date is the day of all interactions, as typed; "" for each line's own.
	Date string
	// FollowUp makes a segment with the same contacts, to follow up on it.
	FollowUp bool
	// LeaveOutBlocked leaves the lines of Privacy Blocked contacts out, rather than
	// refusing the log.
	LeaveOutBlocked bool
	// Send says where what goes out is written; nil where nothing is sent.
	Send *Send
	// Preview tells what would happen and changes nothing.
	Preview bool
	// AllErrors lists the errors of all lines, and not only the first.
	AllErrors bool
	// Env overrides the company's settings where days are resolved.
	Env filter.Env
	// Progress is told how many lines' documents have been made.
	Progress func(done, total int)
}

// Result is what was logged. Its JSON form is public.
type Result struct {
	SegmentNo string `json:"segment_no"`
	EntryNo   int64  `json:"entry_no"`
	// Interactions counts those of the logged segment; Calls are those of them that
	// were there before, since the line had been called.
	Interactions    int     `json:"interactions"`
	Calls           int     `json:"calls"`
	CampaignEntries int     `json:"campaign_entries"`
	LeftOut         LeftOut `json:"left_out"`
	// WithoutEMail counts the e-mail lines without an e-mail address, whose
	// interactions have no Correspondence Type.
	WithoutEMail int       `json:"without_e_mail"`
	Documents    Documents `json:"documents"`
	// Types counts the interactions but those of calls by Correspondence Type.
	Types Types `json:"-"`
	// FollowUp is the number of the follow-up segment, or "".
	FollowUp string `json:"follow_up"`
	// Errors are those of the lines; where there are any, nothing was logged.
	Errors []LineError `json:"errors"`
	// TemplatesMade are the interaction templates that a company without any got.
	TemplatesMade []string `json:"templates_made,omitempty"`
	// Undelivered says of what was made why it could not be put in its place. The log
	// stands, and its interactions say so, unless the last sentence is that they could
	// not be marked.
	Undelivered []core.Message `json:"undelivered,omitempty"`
}

// LeftOut counts lines that were not logged, and why.
type LeftOut struct {
	Blocked int `json:"blocked"`
}

// Documents counts what was made to be sent.
type Documents struct {
	Letters int `json:"letters"`
	Mails   int `json:"mails"`
}

// Types counts interactions by their Correspondence Type.
type Types struct{ None, HardCopy, EMail, Fax int }

// Any tells whether any has a Correspondence Type.
func (t Types) Any() bool { return t.HardCopy+t.EMail+t.Fax > 0 }

// Check tells what would be logged and what is wrong, as Log does with Preview, but
// for what only writing finds out: the numbers that are given, and how many campaign
// entries there are.
func (s *Store) Check(ctx context.Context, no string, o Options) (r Result, err error) {
	if err := o.Send.read(); err != nil {
		return Result{}, err
	}
	o.Preview = true
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		p, err := s.newPlan(ctx, tx, no, o)
		if err != nil {
			return err
		}
		counted, err := p.count(ctx, tx)
		if err != nil {
			return fmt.Errorf("check the lines: %w", err)
		}
		if r, err = p.result(ctx, tx, counted, nil); err != nil {
			return err
		}
		_, err = p.newSources(ctx, tx)
		return err
	})
	return r, err
}

// Log makes interactions of a segment's lines and seals it. The error is a *Refused
// where lines have errors, and the result lists them; other errors that a person can
// correct are core.Problems. Then nothing is logged, but the result names the templates
// that were made before.
func (s *Store) Log(ctx context.Context, no string, o Options) (Result, error) {
	var result Result
	made, err := s.makeTemplates(ctx, no, o)
	if err != nil {
		return Result{}, err
	}
	if err := o.Send.read(); err != nil {
		return Result{TemplatesMade: made}, err
	}
	out, err := s.newOutbox(ctx, no, o)
	if err == nil {
		err = out.place(ctx, s.company, no, o.inputs(), func() error {
			if err := s.fill(ctx, no, o, out); err != nil {
				return err
			}
			return s.company.Change(ctx, o.Preview, func(tx *sql.Tx) error {
				p, err := s.newPlan(ctx, tx, no, o)
				if err != nil {
					return err
				}
				result, err = p.run(ctx, tx, s, out)
				return err
			})
		})
	}
	if err == nil {
		result.Undelivered = s.undelivered(ctx, result.EntryNo, out)
	}
	result.TemplatesMade = made
	var refused *Refused
	if err != nil && !errors.As(err, &refused) {
		return Result{TemplatesMade: made}, err
	}
	return result, err
}

// fill makes what goes out before the log is written, so that nobody has to wait with
// what they write meanwhile.
func (s *Store) fill(ctx context.Context, no string, o Options, out *outbox) error {
	if out == nil {
		return nil
	}
	return s.company.Read(ctx, func(tx *sql.Tx) error {
		p, err := s.newPlan(ctx, tx, no, o)
		if err != nil {
			return err
		}
		src, err := p.newSources(ctx, tx)
		if err != nil {
			return err
		}
		return p.fill(ctx, tx, s, src, out)
	})
}

// newOutbox looks how many letters and e-mails there will be, and returns the places
// for them; nil where none are to be written, or lines have errors that are told later.
func (s *Store) newOutbox(ctx context.Context, no string, o Options) (*outbox, error) {
	if o.Send == nil || o.Preview {
		return nil, nil
	}
	var out *outbox
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		p, err := s.newPlan(ctx, tx, no, o)
		if err != nil {
			return err
		}
		counted, err := p.count(ctx, tx)
		if err != nil || counted.errors > 0 {
			return err
		}
		var files []letterFile
		if counted.letters > 0 {
			if files, err = p.letterFiles(ctx, tx); err != nil {
				return fmt.Errorf("look for the letters' templates: %w", err)
			}
		}
		out = o.Send.newOutbox(p.segment.No, files, counted.mails > 0, s.company.Now())
		return nil
	})
	return out, err
}

// letterFiles returns the templates of the letters, that for all languages first.
func (p plan) letterFiles(ctx context.Context, tx *sql.Tx) ([]letterFile, error) {
	if p.options.Send.word != nil {
		return []letterFile{{}}, nil
	}
	keys, err := p.selectWords(ctx, tx, hardCopy+", "+fax)
	if err != nil {
		return nil, err
	}
	var files []letterFile
	seen := map[int64]bool{}
	for _, key := range keys {
		id, _, language, err := selectWord(ctx, tx, key.code, key.language)
		if err != nil {
			return nil, err
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		file := letterFile{id, cmp.Or(language, key.code)}
		if language == "" {
			files = append([]letterFile{file}, files...)
		} else {
			files = append(files, file)
		}
	}
	return files, nil
}

// inputs are the files that documents are made of.
func (o Options) inputs() []string {
	if o.Send == nil {
		return nil
	}
	return []string{o.Send.Template}
}

// undelivered notes which interactions' documents did not take their place, and says
// why. The others are kept no longer where the settings say so. The log stands already,
// so that nothing here is an error, and whoever stops it is too late.
func (s *Store) undelivered(ctx context.Context, entry int64, out *outbox) (said []core.Message) {
	if out == nil {
		return nil
	}
	for _, t := range out.targets {
		if t.undelivered != nil {
			said = append(said, core.Text("logging.was_logged_and_not_written", "file", t.path, "problem", t.undelivered))
		}
	}
	err := s.company.Write(context.WithoutCancel(ctx), func(tx *sql.Tx) error {
		for _, t := range out.targets {
			if t.undelivered == nil {
				continue
			}
			var types []string
			if t.kind.Key == merge.Kind().Key {
				types = append(types, hardCopy, fax)
			}
			if t == out.mails {
				types = append(types, eMail)
			}
			if err := setUndelivered(ctx, tx, entry, strings.Join(types, ", ")); err != nil {
				return err
			}
		}
		return dropDelivered(ctx, tx, "SELECT entry_no FROM interaction_log_entry WHERE logged_segment_entry_no = ? AND delivery_status = 0", entry)
	})
	if err != nil {
		said = append(said, core.Text("logging.was_logged_and_not_marked"))
	}
	return said
}

// dropDelivered removes what is kept of the documents of interactions, where the
// settings say not to keep it. Files of a person's own stay.
func dropDelivered(ctx context.Context, tx *sql.Tx, entries string, args ...any) error {
	settings, err := company.ReadValues(ctx, tx)
	if err != nil || settings[company.KeepDocuments] == "yes" {
		return err
	}
	if err := deleteKept(ctx, tx, entries, args...); err != nil {
		return fmt.Errorf("remove the documents of interactions: %w", err)
	}
	_, err = attachment.DropUnused(ctx, tx)
	return err
}

// plan is a segment that is about to be logged.
type plan struct {
	options Options
	segment segment.Segment
	lines   *segment.Lines
	// date is the day of all interactions, or "".
	date string
	// today is the day on which it is logged, by whom user.
	today, user string
	// query are the lines with what becomes of them.
	query lineQuery
	// mayHaveCampaigns says that the header or a line has a campaign.
	mayHaveCampaigns bool
	// known is what the queries bind.
	known lookedUp
}

// newPlan makes the checks of the segment itself.
func (s *Store) newPlan(ctx context.Context, tx *sql.Tx, no string, o Options) (plan, error) {
	p := plan{options: o, user: s.userID()}
	var err error
	if p.lines, err = s.segments.OpenLines(ctx, tx, no); err != nil {
		return p, err
	}
	p.segment = p.lines.Segment()
	if p.segment.LoggedAs != 0 {
		return p, segment.Logged(p.segment.No, p.segment.LoggedAs)
	}
	if err := segment.CheckHeld(ctx, tx, p.segment.No); err != nil {
		return p, err
	}
	entry, err := selectLogged(ctx, tx, p.segment.No)
	switch {
	case err != nil:
		return p, fmt.Errorf("look for a logged segment: %w", err)
	case entry != 0:
		return p, segment.Logged(p.segment.No, entry)
	case p.segment.Text("description") == "":
		return p, core.NewProblem(core.Invalid, "logging.description_is_empty", "segment", p.segment.No)
	case p.lines.Len() == 0:
		return p, core.NewProblem(core.Invalid, "logging.segment_has_no_lines", "segment", p.segment.No)
	}
	settings, err := company.ReadValues(ctx, tx)
	if err != nil {
		return p, err
	}
	env := s.company.EnvOf(settings, o.Env)
	p.today = env.Today
	if o.Date != "" {
		f, _ := catalog.Must(catalog.InteractionEntry).Field("date")
		day, err := value.Parse(f, o.Date, env)
		if err != nil {
			return p, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Date"), "problem", err)
		}
		p.date, _ = day.(string)
	}
	lines, err := reach.Of(ctx, tx, p.lines)
	if err != nil {
		return p, err
	}
	p.mayHaveCampaigns = p.segment.Text("campaign_no") != "" || lines.Own["campaign_no"]
	if p.known, err = p.lookUp(ctx, tx, lines.Own); err != nil {
		return p, fmt.Errorf("look up what lines name: %w", err)
	}
	p.query = p.newQuery(lines)
	return p, nil
}

// result tells what is logged of what was counted, and what is wrong with the lines.
func (p plan) result(ctx context.Context, tx *sql.Tx, counted counts, out *outbox) (r Result, err error) {
	r = Result{SegmentNo: p.segment.No, Errors: []LineError{}}
	r.WithoutEMail, r.LeftOut.Blocked, r.Types = counted.withoutEMail, counted.leftOut, counted.types
	if counted.errors > 0 {
		limit := MaxErrors
		if p.options.AllErrors {
			limit = counted.errors
		}
		if r.Errors, err = p.errors(ctx, tx, limit); err != nil {
			return r, fmt.Errorf("look for what is wrong: %w", err)
		}
		return r, &Refused{Errors: r.Errors, Count: counted.errors}
	}
	r.Interactions, r.Calls = counted.made+counted.calls, counted.calls
	r.Documents = Documents{Letters: counted.letters, Mails: counted.mails}
	if r.Interactions == 0 {
		return r, core.NewProblem(core.Invalid, "logging.all_lines_are_left_out", "segment", p.segment.No, "count", counted.leftOut)
	}
	if counted.letters+counted.mails > 0 && out == nil && !p.options.Preview {
		return r, (&outbox{segment: p.segment.No}).changed()
	}
	return r, nil
}

// run writes the log. The lines are checked as their interactions are made, so that each
// is worked out once; where any has an error the transaction must be rolled back.
func (p plan) run(ctx context.Context, tx *sql.Tx, s *Store, out *outbox) (r Result, err error) {
	entry, err := company.NextEntryNo(ctx, tx, catalog.LoggedSegment)
	if err != nil {
		return r, err
	}
	if err := p.insertLogged(ctx, tx, entry); err != nil {
		return r, fmt.Errorf("write the logged segment: %w", err)
	}
	campaigns := 0
	if p.mayHaveCampaigns {
		if campaigns, err = p.insertCampaignEntries(ctx, tx, entry); err != nil {
			return r, fmt.Errorf("write the campaign entries: %w", err)
		}
	}
	room, err := company.RoomForEntryNos(ctx, tx, catalog.InteractionEntry, int64(p.lines.Len()))
	if err != nil {
		return r, err
	}
	first := room.First
	if err := p.insertEntries(ctx, tx, room, entry); err != nil {
		return r, fmt.Errorf("write the interactions: %w", err)
	}
	counted, err := p.countInserted(ctx, tx, first)
	if err != nil {
		return r, fmt.Errorf("count the interactions: %w", err)
	}
	if r, err = p.result(ctx, tx, counted, out); err != nil {
		return r, err
	}
	r.EntryNo, r.CampaignEntries = entry, campaigns
	if counted.made > 0 {
		if err := room.Take(ctx, tx, int64(counted.made)); err != nil {
			return r, err
		}
	}
	return r, p.complete(ctx, tx, s, &r, counted, first, out)
}

// complete makes what belongs to the interactions that were inserted, the first of which
// has a number.
func (p plan) complete(ctx context.Context, tx *sql.Tx, s *Store, r *Result, counted counts, first int64, out *outbox) error {
	src, err := p.newSources(ctx, tx)
	if err != nil {
		return err
	}
	if !p.options.Preview {
		if err := p.refill(ctx, tx, s, src, out); err != nil {
			return err
		}
		if err := p.keep(ctx, tx, s, src, first, out); err != nil {
			return err
		}
	}
	if counted.calls > 0 {
		if err := p.linkCalls(ctx, tx, r.EntryNo); err != nil {
			return fmt.Errorf("link the calls: %w", err)
		}
	}
	if p.options.FollowUp {
		if r.FollowUp, err = s.followUp(ctx, tx, p.segment, r.EntryNo, p.options.Env); err != nil {
			return err
		}
	}
	return segment.Seal(ctx, tx, p.segment.ID, r.EntryNo)
}
