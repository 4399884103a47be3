package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"net/url"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/inputfile"
)

// File is a file that is attached to a message.
type File struct {
	Name    string
	Content []byte
	// ID is the name under which the HTML shows the file, which is a picture then; "" for
	// one that is attached.
	ID string
}

// maxAttached is how many bytes the files of a message have together: most mail servers
// take no larger message.
const maxAttached = 20 << 20

// readFiles reads the files that are attached to each message. The error is a
// core.Problem.
func readFiles(paths []string) ([]File, error) {
	var files []File
	size := 0
	for _, path := range paths {
		f, err := inputfile.Open(path)
		if err != nil {
			return nil, inputfile.Problem(path, err)
		}
		content, err := io.ReadAll(io.LimitReader(f, maxAttached+1))
		_ = f.Close() // it was only read
		if err != nil {
			return nil, inputfile.Problem(path, err)
		}
		if size += len(content); size > maxAttached {
			return nil, core.NewProblem(core.Invalid, "mail.attached_files_are_too_large", "max", maxAttached>>20)
		}
		files = append(files, File{Name: filepath.Base(path), Content: content})
	}
	return files, nil
}

// fileTypes are what mail programs call files by their endings: the system's own list
// is another one on every computer.
var fileTypes = map[string]string{
	".csv": "text/csv", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".gif": "image/gif",
	".htm": "text/html", ".html": "text/html", ".ics": "text/calendar", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
	".odt": "application/vnd.oasis.opendocument.text", ".pdf": "application/pdf", ".png": "image/png",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", ".txt": "text/plain", ".vcf": "text/vcard",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".zip": "application/zip",
}

// write writes the file as a part of a message.
func (f File) write(b *bytes.Buffer) {
	kind := fileTypes[strings.ToLower(filepath.Ext(f.Name))]
	if kind == "" {
		kind = "application/octet-stream"
	}
	header(b, "Content-Type", []string{kind})
	header(b, "Content-Transfer-Encoding", []string{"base64"})
	disposition := "attachment"
	if f.ID != "" {
		disposition = "inline"
		header(b, "Content-ID", []string{"<" + f.ID + ">"})
	}
	header(b, "Content-Disposition", strings.SplitN(mime.FormatMediaType(disposition, map[string]string{"filename": oneLine(f.Name)}), " ", 2))
	b.WriteString("\r\n")
	for rest := base64.StdEncoding.EncodeToString(f.Content); rest != ""; {
		n := min(maxHeaderLine, len(rest))
		b.WriteString(rest[:n] + "\r\n")
		rest = rest[n:]
	}
}

// unsubscribed reads the link by which one gets no more of the e-mails: one of the web,
// or of an e-mail, in which fields stand as in the text. The error is a core.Problem.
func (c *compiled) unsubscribed(link string) (err error) {
	known := len(c.unknown)
	if c.unsubscribe, err = c.pieces(link); err != nil || link == "" {
		return err
	}
	if len(c.unknown) > known {
		return core.NewProblem(core.Invalid, "mail.template_has_fields_that_do_not_exist", "fields", strings.Join(c.unknown[known:], ", "))
	}
	bad := core.NewProblem(core.Invalid, "mail.link_to_unsubscribe_is_none", "link", short(link))
	example := fill(c.unsubscribe, func(piece) string { return "x" }, inLink)
	for _, r := range example {
		if r <= ' ' || r > '~' || r == '<' || r == '>' {
			return bad
		}
	}
	u, err := url.Parse(example)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" || u.Host+u.Opaque == "" {
		return bad.By(err)
	}
	return nil
}

// inLink is a value within a link.
func inLink(value string) string {
	return strings.ReplaceAll(url.QueryEscape(oneLine(value)), "+", "%20")
}
