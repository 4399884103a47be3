package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// given are the programs that no list has to name, and why.
func given() map[string]string {
	const debian, asked = "it is in every Debian", "it is looked for before"
	return map[string]string{
		"go": "Go's", "gofmt": "Go's", "winnowctl": "Winnow's", "taskkill": "it is in every Windows",
		"sh": debian, "bash": debian, "dpkg-deb": debian,
		"apt-get": asked, "apt-config": asked, "dpkg-query": asked, "sudo": asked, "cp": debian,
		"xdg-open":    "where it is not there one is told where the file is",
		"wine":        "its test is skipped where it is not there",
		"git":         "without it a package bears the day's date",
		"libreoffice": "another name of soffice",
		"duckdb":      "without it the bench leaves its counts out",
	}
}

// made are the expressions that stand for programs which are made or found at
// run time, by the file they stand in.
func made() map[string][]string {
	return map[string][]string{
		"cmd/dev/packages.go":                {"name"}, // of the lists
		"cmd/dev/package_test.go":            {`filepath.Join(folder, "install.sh")`},
		"cmd/dev/run.go":                     {"ctl", "window"},
		"cmd/dev/run_test.go":                {"ctl"},
		"cmd/winnow/package_test.go":         {"program", `filepath.Join(root, "usr", "bin", "winnowctl")`},
		"cmd/winnow/person_test.go":          {"program"},
		"cmd/winnow/scale_test.go":           {"program"},
		"cmd/winnow/silent_test.go":          {"program"},
		"cmd/winnow/rest_test.go":            {"r.program"},
		"cmd/winnowctl/kill_test.go":         {"program"},
		"core/hub/hubserver/server_linux.go": {"initdb", "postgres"},
		"core/merge/office.go":               {"office"},
		"core/merge/drawn_test.go":           {"merge.Office()"},
		"core/merge/office_test.go":          {"merge.Office()"},
	}
}

// Every program that the code and the tests call is installed before the first
// compile, or is known to need nothing.
func TestProgramsAreInTheLists(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the lists are Debian's")
	}
	listed := map[string]bool{}
	for _, p := range slices.Concat(toBuild(), toTest(), toOffice(), toPackage(), toFresh()) {
		for _, name := range p.programs {
			listed[name] = true
		}
	}
	root := filepath.Join("..", "..")
	called := map[string]string{} // programs, and where
	for folder, files := range sources(t, root) {
		c := readCalls(t, root, folder, files)
		for _, where := range c.unknown {
			t.Errorf("%s: it cannot be seen which program this calls; write its name there, or name it in made", where)
		}
		maps.Copy(called, c.programs)
	}
	maps.Copy(called, scripted(t, root))
	if len(called) < 10 {
		t.Fatalf("only %d programs were found: %v", len(called), called)
	}
	for name, where := range called {
		if _, ok := given()[name]; !ok && !listed[name] {
			t.Errorf("%s calls %s, which no list in packages.go has", where, name)
		}
	}
	for name := range given() {
		if called[name] == "" {
			t.Errorf("nothing calls %s any more", name)
		}
	}
	// The compiler calls these, and unshare.
	for _, name := range []string{"gcc", "pkg-config", mingw + "gcc", "debootstrap"} {
		delete(listed, name)
	}
	for name := range listed {
		if called[name] == "" {
			t.Errorf("a list in packages.go has %s, which nothing calls", name)
		}
	}
}

