package gui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/gui/guitest"
)

// Each route of package route leads to one place.
func TestEveryRouteLeadsSomewhere(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "route/route.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, d := range file.Decls {
		types, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range types.Specs {
			if s, ok := spec.(*ast.TypeSpec); ok && s.TypeParams == nil {
				if _, ok := s.Type.(*ast.StructType); ok {
					declared = append(declared, s.Name.Name)
				}
			}
		}
	}
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Activities")
	registered := w.Routes()
	slices.Sort(declared)
	slices.Sort(registered)
	if diff := cmp.Diff(declared, registered); diff != "" {
		t.Errorf("routes (-declared +registered)\n%s", diff)
	}
}
