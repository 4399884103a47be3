package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The program for Windows does a whole job, where Wine can run it.
func TestWindowsUnderWine(t *testing.T) {
	wine, err := exec.LookPath("wine")
	if err != nil {
		t.Skip("Wine is not installed")
	}
	if _, err := exec.LookPath("x86_64-w64-mingw32-gcc"); err != nil {
		t.Skip("the compiler for Windows is not installed: gcc-mingw-w64-x86-64")
	}
	folder := t.TempDir()
	build := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(folder, "winnowctl.exe"), ".")
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=1", "CC=x86_64-w64-mingw32-gcc")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	try := func(want string, args ...string) {
		t.Helper()
		c := exec.Command(wine, append([]string{"winnowctl.exe"}, args...)...)
		c.Dir = folder
		c.Env = append(os.Environ(), "WINEPREFIX="+filepath.Join(folder, "prefix"), "WINEDEBUG=-all", "WINNOW_DB=company.winnow", "DISPLAY=")
		out, err := c.CombinedOutput()
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("winnowctl %s: %v; it says\n%s", strings.Join(args, " "), err, out)
		}
	}
	try("400 contacts in company.winnow", "demo", "--templates", "templates")
	try("SM00001", "new", "--description", "Grüße")
	try("added", "add", "SM00001", "-f", "contact.country_region_code=GB|DE")
	try("removed", "refine", "SM00001", "-f", "contact.type=Person")
	try("taken back", "back", "SM00001")
	try("done again", "forward", "SM00001")
	try("Grüße", "segments")
	try("exported", "export", "SM00001", "letters.xlsx")
	try("exported", "export", "SM00001", "letters.xlsx", "--force")
	try("letters to", "merge", "SM00001", "letters.docx", "--template", "SPRING")
	try("letters to", "merge", "SM00001", "--folder", "letters", "--template", `templates\spring.docx`)
	try("e-mails to", "mails", "SM00001", "--template", `templates\spring.txt`, "--folder", "drafts")
	try("labels.pdf", "labels", "SM00001", "labels.pdf", "--size", "L7160")
	try("", "vcard", "SM00001", "contacts.vcf")
	try("", "import", "contacts.vcf", "--dry-run")
	try("", "backup", "copy.winnow")
	try("", "restore", "copy.winnow", "--replace")
	try("", "recover", "company.winnow", "saved.winnow")
	try("", "check")
}