// The reader of calls sees through what passes a program's name on.
func TestCallsAreSeenThrough(t *testing.T) {
	root := t.TempDir()
	source := "package a\n\nimport \"os/exec\"\n\nconst cross = \"x-\"\n\n" +
		"func start(quiet bool, name string, args ...string) { exec.Command(name, args...) }\n\n" +
		"func again(name string) { start(true, name) }\n\n" +
		"func all(made string) {\n\tagain(\"one\")\n\tstart(false, cross+\"two\", \"none\")\n" +
		"\tdo := func(name string) { exec.LookPath(name) }\n\tdo(\"three\")\n" +
		"\tfor _, name := range []string{\"four\", \"five\"} {\n\t\texec.LookPath(name)\n\t}\n" +
		"\tif path, err := exec.LookPath(\"six\"); err == nil {\n\t\texec.Command(path)\n\t}\n" +
		"\tx := made + \"s\"\n\texec.Command(x)\n}\n"
	if err := os.WriteFile(filepath.Join(root, "a.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	c := readCalls(t, root, ".", sources(t, root)["."])
	names := slices.Sorted(maps.Keys(c.programs))
	if diff := cmp.Diff([]string{"five", "four", "one", "six", "three", "x-two"}, names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a.go:23: x"}, c.unknown); diff != "" {
		t.Error(diff)
	}
}

// sources are the Go files below a folder, by the folder they lie in.
func sources(t *testing.T, root string) map[string][]string {
	t.Helper()
	files := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			path, err = filepath.Rel(root, path)
			folder := filepath.ToSlash(filepath.Dir(path))
			files[folder] = append(files[folder], filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// calls are the programs that the files of a folder call.
type calls struct {
	programs map[string]string // their names, and a place that calls each
	unknown  []string

	files *token.FileSet
	root  string
	// starters are what starts or looks for a program, with the place of its name
	// among the arguments: exec's functions, functions by name, methods with a dot
	// before, and closures with their file and a colon before.
	starters  map[string]int
	constants map[string]string
}

func readCalls(t *testing.T, root, folder string, files []string) *calls {
	t.Helper()
	c := &calls{programs: map[string]string{}, files: token.NewFileSet(), root: root, constants: map[string]string{},
		starters: map[string]int{"exec.Command": 0, "exec.CommandContext": 1, "exec.LookPath": 0}}
	var parsed []*ast.File
	for _, path := range files {
		file, err := parser.ParseFile(c.files, filepath.Join(root, filepath.FromSlash(path)), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
		c.readConstants(file)
	}
	for known := 0; known < len(c.starters); {
		known = len(c.starters)
		for _, file := range parsed {
			c.findStarters(file)
		}
	}
	for _, file := range parsed {
		c.findPrograms(file)
	}
	return c
}

func (c *calls) readConstants(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for i, value := range spec.Values {
				if text, ok := c.text(value); ok && i < len(spec.Names) {
					c.constants[spec.Names[i].Name] = text
				}
			}
		}
		return true
	})
}

// text is the value of an expression of literals and constants.
func (c *calls) text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.Ident:
		text, ok := c.constants[e.Name]
		return text, ok
	case *ast.BinaryExpr:
		left, ok := c.text(e.X)
		right, ok2 := c.text(e.Y)
		return left + right, ok && ok2
	}
	return "", false
}

// program is the argument of a call that names a program.
func (c *calls) program(call *ast.CallExpr) ast.Expr {
	var at int
	var ok bool
	switch f := call.Fun.(type) {
	case *ast.Ident:
		if at, ok = c.starters[c.closure(f)]; !ok {
			at, ok = c.starters[f.Name]
		}
	case *ast.SelectorExpr:
		if at, ok = c.starters[types.ExprString(f)]; !ok {
			at, ok = c.starters["."+f.Sel.Name]
		}
	}
	if !ok || at >= len(call.Args) {
		return nil
	}
	return call.Args[at]
}

func (c *calls) closure(name *ast.Ident) string {
	return c.files.Position(name.Pos()).Filename + ":" + name.Name
}

// findStarters adds the functions that pass one of their parameters on as a
// program's name.
func (c *calls) findStarters(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			name := n.Name.Name
			if n.Recv != nil {
				name = "." + name
			}
			c.starter(name, n.Type, n.Body)
		case *ast.AssignStmt:
			for i, value := range n.Rhs {
				name, isName := n.Lhs[i].(*ast.Ident)
				if literal, ok := value.(*ast.FuncLit); ok && isName {
					c.starter(c.closure(name), literal.Type, literal.Body)
				}
			}
		}
		return true
	})
}

func (c *calls) starter(name string, kind *ast.FuncType, body *ast.BlockStmt) {
	if body == nil {
		return
	}
	names := parameters(kind)
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if passed, ok := c.program(call).(*ast.Ident); ok {
				if i := slices.Index(names, passed.Name); i >= 0 {
					c.starters[name] = i
				}
			}
		}
		return true
	})
}

