package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/data"
)

func write(text string) func(*os.File) error {
	return func(f *os.File) error { _, err := f.WriteString(text); return err }
}

// put writes a file by itself.
func put(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", filepath.Base(path), got, err, want)
	}
}

// wantNames wants nothing in a folder but these names.
func wantNames(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if len(got) != len(want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

// What is the company's own, what the work reads, devices and folders are never
// replaced, by whatever name they are called.
func TestSpared(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it makes links")
	}
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	company, template := put(t, at("c.winnow"), "company"), put(t, at("t.docx"), "template")
	put(t, at("c.winnow-wal"), "log")
	for link, to := range map[string]string{"link": "c.winnow", "wal": "c.winnow-wal", "later": "c.winnow-journal", "loop": "loop", "device": os.DevNull, "folder": "."} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(template, at("hard")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"c.winnow", "c.winnow-wal", "c.winnow-shm", "c.winnow-journal", "C.WINNOW-JOURNAL", "folder/c.winnow-shm",
		"link", "wal", "later", "loop", "device", "t.docx", "hard", "folder/t.docx", "folder", "", "none/",
	} {
		for _, replace := range []bool{false, true} {
			path := name
			if name != "" {
				path = folder + "/" + name
			}
			to := atomicfile.File{Path: path, Replace: replace, Keep: company, Inputs: []string{"", template}}
			if err := to.Write(write("new")); !core.IsKind(err, core.Invalid) {
				t.Errorf("%q, replace %v: %v", name, replace, err)
			}
		}
	}
	wantFile(t, company, "company")
	wantFile(t, template, "template")
	wantFile(t, at("c.winnow-wal"), "log")
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("the device is %v, %v", info, err)
	}
	wantNames(t, folder, "c.winnow", "c.winnow-wal", "device", "folder", "hard", "later", "link", "loop", "t.docx", "wal")
}

// A link goes on naming the file that it names, and a name that a person has
// given beside is left alone.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	put(t, at("real"), "old")
	mine := put(t, at("link.part"), "mine")
	if err := os.Symlink("real", at("link")); err != nil {
		t.Skip(err)
	}
	if err := (atomicfile.File{Path: at("link")}).Write(write("new")); !core.IsKind(err, core.Exists) {
		t.Errorf("it is there: %v", err)
	}
	if err := (atomicfile.File{Path: at("link"), Replace: true}).Write(write("new")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, at("real"), "new")
	wantFile(t, mine, "mine")
	wantNames(t, folder, "link", "link.part", "real")
}

// What is logged is told whether it took its place, and an error of the log
// leaves all as it was.
func TestLogged(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "list.csv")
	var placed []bool
	log := func(made data.Made) (func(bool), error) {
		wantFile(t, made.Path, "new")
		return func(ok bool) { placed = append(placed, ok) }, nil
	}
	if err := (atomicfile.File{Path: path, Log: log}).Write(write("new")); err != nil {
		t.Fatal(err)
	}
	// A folder comes to the name at the last moment.
	other := filepath.Join(folder, "other.csv")
	late := func(made data.Made) (func(bool), error) {
		if err := os.MkdirAll(filepath.Join(other, "full"), 0o700); err != nil {
			t.Fatal(err)
		}
		return log(made)
	}
	if err := (atomicfile.File{Path: other, Log: late}).Write(write("new")); err == nil {
		t.Error("a folder gave way")
	}
	full := errors.New("the log is full")
	refuse := func(data.Made) (func(bool), error) { return nil, full }
	if err := (atomicfile.File{Path: path, Replace: true, Log: refuse}).Write(write("newer")); !errors.Is(err, full) {
		t.Errorf("without a log: %v", err)
	}
	wantFile(t, path, "new")
	if len(placed) != 2 || !placed[0] || placed[1] {
		t.Errorf("placed: %v", placed)
	}
	wantNames(t, folder, "list.csv", "other.csv")
}

// A folder of files gives way to a new one at once, unless it holds what is read
// or what is of another kind.
func TestFolder(t *testing.T) {
	folder := t.TempDir()
	letters := filepath.Join(folder, "letters")
	old := put(t, filepath.Join(letters, "old.docx"), "old")
	fill := func(path string) error {
		return os.WriteFile(filepath.Join(path, "new.docx"), []byte("new"), 0o600)
	}
	to := atomicfile.Folder{Path: letters, Ending: ".docx", Replace: true, Inputs: []string{old}}
	if err := to.Write(fill); !core.IsKind(err, core.Invalid) {
		t.Errorf("over what is read: %v", err)
	}
	to.Inputs = nil
	if err := to.Write(fill); err != nil {
		t.Fatal(err)
	}
	wantNames(t, letters, "new.docx")
	put(t, filepath.Join(letters, "mine.txt"), "mine")
	if err := to.Write(fill); !core.IsKind(err, core.Exists) {
		t.Errorf("over another's file: %v", err)
	}
	wantNames(t, folder, "letters")
}

// What goes wrong is told as what a person can correct.
func TestProblems(t *testing.T) {
	folder := t.TempDir()
	put(t, filepath.Join(folder, "file"), "")
	long := make([]byte, 300)
	for i := range long {
		long[i] = 'x'
	}
	for name, want := range map[string]string{
		"none/x.csv":          "there is no folder " + filepath.Join(folder, "none") + "; check the name, or create the folder",
		"file/x.csv":          filepath.Join(folder, "file") + " is a file, not a folder; choose another folder",
		string(long) + ".csv": "the name " + filepath.Join(folder, string(long)+".csv") + " is too long; choose a shorter name",
	} {
		err := atomicfile.File{Path: filepath.Join(folder, name)}.Write(write(""))
		if err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
	wantNames(t, folder, "file")
}

// A disk that is full is named, also where it is not the target's.
func TestFullDisk(t *testing.T) {
	folder, temporary := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for at, want := range map[string]string{
		filepath.Join(folder, "part"):                 filepath.Join(folder, "x.pdf"),
		filepath.Join(temporary, "letters", "x.docx"): temporary,
	} {
		err := atomicfile.File{Path: filepath.Join(folder, "x.pdf")}.Write(func(*os.File) error {
			return &fs.PathError{Op: "write", Path: at, Err: syscall.ENOSPC}
		})
		if err == nil || !strings.HasPrefix(err.Error(), "the disk of "+want+" is full;") {
			t.Errorf("%s: %v", at, err)
		}
	}
}
