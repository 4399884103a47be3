package main

import (
	"context"
	"strconv"

	"winnow/core/company"
	"winnow/core/output"
	"winnow/core/segment"
	"winnow/core/sending"
)

// outputsCommand is the group of commands on what was written; list is meant where none
// is named.
type outputsCommand struct {
	List outputsListCommand `cmd:"" help:"List what was written or sent."`
	Show outputsShowCommand `cmd:"" help:"Show the messages of a mailing that was sent."`
}

func (outputsCommand) Help() string {
	return `Every file that contacts were written to is listed, the newest first, and every mailing that was sent.

Example:

	winnowctl outputs
	winnowctl outputs show 12`
}

type outputsListCommand struct{}

func (outputsListCommand) Help() string {
	return `Example:

	winnowctl outputs list --json`
}

func (c *outputsListCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		list, err := output.List(ctx, open)
		if err != nil {
			return err
		}
		if s.json {
			for i := range list {
				list[i].At = moment(list[i].At, momentInJSON)
			}
			return s.printJSON(list)
		}
		rows := make([][]string, len(list))
		for i, e := range list {
			rows[i] = []string{strconv.FormatInt(e.EntryNo, 10), moment(e.At, momentForPeople), e.By, e.What, e.SegmentNo, strconv.Itoa(e.Rows), strconv.Itoa(e.Blocked), e.Target}
		}
		return s.table([]string{"Entry No.", "At", "By", "What", "Segment No.", "Rows", "Privacy Blocked", "File"}, rows)
	})
}

type outputsShowCommand struct {
	EntryNo int64 `arg:"" name:"entry-no" help:"The mailing's Entry No. in the list."`
}

func (outputsShowCommand) Help() string {
	return `Each message is sent, failed, still to be sent, or may have been sent, where the connection broke before the server's answer came.

Example:

	winnowctl outputs show 12`
}

func (c *outputsShowCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		list, err := sending.Messages(ctx, open, c.EntryNo)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(messages(list))
		}
		rows := make([][]string, len(list))
		for i, m := range list {
			rows[i] = []string{strconv.FormatInt(m.LineNo, 10), m.ContactNo, m.Name, m.Address, m.Shown().String(), moment(m.At, momentForPeople), m.Why().String()}
		}
		return s.table([]string{"Line No.", "Contact No.", "Name", "E-Mail", "State", "At", "Why"}, rows)
	})
}

// sentMessage is a message of a mailing as it stands in JSON.
type sentMessage struct {
	sending.Message
	Why string `json:"why"`
}

func messages(list []sending.Message) []sentMessage {
	shown := make([]sentMessage, len(list))
	for i, m := range list {
		m.At = moment(m.At, momentInJSON)
		shown[i] = sentMessage{m, m.Why().String()}
	}
	return shown
}
