package main_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// pkg is a package as `go list` describes it.
type pkg struct {
	ImportPath   string
	Standard     bool
	Imports      []string
	TestImports  []string
	XTestImports []string
	Deps         []string
}

// packages returns Winnow's packages.
func packages(t *testing.T) []pkg {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Standard,Imports,TestImports,XTestImports,Deps", "winnow/...")
	var out, errors bytes.Buffer
	list.Stdout, list.Stderr = &out, &errors
	if err := list.Run(); err != nil {
		t.Fatalf("go list: %v\n%s", err, errors.String())
	}
	var all []pkg
	for decoder := json.NewDecoder(&out); decoder.More(); {
		var p pkg
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("go list knows only %d packages", len(all))
	}
	return all
}

// layer returns the folder at the top that a package of ours lies in.
func layer(importPath string) string {
	rest, ours := strings.CutPrefix(importPath, "winnow/")
	if !ours {
		return ""
	}
	top, _, _ := strings.Cut(rest, "/")
	return top
}

func within(importPath, root string) bool {
	return importPath == root || strings.HasPrefix(importPath, root+"/")
}

// Arrows go down only: cmd, gui, core, data; assets is a leaf, which has the texts
// for people and which all but data may import.
func TestImportsPointDown(t *testing.T) {
	below := map[string][]string{
		"cmd":    {"cmd", "gui", "core", "data", "assets"},
		"gui":    {"gui", "core", "assets"},
		"core":   {"core", "data", "assets"},
		"data":   {"data"},
		"assets": {},
	}
	for _, p := range packages(t) {
		allowed, known := below[layer(p.ImportPath)]
		if !known {
			t.Errorf("%s lies in none of cmd, gui, core, data and assets", p.ImportPath)
		}
		for _, imported := range p.Imports {
			if to := layer(imported); to != "" && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}

// Every output is made of the rows of core/mailrow and written by core/output, and
// needs no other output, but that e-mails have letters in them; neither knows what is
// written.
func TestOutputsNeedNoOtherOutput(t *testing.T) {
	outputs := []string{"winnow/core/exporter", "winnow/core/label", "winnow/core/mail", "winnow/core/merge", "winnow/core/vcard"}
	for _, p := range packages(t) {
		low := p.ImportPath == "winnow/core/mailrow" || p.ImportPath == "winnow/core/output"
		for _, imported := range p.Imports {
			if p.ImportPath == "winnow/core/mail" && imported == "winnow/core/merge" {
				continue
			}
			if (low || slices.Contains(outputs, p.ImportPath)) && slices.Contains(outputs, imported) ||
				p.ImportPath == "winnow/core/mailrow" && imported == "winnow/core/output" {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}

// What pages are built from knows no segments, no contacts and no pages, but how the
// window speaks: fields are made of widgets, lists of both.
func TestWidgetsKnowNoPages(t *testing.T) {
	below := map[string][]string{
		"winnow/gui/widget": {"winnow/gui/theme", "winnow/gui/region", "winnow/gui/i18n"},
		"winnow/gui/entry":  {"winnow/gui/theme", "winnow/gui/region", "winnow/gui/i18n", "winnow/gui/widget"},
		"winnow/gui/list":   {"winnow/gui/theme", "winnow/gui/region", "winnow/gui/i18n", "winnow/gui/widget", "winnow/gui/entry"},
	}
	for _, p := range packages(t) {
		allowed, part := below[p.ImportPath]
		for _, imported := range p.Imports {
			if part && layer(imported) != "" && !slices.Contains(allowed, imported) {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
		delete(below, p.ImportPath)
	}
	for missing := range below {
		t.Errorf("there is no package %s", missing)
	}
}

func TestLibrariesStayInTheirPlace(t *testing.T) {
	for _, p := range packages(t) {
		from := layer(p.ImportPath)
		if p.ImportPath != "winnow/cmd/winnow" && slices.Contains(p.Imports, "fyne.io/fyne/v2/app") {
			t.Errorf("%s imports fyne/app, which only cmd/winnow may", p.ImportPath)
		}
		if p.ImportPath != "winnow/data" && slices.Contains(p.Imports, "github.com/mattn/go-sqlite3") {
			t.Errorf("%s imports the driver, which only data may", p.ImportPath)
		}
		for _, imported := range p.Imports {
			if within(imported, "github.com/jackc/pgx/v5") && !within(p.ImportPath, "winnow/core/hub") {
				t.Errorf("%s imports %s, which only core/hub may", p.ImportPath, imported)
			}
			if within(imported, "github.com/wneessen/go-mail") && p.ImportPath != "winnow/core/sending" {
				t.Errorf("%s imports %s, which only core/sending may", p.ImportPath, imported)
			}
			if imported == "github.com/zalando/go-keyring" && p.ImportPath != "winnow/core/credential" {
				t.Errorf("%s imports %s, which only core/credential may", p.ImportPath, imported)
			}
		}
		for _, imported := range p.Imports {
			if from == "gui" && imported == "database/sql" {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
		for _, needed := range p.Deps {
			if within(needed, "fyne.io/fyne/v2") && (from == "core" || from == "data" || p.ImportPath == "winnow/cmd/winnowctl") {
				t.Errorf("%s needs %s", p.ImportPath, needed)
				break
			}
			if p.ImportPath == "winnow/cmd/dev" && strings.Contains(strings.Split(needed, "/")[0], ".") {
				t.Errorf("%s needs %s; it must start with Go alone", p.ImportPath, needed)
			}
		}
	}
}

// The top level holds these and nothing else, but for what git ignores and
// what is hidden.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	allowed := strings.Fields("FyneApp.toml README.md assets cmd core data go.mod go.sum gui")
	ignored := []string{"artifacts", "bin", "dist"}
	var found []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(ignored, e.Name()) {
			found = append(found, e.Name())
		}
	}
	sort.Strings(found)
	if !slices.Equal(found, allowed) {
		t.Errorf("the top level has %v, not %v", found, allowed)
	}
}

// openers are those that open a file themselves, and why they may: when a process
// closes a company file that it opened beside SQLite, all its locks on it are gone.
var openers = map[string]string{
	"cmd/winnow/main.go":            "its own log",
	"core/atomicfile/atomicfile.go": "a new file in a folder of its own",
	"core/company/sealed.go":        "asks whether it is a database first, and copies one of its own",
	"core/inputfile/inputfile.go":   "asks whether it is a database first",
	"core/logging/outbox.go":        "new files, which nobody has yet",
	"core/mailing/mailing.go":       "a new file, which nobody has yet",
	"core/merge/merge.go":           "its own temporary files",
	"core/merge/single.go":          "its own temporary files",
	"core/merge/viewer.go":          "its own temporary files",
	"data/access_other.go":          "for systems whose locks are of a handle",
	"data/backup.go":                "a copy that nobody else knows",
	"data/overwritten.go":           "the log beside a company file, on which SQLite holds no locks",
	"data/file.go":                  "a new file",
	"data/recover.go":               "a file that is no database",
	"data/restore.go":               "a file that is no database",
	"data/scratch_unix.go":          "a file of its own",
	"gui/single/lock_unix.go":       "a file of its own",
	"core/source/archive.go":        "asks whether it is a database first",
	"core/xlsx/xlsx.go":             "asks whether it is a database first",
}

// Files that people name are opened with inputfile.Open, so that a company file
// that is open does not lose its locks.
func TestFilesAreOpenedInOnePlace(t *testing.T) {
	opens := regexp.MustCompile(`\b(os\.(Open|OpenFile|ReadFile)|zip\.OpenReader|excelize\.OpenFile)\(`)
	for _, top := range []string{"cmd/winnow", "cmd/winnowctl", "core", "data", "gui"} {
		err := fs.WalkDir(os.DirFS("../.."), top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
				within(path, "gui/guitest") || within(path, "core/coretest") || within(path, "data/datatest") || openers[path] != "" {
				return err
			}
			content, err := os.ReadFile(filepath.Join("../..", path))
			if err != nil {
				return err
			}
			if call := opens.FindString(string(content)); call != "" {
				t.Errorf("%s calls %s...): open what a person names with inputfile.Open", path, call)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// A context is an argument, so that everybody sees what ends with it; no struct keeps
// it for later.
func TestNoStructHoldsAContext(t *testing.T) {
	files := 0
	for _, top := range []string{"assets", "cmd", "core", "data", "gui"} {
		err := fs.WalkDir(os.DirFS("../.."), top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
				return err
			}
			files++
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, filepath.Join("../..", path), nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				s, ok := n.(*ast.StructType)
				if !ok {
					return true
				}
				for _, field := range s.Fields.List {
					if types.ExprString(field.Type) == "context.Context" {
						t.Errorf("%s: a struct holds a context", set.Position(field.Pos()))
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	if files < 100 {
		t.Errorf("only %d files were looked at", files)
	}
}

// Filters and values are read without a company file, so without the driver and
// its C code.
func TestValuesNeedNoCgo(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-f", "{{if .CgoFiles}}{{.ImportPath}}{{end}}", "winnow/core/filter", "winnow/core/fold", "winnow/core/value")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, needed := range strings.Fields(string(out)) {
		t.Errorf("%s has C code; core/filter, core/fold and core/value must do without", needed)
	}
}

// No program has what is for tests in it. What is for tests may use more of that.
func TestOnlyTestsImportTestPackages(t *testing.T) {
	forTests := []string{"winnow/data/datatest", "winnow/core/coretest", "winnow/core/hub/hubtest", "winnow/core/credential/credentialtest", "winnow/core/sending/smtptest", "winnow/gui/guitest"}
	for _, p := range packages(t) {
		for _, needed := range p.Imports {
			if slices.Contains(forTests, needed) && !slices.Contains(forTests, p.ImportPath) {
				t.Errorf("%s imports %s, which only tests may", p.ImportPath, needed)
			}
		}
		if within(p.ImportPath, "winnow/cmd") && slices.Contains(p.Deps, "testing") {
			t.Errorf("%s needs testing", p.ImportPath)
		}
	}
}

// Each package of core and data shows how it is used, in an example that is compiled
// and whose output is checked.
func TestEachPackageHasAnExample(t *testing.T) {
	example := regexp.MustCompile(`(?ms)^func Example\w*\(\) \{.*^\t// Output:`)
	for _, p := range packages(t) {
		if layer(p.ImportPath) != "core" && layer(p.ImportPath) != "data" {
			continue
		}
		if slices.Contains([]string{"winnow/data/datatest", "winnow/core/hub/hubtest", "winnow/core/credential/credentialtest", "winnow/core/sending/smtptest"}, p.ImportPath) {
			continue // which want a test to be called from
		}
		folder := filepath.Join("../..", strings.TrimPrefix(p.ImportPath, "winnow/"))
		text, err := os.ReadFile(filepath.Join(folder, "example_test.go"))
		if err != nil || !example.Match(text) {
			t.Errorf("%s has no example in example_test.go: %v", p.ImportPath, err)
		}
	}
}

// Each library that go.mod asks for by itself, the tools' among them, has a line in
// assets/libraries.md that says what it is for, and nothing else has one.
func TestEachLibraryHasAReason(t *testing.T) {
	out, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
		Tool []struct{ Path string }
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	var required []string
	for _, r := range mod.Require {
		isTool := slices.ContainsFunc(mod.Tool, func(tool struct{ Path string }) bool { return within(tool.Path, r.Path) })
		if !r.Indirect || isTool {
			required = append(required, r.Path)
		}
	}
	text, err := os.ReadFile("../../assets/libraries.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, line := range regexp.MustCompile("(?m)^\\| `(.*)` \\| .+ \\|$").FindAllStringSubmatch(string(text), -1) {
		listed = append(listed, line[1])
	}
	slices.Sort(required)
	slices.Sort(listed)
	if !slices.Equal(required, listed) {
		t.Errorf("go.mod requires\n%v\nassets/libraries.md lists\n%v", required, listed)
	}
}
