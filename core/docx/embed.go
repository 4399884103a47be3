package docx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"image"
	_ "image/gif"  // a form that pictures have
	_ "image/jpeg" // a form that pictures have
	_ "image/png"  // a form that pictures have
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"winnow/core"
)

// EmbedPictures returns a document whose fields INCLUDEPICTURE are pictures within the
// document: those that it has of them already, or else those that open returns by the
// name of their files, with the folders that the document has before it. A field whose
// name is made of other fields stays. The document is returned as it is where it has no
// such field, or cannot be read. The error is a core.Problem.
func EmbedPictures(document []byte, open func(name string) ([]byte, error)) ([]byte, error) {
	if len(document) > MaxFile {
		return document, nil
	}
	z, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	if err != nil {
		return document, nil // Read says what is wrong with it
	}
	p := &pack{files: z.File}
	if p.validate() != nil || p.unmarshal(typesPart, &p.types) != nil || p.findMain() != nil {
		return document, nil
	}
	e := embedding{pack: p, open: open, changed: map[string][]byte{}}
	relations, err := p.relationsOf(p.main)
	if err != nil {
		return document, nil // Read says what is wrong with it
	}
	parts := []string{p.main}
	for _, r := range relations {
		if kind := r.kind(); kind == "header" || kind == "footer" {
			parts = append(parts, p.target(r))
		}
	}
	for _, name := range parts {
		if err := e.part(name); err != nil {
			return nil, err
		}
	}
	if len(e.changed) == 0 {
		return document, nil
	}
	return e.written()
}

// embedding is a document whose pictures are being embedded.
type embedding struct {
	pack *pack
	open func(name string) ([]byte, error)
	// changed are the parts that are new or have changed, by name.
	changed map[string][]byte
	// pictures counts those that were added, and endings are those of their names.
	pictures int
	endings  []string
}

// edit puts a text in the place of a part's bytes from start to end.
type edit struct {
	start, end int
	text       string
}

// part embeds the pictures of one part.
func (e *embedding) part(name string) error {
	s, err := e.pack.scan(name)
	if s == nil || err != nil {
		return nil // Read says what is wrong with it
	}
	nodes, err := s.assemble(s.nodes(0, len(s.tokens)), 0)
	if err != nil {
		return nil // Read says what is wrong with it
	}
	p := picturing{embedding: e, source: s}
	if err := p.all(nodes); err != nil || len(p.edits) == 0 {
		return err
	}
	content := edited(s.content, p.edits)
	e.changed[e.pack.file(name).Name] = content
	return e.relate(name, content, p)
}

