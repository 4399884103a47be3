package sample

import (
	"context"
	"fmt"
)

// toDo is a task, with the numbers of its options.
type toDo struct {
	kind, status, priority int
	text                   string
	// due is how many days after today it is due, ended how many days after today it
	// was closed.
	due, ended         int
	closed, canceled   bool
	start              string
	minutes            int
	location, interval string
	from               int // what the next one's date is counted from
}

// The numbers of the options of tasks.
const (
	meeting, phoneCall                        = 1, 2
	inProgress, completed, waiting, postponed = 1, 2, 3, 4
	normal, high                              = 1, 2
	fromDueDate, fromClosingDate              = 1, 2
)

// toDos are the tasks of the sample company: one that is overdue, two that are due, some
// that come, one that is closed, one that is canceled and two that recur.
func toDos() []toDo {
	return []toDo{
		{kind: phoneCall, priority: high, text: "Call about the offer", due: -9},
		{priority: normal, text: "Send the new catalog"},
		{kind: meeting, priority: normal, text: "Visit with samples", due: 6, start: "10:00", minutes: 60, location: "At the customer's"},
		{status: waiting, priority: normal, text: "Wait for the answer to the offer"},
		{status: inProgress, text: "Prepare the price list", due: 1},
		{kind: phoneCall, priority: normal, text: "Call once a quarter", due: 20, interval: "3M", from: fromDueDate},
		{kind: phoneCall, status: postponed, priority: normal, text: "Ask whether rooms are refurnished", due: 45, interval: "1Y", from: fromClosingDate},
		{kind: phoneCall, status: completed, priority: high, text: "Confirm the delivery date", due: -20, ended: -18, closed: true},
		{kind: meeting, status: completed, priority: normal, text: "Meet at the fair", due: -30, ended: -33, closed: true, canceled: true},
	}
}

// tasks makes a task for each of some persons who are not blocked. What waits is written
// first.
func (m *maker) tasks(ctx context.Context) error {
	if err := m.store.flush(ctx); err != nil {
		return err
	}
	list := toDos()
	persons, err := selectPersons(ctx, m.store.tx, len(list))
	if err != nil {
		return fmt.Errorf("look for persons: %w", err)
	}
	for i, p := range persons {
		t := list[i]
		closed := ""
		if t.closed {
			closed = m.today.AddDate(0, 0, t.ended).Format(dayForm)
		}
		err := m.store.add(ctx, taskTable, m.taskNo(i+1), t.kind, t.text, m.today.AddDate(0, 0, t.due).Format(dayForm), t.status, t.priority,
			p.salesperson, p.no, p.company, t.closed, closed, t.canceled, t.start, t.minutes, t.location, t.interval != "", t.interval, t.from)
		if err != nil {
			return err
		}
	}
	m.toDoCount = len(persons)
	return nil
}

// taskNo is the No. of the n-th task.
func (m *maker) taskNo(n int) string { return fmt.Sprintf("TD%06d", n) }
