package list

import (
	"slices"

	"winnow/gui/widget"
)

const (
	pageRows   = 64  // rows fetched at once
	keptPages  = 256 // pages kept in memory
	maxPending = 2   // requests under way, so that a dragged scroll bar does not queue hundreds
)

// rowStore keeps the fetched rows of a List, by pages.
type rowStore struct {
	list       *List
	generation int
	pages      map[int][]Row
	old        map[int][]Row // of the generation before, shown until the new are there
	pending    map[int]bool
}

func (s *rowStore) clear() {
	s.generation++
	s.pages, s.old, s.pending = map[int][]Row{}, nil, map[int]bool{}
}

func (s *rowStore) stale() {
	old := s.pages
	for page, rows := range s.old { // not even asked for again yet
		if _, ok := old[page]; !ok {
			old[page] = rows
		}
	}
	s.clear()
	s.old = old
}

// arrange puts the cells that are known into the order of other columns.
func (s *rowStore) arrange(before, after []Column) {
	from := make([]int, len(after))
	for i, column := range after {
		from[i] = slices.IndexFunc(before, func(c Column) bool { return c.Key == column.Key })
	}
	for _, pages := range []map[int][]Row{s.pages, s.old} {
		for page, rows := range pages {
			moved := make([]Row, len(rows))
			for i, row := range rows {
				moved[i] = row
				moved[i].Cells = make([]Cell, len(after))
				for to, at := range from {
					if at >= 0 && at < len(row.Cells) {
						moved[i].Cells[to] = row.Cells[at]
					}
				}
			}
			pages[page] = moved
		}
	}
}

func (s *rowStore) row(row int) (Row, bool) {
	if row < 0 || row >= s.list.length {
		return Row{}, false
	}
	for _, pages := range []map[int][]Row{s.pages, s.old} {
		if rows, ok := pages[row/pageRows]; ok && row%pageRows < len(rows) {
			return rows[row%pageRows], true
		}
	}
	return Row{}, false
}

// need asks for the pages of these rows that are neither there nor under way.
func (s *rowStore) need(first, last int) {
	if s.list.Fetch == nil || s.list.length == 0 || last < first {
		return
	}
	if s.pages == nil {
		s.clear()
	}
	for page := first / pageRows; page <= last/pageRows; page++ {
		if _, ok := s.pages[page]; ok || s.pending[page] || len(s.pending) >= maxPending {
			continue
		}
		s.fetch(page)
	}
}

// fetch asks for one page.
func (s *rowStore) fetch(page int) {
	s.pending[page] = true
	generation, late := s.generation, false
	widget.AnswerLater(func(done func([]Row)) {
		s.list.Fetch(page*pageRows, min(pageRows, s.list.length-page*pageRows), done)
	}, func(rows []Row) {
		s.take(generation, page, rows)
		if late {
			s.list.Refresh()
		}
	})
	late = true
}

func (s *rowStore) take(generation, page int, rows []Row) {
	if generation != s.generation {
		return
	}
	delete(s.pending, page)
	delete(s.old, page)
	if len(s.pages) >= keptPages {
		here := s.list.top / pageRows
		for p := range s.pages {
			if p < here-keptPages/4 || p > here+keptPages/4 {
				delete(s.pages, p)
			}
		}
	}
	s.pages[page] = rows
}
