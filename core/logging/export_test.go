package logging

// Together sets of how many lines the interactions are inserted by one statement.
func (s *Store) Together(lines int) { s.atOnce, s.together = lines, lines }
