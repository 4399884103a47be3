package assets_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"winnow/assets"
)

// text is a text that the window shows: lang.L, lang.N with its number, or
// lang.X, whose key is not its English text.
type text struct {
	key, english string
	plural       bool
	place        string
}

// texts are the texts that the sources of the window ask for.
func texts(t *testing.T) []text {
	t.Helper()
	var found []text
	files := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join("..", "gui"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			function, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := function.X.(*ast.Ident)
			if !ok || pkg.Name != "lang" || !strings.Contains("L N X", function.Sel.Name) {
				return true
			}
			place := files.Position(call.Pos()).String()
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: the text is no constant, so that no translation can be looked for", place)
				return true
			}
			key, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Error(err)
			}
			english := key
			if named, ok := call.Args[min(1, len(call.Args)-1)].(*ast.BasicLit); ok && function.Sel.Name == "X" {
				if english, err = strconv.Unquote(named.Value); err != nil {
					t.Error(err)
				}
			}
			found = append(found, text{key, english, function.Sel.Name == "N", place})
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Every text of the window stands in en.json, one that counts with its singular
// and its plural, and nothing stands there that the window does not show. With
// the variable UPDATE_TEXTS set, texts without a number are added and old ones
// are taken out.
func TestEnglish(t *testing.T) {
	name := filepath.Join("translations", "en.json")
	data, err := assets.Translations.ReadFile("translations/en.json")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]any{}
	if err := json.Unmarshal(data, &known); err != nil {
		t.Fatal(err)
	}
	update := os.Getenv("UPDATE_TEXTS") != ""
	used := map[string]bool{}
	for _, w := range texts(t) {
		used[w.key] = true
		if forms, ok := known[w.key].(map[string]any); w.plural && (!ok || forms["one"] == nil || forms["other"] == nil) {
			t.Errorf("%s: en.json lacks one and other of %q", w.place, w.key)
		}
		if _, ok := known[w.key].(string); !w.plural && !ok {
			known[w.key] = w.english
			if !update {
				t.Errorf("%s: en.json lacks %q", w.place, w.key)
			}
		}
	}
	for key := range known {
		if !used[key] {
			delete(known, key)
			if !update {
				t.Errorf("en.json has %q, which the window does not show", key)
			}
		}
	}
	if !update {
		return
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(known); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
