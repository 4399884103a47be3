package main_test

import (
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A link in a doc comment, such as [Create] or [core.Problem], leads to something
// that exists, so that the documentation still fits after a renaming.
func TestDocLinksResolve(t *testing.T) {
	packageDocs := map[string]*doc.Package{}
	for _, p := range packages(t) {
		packageDocs[p.ImportPath] = packageDoc(t, p.ImportPath)
	}
	links := 0
	for _, importPath := range slices.Sorted(maps.Keys(packageDocs)) {
		d := packageDocs[importPath]
		for _, text := range docComments(d) {
			for _, part := range texts(d.Parser().Parse(text).Content) {
				switch part := part.(type) {
				case *comment.DocLink:
					links++
					target := packageDocs[part.ImportPath]
					switch {
					case part.ImportPath == "" || !within(part.ImportPath, "winnow"):
						// The parser looks names of the same package up itself; libraries are not ours.
					case target == nil:
						t.Errorf("%s: there is no package %s", importPath, part.ImportPath)
					case part.Name != "" && !target.Parser().LookupSym(part.Recv, part.Name):
						t.Errorf("%s: %s has no %s", importPath, part.ImportPath, strings.TrimPrefix(part.Recv+"."+part.Name, "."))
					}
				case comment.Plain:
					for _, link := range brackets.FindAllString(string(part), -1) {
						t.Errorf("%s: %s leads nowhere", importPath, link)
					}
				}
			}
		}
	}
	if links < 100 {
		t.Errorf("only %d links were looked at", links)
	}
}

// brackets finds what looks like a link; the parser leaves one that leads nowhere in
// the text.
var brackets = regexp.MustCompile(`\[\*?[A-Za-z][\w./]*\]`)

// packageDoc reads the documentation of one of Winnow's packages, for all systems,
// with what is not exported.
func packageDoc(t *testing.T, importPath string) *doc.Package {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("../..", strings.TrimPrefix(importPath, "winnow/"), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	d, err := doc.NewFromFiles(set, files, importPath, doc.AllDecls)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// docComments returns the doc comments of a package and of all that it declares.
func docComments(d *doc.Package) []string {
	list := []string{d.Doc}
	values := func(all ...[]*doc.Value) {
		for _, v := range slices.Concat(all...) {
			list = append(list, v.Doc)
		}
	}
	funcs := func(all ...[]*doc.Func) {
		for _, f := range slices.Concat(all...) {
			list = append(list, f.Doc)
		}
	}
	values(d.Consts, d.Vars)
	funcs(d.Funcs)
	for _, typ := range d.Types {
		list = append(list, typ.Doc)
		values(typ.Consts, typ.Vars)
		funcs(typ.Funcs, typ.Methods)
	}
	return list
}

// texts returns the pieces of text of a parsed comment; code has no links.
func texts(blocks []comment.Block) []comment.Text {
	var all []comment.Text
	for _, block := range blocks {
		switch block := block.(type) {
		case *comment.Heading:
			all = append(all, block.Text...)
		case *comment.Paragraph:
			all = append(all, block.Text...)
		case *comment.List:
			for _, item := range block.Items {
				all = append(all, texts(item.Content)...)
			}
		}
	}
	return all
}
