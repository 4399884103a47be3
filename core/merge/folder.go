package merge

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/output"
)

const (
	// maxName is how many bytes of a contact's name the name of its file has.
	maxName = 100
	// together is how many letters LibreOffice makes PDF of at a time.
	together = 100
)

// writeFolder writes a file a letter.
func (p *plan) writeFolder(ctx context.Context, c *company.Company, rows *mailrow.Rows, r Report) error {
	ending, write := ".docx", p.writeLetters
	if p.options.asPDF() {
		ending, write = ".pdf", p.writePDFs
	}
	_, err := p.output(rows).WriteFolder(ctx, c, ending, func(path string, written *output.Result) error {
		written.Rows = r.Lines
		return write(ctx, rows, path)
	})
	return err
}

// writeLetters writes documents into a folder.
func (p *plan) writeLetters(ctx context.Context, rows *mailrow.Rows, folder string) error {
	return p.eachNamed(ctx, rows, func(l letter, name string) error {
		return create(filepath.Join(folder, name+".docx"), func(out io.Writer) error { return l.form.template.Write(out, l.records...) })
	})
}

// writePDFs writes PDF into a folder, some letters at a time.
func (p *plan) writePDFs(ctx context.Context, rows *mailrow.Rows, folder string) error {
	return inFolder(func(work string) error {
		var waiting []string
		flush := func() error {
			if len(waiting) == 0 {
				return nil
			}
			if err := convert(ctx, conversion{folder: folder, files: waiting, letters: len(waiting)}); err != nil {
				return err
			}
			for _, document := range waiting {
				name := strings.TrimSuffix(filepath.Base(document), ".docx") + ".pdf"
				made := filepath.Join(folder, name)
				if err := os.Chmod(made, 0o600); err != nil {
					return noPDF(err)
				}
				if err := os.Remove(document); err != nil {
					return err
				}
			}
			waiting = waiting[:0]
			return nil
		}
		err := p.eachNamed(ctx, rows, func(l letter, name string) error {
			path := filepath.Join(work, name+".docx")
			if err := create(path, func(out io.Writer) error { return l.form.template.Write(out, l.records...) }); err != nil {
				return err
			}
			if waiting = append(waiting, path); len(waiting) < together {
				return nil
			}
			return flush()
		})
		if err != nil {
			return err
		}
		return flush()
	})
}

// eachNamed calls fn with one letter after the other and a name for its file,
// which no other has: the contact's number and name.
func (p *plan) eachNamed(ctx context.Context, rows *mailrow.Rows, fn func(l letter, name string) error) error {
	taken := map[string]bool{}
	return p.letters(ctx, rows, func(l letter) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := FileName(l.contact.ContactNo + " " + l.contact.Name)
		unique := name
		for n := 2; taken[strings.ToLower(unique)]; n++ {
			unique = fmt.Sprintf("%s %d", name, n)
		}
		taken[strings.ToLower(unique)] = true
		return fn(l, unique)
	})
}

// FileName makes a text the name of a file that every system takes, without its
// ending.
func FileName(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*%`, r), r == utf8.RuneError:
			return '_'
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	for len(text) > maxName {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	text = strings.Trim(text, " .-")
	first, _, _ := strings.Cut(text, ".")
	switch word := strings.ToUpper(strings.TrimSpace(first)); {
	case word == "CON", word == "PRN", word == "AUX", word == "NUL",
		len(word) == 4 && (strings.HasPrefix(word, "COM") || strings.HasPrefix(word, "LPT")) && word[3] >= '0' && word[3] <= '9':
		text = "_" + text
	case text == "":
		text = "letter"
	}
	return text
}
