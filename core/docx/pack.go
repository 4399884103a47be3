package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
)

// Endings are those of the names of Word templates.
var Endings = []string{".docx", ".docm", ".dotx", ".dotm"}

// IsTemplate reports whether a file is a Word template, by the ending of its name.
func IsTemplate(path string) bool {
	return slices.Contains(Endings, strings.ToLower(filepath.Ext(path)))
}

// MaxFile is how many bytes a template may have.
const MaxFile = 16 << 20

const (
	// maxParts is how many parts a template may have.
	maxParts = 2000
	// maxPart is how many bytes a part may have that is read; pictures are only
	// copied.
	maxPart = 8 << 20
	// maxRelations is how many bytes all relations between parts may have.
	maxRelations = 4 << 20
	// maxWhole is how many bytes all parts may have that a reader unpacks.
	maxWhole = 256 << 20
)

// pack is the file of a template: a package of parts with their types and the
// relations between them.
type pack struct {
	files []*zip.File
	types contentTypes
	// main is the name of the document part.
	main      string
	relations []relation
	// macros says that there were macros, which are left out.
	macros bool
}

type contentTypes struct {
	Defaults  []defaultType  `xml:"Default"`
	Overrides []overrideType `xml:"Override"`
}

type defaultType struct {
	Extension   string `xml:"Extension,attr"`
	ContentType string `xml:"ContentType,attr"`
}

