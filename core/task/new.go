package task

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/lookup"
	"winnow/core/privacy"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/data"
)

// NewParams say what is to be done.
type NewParams struct {
	// Contact is whom it is about, or "".
	Contact string
	// Fields are values by key, as typed.
	Fields  map[string]string
	Preview bool
	Env     filter.Env
}

// SegmentParams say what is to be done for each contact of a segment.
type SegmentParams struct {
	Segment string
	Fields  map[string]string
	// LineSalesperson gives each task the salesperson of its contact's line.
	LineSalesperson bool
	// Spread is how many tasks a day has, Monday to Friday from the date on; 0 for
	// all on that date.
	Spread  int
	Preview bool
	Env     filter.Env
}

// Made are tasks that were made: their numbers, and the first and last of their days.
type Made struct {
	Nos         []string
	First, Last string
	rows        []record.Row // as it was made, where it is a single one
}

// maker makes tasks of the same kind.
type maker struct {
	env    filter.Env
	typed  map[string]any
	values map[string]any
}

func (s *Store) maker(ctx context.Context, fields map[string]string, override filter.Env) (*maker, error) {
	env, err := s.company.Env(ctx, override)
	if err != nil {
		return nil, err
	}
	m := &maker{env: env, values: map[string]any{}}
	if m.typed, err = parse(fields, env); err != nil {
		return nil, err
	}
	for _, f := range table.Fields {
		m.values[f.Key] = value.Zero(f)
		if f.Default != 0 {
			m.values[f.Key] = f.Default
		}
	}
	for key, v := range m.typed {
		m.values[key] = v
	}
	if m.values["status"] == int64(statusCompleted) {
		m.values["closed"], m.values["date_closed"] = int64(1), env.Today
	}
	return m, nil
}

// given sets a value that nobody typed.
func (m *maker) given(key string, v any) {
	if _, typed := m.typed[key]; !typed {
		m.values[key] = v
	}
}

// check refuses what is wrong with the tasks, codes that their tables lack too.
func (m *maker) check(ctx context.Context, tx *sql.Tx, required []string) error {
	if err := check(m.values, required); err != nil {
		return err
	}
	return checkCodes(ctx, tx, m.typed)
}

func checkCodes(ctx context.Context, tx *sql.Tx, typed map[string]any) error {
	for _, f := range table.Fields {
		if v, ok := typed[f.Key]; ok && f.Lookup != "" && v != "" {
			if err := lookup.Check(ctx, tx, f, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// Add makes a task.
func (s *Store) Add(ctx context.Context, p NewParams) (made Made, err error) {
	m, err := s.maker(ctx, p.Fields, p.Env)
	if err != nil {
		return Made{}, err
	}
	err = s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		of, err := m.about(ctx, tx, p.Contact)
		if err != nil {
			return err
		}
		if err := m.mine(ctx, tx, of.salesperson); err != nil {
			return err
		}
		of.salesperson, _ = m.values["salesperson_code"].(string)
		if err := m.check(ctx, tx, required); err != nil {
			return err
		}
		day, _ := m.values["date"].(string)
		if made, err = m.make(ctx, tx, []subject{of}, []string{day}); err != nil {
			return err
		}
		t, err := find(ctx, tx, made.Nos[0])
		made.rows = []record.Row{t.Row}
		return err
	})
	return made, err
}

// subject is whom a task is about, and whose it is.
type subject struct{ contact, company, salesperson string }

// about returns a contact as what a task is about; one that is blocked is refused.
func (m *maker) about(ctx context.Context, tx *sql.Tx, typed string) (subject, error) {
	no, err := value.Code(typed)
	if err != nil {
		return subject{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", word("contact_no"), "problem", err)
	}
	if no == "" {
		return subject{}, nil
	}
	row, ok, err := selectContact(ctx, tx, no)
	switch {
	case err != nil:
		return subject{}, fmt.Errorf("look for contact %s: %w", no, err)
	case !ok:
		return subject{}, core.NewProblem(core.NotFound, "segment.contact_does_not_exist", "contact", no)
	case privacy.Blocked(row.Value):
		return subject{}, core.NewProblem(core.Invalid, "task.contact_is_blocked", "contact", row.Text("no"))
	}
	return subject{row.Text("no"), row.Text("company_no"), row.Text("salesperson_code")}, nil
}

// Salesperson returns whose a new task about a contact would be; the contact's number is
// as typed, or "" for none. Errors are those of Add.
func (s *Store) Salesperson(ctx context.Context, contact string) (string, error) {
	m, err := s.maker(ctx, nil, filter.Env{})
	if err != nil {
		return "", err
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) (string, error) {
		of, err := m.about(ctx, tx, contact)
		if err != nil {
			return "", err
		}
		err = m.mine(ctx, tx, of.salesperson)
		code, _ := m.values["salesperson_code"].(string)
		return code, err
	})
}

// mine gives the task my own code, where its table has it; else another one.
func (m *maker) mine(ctx context.Context, tx *sql.Tx, other string) error {
	me, err := value.Code(m.env.Me)
	if err != nil || me == "" {
		m.given("salesperson_code", other)
		return nil
	}
	switch err := lookup.Check(ctx, tx, field("salesperson_code"), me); {
	case core.IsKind(err, core.Invalid):
		me = other
	case err != nil:
		return err
	}
	m.given("salesperson_code", me)
	return nil
}

// AddForSegment makes a task for each contact of a segment's lines, all or none.
func (s *Store) AddForSegment(ctx context.Context, p SegmentParams) (made Made, err error) {
	m, err := s.maker(ctx, p.Fields, p.Env)
	if err != nil {
		return Made{}, err
	}
	err = s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		subjects, no, err := m.ofSegment(ctx, tx, segment.New(s.company), p)
		if err != nil {
			return err
		}
		first, _ := m.values["date"].(string)
		days, err := spread(first, len(subjects), p.Spread)
		if err != nil {
			return err
		}
		if made, err = m.make(ctx, tx, subjects, days); err != nil {
			return err
		}
		return insertUndo(ctx, tx, no, s.company.Stamp(), s.company.User, made.Nos)
	})
	return made, err
}