func parameters(kind *ast.FuncType) []string {
	var names []string
	for _, field := range kind.Params.List {
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

func (c *calls) findPrograms(file *ast.File) {
	path, err := filepath.Rel(c.root, c.files.Position(file.Pos()).Filename)
	if err != nil {
		path = err.Error()
	}
	path = filepath.ToSlash(path)
	found := map[string]bool{"os.Args[0]": true} // variables that hold what was looked for before
	lists := map[string][]string{}               // variables that go through names
	for _, name := range made()[path] {
		found[name] = true
	}
	var visit func(n ast.Node, passed []string)
	visit = func(n ast.Node, passed []string) {
		ast.Inspect(n, func(m ast.Node) bool {
			if m == n {
				return true
			}
			switch m := m.(type) {
			case *ast.FuncDecl:
				visit(m, append(passed, parameters(m.Type)...))
				return false
			case *ast.FuncLit:
				visit(m, append(passed, parameters(m.Type)...))
				return false
			case *ast.AssignStmt:
				if call, ok := m.Rhs[0].(*ast.CallExpr); ok && types.ExprString(call.Fun) == "exec.LookPath" {
					found[types.ExprString(m.Lhs[0])] = true
				}
			case *ast.RangeStmt:
				if list, ok := m.X.(*ast.CompositeLit); ok && m.Value != nil {
					lists[types.ExprString(m.Value)] = c.list(list)
				}
			case *ast.CallExpr:
				named := c.program(m)
				if named == nil {
					return true
				}
				name, ok := c.text(named)
				expression := types.ExprString(named)
				switch {
				case ok:
					c.programs[name] = path
				case len(lists[expression]) > 0:
					for _, name := range lists[expression] {
						c.programs[name] = path
					}
				case !found[expression] && !slices.Contains(passed, expression):
					c.unknown = append(c.unknown, path+":"+strconv.Itoa(c.files.Position(m.Pos()).Line)+": "+expression)
				}
			}
			return true
		})
	}
	visit(file, nil)
}

// list returns the texts of a list, or nothing where it has anything else.
func (c *calls) list(list *ast.CompositeLit) []string {
	var texts []string
	for _, e := range list.Elts {
		text, ok := c.text(e)
		if !ok {
			return nil
		}
		texts = append(texts, text)
	}
	return texts
}

// scripted are the programs that the scripts of the command line's tests call.
func scripted(t *testing.T, root string) map[string]string {
	t.Helper()
	called := map[string]string{}
	files, err := filepath.Glob(filepath.Join(root, "cmd", "winnowctl", "testdata", "script", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no scripts: %v", err)
	}
	calls := regexp.MustCompile(`(?m)\[!?exec:(\w+)\]|^(?:\[\S+\] )*[!?]? ?exec (\w+)`)
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range calls.FindAllStringSubmatch(string(text), -1) {
			if name := m[1] + m[2]; name != "winnowctl" {
				called[name] = filepath.Base(path)
			}
		}
	}
	return called
}

// Every library that cgo asks pkg-config or the linker for has its package.
func TestLibrariesAreInTheLists(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the lists are Debian's")
	}
	listed := map[string]bool{}
	for _, p := range toBuild() {
		listed[p.library] = true
	}
	// What the linker calls X11, pkg-config calls x11, and so on; the C library's
	// parts need no package of their own.
	linked := map[string]string{
		"GL": "gl", "X11": "x11", "Xcursor": "xcursor", "Xrandr": "xrandr", "Xinerama": "xinerama", "Xi": "xi", "Xxf86vm": "xxf86vm",
		"wayland-client": "wayland-client", "wayland-cursor": "wayland-client", "wayland-egl": "wayland-client", "xkbcommon": "xkbcommon",
		"m": "", "dl": "", "rt": "", "pthread": "", "resolv": "",
	}
	list := exec.Command("go", "list", "-deps", "-test", "-tags", "migrated_fynedo", "-json=ImportPath,CgoPkgConfig,CgoLDFLAGS", "winnow/...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath               string
			CgoPkgConfig, CgoLDFLAGS []string
		}
		if err := decoder.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, name := range p.CgoPkgConfig {
			if asked++; !listed[name] {
				t.Errorf("%s asks pkg-config for %s, which toBuild lacks", p.ImportPath, name)
			}
		}
		for _, flag := range p.CgoLDFLAGS {
			library, ok := strings.CutPrefix(flag, "-l")
			if name, known := linked[library]; ok && (!known || !listed[name]) {
				t.Errorf("%s is linked with %s, which toBuild lacks", p.ImportPath, library)
			}
		}
	}
	if asked == 0 {
		t.Error("no package asks pkg-config for anything, though the window does")
	}
}
