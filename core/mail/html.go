package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// ParseHTML reads a template that is an HTML file: its lines before the markup are headers
// as ParseTemplate has them, its title is the subject where no header is. Programs that
// show no HTML get its text.
func ParseHTML(content string) (Template, error) {
	t, markup, err := parseHeaders(content)
	if err != nil {
		return Template{}, err
	}
	title, text := readMarkup(markup)
	if t.Subject == "" {
		t.Subject = title
	}
	if t.Subject == "" {
		return Template{}, noSubject("Subject: News for {{Company}}")
	}
	t.HTML, t.Text = markup, text
	return t, nil
}

// What stands on a line of its own in a text, and what is not shown.
var (
	blocks = map[atom.Atom]bool{atom.Address: true, atom.Blockquote: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
		atom.H5: true, atom.H6: true, atom.Hr: true, atom.Li: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true, atom.Table: true, atom.Tr: true, atom.Ul: true}
	apart  = map[atom.Atom]bool{atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Ol: true, atom.Ul: true, atom.Table: true, atom.Blockquote: true}
	hidden = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Head: true, atom.Title: true, atom.Template: true}
)

// readMarkup returns the title and the text of an HTML text.
func readMarkup(markup string) (title, text string) {
	var b strings.Builder
	breaks := func(n int) {
		if b.Len() == 0 {
			return
		}
		for have := len(b.String()) - len(strings.TrimRight(b.String(), "\n")); have < n; have++ {
			b.WriteByte('\n')
		}
	}
	inTitle, unseen := false, 0
	for z := html.NewTokenizer(strings.NewReader(markup)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return strings.Join(strings.Fields(title), " "), trimmed(b.String())
		}
		t := z.Token()
		switch {
		case kind == html.TextToken && inTitle:
			title += t.Data
		case kind == html.TextToken && unseen == 0:
			words := strings.Join(strings.Fields(t.Data), " ")
			shown := b.String()
			if strings.TrimLeft(t.Data, " \t\r\n") != t.Data && shown != "" && !strings.HasSuffix(shown, "\n") && !strings.HasSuffix(shown, " ") {
				b.WriteByte(' ')
			}
			b.WriteString(words)
			if words != "" && strings.TrimRight(t.Data, " \t\r\n") != t.Data {
				b.WriteByte(' ')
			}
		case kind == html.TextToken, kind == html.CommentToken, kind == html.DoctypeToken:
		case hidden[t.DataAtom]:
			switch kind {
			case html.StartTagToken:
				unseen++
			case html.EndTagToken:
				unseen = max(0, unseen-1)
			}
			inTitle = t.DataAtom == atom.Title && kind == html.StartTagToken
		case unseen > 0:
		case t.DataAtom == atom.Br:
			b.WriteByte('\n')
		case t.DataAtom == atom.Td && kind == html.EndTagToken, t.DataAtom == atom.Th && kind == html.EndTagToken:
			b.WriteByte('\t')
		case apart[t.DataAtom]:
			breaks(2)
		case blocks[t.DataAtom]:
			breaks(1)
			if t.DataAtom == atom.Li && kind == html.StartTagToken {
				b.WriteString("- ")
			}
		}
	}
}

// trimmed returns a text without blanks at the ends of its lines.
func trimmed(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, strings.TrimRight(line, " \t"))
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
