package i18n_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// described are the types whose captions are English, for files and the command
// line, and which fields of theirs people read.
var described = map[string]string{
	"winnow/core/catalog.Field": "Caption", "winnow/core/catalog.Table": "Caption Plural", "winnow/core/catalog.Section": "Caption Plural",
	"winnow/core/criteria.Option": "Caption", "winnow/core/company.Setting": "Caption Help",
}

// Wherever the window takes the caption of something that core describes, it
// says it in the person's language.
func TestCaptionsAreTranslated(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the types of the whole window")
	}
	files := token.NewFileSet()
	exports := map[string]string{}
	rooms := listed(t, exports)
	imports := importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, room := range rooms {
		if strings.HasSuffix(room.ImportPath, "/guitest") || strings.HasSuffix(room.ImportPath, "/i18n") {
			continue
		}
		var parsed []*ast.File
		for _, name := range room.GoFiles {
			file, err := parser.ParseFile(files, filepath.Join(room.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
		}
		info := &types.Info{Selections: map[*ast.SelectorExpr]*types.Selection{}}
		config := types.Config{Importer: imports}
		if _, err := config.Check(room.ImportPath, files, parsed, info); err != nil {
			t.Fatal(err)
		}
		for _, file := range parsed {
			untranslated(file, info, func(at token.Pos, what string) {
				t.Errorf("%s: %s is not in the person's language; i18n.Translate does it", files.Position(at), what)
			})
		}
	}
}

// untranslated tells of each caption that is read without i18n.Translate or core.Word.
func untranslated(file *ast.File, info *types.Info, found func(token.Pos, string)) {
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if f, ok := call.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Translate" || f.Sel.Name == "Word") {
				return false
			}
		}
		if asked, ok := n.(*ast.BinaryExpr); ok && (asked.Op == token.EQL || asked.Op == token.NEQ) {
			return false
		}
		selector, ok := n.(*ast.SelectorExpr)
		if !ok || info.Selections[selector] == nil {
			return true
		}
		field := info.Selections[selector].Obj()
		for kind, fields := range described {
			if strings.Contains(fields, field.Name()) && owner(info.Selections[selector]) == kind {
				found(selector.Pos(), kind+"."+field.Name())
			}
		}
		return true
	})
}

// owner is the type whose field is selected, where it is embedded in another.
func owner(s *types.Selection) string {
	t := s.Recv()
	for _, i := range s.Index()[:len(s.Index())-1] {
		t = under(t).Field(i).Type()
	}
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.String()
}

func under(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, _ := t.Underlying().(*types.Struct)
	return s
}

// room is a package as the go command lists it.
type room struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

// listed are the window's packages; exports takes the compiled form of each
// package that they need.
func listed(t *testing.T, exports map[string]string) []room {
	t.Helper()
	list := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles", "winnow/gui/...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var rooms []room
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var r room
		if err := d.Decode(&r); err == io.EOF {
			return rooms
		} else if err != nil {
			t.Fatal(err)
		}
		exports[r.ImportPath] = r.Export
		if r.ImportPath == "winnow/gui" || strings.HasPrefix(r.ImportPath, "winnow/gui/") {
			rooms = append(rooms, r)
		}
	}
}
