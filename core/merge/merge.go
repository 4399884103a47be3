// Package merge writes letters to the contacts of a segment. The fields of a Word
// template get the values that an export of the segment would have. The result is
// one document, a file for each letter, or a PDF where LibreOffice is installed.
// [Preview] reports what [Merge] would write, [Letter] returns the text of one
// letter. The package changes nothing in the company file except the output log,
// and sends nothing.
package merge

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/company"
	"winnow/core/docx"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
	"winnow/data"
)

// Options say what letters are made of, and where they go.
type Options struct {
	// Path is the file to write, .docx or .pdf, or with Folder the folder for a
	// file each.
	Path   string
	Folder bool
	// PDF writes PDF into a folder; a file's name says it by itself.
	PDF bool
	// Template is the code of a kept template; "" for the segment's. File is a
	// .docx file to be used instead.
	Template, File string
	// PerFile is how many letters a file has at most, 0 for all. With it the files are
	// numbered: letters-1.docx, letters-2.docx.
	PerFile int
	// First and Last are the first and the last letter that is written, counted from 1;
	// 0 for all.
	First, Last int
	// Contact is the number of the contact whose letters alone are written; "" for all.
	Contact string
	// Per says what gets a letter of its own: every contact, company or household.
	Per mailrow.Per
	// Matches are columns by the names of fields that take their values: of fields that
	// have no column's name, or another's. A kept template keeps them.
	Matches map[string]string
	// AllowUnknown leaves fields empty that are not known, rather than refusing
	// the template.
	AllowUnknown bool
	// AllowNoFields writes letters from a template without a merge field, which are
	// all the same.
	AllowNoFields bool
	// Answers are the answers to the templates' questions, by name; see
	// docx.Template.Answered.
	Answers map[string]string
	// IncludeBlocked writes to Privacy Blocked contacts too.
	IncludeBlocked bool
	// Force replaces what is there.
	Force bool
	// Progress receives how far the work is.
	Progress func(done, total int)
}

// Result is what was written.
type Result struct {
	Report
	// Files are the files with letters, or the folder.
	Files []string `json:"files"`
}

// Kind is letters among the outputs.
func Kind() output.Kind {
	return output.Kind{Key: "letters", Name: "Letters", Menu: "merge.letters_dialog", Icon: "edit"}
}

// Merge writes the letters. Where it fails or is cancelled, what was there stays
// as it was. Letters in a language that has a template of its own go into a file
// of their own beside the others: letter-DEU.docx. Errors that a person can correct
// are core.Problems: NotFound where there is no template, Invalid where it has
// fields that are not known, Exists for a file that is there already.
func Merge(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Result, error) {
	var result Result
	if err := o.check(); err != nil {
		return result, err
	}
	p, err := newPlan(ctx, c, s, no, o)
	if err != nil {
		return result, err
	}
	err = mailrow.Read(ctx, c, s, no, p.rowOptions(), func(rows *mailrow.Rows) error {
		if result.Report, err = p.look(ctx, rows); err != nil {
			return err
		}
		if err := result.refuse(o); err != nil {
			return err
		}
		if o.Folder {
			result.Files = []string{o.Path}
			return p.writeFolder(ctx, c, rows, result.Report)
		}
		files := p.files(result.Report)
		if len(files) > maxFiles {
			return core.NewProblem(core.Invalid, "merge.too_many_files", "files", len(files), "max", maxFiles).Hint("merge.write_more_letters_per_file")
		}
		for _, f := range files {
			result.Files = append(result.Files, f.path)
		}
		return p.writeFiles(ctx, c, rows, files, result.Report)
	})
	if err != nil {
		return Result{}, err
	}
	return result, KeepMatches(ctx, c, p.code, o.Matches)
}

