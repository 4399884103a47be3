package main

import "time"

// The forms in which a moment is printed, in the person's time zone: in a table,
// and in JSON with how far that is from UTC.
const (
	momentForPeople = "2006-01-02 15:04:05"
	momentInJSON    = "2006-01-02T15:04:05-07:00"
)

// moment writes a stored moment, which is in UTC, in one of the forms.
func moment(stored, form string) string {
	t, err := time.Parse(time.RFC3339, stored)
	if err != nil {
		return stored
	}
	return t.Local().Format(form)
}
