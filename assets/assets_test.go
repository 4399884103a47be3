package assets_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/assets"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/output/all"
)

// commandLine begins the ids of the texts that only winnowctl says, in English.
const commandLine = "winnowctl."

// takesID returns which argument of a call is the id of a text, and whether any
// is. The values follow it.
func takesID(call *ast.CallExpr, room string) (at int, ok bool) {
	name := ""
	switch function := call.Fun.(type) {
	case *ast.Ident:
		name = function.Name
	case *ast.SelectorExpr:
		name = function.Sel.Name
		if pkg, ok := function.X.(*ast.Ident); ok && (pkg.Name == "core" || pkg.Name == "i18n") {
			name = pkg.Name + "." + name
		}
	}
	switch name {
	case "core.NewProblem":
		return 1, true
	case "core.Text", "i18n.T":
		return 0, true
	case "Hint":
		return 0, true
	case "text", "say":
		return 0, room == "cmd/winnowctl"
	}
	return 0, false
}

// idLike is what the id of a text looks like.
var idLike = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)

// uses are the ids that the sources name, with the places. What a call gives a
// text is compared with what stands in the text.
func uses(t *testing.T, english map[string]any) map[string]string {
	t.Helper()
	found := map[string]string{}
	files := token.NewFileSet()
	for _, room := range []string{"gui", "core", "cmd/winnowctl"} {
		err := filepath.WalkDir(filepath.Join("..", room), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(files, path, nil, 0)
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					at, ok := takesID(n, room)
					if !ok || at >= len(n.Args) {
						break
					}
					place := files.Position(n.Pos()).String()
					if id, ok := constant(n.Args[at]); ok {
						found[id] = place
						// The values of a core.Text can follow in With.
						if given := n.Args[at+1:]; len(given) > 0 || !strings.HasSuffix(code(n), ".Text") {
							called(t, place, id, english[id], given)
						}
					}
				case *ast.ValueSpec:
					for _, id := range advice(n) {
						found[id] = files.Position(n.Pos()).String()
					}
				case *ast.BasicLit: // an id in a variable
					if id, ok := constant(n); ok && idLike.MatchString(id) && english[id] != nil {
						found[id] = files.Position(n.Pos()).String()
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// called compares what a call gives a text with what stands in the text: each
// value is given by its name, and a text has a plural where there is a count. A
// map of values that is made before has what it has.
func called(t *testing.T, place, id string, text any, arguments []ast.Expr) {
	t.Helper()
	var given []string
	whole := true
	for i := 0; i < len(arguments); i += 2 {
		name, ok := constant(arguments[i])
		if !ok {
			whole = false // a map, or a list of values
			break
		}
		if given = append(given, name); i+1 == len(arguments) {
			t.Errorf("%s: %q has the name %s without a value", place, id, name)
		}
	}
	if _, plural := text.(map[string]any); plural != slices.Contains(given, "count") && whole {
		t.Errorf("%s: %q has a plural or is given a count, but not both", place, id)
	}
	wanted := gaps(strings.Join(forms(text), " "))
	given = slices.DeleteFunc(given, func(name string) bool { return name == "count" })
	wanted = slices.DeleteFunc(wanted, func(name string) bool { return name == "count" || !whole && !slices.Contains(given, name) })
	slices.Sort(given)
	if diff := cmp.Diff(wanted, slices.Compact(given)); len(wanted)+len(given) > 0 && diff != "" {
		t.Errorf("%s: the values of %q (-text +call):\n%s", place, id, diff)
	}
}

// code is the name of the function that is called.
func code(call *ast.CallExpr) string {
	if function, ok := call.Fun.(*ast.SelectorExpr); ok {
		return "." + function.Sel.Name
	}
	return ""
}

// advice are the texts of a constant of type core.Advice: the window's, and
// winnowctl's.
func advice(spec *ast.ValueSpec) []string {
	if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Advice" || len(spec.Values) != 1 {
		return nil
	}
	id, _ := constant(spec.Values[0])
	return []string{id, commandLine + id}
}

func constant(e ast.Expr) (string, bool) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}

// captions are the captions of the catalog and of all that is described as it
// is, in English.
func captions() map[string]bool {
	found := map[string]bool{}
	add := func(texts ...string) {
		for _, english := range texts {
			if english != "" {
				found[english] = true
			}
		}
	}
	for _, table := range append(slices.Clone(catalog.Tables()), catalog.Must("segment_header"), catalog.Must("segment_line")) {
		add(table.Caption, table.Plural)
		fields := table.WithFlowFields().Fields
		if section, ok := catalog.SectionOf(table.Key); ok {
			fields = section.Fields
		}
		for _, f := range fields {
			add(f.Caption, f.Type.String())
			add(f.Options...)
		}
	}
	for _, action := range []criteria.Action{criteria.Add, criteria.Reduce} {
		for _, option := range criteria.OptionsOf(action) {
			add(option.Caption)
		}
	}
	for _, setting := range company.Settings() {
		add(setting.Caption, setting.Help)
	}
	for _, k := range all.Kinds() {
		if k.Form != nil {
			for _, c := range k.Form.Choices {
				add(c.Caption)
			}
		}
	}
	return found
}

// words are the captions that are written as core.Word.
func words(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	files := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join("..", "core"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 1 {
				if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Word" {
					if english, ok := constant(call.Args[0]); ok {
						found[english] = true
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// read reads the texts of a language.
func read(t *testing.T, language string) map[string]any {
	t.Helper()
	data, err := assets.Translations.ReadFile("translations/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]any{}
	if err := json.Unmarshal(data, &known); err != nil {
		t.Fatal(err)
	}
	return known
}

// Every text stands in en.json, and nothing stands there that nobody says.
func TestEnglish(t *testing.T) {
	known := read(t, "en")
	used := uses(t, known)
	for _, k := range all.Kinds() {
		used["output.name."+k.Key] = "the outputs"
		if k.Form != nil {
			used["output.file."+k.Key], used[commandLine+"rows."+k.Key] = "the outputs", "the outputs"
		}
	}
	for id, place := range used {
		if known[id] == nil {
			t.Errorf("%s: en.json lacks %q", place, id)
		}
	}
	byEnglish := map[string]bool{}
	for id, text := range known {
		switch text := text.(type) {
		case string:
			byEnglish[text] = byEnglish[text] || strings.HasPrefix(id, "caption.")
		case map[string]any:
			if text["one"] == nil || text["other"] == nil || len(text) != 2 {
				t.Errorf("en.json has not one and other of %q", id)
			}
		}
		if !idLike.MatchString(id) {
			t.Errorf("en.json: %q is no id such as segment.has_no_line", id)
		}
	}
	described := captions()
	for english := range words(t) {
		described[english] = true
	}
	for english := range described {
		if !byEnglish[english] {
			t.Errorf("en.json has not the caption %q", english)
		}
	}
	for id, text := range known {
		english, _ := text.(string)
		if used[id] == "" && !(strings.HasPrefix(id, "caption.") && described[english]) {
			t.Errorf("en.json has %q, which nobody says", id)
		}
	}
}

// gap finds what is put into a text.
var gap = regexp.MustCompile(`\{\{[^}]*\.(\w+)[^}]*\}\}`)

// gaps are the names of what is put into a text.
func gaps(text string) []string {
	var list []string
	for _, found := range gap.FindAllStringSubmatch(text, -1) {
		list = append(list, found[1])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// A further language says all that English does, with the same things put in,
// and with a singular and a plural where English has them.
func TestLanguages(t *testing.T) {
	files, err := fs.Glob(assets.Translations, "translations/*.json")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	english := read(t, "en")
	for _, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".json")
		if language == "en" {
			continue
		}
		known := read(t, language)
		for key, value := range english {
			if strings.HasPrefix(key, commandLine) {
				continue
			}
			switch value := value.(type) {
			case string:
				same(t, language, key, value, known[key])
			case map[string]any:
				forms, _ := known[key].(map[string]any)
				for form, text := range value {
					same(t, language, key+", "+form, text.(string), forms[form])
				}
			}
		}
		for key := range known {
			if english[key] == nil || strings.HasPrefix(key, commandLine) {
				t.Errorf("%s.json has %q, which nobody says", language, key)
			}
		}
	}
}

func same(t *testing.T, language, key, english string, other any) {
	t.Helper()
	text, _ := other.(string)
	if strings.TrimSpace(text) == "" {
		t.Errorf("%s.json lacks %q", language, key)
		return
	}
	want, got := gaps(english), gaps(text)
	if strings.HasSuffix(key, ", one") {
		// One thing can be told without its number.
		want = slices.DeleteFunc(want, func(gap string) bool { return !slices.Contains(got, gap) })
	}
	if diff := cmp.Diff(want, got); len(want)+len(got) > 0 && diff != "" {
		t.Errorf("%s.json, %q (-English +%s):\n%s", language, key, language, diff)
	}
}

// spoken is what reads like words: it begins with a capital and goes on small,
// or has several words.
var spoken = regexp.MustCompile(`^[A-ZÄÖÜ][a-zäöü]+(…|[ :,.]|$)|[A-Za-z]{2,} [a-z]{2,}`)

// silent are texts that read like words and are none: names of keys and of
// folders; an option as filters have it.
var silent = map[string]bool{
	"Winnow": true, "Person": true, "last month": true, "Documents": true, "Yes": true, "No": true,
	"Esc": true, "Enter": true, "Tab": true, "Return": true, "Space": true, "Up": true, "Down": true, "Left": true, "Right": true,
	"Home": true, "End": true, "Delete": true, "Insert": true, "Backspace": true, "Ctrl": true, "Shift": true, "Alt": true,
}

// unspoken are functions whose texts are not shown as they stand: i18n and core
// look them up, the log keeps them, errors are wrapped in them.
var unspoken = []string{"T", "Translate", "Text", "Word", "NewProblem", "Hint", "Warn", "Error", "Info", "Errorf", "New"}

// Words in the window's sources go through i18n. What is logged, what wraps an
// error and what core translates are no words of the window.
func TestNoWordsWithoutTranslation(t *testing.T) {
	files := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join("..", "gui"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && slices.Contains([]string{"guitest", "widgettest", "region", "i18n"}, entry.Name()) {
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.CallExpr:
				function, ok := n.Fun.(*ast.SelectorExpr)
				return !ok || !slices.Contains(unspoken, function.Sel.Name)
			case *ast.BasicLit:
				word, ok := constant(n)
				if ok && spoken.MatchString(word) && !silent[word] && !strings.HasPrefix(word, "<") {
					t.Errorf("%s: %q is shown without a translation", files.Position(n.Pos()), word)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// flag finds what only the command line has.
var flag = regexp.MustCompile(`(^|[ ("])--[a-z]|\bwinnowctl\b`)

// Nothing names a flag or winnowctl but what winnowctl alone says, in any
// language: core gives advice, and each front end phrases it.
func TestNoFlags(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		for key, value := range read(t, language) {
			for _, text := range forms(value) {
				if !strings.HasPrefix(key, commandLine) && flag.MatchString(text) {
					t.Errorf("%s.json: %q says %q", language, key, text)
				}
			}
		}
	}
	files := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join("..", "core"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok {
				// A word by itself is an argument for another program, or a part of SQL.
				if text, _ := constant(literal); strings.Contains(text, " ") && flag.MatchString(text) {
					t.Errorf("%s names a flag: %q", files.Position(literal.Pos()), text)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// forms are a text's plural forms, or the one text.
func forms(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case map[string]any:
		var list []string
		for _, form := range value {
			list = append(list, form.(string))
		}
		return list
	}
	return nil
}
