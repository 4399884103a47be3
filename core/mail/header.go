package mail

import (
	"net/mail"
	"strings"
	"unicode"

	"winnow/core"
	"winnow/core/mailrow"
	"winnow/data/email"
)

// ParseTemplate splits a text into its headers and the rest. The lines at the
// beginning that look like headers are headers: Subject, which there must be,
// From, Reply-To, Cc and Bcc. Blank lines between them and the text do not count.
func ParseTemplate(content string) (Template, error) {
	t, rest, err := parseHeaders(content)
	if err == nil && t.Subject == "" {
		err = noSubject("Subject: News for {{Company}}")
	}
	if err != nil {
		return Template{}, err
	}
	t.Text = rest
	return t, nil
}

func noSubject(example string) error {
	return core.NewProblem(core.Invalid, "mail.template_has_no_subject").Hint("mail.begin_with_line_such_as_value", "value", example)
}

// parseHeaders splits a text into its headers and the rest.
func parseHeaders(content string) (t Template, rest string, err error) {
	rest, seen := content, map[string]bool{}
	for {
		line, after, more := strings.Cut(rest, "\n")
		name, value, ok := headerLine(line)
		if !ok {
			break
		}
		into := t.header(name)
		if into == nil {
			return Template{}, "", core.NewProblem(core.Invalid, "mail.line_is_no_header_of_e_mail", "line", short(strings.TrimSpace(line))).
				Hint("mail.headers_are_subject_from_reply_to_cc")
		}
		if seen[strings.ToLower(name)] {
			return Template{}, "", core.NewProblem(core.Invalid, "mail.header_name_is_there_twice", "name", name).Hint("mail.write_several_addresses_into_one_with_commas")
		}
		seen[strings.ToLower(name)] = true
		*into, rest = strings.TrimSpace(value), after
		if !more {
			break
		}
	}
	return t, strings.TrimLeft(rest, "\n"), nil
}

// header returns where a header's value is kept, nil for one that templates do not
// have.
func (t *Template) header(name string) *string {
	switch strings.ToLower(name) {
	case "subject":
		return &t.Subject
	case "from":
		return &t.From
	case "reply-to":
		return &t.ReplyTo
	case "cc":
		return &t.Cc
	case "bcc":
		return &t.Bcc
	}
	return nil
}

// headerLine splits a line that looks like a header: a word with a colon behind
// it.
func headerLine(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(line, ":")
	name = strings.TrimRight(name, " \t")
	if !ok || name == "" {
		return "", "", false
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' {
			return "", "", false
		}
	}
	return name, value, true
}

// Headers are a message's headers that hold addresses.
type Headers struct {
	// From is nil where the mail program says it.
	From             *mail.Address
	ReplyTo, Cc, Bcc []*mail.Address
	// Unsubscribe is the link by which one gets no more of these e-mails, or "".
	Unsubscribe string
}

// Shown returns addresses as people read them.
func Shown(list ...*mail.Address) string {
	var texts []string
	for _, a := range list {
		text := a.Address
		if a.Name != "" {
			text = a.Name + " <" + a.Address + ">"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// addresses reads a header's addresses, with or without names, between commas or
// semicolons. ok is false where one of them is none.
func addresses(text string) (list []*mail.Address, ok bool) {
	text = strings.Trim(strings.ReplaceAll(text, ";", ","), ", ")
	if text == "" {
		return nil, true
	}
	list, err := mail.ParseAddressList(text)
	if err != nil {
		return nil, false
	}
	for i, a := range list {
		good, ok := email.Parse(a.Address)
		if !ok {
			return nil, false
		}
		list[i] = &mail.Address{Name: a.Name, Address: good.Address}
	}
	return list, true
}

// headersOf fills in a message's headers; from is whom it is from, whatever the
// template says, or nil.
func (c *compiled) headersOf(of values, contact mailrow.Contact, from *mail.Address) (h Headers, err error) {
	var own []*mail.Address
	for _, part := range []struct {
		name   string
		pieces []piece
		into   *[]*mail.Address
	}{{"From", c.from, &own}, {"Reply-To", c.replyTo, &h.ReplyTo}, {"Cc", c.cc, &h.Cc}, {"Bcc", c.bcc, &h.Bcc}} {
		if part.name == "From" && from != nil {
			continue
		}
		text, ok := oneLine(fill(part.pieces, of, oneLine)), false
		if *part.into, ok = addresses(text); !ok || len(own) > 1 {
			return h, core.NewProblem(core.Invalid, "mail.name_of_e_mail_to_contact_text", "name", part.name, "contact", contact, "text", short(text)).
				Hint("mail.write_it_as_ann_example_com")
		}
	}
	switch {
	case from != nil:
		h.From = from
	case len(own) == 1:
		h.From = own[0]
	}
	h.Unsubscribe = fill(c.unsubscribe, of, inLink)
	return h, nil
}

// mailboxes returns the words of addresses with their names, commas between them.
func mailboxes(list []*mail.Address) (all []string) {
	for i, a := range list {
		words := mailbox(a.Name, a.Address)
		if i < len(list)-1 {
			words[len(words)-1] += ","
		}
		all = append(all, words...)
	}
	return all
}
