package docx

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// HTML is a letter as e-mails show it. It loads nothing: its pictures come along, and
// nothing in it runs.
type HTML struct {
	// Markup names a picture as cid: and its ID.
	Markup   string
	Pictures []Picture
}

// Picture is a picture of a letter.
type Picture struct {
	ID, Name, Type string
	Content        []byte
}

// HTML returns what a letter says and how it looks, without headers, footers, footnotes
// and comments.
func (t *Template) HTML(records ...Record) (HTML, error) {
	l := &letter{t: t, alone: true}
	l.begin(records)
	l.whole()
	if l.err != nil {
		return HTML{}, l.err
	}
	s, err := scan(l.out.Bytes())
	if err != nil {
		return HTML{}, err
	}
	looks, err := t.looks.of(t.pack)
	if err != nil {
		return HTML{}, err
	}
	w := &htmlWriter{source: s, looks: looks, counts: map[string]*[9]int{}}
	at := s.child(s.root(), "body")
	w.out.WriteString(`<div style="` + html.EscapeString(css(looks.usual, textLook{})) + `">` + "\n")
	w.blocks(at+1, s.tokens[at].match)
	w.out.WriteString("</div>\n")
	return HTML{w.out.String(), w.pictures}, nil
}

// htmlWriter writes the text of a letter.
type htmlWriter struct {
	*source
	looks    *looks
	out      strings.Builder
	pictures []Picture
	// lists are those that are open, the innermost last. counts is how many items the
	// lists have so far, by their numbers and levels.
	lists  []openList
	counts map[string]*[9]int
	// fields are those whose end has not come yet, boxes the text boxes of the paragraph.
	fields []openField
	boxes  []int
}

type openList struct {
	id    string
	level int
	tag   string
}

// openField is a field of many runs: its code, and whether its result has begun.
type openField struct {
	code   string
	result bool
}

// shown is a text with one look.
type shown struct {
	textLook
	link, markup string
}

