package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"winnow/core/docx"
)

// Message is one e-mail.
type Message struct {
	// Name is whom it is for, To their addresses.
	Name string
	To   []string
	// Subject is one line; Text and HTML have lines that end in \n.
	Subject string
	Text    string
	HTML    string
	// Blocked says that the contact is Privacy Blocked.
	Blocked bool
	Headers
	// Files are attached. Pictures are those that the HTML shows.
	Files, Pictures []File
}

// SetPage makes a letter the message's text.
func (m *Message) SetPage(text string, page docx.HTML) {
	m.Text, m.HTML, m.Pictures = text, page.Markup, nil
	for _, p := range page.Pictures {
		m.Pictures = append(m.Pictures, File{Name: p.Name, Content: p.Content, ID: p.ID})
	}
}

const (
	// maxHeaderLine is how long a header's lines are where they can be folded.
	maxHeaderLine = 76
	// encodedBytes is how much of a text is in one encoded word.
	encodedBytes = 39
	// boundary parts the text from the HTML, related that from its pictures, and outer all
	// of them from the files: no line of
	// quoted-printable text or of base64 can have them.
	boundary = "=_winnow_alternative"
	related  = "=_winnow_related"
	outer    = "=_winnow_mixed"
)

// Bytes returns the message as RFC 5322 has it, a draft that mail programs open
// to be sent.
func (m Message) Bytes(at time.Time) ([]byte, error) { return m.content(at, "X-Unsent", "1") }

// Posted returns the message as a mail server gets it: it has an id of its own, is no
// draft, and does not say who gets blind copies.
func (m Message) Posted(at time.Time, id string) ([]byte, error) {
	m.Bcc = nil
	return m.content(at, "Message-ID", "<"+id+">")
}

// Recipients returns the addresses that a mail server is to deliver the message to, each
// once.
func (m Message) Recipients() []string {
	all := slices.Clone(m.To)
	for _, a := range slices.Concat(m.Cc, m.Bcc) {
		if !slices.Contains(all, a.Address) {
			all = append(all, a.Address)
		}
	}
	return all
}

// content returns the message with a header before all others.
func (m Message) content(at time.Time, first, value string) ([]byte, error) {
	var b bytes.Buffer
	header(&b, first, []string{value})
	header(&b, "Date", []string{at.Format(time.RFC1123Z)})
	if from := m.From; from != nil {
		header(&b, "From", mailbox(from.Name, from.Address))
	}
	if len(m.ReplyTo) > 0 {
		header(&b, "Reply-To", mailboxes(m.ReplyTo))
	}
	var to []string
	for i, address := range m.To {
		words := mailbox(m.Name, address)
		if i < len(m.To)-1 {
			words[len(words)-1] += ","
		}
		to = append(to, words...)
	}
	header(&b, "To", to)
	if len(m.Cc) > 0 {
		header(&b, "Cc", mailboxes(m.Cc))
	}
	if len(m.Bcc) > 0 {
		header(&b, "Bcc", mailboxes(m.Bcc))
	}
	header(&b, "Subject", words(oneLine(m.Subject)))
	if m.Unsubscribe != "" {
		header(&b, "List-Unsubscribe", []string{"<" + m.Unsubscribe + ">"})
	}
	header(&b, "MIME-Version", []string{"1.0"})
	if len(m.Files) == 0 {
		err := m.body(&b)
		return b.Bytes(), err
	}
	b.WriteString("Content-Type: multipart/mixed; boundary=\"" + outer + "\"\r\n\r\n--" + outer + "\r\n")
	if err := m.body(&b); err != nil {
		return nil, err
	}
	writeFiles(&b, outer, m.Files)
	return b.Bytes(), nil
}

// writeFiles writes files behind the first part of a message, or of a part.
func writeFiles(b *bytes.Buffer, boundary string, files []File) {
	for _, f := range files {
		b.WriteString("\r\n--" + boundary + "\r\n")
		f.write(b)
	}
	b.WriteString("--" + boundary + "--\r\n")
}

// body writes the text, and the HTML where there is one.
func (m Message) body(b *bytes.Buffer) error {
	if m.HTML == "" {
		return part(b, "plain", strings.TrimRight(m.Text, "\n")+"\n")
	}
	b.WriteString("Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n")
	b.WriteString("--" + boundary + "\r\n")
	if err := part(b, "plain", m.Text); err != nil {
		return err
	}
	b.WriteString("\r\n--" + boundary + "\r\n")
	if len(m.Pictures) > 0 {
		b.WriteString("Content-Type: multipart/related; type=\"text/html\"; boundary=\"" + related + "\"\r\n\r\n--" + related + "\r\n")
	}
	if err := part(b, "html", m.HTML); err != nil {
		return err
	}
	if len(m.Pictures) > 0 {
		writeFiles(b, related, m.Pictures)
	}
	b.WriteString("\r\n--" + boundary + "--\r\n")
	return nil
}

// header writes a header whose value is made of words; where a line would be
// too long it is folded before one.
func header(b *bytes.Buffer, name string, words []string) {
	b.WriteString(name + ":")
	length := len(name) + 1
	for i, word := range words {
		if i > 0 && length+1+len(word) > maxHeaderLine {
			b.WriteString("\r\n")
			length = 0
		}
		b.WriteString(" " + word)
		length += 1 + len(word)
	}
	b.WriteString("\r\n")
}

// words returns the words of a text in one line as a header has them: encoded
// where it is not plain ASCII, or where a word is too long to fold.
func words(text string) []string {
	if isPlain(text) && !strings.Contains(text, "=?") {
		return strings.Split(text, " ")
	}
	return encoded(text)
}

// encoded returns a text as encoded words.
func encoded(text string) (words []string) {
	for text != "" {
		n := min(encodedBytes, len(text))
		for n < len(text) && !utf8.RuneStart(text[n]) {
			n--
		}
		words = append(words, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(text[:n]))+"?=")
		text = text[n:]
	}
	return words
}

// isPlain reports whether a text is ASCII that can be folded.
func isPlain(text string) bool {
	for word := range strings.SplitSeq(text, " ") {
		if len(word) > encodedBytes+20 {
			return false
		}
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

var quotes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// mailbox returns the words of an address with its name.
func mailbox(name, address string) []string {
	inAngles := (&mail.Address{Address: address}).String()
	switch name = oneLine(name); {
	case name == "":
		return []string{inAngles}
	case isPlain(name) && len(name) < maxHeaderLine-10 && !strings.Contains(name, "=?"):
		return []string{`"` + quotes.Replace(name) + `"`, inAngles}
	}
	return append(encoded(name), inAngles)
}

// part writes a text with the headers that say what it is.
func part(b *bytes.Buffer, kind, text string) error {
	b.WriteString("Content-Type: text/" + kind + "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	var coded bytes.Buffer
	w := quotedprintable.NewWriter(&coded)
	if _, err := io.WriteString(w, strings.ReplaceAll(text, "\n", "\r\n")); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	for line := range bytes.Lines(coded.Bytes()) {
		// In a .mbox a line that begins so would begin another message.
		if bytes.HasPrefix(line, []byte("From ")) {
			b.WriteString("=46rom=\r\n")
			line = line[len("From"):]
		}
		b.Write(line)
	}
	return nil
}