// ofSegment checks the tasks of a segment and returns whom they are about, each
// contact once, and the segment's number.
func (m *maker) ofSegment(ctx context.Context, tx *sql.Tx, segments *segment.Store, p SegmentParams) ([]subject, string, error) {
	lines, err := segments.OpenLines(ctx, tx, p.Segment)
	if err != nil {
		return nil, "", err
	}
	header := lines.Segment()
	if lines.Len() == 0 {
		return nil, "", core.NewProblem(core.Invalid, "task.segment_has_no_lines", "segment", header.No)
	}
	m.values["segment_no"] = header.No
	m.given("campaign_no", header.Values["campaign_no"])
	m.given("salesperson_code", header.Values["salesperson_code"])
	_, typed := m.typed["salesperson_code"]
	needed, each := required, p.LineSalesperson && !typed
	if each {
		needed = []string{"description", "date"}
	}
	if err := m.check(ctx, tx, needed); err != nil {
		return nil, "", err
	}
	var subjects []subject
	seen := map[string]bool{}
	err = lines.Each(ctx, tx, []string{"company_no"}, func(some []segment.Line) error {
		for _, line := range some {
			of := subject{contact: line.Text("contact_no"), salesperson: line.Text("salesperson_code")}
			of.company, _ = line.Contact("company_no").(string)
			if !each {
				of.salesperson, _ = m.values["salesperson_code"].(string)
			}
			if of.salesperson == "" {
				return core.NewProblem(core.Invalid, "task.line_has_no_salesperson", "line", line.LineNo, "contact", of.contact)
			}
			if !seen[of.contact] {
				seen[of.contact] = true
				subjects = append(subjects, of)
			}
		}
		return nil
	})
	return subjects, header.No, err
}

// spread returns the days of n tasks: so many each working day from a day on, or all
// on that day.
func spread(first string, n, perDay int) ([]string, error) {
	days := make([]string, n)
	day, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return nil, fmt.Errorf("read the date %q: %w", first, err)
	}
	if perDay > 0 {
		day = workingDay(day)
	}
	for i := range days {
		if perDay > 0 && i > 0 && i%perDay == 0 {
			day = workingDay(day.AddDate(0, 0, 1))
		}
		days[i] = day.Format(time.DateOnly)
	}
	if day.Year() > 9999 {
		return nil, core.NewProblem(core.Invalid, "task.days_leave_the_calendar")
	}
	return days, nil
}

// workingDay is the day, or the Monday after it.
func workingDay(day time.Time) time.Time {
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// make stores a task for each subject.
func (m *maker) make(ctx context.Context, tx *sql.Tx, subjects []subject, days []string) (Made, error) {
	nos, err := company.NextNos(ctx, tx, company.TaskSeries, len(subjects), func(some []string) (map[string]bool, error) {
		return selectTaken(ctx, tx, data.JSONList(some))
	})
	if err != nil {
		return Made{}, err
	}
	for i, of := range subjects {
		m.values["no"], m.values["contact_no"], m.values["contact_company_no"] = nos[i], of.contact, of.company
		m.values["salesperson_code"], m.values["date"] = of.salesperson, days[i]
		if err := insertTask(ctx, tx, m.values); err != nil {
			return Made{}, fmt.Errorf("write task %s: %w", nos[i], err)
		}
	}
	return Made{Nos: nos, First: days[0], Last: days[len(days)-1]}, nil
}
