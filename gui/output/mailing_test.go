package output_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"winnow/gui/output"
)

// A mailing says who gets what, and writes all of it into one folder.
func TestMailing(t *testing.T) {
	s, no := stage(t)
	keep(t, s, "SPRING", "Dear {Full_Name}")
	d := output.OpenMailing(s.Session, no)
	s.Settle(d.Tasks)
	for _, line := range []string{"0** get a letter", "0** get an e-mail", "3** are on the list.", "ANN Ann Beebe"} {
		if !strings.Contains(d.Told(), line) {
			t.Errorf("%q does not say %q", d.Told(), line)
		}
	}
	for way, line := range map[string]string{"letter": "3** get a letter", "mail": "2** get an e-mail"} {
		d.Blank().SetValue(way)
		d.Blank().OnChanged(way)
		s.Settle(d.Tasks)
		if !strings.Contains(d.Told(), line) {
			t.Errorf("%q does not say %q", d.Told(), line)
		}
	}
	d.Blank().SetValue("mail")
	folder := filepath.Join(t.TempDir(), "spring")
	d.Path().Type(folder)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "2 e-mails have no template; name one")
	template := filepath.Join(t.TempDir(), "mail.txt")
	if err := os.WriteFile(template, []byte("Subject: Spring\n\nHello {{Full Name}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.Message().Type(template)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "All of it is in")
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, strings.TrimPrefix(path, folder))
		}
		return err
	})
	if err != nil || !slices.Equal(files, []string{"/mails/1 Ann Beebe.eml", "/mails/2 Carl Brand.eml", "/rest.csv"}) {
		t.Errorf("there are %q, %v", files, err)
	}
	// What is there is never replaced.
	d = output.OpenMailing(s.Session, no)
	s.Settle(d.Tasks)
	d.Path().Type(folder)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "exists already; choose another folder")
}
