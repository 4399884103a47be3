package mail

import (
	"context"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/fold"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
)

// ListOptions say what a list of addresses is like.
type ListOptions struct {
	// Chunk is how many addresses are in one link; 0 for 50.
	Chunk int
	// IncludeBlocked lists Privacy Blocked contacts too.
	IncludeBlocked bool
	// Progress receives how many of the segment's lines are done.
	Progress func(done, total int)
	// Deliver, unless it is nil, is given the list. Where it fails, nothing has
	// left and the log says so.
	Deliver func(List) error
}

// List are links that open a message to many, none of whom sees the others.
type List struct {
	Links []string `json:"links"`
	// Portions are the addresses of each link.
	Portions [][]string `json:"-"`
	// Addresses counts the addresses, each of which stands in the links once.
	Addresses int `json:"addresses"`
	// Blocked counts the lines of blocked contacts, BlockedContacts are these.
	Blocked         int               `json:"blocked"`
	BlockedContacts []mailrow.Contact `json:"blocked_contacts,omitempty"`
	Counts
}

const (
	usualChunk = 50
	maxChunk   = 1000
	// maxLink is how long a link may be: some systems open no longer one.
	maxLink = 2000
)

// mailtoHead begins a link.
const mailtoHead = "mailto:?bcc="

// AddressesKind is lists of e-mail addresses among the outputs.
func AddressesKind() output.Kind {
	return output.Kind{Key: "addresses", Name: "Addresses", Menu: "mail.e_mail_addresses_dialog", Icon: "link"}
}

// Links returns the addresses of a segment's contacts as links.
func Links(ctx context.Context, c *company.Company, s *segment.Store, no string, o ListOptions) (List, error) {
	list := List{Links: []string{}, Counts: newCounts()}
	switch {
	case o.Chunk == 0:
		o.Chunk = usualChunk
	case o.Chunk < 1 || o.Chunk > maxChunk:
		return list, core.NewProblem(core.Invalid, "mail.link_holds_1_to_max_addresses_not", "max", maxChunk, "chunk", o.Chunk)
	}
	rows := mailrow.Options{Columns: mailColumns, IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}
	err := mailrow.Read(ctx, c, s, no, rows, func(rows *mailrow.Rows) error {
		if err := list.read(ctx, rows, o.Chunk); err != nil {
			return err
		}
		if list.Addresses == 0 {
			return nobody(rows, list.Counts)
		}
		entry := output.Entry{What: AddressesKind().Name, SegmentNo: rows.Segment().No, Rows: list.Addresses, Target: "mailto:"}
		if o.IncludeBlocked {
			entry.Blocked = list.Blocked
		}
		return output.Deliver(ctx, c, entry, func() error {
			if o.Deliver == nil {
				return nil
			}
			return o.Deliver(list)
		})
	})
	if err != nil {
		return List{Links: []string{}, Counts: newCounts()}, err
	}
	return list, nil
}

// read puts all rows' addresses into links.
func (l *List) read(ctx context.Context, rows *mailrow.Rows, chunk int) error {
	seen, linked := map[string]bool{}, map[string]bool{}
	link, portion := "", []string(nil)
	end := func() {
		if len(portion) > 0 {
			l.Links, l.Portions = append(l.Links, link), append(l.Portions, portion)
		}
		link, portion = "", nil
	}
	err := rows.Each(ctx, func(row *mailrow.Row) error {
		for _, address := range l.count(contactOf(row), seen) {
			if linked[fold.Case(address)] {
				continue
			}
			linked[fold.Case(address)] = true
			escaped := percentEncoded(address)
			if len(portion) == chunk || len(link)+1+len(escaped) > maxLink {
				end()
			}
			if link == "" {
				link = mailtoHead + escaped
			} else {
				link += "," + escaped
			}
			portion = append(portion, address)
			l.Addresses++
		}
		return nil
	})
	end()
	l.Blocked, l.BlockedContacts = rows.Blocked(), rows.BlockedContacts()
	return err
}

// percentEncoded writes an address into a link: all but letters, digits and a
// few signs as RFC 6068 has it.
func percentEncoded(address string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(address) {
		switch c := address[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~@", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
	return b.String()
}
