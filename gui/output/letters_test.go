package output_test

import (
	"archive/zip"
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"winnow/core/template"
	"winnow/gui/guitest"
	"winnow/gui/output"
)

// document is a Word document of one paragraph in which a name in braces is a
// merge field, and what stands in brackets another field.
func document(t *testing.T, text string) []byte {
	t.Helper()
	const namespace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	body := strings.NewReplacer("[", `</w:t></w:r><w:fldSimple w:instr="`, "]", `"/><w:r><w:t xml:space="preserve">`, "{", `</w:t></w:r><w:fldSimple w:instr=" MERGEFIELD `, "}", ` "><w:r><w:t>field</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve">`).Replace(text)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document ` + namespace + `><w:body><w:p><w:r><w:t xml:space="preserve">` + body + `</w:t></w:r></w:p><w:sectPr/></w:body></w:document>`},
	} {
		w, err := z.Create(file[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, file[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// keep keeps a template in the company.
func keep(t *testing.T, s *guitest.Stage, code, text string) {
	t.Helper()
	_, err := template.New(s.Session.Company).Add(context.Background(), template.AddParams{Code: code, Document: document(t, text)})
	if err != nil {
		t.Fatal(err)
	}
}

// inside is what the document part of a .docx file says.
func inside(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	file, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestLetters(t *testing.T) {
	s, no := stage(t)
	keep(t, s, "SPRING", "Dear {Full_Name}, of {Company_Name} in {City}")
	d := output.OpenLetters(s.Session, no)
	s.Settle(d.Tasks)
	want(t, "the template", d.Template().Value(), "SPRING")
	want(t, "the letter", d.Text(), "Dear Ann Beebe, of Alpine Ski House in London")
	want(t, "what fields gave", d.Fields(), []string{"Ann Beebe", "Alpine Ski House", "London"})
	want(t, "what is told", d.Told(), "**3 letters** will be written. City is empty in 2 letters.")
	s.Button("Next").Press()
	s.Settle(d.Tasks)
	want(t, "the next", d.Text(), "Dear Bob Kelly, of Alpine Ski House in ")
	path := filepath.Join(t.TempDir(), "letters.docx")
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "3 letters")
	if text := inside(t, path); !strings.Contains(text, "Carl Brand") || strings.Contains(text, "Gus Blocked") {
		t.Errorf("the letters say %s", text)
	}
}

// Letters are written into files of so many, and only those that are asked for.
func TestLettersInSeveralFiles(t *testing.T) {
	s, no := stage(t)
	keep(t, s, "SPRING", "Dear {Full_Name}")
	d := output.OpenLetters(s.Session, no)
	s.Settle(d.Tasks)
	d.Only().Type("2-")
	s.Settle(d.Tasks)
	want(t, "what is wrong", d.Only().Error(), "2- does not say which letters to write; write it as 1-20")
	s.Button("Write").Press()
	d.Only().Type("2-3")
	d.PerFile().Type("none")
	s.Settle(d.Tasks)
	want(t, "what is wrong", d.PerFile().Error(), "none is not a number of letters")
	d.PerFile().Type("1")
	s.Settle(d.Tasks)
	want(t, "what is told", d.Told(), "**2 letters** will be written.")
	folder := t.TempDir()
	d.Path().Type(filepath.Join(folder, "letters.docx"))
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "2 letters")
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the files", files, []string{filepath.Join(folder, "letters-1.docx"), filepath.Join(folder, "letters-2.docx")})
	if text := inside(t, files[1]); !strings.Contains(text, "Carl Brand") || strings.Contains(text, "Bob Kelly") {
		t.Errorf("the second file says %s", text)
	}
}

// A household gets one letter, and the preview turns through what will be written.
func TestLettersToHouseholds(t *testing.T) {
	s, no := stage(t)
	for _, p := range []string{"JIM", "MAY"} {
		s.Row("contact", "no", p, "name", p, "type", 1, "surname", "Kelly", "address", "1 High Street", "salutation_code", p)
		s.Row("salutation_formula", "salutation_code", p, "language_code", "", "salutation_type", "Formal", "salutation", "Dear "+p)
	}
	if _, err := s.Session.Segments.AddLines(context.Background(), no, []string{"JIM", "MAY"}, false); err != nil {
		t.Fatal(err)
	}
	keep(t, s, "SPRING", "{Greeting_Formal}!")
	d := output.OpenLetters(s.Session, no)
	s.Settle(d.Tasks)
	want(t, "what is told", d.Told(), "**5 letters** will be written. Greeting_Formal is empty in 3 letters.")
	d.Recipients().SetValue("household")
	d.Recipients().OnChanged("household")
	s.Settle(d.Tasks)
	want(t, "what is told", d.Told(), "**4 letters** will be written. Greeting_Formal is empty in 3 letters.")
	for range 5 { // none is after the last
		s.Button("Next").Press()
		s.Settle(d.Tasks)
	}
	has(t, s, "4 of 4")
	want(t, "the letter", d.Text(), "Dear JIM, dear MAY!")
	path := filepath.Join(t.TempDir(), "letters.docx")
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "4 letters")
	has(t, s, "1 line shares what another line gets.")
	if text := inside(t, path); !strings.Contains(text, "Dear JIM, dear MAY") {
		t.Errorf("the letters say %s", text)
	}
}

// A template with a field that nobody knows is refused, unless one says that it
// shall be left empty.
func TestLettersTellUnknownFields(t *testing.T) {
	s, no := stage(t)
	file := filepath.Join(t.TempDir(), "own.docx")
	if err := os.WriteFile(file, document(t, "Dear {Nickname}"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := output.OpenLetters(s.Session, no)
	s.Settle(d.Tasks)
	has(t, s, "Choose a .docx file with merge fields")
	path := filepath.Join(t.TempDir(), "letters")
	d.As().SetValue("docx_each")
	d.As().OnChanged("docx_each")
	d.Path().Type(path)
	s.Button("Write").Press()
	want(t, "without a file", d.File().Error(), "Choose a .docx file")
	d.File().Type(file)
	s.Settle(d.Tasks)
	has(t, s, "is not known")
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "the Word template has fields that are not known: Nickname")
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("there is a folder: %v", err)
	}
	d.Unknown().SetOn(true)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	files, err := filepath.Glob(filepath.Join(path, "*.docx"))
	if err != nil || len(files) != 3 {
		t.Errorf("files: %v, %v", files, err)
	}
}

// Templates are added, saved as a file, replaced and deleted.
func TestTemplates(t *testing.T) {
	s, _ := stage(t)
	p := output.OpenTemplates(s.Session)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	has(t, s, "There are no templates yet.")
	s.Chosen = "spring.docx"
	file := filepath.Join(s.Folder, s.Chosen)
	if err := os.WriteFile(file, document(t, "Dear {Full_Name}, {Nickname}"), 0o600); err != nil {
		t.Fatal(err)
	}
	add := func() {
		t.Helper()
		s.Button("Add…").Press()
		want(t, "the code", p.Adding().Code().Text(), "SPRING")
		s.Button("Add").Press()
		s.Settle(p.Adding().Tasks)
		s.Settle(p.Tasks())
	}
	add()
	want(t, "templates", keys(p.List()), []string{"SPRING\t"})
	has(t, s, "Nickname")
	add()
	has(t, s, "Replace the template?")
	s.Button("Replace").Press()
	s.Settle(p.Adding().Tasks)
	s.Settle(p.Tasks())
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	s.Button("Save as a file…").Press()
	s.Settle(p.Tasks())
	if text := inside(t, filepath.Join(s.Folder, "SPRING.docx")); !strings.Contains(text, "Nickname") {
		t.Errorf("the file says %s", text)
	}
	if err := os.WriteFile(file, document(t, "Hello {City}"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Button("Replace its file…").Press()
	s.Settle(p.Tasks())
	if shown := s.Shown(); strings.Contains(shown, "Nickname") {
		t.Errorf("it still shows: %s", shown)
	}
	s.Chosen = "news.txt"
	if err := os.WriteFile(filepath.Join(s.Folder, s.Chosen), []byte("Subject: News\n\nHello {{Neckname}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Button("Add…").Press()
	s.Button("Add").Press()
	s.Settle(p.Adding().Tasks)
	s.Settle(p.Tasks())
	want(t, "templates", keys(p.List()), []string{"NEWS\t", "SPRING\t"})
	has(t, s, "Text of e-mails")
	has(t, s, "Neckname")
	for range 2 {
		s.Button("Delete").Press()
		s.Button("Delete").Press()
		s.Settle(p.Tasks())
	}
	want(t, "afterwards", p.List().Len(), 0)
}

// What a template asks has a field of its own in the dialog, and letters wait for the
// answer.
func TestLettersAskWhatTheTemplateAsks(t *testing.T) {
	s, no := stage(t)
	keep(t, s, "SPRING", "Dear {Full_Name}, on [FILLIN &quot;Which day?&quot;] at [FILLIN &quot;In which room do we meet?&quot; \\d &quot;the hall&quot;]")
	d := output.OpenLetters(s.Session, no)
	s.Settle(d.Tasks)
	has(t, s, "Which day?")
	has(t, s, "In which room do we meet?")
	path := filepath.Join(t.TempDir(), "letters.docx")
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	want(t, "without an answer", d.Answer(0).Error(), "Type an answer")
	d.Answer(0).Type("Monday")
	s.Settle(d.Tasks)
	want(t, "with an answer", d.Answer(0).Error(), "")
	want(t, "the letter", d.Text(), "Dear Ann Beebe, on Monday at the hall")
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	if text := inside(t, path); !strings.Contains(text, "Monday") {
		t.Errorf("the letters say %s", text)
	}
}

// A field of another program's template is filled from the column that it seems to mean,
// or from one that is chosen.
func TestLettersMatchFields(t *testing.T) {
	s, no := stage(t)
	keep(t, s, "SPRING", "{Town}|{Xyzzy}.")
	d := output.OpenLetters(s.Session, no)
	s.Settle(d.Tasks)
	has(t, s, "Town is City.")
	has(t, s, "Xyzzy is filled from:")
	want(t, "Town", d.Column("Town").Text(), "City")
	d.Column("Xyzzy").SetValue("first_name")
	d.Column("Xyzzy").OnChanged("first_name")
	s.Settle(d.Tasks)
	has(t, s, "Xyzzy is First Name.")
	want(t, "Xyzzy", d.Column("Xyzzy").Value(), "first_name")
}

// Where LibreOffice is, the letter's page stands above its text; where it draws nothing,
// the text is enough. Here a script takes its place.
func TestLettersAreDrawn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the script is one of a shell")
	}
	s, no := stage(t)
	s.Draws = true
	keep(t, s, "SPRING", "Dear {Full_Name},")
	programs, scratch := t.TempDir(), t.TempDir()
	t.Setenv("PATH", programs+string(filepath.ListSeparator)+os.Getenv("PATH"))
	t.Setenv("TMPDIR", scratch)
	var page bytes.Buffer
	if err := png.Encode(&page, image.NewGray(image.Rect(0, 0, 210, 297))); err != nil {
		t.Fatal(err)
	}
	script := func(lines string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(programs, "soffice"), []byte("#!/bin/sh\n"+lines), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(programs, "page.png"), page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	script(`while [ "$1" != --outdir ]; do shift; done; cp "$(dirname "$0")/page.png" "$2/letter.png"`)
	d := output.OpenLetters(s.Session, no)
	s.Settle(d.Tasks)
	want(t, "the letter", d.Text(), "Dear Ann Beebe,")
	if d.Drawn() == nil || d.Drawn().Bounds().Dx() != 210 {
		t.Fatal("no page is shown")
	}
	script("exit 1")
	s.Button("Next").Press()
	s.Settle(d.Tasks)
	want(t, "the next", d.Text(), "Dear Bob Kelly,")
	want(t, "what is drawn", d.Drawn(), nil)
	left := func() bool {
		entries, err := os.ReadDir(scratch)
		return err != nil || len(entries) > 0
	}
	want(t, "the folder is there", left(), true)
	s.Button("Cancel").Press()
	for limit := time.After(time.Minute); left(); runtime.Gosched() {
		select {
		case <-limit:
			t.Fatal("the folder is still there")
		default:
		}
	}
}
