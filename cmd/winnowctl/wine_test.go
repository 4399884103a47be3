package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The program for Windows does a whole job under Wine. cmd/dev builds it.
func TestWindowsUnderWine(t *testing.T) {
	built := os.Getenv("WINNOW_EXE")
	if built == "" {
		t.Skip("go run ./cmd/dev test runs it where Wine and the compiler for Windows are installed")
	}
	folder := t.TempDir()
	prefix := filepath.Join(folder, "prefix")
	do := func(name string, args ...string) (string, error) {
		c := exec.Command(name, args...)
		c.Dir = folder
		c.Env = append(os.Environ(), "WINEPREFIX="+prefix, "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree,mshtml=", "WINNOW_DB=company.winnow", "DISPLAY=")
		out, err := c.CombinedOutput()
		return string(out), err
	}
	must := func(name string, args ...string) {
		t.Helper()
		if out, err := do(name, args...); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	must("wine", "wineboot", "--init")
	t.Cleanup(func() { must("wine", "wineboot", "--kill") })
	random := filepath.Join(prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll")
	if _, err := os.Stat(random); err != nil {
		// Wine 8 lacks the source of random numbers that Go's programs begin with.
		source := filepath.Join(folder, "random.c")
		if err := os.WriteFile(source, []byte(randomSource), 0o600); err != nil {
			t.Fatal(err)
		}
		must("x86_64-w64-mingw32-gcc", "-shared", "-o", random, source, "-ladvapi32")
	}
	try := func(want string, args ...string) {
		t.Helper()
		if out, err := do("wine", append([]string{built}, args...)...); err != nil || !strings.Contains(out, want) {
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

const randomSource = `#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return RtlGenRandom(data, size); }
`
