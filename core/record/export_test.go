package record

// InRuns lets the rows of a company be searched so many at a time.
func (s *Store) InRuns(rows int) *Store {
	s.runRows = rows
	return s
}
