// Package document makes the letters and e-mails that went out with interactions: the
// first time, and again as they were, from the template and the values that its fields
// had. [Kept] are these values, [Kept.Pack] is what the company file holds of them, and
// a [Maker] makes the document. It reads and writes no file.
package document

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"net/mail"
	"path/filepath"
	"strings"
	"time"

	"winnow/core/attachment"
	"winnow/core/catalog"
	"winnow/core/docx"
	mails "winnow/core/mail"
	"winnow/core/mailrow"
	"winnow/core/merge"
)

// Kept is what makes a document of its template again.
type Kept struct {
	// Letter are the values of a Word template's fields, nil where the template is the
	// text of an e-mail.
	Letter *merge.Filling `json:"letter,omitempty"`
	// Mail is what an e-mail has besides, nil for a letter.
	Mail *Mail `json:"mail,omitempty"`
}

// Mail is what an e-mail has besides the text that its template makes.
type Mail struct {
	Contact mailrow.Contact `json:"contact"`
	To      []string        `json:"to"`
	// FromName and From are the sender where the template names none; both are "" where
	// the mail program says it.
	FromName string `json:"from_name,omitempty"`
	From     string `json:"from,omitempty"`
	// Subject is "" for the template's own.
	Subject string `json:"subject,omitempty"`
	// At is when it was made, in RFC 3339.
	At string `json:"at"`
	// Values are those of a text's fields.
	Values []string `json:"values,omitempty"`
	// Attach puts the letter beside the text, rather than into it.
	Attach bool `json:"attach,omitempty"`
}

// Pack returns the values as the company file holds them: compressed JSON.
func (k Kept) Pack() ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(k); err != nil {
		return nil, fmt.Errorf("pack the values of a document: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// maxValues is how many bytes the values of a document may have.
const maxValues = 64 << 20

// Unpack reads what Pack returned.
func Unpack(packed []byte) (Kept, error) {
	var k Kept
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxValues))
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err != nil {
		return k, fmt.Errorf("unpack the values of a document: %w", err)
	}
	return k, nil
}

// Maker makes documents. It reads each template once. It is for one goroutine at a time.
type Maker struct {
	known   catalog.Catalog
	letters map[int64]*docx.Template
	texts   map[textKey]*mails.Form
}

// textKey is the template of an e-mail, for a new one or for values that were kept.
type textKey struct {
	id   int64
	kept bool
}

// NewMaker returns a maker that has read no template yet. known is which fields the
// company has.
func NewMaker(known catalog.Catalog) *Maker {
	return &Maker{known, map[int64]*docx.Template{}, map[textKey]*mails.Form{}}
}

// Letter reads a Word template.
func (m *Maker) Letter(d attachment.Document) (*docx.Template, error) {
	if t := m.letters[d.ID]; t != nil {
		return t, nil
	}
	t, err := docx.Read(d.Content)
	if err == nil {
		m.letters[d.ID] = t
	}
	return t, err
}

// Text reads the template of an e-mail.
func (m *Maker) Text(d attachment.Document) (*mails.Form, error) { return m.text(d, false) }

func (m *Maker) text(d attachment.Document, kept bool) (*mails.Form, error) {
	key := textKey{d.ID, kept}
	if f := m.texts[key]; f != nil {
		return f, nil
	}
	t, err := mails.ParseFile(d.FileName, d.Content)
	if err != nil {
		return nil, err
	}
	read := t.Form
	if kept {
		read = t.KeptForm
	}
	f, err := read(m.known)
	if err == nil {
		m.texts[key] = f
	}
	return f, err
}

// Make makes the document of a template and the values that are kept of it. Without
// values it is the document itself.
func (m *Maker) Make(template attachment.Document, packed []byte) (attachment.Document, error) {
	if len(packed) == 0 {
		return template, nil
	}
	k, err := Unpack(packed)
	if err != nil {
		return attachment.Document{}, err
	}
	return m.MakeKept(template, k)
}

// MakeKept is Make for values that are not packed.
func (m *Maker) MakeKept(template attachment.Document, k Kept) (attachment.Document, error) {
	name := strings.TrimSuffix(template.FileName, filepath.Ext(template.FileName))
	if k.Mail != nil {
		message, err := m.Message(template, k)
		if err != nil {
			return attachment.Document{}, err
		}
		at, err := time.Parse(time.RFC3339, k.Mail.At)
		if err != nil {
			return attachment.Document{}, fmt.Errorf("read when an e-mail was made: %w", err)
		}
		content, err := message.Bytes(at)
		return attachment.Document{Kind: "eml", FileName: name + ".eml", Content: content}, err
	}
	content, err := m.word(template, k)
	return attachment.Document{Kind: "docx", FileName: name + ".docx", Content: content}, err
}

// word makes the Word document of a letter.
func (m *Maker) word(template attachment.Document, k Kept) ([]byte, error) {
	t, err := m.Letter(template)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Write(&b, k.Letter.Record(t.Names()))
	return b.Bytes(), err
}

// Message makes an e-mail.
func (m *Maker) Message(template attachment.Document, k Kept) (mails.Message, error) {
	message := mails.Message{Name: k.Mail.Contact.Name}
	switch {
	case k.Letter == nil:
		form, err := m.text(template, true)
		if err != nil {
			return message, err
		}
		if message, err = form.Message(k.Mail.Values, k.Mail.Contact); err != nil {
			return message, err
		}
	case k.Mail.Attach:
		content, err := m.word(template, k)
		if err != nil {
			return message, err
		}
		message.Files = []mails.File{{Name: "letter.docx", Content: content}}
	default:
		t, err := m.Letter(template)
		if err != nil {
			return message, err
		}
		record := k.Letter.Record(t.Names())
		text, err := t.Text(record)
		if err != nil {
			return message, err
		}
		page, err := t.HTML(record)
		if err != nil {
			return message, err
		}
		message.SetPage(text, page)
	}
	message.To = k.Mail.To
	if k.Mail.Subject != "" {
		message.Subject = k.Mail.Subject
	}
	if message.From == nil && k.Mail.From != "" {
		message.From = &mail.Address{Name: k.Mail.FromName, Address: k.Mail.From}
	}
	return message, nil
}