type overrideType struct {
	PartName    string `xml:"PartName,attr"`
	ContentType string `xml:"ContentType,attr"`
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// kind is the last word of the relation's type, which both forms of the format
// share: "header", "hyperlink".
func (r relation) kind() string { return path.Base(r.Type) }

const (
	typesPart    = "[Content_Types].xml"
	documentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	templateType = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
)

func openPack(content []byte) (*pack, error) {
	switch {
	case len(content) > MaxFile:
		return nil, core.NewProblem(core.Invalid, "docx.word_template_is_larger_than_max_mb", "max", MaxFile>>20).Hint("docx.make_its_pictures_smaller")
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return nil, core.NewProblem(core.Invalid, "docx.word_template_is_of_older_kind").Hint("docx.save_it_as_docx_without_password")
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, core.NewProblem(core.Invalid, "docx.this_is_not_word_template").Hint("docx.choose_file_that_word_or_libreoffice_saved").By(err)
	}
	p := &pack{files: z.File}
	if err := p.validate(); err != nil {
		return nil, err
	}
	if err := p.unmarshal(typesPart, &p.types); err != nil {
		return nil, err
	}
	if err := p.findMain(); err != nil {
		return nil, err
	}
	if p.relations, err = p.relationsOf(p.main); err != nil {
		return nil, err
	}
	if err := p.harmless(); err != nil {
		return nil, err
	}
	p.dropMacros()
	return p, nil
}

// validate refuses packages that no program writes.
func (p *pack) validate() error {
	if len(p.files) > maxParts {
		return core.NewProblem(core.Invalid, "docx.word_template_has_more_than_max_parts", "max", maxParts)
	}
	whole, relations, seen := uint64(0), uint64(0), map[string]bool{}
	for _, f := range p.files {
		name := strings.ToLower(f.Name)
		if seen[name] || strings.HasPrefix(name, "/") || strings.Contains(name, "\\") || path.Clean(name) != strings.TrimSuffix(name, "/") || strings.HasPrefix(name, "..") {
			return damaged(fmt.Errorf("part %q", f.Name))
		}
		seen[name] = true
		whole += f.UncompressedSize64
		if f.UncompressedSize64 > maxWhole || whole > maxWhole {
			return core.NewProblem(core.Invalid, "docx.word_template_unpacks_to_more_than_max", "max", maxWhole>>20)
		}
		if strings.HasSuffix(name, ".rels") {
			if relations += f.UncompressedSize64; relations > maxRelations {
				return tooLarge(f.Name)
			}
		}
	}
	return nil
}

func (p *pack) file(name string) *zip.File {
	for _, f := range p.files {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// read unpacks a part; nil where there is none.
func (p *pack) read(name string) ([]byte, error) {
	f := p.file(name)
	if f == nil {
		return nil, nil
	}
	from, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	defer from.Close()
	if f.UncompressedSize64 > maxPart {
		return nil, tooLarge(name)
	}
	// A part is not read any further than it says itself that it goes.
	content, err := io.ReadAll(io.LimitReader(from, int64(f.UncompressedSize64)+1))
	switch {
	case err == nil && uint64(len(content)) != f.UncompressedSize64:
		return nil, damaged(fmt.Errorf("part %s is longer than it says", name))
	case err != nil:
		return nil, damaged(err)
	}
	return content, nil
}

func tooLarge(name string) error {
	return core.NewProblem(core.Invalid, "docx.word_template_is_too_large_or_too").By(errors.New(name))
}

// scan reads the tokens of a part; nil where there is none.
func (p *pack) scan(name string) (*source, error) {
	content, err := p.read(name)
	if content == nil || err != nil {
		return nil, err
	}
	return scan(content)
}

// unmarshal reads a part that has to be there.
func (p *pack) unmarshal(name string, into any) error {
	content, err := p.read(name)
	switch {
	case err != nil:
		return err
	case content == nil:
		return core.NewProblem(core.Invalid, "docx.this_is_not_word_template").Hint("docx.choose_file_that_word_or_libreoffice_saved")
	}
	// Scanning first refuses what unmarshalling would follow without end.
	if _, err := scan(content); err != nil {
		return err
	}
	if err := xml.Unmarshal(content, into); err != nil {
		return damaged(err)
	}
	return nil
}

func relationsName(part string) string {
	folder, name := path.Split(part)
	return folder + "_rels/" + name + ".rels"
}

// relationsOf returns the relations of a part, or of the package for "".
func (p *pack) relationsOf(part string) ([]relation, error) {
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	name := relationsName(part)
	if p.file(name) == nil {
		return nil, nil
	}
	err := p.unmarshal(name, &list)
	return list.Relations, err
}

// target returns the name of the part that a relation of the document leads to.
func (p *pack) target(r relation) string { return resolve(p.main, r.Target) }

func resolve(from, target string) string {
	if rest, ok := strings.CutPrefix(target, "/"); ok {
		return path.Clean(rest)
	}
	return path.Join(path.Dir(from), target)
}

func (p *pack) findMain() error {
	relations, err := p.relationsOf("")
	if err != nil {
		return err
	}
	for _, r := range relations {
		if r.kind() == "officeDocument" && r.Mode != "External" {
			p.main = resolve("", r.Target)
		}
	}
	if p.main == "" || p.file(p.main) == nil {
		return core.NewProblem(core.Invalid, "docx.this_is_not_word_template").Hint("docx.choose_file_that_word_or_libreoffice_saved")
	}
	for i, o := range p.types.Overrides {
		if !strings.EqualFold(strings.TrimPrefix(o.PartName, "/"), p.main) {
			continue
		}
		switch {
		case o.ContentType == templateType, strings.Contains(o.ContentType, "macroEnabled"):
			p.types.Overrides[i].ContentType = documentType
		case o.ContentType != documentType:
			return core.NewProblem(core.Invalid, "docx.this_is_not_word_template").Hint("docx.choose_file_that_word_or_libreoffice_saved")
		}
	}
	return nil
}

// isMacro reports whether a part's name is that of macros, or of what leads to them.
func isMacro(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "vbaproject") || strings.Contains(name, "vbadata")
}

// dropMacros leaves the macros out, with all that leads to them.
func (p *pack) dropMacros() {
	before := len(p.files)
	p.files = slices.DeleteFunc(p.files, func(f *zip.File) bool { return isMacro(f.Name) })
	p.macros = len(p.files) < before
	p.relations = slices.DeleteFunc(p.relations, func(r relation) bool { return isMacro(p.target(r)) })
	p.types.Overrides = slices.DeleteFunc(p.types.Overrides, func(o overrideType) bool { return isMacro(o.PartName) })
	p.types.Defaults = slices.DeleteFunc(p.types.Defaults, func(d defaultType) bool { return isMacro(d.ContentType) })
}

// dropped are the relations to other files that a template has for itself and
// that its letters have not: its own template, and the data that it was tried
// with.
var dropped = map[string]bool{"attachedTemplate": true, "mailMergeSource": true, "mailMergeHeaderSource": true}

// harmless refuses templates that would run something, or fetch something from
// elsewhere, when a letter is opened.
func (p *pack) harmless() error {
	for _, f := range p.files {
		name := strings.ToLower(f.Name)
		if strings.Contains(name, "/activex/") {
			return core.NewProblem(core.Invalid, "docx.word_template_holds_controls").Hint("docx.take_it_out_of_template")
		}
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		var list struct {
			Relations []relation `xml:"Relationship"`
		}
		if err := p.unmarshal(f.Name, &list); err != nil {
			return err
		}
		for _, r := range list.Relations {
			if !strings.EqualFold(r.Mode, "Internal") && r.Mode != "" && r.kind() != "hyperlink" && !dropped[r.kind()] {
				return core.NewProblem(core.Invalid, "docx.word_template_fetches_something_from_another_file", "target", r.Target).
					Hint("docx.embed_it_in_template_or_remove").By(errors.New(r.Type))
			}
		}
	}
	return nil
}