// edited returns a part's content with the edits, which do not overlap, made.
func edited(content []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		b.Write(content[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.Write(content[at:])
	return b.Bytes()
}

// picturing are the pictures of one part.
type picturing struct {
	*embedding
	*source
	edits []edit
	// links are the relations that the fields had to files elsewhere, relations those to
	// the pictures that were added.
	links     []string
	relations []string
}

// all embeds the pictures of some nodes, and of the fields in them.
func (p *picturing) all(nodes []node) error {
	for _, n := range nodes {
		if n.kind != fieldNode {
			continue
		}
		in := parseInstruction(p.words(n.field))
		switch nested := slices.ContainsFunc(n.field.code, func(n node) bool { return n.kind == fieldNode }); {
		case in.kind != "INCLUDEPICTURE":
			if err := p.all(slices.Concat(n.field.code, n.field.result)); err != nil {
				return err
			}
		case !nested && pictureFile(in) != "" && !p.unbalanced(n.field):
			if err := p.picture(n, pictureFile(in)); err != nil {
				return err
			}
		}
	}
	return nil
}

// pictureFile is the file that a field INCLUDEPICTURE names, which may stand behind its switch.
func pictureFile(in instruction) string {
	for _, name := range slices.Concat(in.words, in.switches['d']) {
		if name != "" {
			return strings.ReplaceAll(name, `\\`, `\`)
		}
	}
	return ""
}

var (
	linkTo   = regexp.MustCompile(` [A-Za-z0-9]+:link="([^"]*)"`)
	embedded = regexp.MustCompile(`:embed="|imagedata[^>]* [A-Za-z0-9]+:id="`)
)

// picture puts a picture in the place of a field: its result where the document has that,
// else the file that it names.
func (p *picturing) picture(n node, name string) error {
	f := n.field
	first, last := p.tokens[n.lo].start, p.tokens[n.hi-1].end
	shown := p.content[first:last]
	for _, link := range linkTo.FindAllSubmatch(shown, -1) {
		p.links = append(p.links, string(link[1]))
	}
	if embedded.Match(shown) {
		shownFrom, shownTo := p.tokens[n.lo+1].start, p.tokens[n.hi-2].end // of a field that is one element
		if !f.isSimple {
			shownFrom, shownTo = p.tokens[f.separate.hi-1].end, p.tokens[f.end.lo].start
		}
		p.edits = append(p.edits, edit{first, shownFrom, ""}, edit{shownTo, last, ""})
		for _, at := range linkTo.FindAllIndex(p.content[shownFrom:shownTo], -1) {
			p.edits = append(p.edits, edit{shownFrom + at[0], shownFrom + at[1], ""})
		}
		return nil
	}
	drawing, err := p.drawing(name)
	if err != nil {
		return err
	}
	if f.isSimple {
		drawing = "<" + p.prefix + "r>" + drawing + "</" + p.prefix + "r>"
	}
	p.edits = append(p.edits, edit{first, last, drawing})
	return nil
}

const (
	// emuPerPixel is a pixel at 96 to the inch, in English Metric Units; maxWidth is 15 cm.
	emuPerPixel = 9525
	maxWidth    = 5_400_000
	// firstPicture is the number of the first picture that is added.
	firstPicture = 9001
)

// drawing adds a file as a picture and returns the element that shows it.
func (p *picturing) drawing(name string) (string, error) {
	content, err := p.open(name)
	if err != nil {
		return "", err
	}
	size, form, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || size.Width <= 0 || size.Height <= 0 {
		return "", core.NewProblem(core.Invalid, "docx.file_is_no_picture", "file", name).Hint("docx.save_it_as_png_or_jpeg")
	}
	number := firstPicture + p.pictures
	p.pictures++
	target := fmt.Sprintf("word/media/picture-%d.%s", number, form)
	for p.pack.file(target) != nil {
		target = "word/media/_" + path.Base(target)
	}
	p.changed[target] = content
	if !slices.Contains(p.endings, form) {
		p.endings = append(p.endings, form)
	}
	id := fmt.Sprintf("rIdPicture%d", number)
	p.relations = append(p.relations, fmt.Sprintf(`<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="/%s"/>`, id, target))
	width, height := size.Width*emuPerPixel, size.Height*emuPerPixel
	if width > maxWidth {
		width, height = maxWidth, max(1, height*maxWidth/width)
	}
	extent := fmt.Sprintf(`cx="%d" cy="%d"`, width, height)
	return fmt.Sprintf(`<%[1]sdrawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">`+
		`<wp:extent %[2]s/><wp:docPr id="%[3]d" name="Picture %[3]d"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="%[3]d" name="Picture %[3]d"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="%[4]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext %[2]s/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>`+
		`</a:graphicData></a:graphic></wp:inline></%[1]sdrawing>`, p.prefix, extent, number, id), nil
}

var relationship = regexp.MustCompile(`(?s)<(?:[A-Za-z0-9]+:)?Relationship\b[^>]*?/>`)

// relate adds the relations to the pictures of a part, and leaves those out that only its
// fields had.
func (e *embedding) relate(part string, content []byte, p picturing) error {
	name := relationsName(part)
	if f := e.pack.file(name); f != nil {
		name = f.Name
	}
	old, err := e.pack.read(name)
	if err != nil {
		return err
	}
	if old == nil {
		old = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`)
	}
	old = relationship.ReplaceAllFunc(old, func(r []byte) []byte {
		for _, id := range p.links {
			if bytes.Contains(r, []byte(`Id="`+id+`"`)) && !bytes.Contains(content, []byte(`"`+id+`"`)) {
				return nil
			}
		}
		return r
	})
	added := strings.Join(p.relations, "")
	if at := bytes.LastIndex(old, []byte("</")); at >= 0 {
		old = slices.Concat(old[:at], []byte(added), old[at:])
	} else { // the list was empty
		old = []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + added + `</Relationships>`)
	}
	e.changed[name] = old
	return nil
}

// written writes the document with its changed parts.
func (e *embedding) written() ([]byte, error) {
	var types strings.Builder
	for _, form := range e.endings {
		if !slices.ContainsFunc(e.pack.types.Defaults, func(d defaultType) bool { return strings.EqualFold(d.Extension, form) }) {
			fmt.Fprintf(&types, `<Default Extension="%[1]s" ContentType="image/%[1]s"/>`, form)
		}
	}
	old, err := e.pack.read(typesPart)
	if err != nil {
		return nil, err
	}
	if at := bytes.LastIndex(old, []byte("</")); at >= 0 && types.Len() > 0 {
		e.changed[e.pack.file(typesPart).Name] = slices.Concat(old[:at], []byte(types.String()), old[at:])
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range e.pack.files {
		content, ok := e.changed[f.Name]
		if !ok {
			if err := z.Copy(f); err != nil {
				return nil, err
			}
			continue
		}
		delete(e.changed, f.Name)
		if err := add(z, f.Name, content); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.changed)) {
		if err := add(z, name, e.changed[name]); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
}

func add(z *zip.Writer, name string, content []byte) error {
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(content)
	}
	return err
}
