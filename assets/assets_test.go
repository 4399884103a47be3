package assets_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
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

// text is a text that the window shows.
type text struct {
	key, english string
	plural       bool
	place        string
}

// makers are the functions that take a text, with the place of their argument
// that is its key: those of Fyne's lang for the window, those of core for what
// core says to people.
var makers = map[string]int{
	"lang.L": 0, "lang.N": 0, "lang.X": 0,
	"core.Sayf": 0, "core.Problemf": 1, "core.Word": 0, "Hintf": 0,
}

// commandLine begins the ids of the texts that only winnowctl says, in English.
const commandLine = "winnowctl."

// texts are the texts that the sources ask for, and those of the catalog.
func texts(t *testing.T) []text {
	t.Helper()
	found := catalogTexts()
	english := read(t, "en")
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
					found = append(found, called(t, files, n, room)...)
					found = append(found, named(t, files, n, room, english)...)
				case *ast.BasicLit:
					if id, ok := constant(n); ok && strings.HasPrefix(id, commandLine) && id != commandLine {
						found = append(found, text{key: id, place: files.Position(n.Pos()).String()})
					}
				case *ast.CompositeLit:
					found = append(found, problem(t, files, n)...)
				case *ast.ValueSpec:
					found = append(found, advice(files, n)...)
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

// called are the texts that a call of one of the makers names.
func called(t *testing.T, files *token.FileSet, call *ast.CallExpr, room string) []text {
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	name := function.Sel.Name
	if pkg, ok := function.X.(*ast.Ident); ok && (pkg.Name == "lang" || pkg.Name == "core") {
		name = pkg.Name + "." + name
	}
	at, ok := makers[name]
	// What the command line alone says is English.
	if !ok || strings.HasPrefix(room, "cmd") || at >= len(call.Args) {
		return nil
	}
	place := files.Position(call.Pos()).String()
	key, ok := constant(call.Args[at])
	if !ok {
		// A caption of the catalog is told of there, and package i18n looks up
		// what core and the catalog name.
		if name != "core.Word" && !strings.Contains(place, filepath.Join("gui", "i18n")) {
			t.Errorf("%s: the text is no constant, so that no translation can be looked for", place)
		}
		return nil
	}
	found := text{key: key, english: key, plural: name == "lang.N", place: place}
	switch {
	case name == "lang.X":
		found.english, _ = constant(call.Args[1])
	case key == "Description":
		t.Errorf(`%s: "Description" is no key that Fyne can read`, place)
	case room == "core" && name != "core.Word":
		if given := len(call.Args) - at - 1; given > 0 && given != verbs(key) {
			t.Errorf("%s: %q has room for %d things and is given %d", place, key, verbs(key), given)
		}
	}
	return []text{found}
}

// named is the text whose id a call names. A call whose id is a variable finds it
// among the constants. What stands in the text has the names of the values, and
// it has a plural where there is a count.
func named(t *testing.T, files *token.FileSet, call *ast.CallExpr, room string, english map[string]any) []text {
	takesID := false
	switch function := call.Fun.(type) {
	case *ast.Ident:
		takesID = function.Name == "text" && strings.HasPrefix(room, "cmd")
	case *ast.SelectorExpr:
		pkg, _ := function.X.(*ast.Ident)
		takesID = function.Sel.Name == "Text" && pkg != nil && pkg.Name == "core" || function.Sel.Name == "say" && strings.HasPrefix(room, "cmd")
	}
	if !takesID || len(call.Args) == 0 {
		return nil
	}
	id, ok := constant(call.Args[0])
	if !ok {
		return nil
	}
	place := files.Position(call.Pos()).String()
	if len(call.Args)%2 == 0 {
		t.Errorf("%s: %q has a name without a value", place, id)
	}
	var given []string
	for i := 1; i < len(call.Args); i += 2 {
		name, _ := constant(call.Args[i])
		given = append(given, name)
	}
	slices.Sort(given)
	found := text{key: id, plural: slices.Contains(given, "count"), place: place}
	known := english[id]
	if _, counts := known.(map[string]any); counts != found.plural {
		t.Errorf("%s: %q has a plural, or is given a count, without the other", place, id)
	}
	var wanted []string
	for _, form := range forms(known) {
		for _, value := range values.FindAllStringSubmatch(form, -1) {
			wanted = append(wanted, value[1])
		}
	}
	slices.Sort(wanted)
	if diff := cmp.Diff(slices.Compact(wanted), given); diff != "" {
		t.Errorf("%s: the values of %q (-text +call):\n%s", place, id, diff)
	}
	return []text{found}
}

// values finds the names of values in a text.
var values = regexp.MustCompile(`\{\{(?:quote )?\.(\w+)\}\}`)

// advice are the texts of a constant of type core.Advice: the window's, and
// winnowctl's.
func advice(files *token.FileSet, constant *ast.ValueSpec) []text {
	if kind, ok := constant.Type.(*ast.Ident); !ok || kind.Name != "Advice" || len(constant.Values) != 1 {
		return nil
	}
	literal := constant.Values[0].(*ast.BasicLit)
	id, _ := strconv.Unquote(literal.Value)
	place := files.Position(literal.Pos()).String()
	return []text{{key: id, place: place}, {key: commandLine + id, place: place}}
}

// problem are the text and hint of a core.Problem that is written out.
func problem(t *testing.T, files *token.FileSet, literal *ast.CompositeLit) []text {
	kind, ok := literal.Type.(*ast.SelectorExpr)
	if !ok || kind.Sel.Name != "Problem" {
		return nil
	}
	var found []text
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if name := pair.Key.(*ast.Ident).Name; name != "Text" && name != "Hint" {
			continue
		}
		place := files.Position(pair.Pos()).String()
		key, ok := constant(pair.Value)
		if !ok {
			t.Errorf("%s: a text that something stands in is made with Problemf or Hintf, so that it can be translated", place)
			continue
		}
		found = append(found, text{key: key, english: key, place: place})
	}
	return found
}