// WriteIn writes the letters to the contacts of some lines into a file for each
// template, in a folder and within a transaction of the caller's: letters.docx,
// letters-DEU.docx. It writes no log. Errors are those of Merge; there may be no letter.
func WriteIn(ctx context.Context, tx *sql.Tx, c *company.Company, s *segment.Store, no, folder string, rows mailrow.Options, o Options) (Report, error) {
	o.Path = filepath.Join(folder, "letters.docx")
	p, err := newPlan(ctx, c, s, no, o)
	if err != nil {
		return Report{}, err
	}
	rows.Columns = p.sources.Columns
	var r Report
	err = mailrow.ReadIn(ctx, tx, s, no, rows, func(rows *mailrow.Rows) error {
		if r, err = p.look(ctx, rows); err != nil || r.Letters == 0 && len(r.Without) == 0 {
			return err
		}
		if err := r.refuse(o); err != nil {
			return err
		}
		for _, f := range p.files(r) {
			if err := create(f.path, func(out io.Writer) error { return p.writeDocument(ctx, rows, f, out) }); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// maxFiles is how many files are written at once: all of them are open until the last
// is whole.
const maxFiles = 500

// selects reports whether the n-th letter is written, counted from 1.
func (o Options) selects(n int) bool { return n >= o.First && (o.Last == 0 || n <= o.Last) }

// ReadLetters reads which letters shall be written: 1-20, or 7 for one; blank for all,
// which are 0 and 0.
func ReadLetters(text string) (first, last int, err error) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, 0, nil
	}
	from, to, several := strings.Cut(text, "-")
	if !several {
		to = from
	}
	first, err = strconv.Atoi(strings.TrimSpace(from))
	if err == nil {
		last, err = strconv.Atoi(strings.TrimSpace(to))
	}
	if err != nil || first < 1 || last < first {
		return 0, 0, core.NewProblem(core.Invalid, "merge.letters_cannot_be_read", "text", text).Hint("merge.write_them_as_1_20")
	}
	return first, last, nil
}

// largeDocument is how many letters word processors open in one document without
// a long wait; LibreOffice's time grows faster than the number.
const largeDocument = 10_000

// Large reports whether so many letters make a document that takes very long to open,
// and should be written as several.
func (o Options) Large(letters int) bool {
	if o.PerFile > 0 {
		letters = min(letters, o.PerFile)
	}
	return !o.Folder && letters > largeDocument
}

// check refuses a file that is of neither kind.
func (o Options) check() error {
	if o.PerFile < 0 || o.First < 0 || o.Last < 0 || o.Last > 0 && o.Last < o.First {
		return core.NewProblem(core.Invalid, "merge.numbers_of_letters_are_wrong")
	}
	if o.Folder || strings.EqualFold(filepath.Ext(o.Path), ".docx") {
		return nil
	}
	if o.asPDF() {
		return nil
	}
	return core.NewProblem(core.Invalid, "merge.file_name_of_file_with_letters_ends", "file", o.Path)
}

// asPDF reports whether PDF is asked for.
func (o Options) asPDF() bool {
	return o.Folder && o.PDF || !o.Folder && strings.EqualFold(filepath.Ext(o.Path), ".pdf")
}

// file is a file with letters of one template.
type file struct {
	path string
	form *Form
	run
}

// run is letters of one template that follow each other: those of its lines from the
// first to the last, by their places in the segment. before is how many lines have a
// letter in the runs before it.
type run struct{ letters, lines, first, last, before int }

// files returns the files that there will be. The letters of the template for
// all languages are in the one that was asked for, or where there are none
// those of the first language.
func (p *plan) files(r Report) []file {
	var list []file
	extension := filepath.Ext(p.options.Path)
	for _, used := range r.Templates {
		path := p.options.Path
		if len(list) > 0 {
			path = strings.TrimSuffix(path, extension) + "-" + FileName(used.Language) + extension
		}
		for i, run := range p.runs[used.Language] {
			numbered := path
			if p.options.PerFile > 0 {
				numbered = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, extension), i+1, extension)
			}
			list = append(list, file{numbered, p.forms[used.Language], run})
		}
	}
	return list
}

// writeFiles writes the files beside each other, so that either all of them or
// none are there afterwards.
func (p *plan) writeFiles(ctx context.Context, c *company.Company, rows *mailrow.Rows, files []file, r Report) error {
	if len(files) == 0 {
		return nil
	}
	f := files[0]
	to := atomicfile.File{Path: f.path, Replace: p.options.Force, Keep: c.Path(), Inputs: []string{p.options.File}}
	if len(files) == 1 {
		// It is the first of them to take its place.
		to.Log = p.output(rows).Log(ctx, c, &output.Result{Rows: r.Lines, Blocked: r.Blocked})
	}
	return to.Write(func(out *os.File) error {
		if err := p.writeFile(ctx, rows, f, out); err != nil {
			return err
		}
		return p.writeFiles(ctx, c, rows, files[1:], r)
	})
}

// writeFile writes the letters of one template.
func (p *plan) writeFile(ctx context.Context, rows *mailrow.Rows, f file, out *os.File) error {
	if !p.options.asPDF() {
		return p.writeDocument(ctx, rows, f, out)
	}
	return WritePDF(ctx, out, f.letters, func(document io.Writer) error { return p.writeDocument(ctx, rows, f, document) })
}

// WritePDF has LibreOffice make PDF of the document that write writes, with so many
// letters. The error is a core.Problem where that cannot be done.
func WritePDF(ctx context.Context, out io.Writer, letters int, write func(io.Writer) error) error {
	return inFolder(func(folder string) error {
		path := filepath.Join(folder, "letters.docx")
		if err := create(path, write); err != nil {
			return err
		}
		if err := convert(ctx, conversion{folder: folder, files: []string{path}, letters: letters}); err != nil {
			return err
		}
		made, err := os.Open(filepath.Join(folder, "letters.pdf"))
		if err != nil {
			return noPDF(err)
		}
		defer made.Close()
		_, err = io.Copy(out, made)
		return err
	})
}

// writeDocument writes one document with a section a letter.
func (p *plan) writeDocument(ctx context.Context, rows *mailrow.Rows, f file, out io.Writer) error {
	rows = rows.Part(f.first-1, f.last-f.first+1)
	return f.form.template.Merge(out, docx.MergeParams{Letters: f.letters, Before: f.before, PDF: p.options.asPDF(), Each: func(write func(docx.Record) error) error {
		return p.each(ctx, rows, func(l line) error {
			if l.form != f.form {
				return nil
			}
			return About(l.contact, write(l.record))
		})
	}})
}

// output is what the letters are among the outputs.
func (p *plan) output(rows *mailrow.Rows) output.Output {
	return output.Output{Kind: Kind(), Path: p.options.Path, Force: p.options.Force, Inputs: []string{p.options.File}, Rows: rows}
}

// inFolder calls fn with a folder that only its owner can read and that is gone
// afterwards, with whatever a killed program left in its place.
func inFolder(fn func(folder string) error) error {
	scratch, err := data.NewScratch(os.TempDir())
	if err != nil {
		return core.NewProblem(core.Unusable, "common.folder_cannot_be_written_to", "folder", os.TempDir()).Hint("common.check_permissions_of_folder").By(err)
	}
	defer scratch.Remove()
	folder := scratch.Path("letters")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return fmt.Errorf("make a folder for letters: %w", err)
	}
	return fn(folder)
}

// create writes a file that only its owner can read.
func create(path string, fill func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	return fill(f)
}