// Elements of which nothing is shown.
var unshown = []string{"pPr", "rPr", "tblPr", "trPr", "tcPr", "tblGrid", "sectPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "instrText", ":Fallback"}

// blocks writes the paragraphs and tables among some tokens.
func (w *htmlWriter) blocks(lo, hi int) {
	for i := lo; i < hi; i++ {
		t := w.tokens[i]
		switch {
		case t.kind != opening:
		case t.name == "p":
			w.paragraph(i)
			i = t.match
		case t.name == "tbl":
			w.closeLists(0)
			w.table(i)
			i = t.match
		case slices.Contains(unshown, t.name):
			i = t.match
		}
	}
	w.closeLists(0)
}

func (w *htmlWriter) paragraph(i int) {
	p := w.looks.paragraph(w.source, w.source.child(i, "pPr"))
	spans := w.inline(nil, i+1, w.tokens[i].match, p, "")
	tag := "p"
	if p.heading > 0 {
		tag = fmt.Sprintf("h%d", min(p.heading, 6))
	}
	style := fmt.Sprintf("margin:%gpt 0 %gpt %gpt", points(p.before), points(p.after), points(p.left))
	if p.heading > 0 {
		style += ";font-size:inherit;font-weight:normal"
	}
	if p.align != "" {
		style += ";text-align:" + p.align
	}
	if level, ok := w.looks.level(p); ok {
		w.item(p.list, level)
		w.out.WriteString(w.markup(spans))
	} else {
		w.closeLists(0)
		text := w.markup(spans)
		if text == "" {
			text = "&#160;"
		}
		w.out.WriteString("<" + tag + ` style="` + style + `">` + text + "</" + tag + ">\n")
	}
	boxes := w.boxes
	w.boxes = nil
	for _, box := range boxes {
		w.blocks(box+1, w.tokens[box].match)
	}
}

// item begins an item of a list.
func (w *htmlWriter) item(at listPlace, l listLevel) {
	count := w.counts[at.id]
	if count == nil {
		count = &[9]int{}
		w.counts[at.id] = count
	}
	count[at.level]++
	for deeper := at.level + 1; deeper < len(count); deeper++ {
		count[deeper] = 0
	}
	last := func() (openList, bool) {
		if len(w.lists) == 0 {
			return openList{}, false
		}
		return w.lists[len(w.lists)-1], true
	}
	for {
		if open, ok := last(); !ok || open.level < at.level || open.level == at.level && open.id == at.id {
			break
		}
		w.closeLists(len(w.lists) - 1)
	}
	if open, ok := last(); ok && open.level == at.level {
		w.out.WriteString("</li>\n<li>")
		return
	}
	tag := "ul"
	if l.kind != "" {
		tag = "ol"
		w.out.WriteString(`<ol type="` + l.kind + `"`)
		if n := l.start + count[at.level] - 1; n != 1 {
			w.out.WriteString(` start="` + strconv.Itoa(n) + `"`)
		}
		w.out.WriteString(">")
	} else {
		w.out.WriteString("<ul>")
	}
	w.out.WriteString("<li>")
	w.lists = append(w.lists, openList{at.id, at.level, tag})
}

// closeLists closes lists until so many are open.
func (w *htmlWriter) closeLists(open int) {
	for len(w.lists) > open {
		w.out.WriteString("</li></" + w.lists[len(w.lists)-1].tag + ">\n")
		w.lists = w.lists[:len(w.lists)-1]
	}
}

// inline appends what stands in a paragraph.
func (w *htmlWriter) inline(spans []shown, lo, hi int, p paragraphLook, link string) []shown {
	for i := lo; i < hi; i++ {
		t := w.tokens[i]
		switch {
		case t.kind != opening:
			continue
		case t.name == "r":
			spans = w.run(spans, i, p, link)
		case t.name == "hyperlink":
			spans = w.inline(spans, i+1, t.match, p, w.looks.link(w.attr(i, "id")))
		case t.name == "fldSimple":
			to := link
			if in := parseInstruction(w.attr(i, "instr")); in.kind == "HYPERLINK" && len(in.words) > 0 {
				to = safeLink(in.words[0])
			}
			spans = w.inline(spans, i+1, t.match, p, to)
		case !slices.Contains(unshown, t.name):
			continue
		}
		i = t.match
	}
	return spans
}

// run appends what a run shows.
func (w *htmlWriter) run(spans []shown, run int, p paragraphLook, link string) []shown {
	look := w.looks.run(w.source, w.source.child(run, "rPr"), p)
	show := func(markup string) {
		to := link
		for _, f := range w.fields {
			if !f.result {
				return
			}
			if in := parseInstruction(f.code); in.kind == "HYPERLINK" && len(in.words) > 0 {
				to = safeLink(in.words[0])
			}
		}
		if look.hidden != on {
			spans = append(spans, shown{look, to, markup})
		}
	}
	w.children(run, func(i int) bool {
		switch name := w.tokens[i].name; name {
		case "t":
			text := w.textOf(i)
			if look.caps == on {
				text = strings.ToUpper(text)
			}
			show(html.EscapeString(text))
		case "tab", "ptab":
			show("&#8195;")
		case "br", "cr":
			show("<br/>")
		case "noBreakHyphen":
			show("&#8209;")
		case "softHyphen":
			show("&#173;")
		case "instrText":
			if n := len(w.fields); n > 0 && !w.fields[n-1].result {
				w.fields[n-1].code += w.textOf(i)
			}
		case "fldChar":
			switch n := len(w.fields); w.attr(i, "fldCharType") {
			case "begin":
				w.fields = append(w.fields, openField{})
			case "separate":
				if n > 0 {
					w.fields[n-1].result = true
				}
			case "end":
				if n > 0 {
					w.fields = w.fields[:n-1]
				}
			}
		case "drawing", "pict", "object", ":AlternateContent":
			w.drawn(i, show)
		}
		return true
	})
	return spans
}

// drawn shows the pictures of a drawing, and notes its text boxes.
func (w *htmlWriter) drawn(i int, show func(markup string)) {
	var width, height int
	alt := ""
	for j := i; j < w.tokens[i].match; j++ {
		t := w.tokens[j]
		if t.kind != opening {
			continue
		}
		id := ""
		switch t.name {
		case ":Fallback":
			j = t.match
		case "txbxContent":
			w.boxes = append(w.boxes, j)
			j = t.match
		case ":extent":
			width, height = w.pixels(j, "cx"), w.pixels(j, "cy")
		case ":docPr":
			alt = w.attr(j, "descr")
		case ":blip":
			id = w.attr(j, "embed")
		case ":imagedata":
			id = w.attr(j, "id")
		}
		if id == "" {
			continue
		}
		picture, ok := w.looks.picture(id)
		if !ok {
			show(html.EscapeString(alt))
			continue
		}
		if !slices.ContainsFunc(w.pictures, func(p Picture) bool { return p.ID == picture.ID }) {
			w.pictures = append(w.pictures, picture)
		}
		size := ""
		if width > 0 && height > 0 {
			size = fmt.Sprintf(` width="%d" height="%d"`, width, height)
		}
		show(`<img src="cid:` + picture.ID + `" alt="` + html.EscapeString(alt) + `"` + size + `/>`)
	}
}

// maxPixels is how large a picture is shown at most.
const maxPixels = 4000

func (w *htmlWriter) pixels(i int, name string) int {
	n, err := strconv.Atoi(w.attr(i, name))
	if err != nil || n < 0 {
		return 0
	}
	return min(n/emuPerPixel, maxPixels)
}

// markup writes spans; those that look the same are one.
func (w *htmlWriter) markup(spans []shown) string {
	var b strings.Builder
	for at := 0; at < len(spans); {
		link := spans[at].link
		if link != "" {
			b.WriteString(`<a href="` + html.EscapeString(link) + `">`)
		}
		for at < len(spans) && spans[at].link == link {
			look, text := spans[at].textLook, ""
			for at < len(spans) && spans[at].link == link && spans[at].textLook == look {
				text += spans[at].markup
				at++
			}
			before, after := w.looks.tags(look)
			b.WriteString(before + strings.ReplaceAll(text, "  ", "&#160; ") + after)
		}
		if link != "" {
			b.WriteString("</a>")
		}
	}
	return b.String()
}

// cell is a cell of a table: the column in which it begins, and how many it has.
type cell struct {
	token, column, columns int
	// merge is restart for the first of the cells that are one, continue for the others.
	merge string
}

// table writes a table.
func (w *htmlWriter) table(i int) {
	var rows [][]cell
	for j := i + 1; j < w.tokens[i].match; j++ {
		switch {
		case w.opens(j, "tr"):
			rows = append(rows, w.cells(j))
			j = w.tokens[j].match
		case w.tokens[j].kind == opening && slices.Contains(unshown, w.tokens[j].name):
			j = w.tokens[j].match
		}
	}
	border := ""
	if w.looks.bordered(w.source, w.source.child(i, "tblPr")) {
		border = ";border:1px solid #999999"
	}
	lists := w.lists
	w.lists = nil
	w.out.WriteString(`<table style="border-collapse:collapse">` + "\n")
	for n, row := range rows {
		w.out.WriteString("<tr>\n")
		for _, c := range row {
			if c.merge == "continue" {
				continue
			}
			w.out.WriteString("<td")
			if c.columns > 1 {
				w.out.WriteString(` colspan="` + strconv.Itoa(c.columns) + `"`)
			}
			if height := rowsOf(rows[n+1:], c); height > 1 {
				w.out.WriteString(` rowspan="` + strconv.Itoa(height) + `"`)
			}
			style := "vertical-align:top;padding:2pt 5pt" + border
			if properties := w.source.child(c.token, "tcPr"); properties >= 0 {
				if width := w.source.child(properties, "tcW"); width >= 0 && w.attr(width, "type") == "dxa" {
					if n, err := strconv.Atoi(w.attr(width, "w")); err == nil && n > 0 && n < maxTwips {
						style += fmt.Sprintf(";width:%gpt", points(n))
					}
				}
				if shade := w.source.child(properties, "shd"); shade >= 0 && isColor(w.attr(shade, "fill")) {
					style += ";background-color:#" + w.attr(shade, "fill")
				}
			}
			w.out.WriteString(` style="` + style + `">` + "\n")
			w.blocks(c.token+1, w.tokens[c.token].match)
			w.out.WriteString("</td>\n")
		}
		w.out.WriteString("</tr>\n")
	}
	w.out.WriteString("</table>\n")
	w.lists = lists
}

// rowsOf returns how many rows a cell has.
func rowsOf(below [][]cell, c cell) int {
	height := 1
	if c.merge != "restart" {
		return height
	}
	for _, row := range below {
		if !slices.ContainsFunc(row, func(other cell) bool { return other.column == c.column && other.merge == "continue" }) {
			break
		}
		height++
	}
	return height
}

// maxColumns is how many columns a cell can have.
const maxColumns = 100

func (w *htmlWriter) cells(row int) (cells []cell) {
	column := 0
	for i := row + 1; i < w.tokens[row].match; i++ {
		switch {
		case w.opens(i, "tc"):
			c := cell{token: i, column: column, columns: 1}
			if properties := w.source.child(i, "tcPr"); properties >= 0 {
				if at := w.source.child(properties, "gridSpan"); at >= 0 {
					if n, err := strconv.Atoi(w.attr(at, "val")); err == nil && n > 1 {
						c.columns = min(n, maxColumns)
					}
				}
				if at := w.source.child(properties, "vMerge"); at >= 0 {
					if c.merge = w.attr(at, "val"); c.merge == "" {
						c.merge = "continue"
					}
				}
			}
			column += c.columns
			cells = append(cells, c)
			i = w.tokens[i].match
		case w.tokens[i].kind == opening && slices.Contains(unshown, w.tokens[i].name):
			i = w.tokens[i].match
		}
	}
	return cells
}

// safeLink returns a link that one can follow from an e-mail, or "".
func safeLink(link string) string {
	link = strings.TrimSpace(link)
	u, err := url.Parse(link)
	if err != nil || strings.ContainsFunc(link, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return ""
	}
	if !slices.Contains([]string{"http", "https", "mailto", "tel"}, u.Scheme) || u.Host+u.Opaque == "" {
		return ""
	}
	return link
}

// pictureTypes are the kinds of picture that every mail program shows, none of which
// holds anything but the picture.
var pictureTypes = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}

// pictureOf reads a picture of the document.
func (p *pack) pictureOf(r relation, n int) (Picture, bool) {
	if r.kind() != "image" || strings.EqualFold(r.Mode, "External") {
		return Picture{}, false
	}
	content, err := p.read(p.target(r))
	if err != nil {
		return Picture{}, false
	}
	kind := http.DetectContentType(content)
	ending, ok := pictureTypes[kind]
	name := fmt.Sprintf("picture%d", n)
	return Picture{ID: name + "@winnow", Name: name + ending, Type: kind, Content: content}, ok
}