func constant(e ast.Expr) (string, bool) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}

// catalogTexts are the captions of the catalog and of all that is described as
// it is.
func catalogTexts() []text {
	var found []text
	add := func(texts ...string) {
		for _, english := range texts {
			key := english
			if english == "Description" {
				key = "Description of a row"
			}
			if english != "" {
				found = append(found, text{key: key, english: english, place: "the catalog"})
			}
		}
	}
	for _, table := range append(slices.Clone(catalog.Tables()), catalog.Must("segment_header"), catalog.Must("segment_line")) {
		add(table.Caption)
		for _, f := range table.Fields {
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
		add(k.Menu)
		found = append(found, text{key: "Output " + k.Name, english: k.Name, place: "the outputs"})
		if f := k.Form; f != nil {
			add(f.Title, f.Running)
			found = append(found, text{key: "File of " + f.File, english: f.File, place: "the outputs"}, text{key: f.About, english: f.About, plural: true, place: "the outputs"},
				text{key: commandLine + "rows." + k.Key, plural: true, place: "the outputs"})
			for _, c := range f.Choices {
				add(c.Caption)
				for _, o := range c.Options {
					add(o.Text)
				}
			}
		}
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

// Every text of the window stands in en.json, one that counts with its singular
// and its plural, and nothing stands there that the window does not show. With
// the variable UPDATE_TEXTS set, texts without a number are added and old ones
// are taken out.
func TestEnglish(t *testing.T) {
	known := read(t, "en")
	update := os.Getenv("UPDATE_TEXTS") != ""
	used := map[string]bool{}
	for _, w := range texts(t) {
		used[w.key] = true
		forms, counts := known[w.key].(map[string]any)
		if w.plural && (!counts || forms["one"] == nil || forms["other"] == nil) {
			t.Errorf("%s: en.json lacks one and other of %q", w.place, w.key)
		}
		if known[w.key] == nil && !w.plural {
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
	if err := os.WriteFile(filepath.Join("translations", "en.json"), []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// filled are the places of a text where something is put in, of both kinds.
var filled = regexp.MustCompile(`\{\{[^}]*\}\}|%(\[\d+\])?[+#]?\d*[a-zA-Z]`)

// verbs counts the places of a format where something is put in.
func verbs(format string) int {
	return len(filled.FindAllString(strings.ReplaceAll(format, "%%", ""), -1))
}

// gaps are what is put into a text, in order; the places of a format are
// numbered, as another language may turn them round.
func gaps(text string) []string {
	var list []string
	for i, gap := range filled.FindAllString(strings.ReplaceAll(text, "%%", ""), -1) {
		if strings.HasPrefix(gap, "%") && !strings.HasPrefix(gap, "%[") {
			gap = fmt.Sprintf("%%[%d]%s", i+1, gap[1:])
		}
		if !slices.Contains(list, gap) {
			list = append(list, gap)
		}
	}
	slices.Sort(list)
	return list
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
			if english[key] == nil {
				t.Errorf("%s.json has %q, which the window does not show", language, key)
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
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s.json, %q (-English +%s):\n%s", language, key, language, diff)
	}
}

// spoken is what reads like words: it begins with a capital and goes on small,
// or has several words.
var spoken = regexp.MustCompile(`^[A-ZÄÖÜ][a-zäöü]+(…|[ :,.]|$)|[A-Za-z]{2,} [a-z]{2,}`)

// silent are texts that read like words and are none: names of keys, of
// languages in themselves, of folders; an option as filters have it.
var silent = map[string]bool{
	"Winnow": true, "Person": true, "last month": true, "Documents": true, "Yes": true, "No": true,
	"Esc": true, "Enter": true, "Tab": true, "Return": true, "Space": true, "Up": true, "Down": true, "Left": true, "Right": true,
	"Home": true, "End": true, "Delete": true, "Insert": true, "Backspace": true, "Ctrl": true, "Shift": true, "Alt": true,
	"English": true, "Deutsch": true, "Nederlands": true, "Dansk": true, "Italiano": true,
}

// unspoken are functions whose texts are not shown as they stand: lang and core
// look them up, the log keeps them, errors are wrapped in them.
var unspoken = []string{"L", "N", "X", "Say", "Sayf", "Word", "Problemf", "Hintf", "Warn", "Error", "Info", "Errorf", "New"}

// Words in the window's sources go through lang. What is logged, what wraps an
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
