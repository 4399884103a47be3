package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"winnow/core"
)

// confirm asks on a terminal whether to do what cannot be undone. The error says that
// it is not to be done, or that nobody can be asked.
func (s *session) confirm(question core.Message) error {
	in, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return usagef("this cannot be undone; say --yes if it is meant")
	}
	fmt.Fprintf(s.err, "%s [y/N] ", visible(question.In(locale())))
	line, err := bufio.NewReader(in).ReadString('\n')
	if answer := strings.ToLower(strings.TrimSpace(line)); err != nil || answer != "y" && answer != "yes" {
		return core.NewProblem(core.Invalid, "winnowctl.nothing_was_changed")
	}
	return nil
}
