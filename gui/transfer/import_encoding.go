package transfer

import (
	"context"
	"path/filepath"
	"strings"

	"winnow/core/importer"
	"winnow/core/source"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// utf8Name is the encoding that a file is known to be in where all of it is valid.
const utf8Name = "utf-8"

// encodingOf is the encoding in which a file is read, "" where it has none;
// guessed says that the file does not tell.
func encodingOf(f importer.File) (name string, guessed bool) {
	if f.Kind != importer.CSV && f.Kind != importer.Cards || strings.EqualFold(filepath.Ext(f.Path), ".zip") {
		return "", false
	}
	for _, s := range f.Sources {
		return s.FoundEncoding, s.Problem != "" || !strings.HasPrefix(strings.ToLower(s.FoundEncoding), "utf-")
	}
	return "", f.Err != nil
}

// encodingCell shows the encoding of a file; a click chooses another.
func (s *filesStep) encodingCell(f importer.File) list.Cell {
	name, guessed := encodingOf(f)
	switch {
	case guessed && name == "":
		return list.Cell{Text: i18n.T("transfer.choose_dialog"), Style: list.Link}
	case guessed || s.encoded[f.Path] != "":
		return list.Cell{Text: name, Style: list.Link}
	}
	return list.Cell{Text: name, Style: list.Grey}
}

// tellEncodings says which files do not tell in which encoding they are, until
// somebody chooses.
func (s *filesStep) tellEncodings() {
	for row, f := range s.files {
		if _, guessed := encodingOf(f); guessed && s.encoded[f.Path] == "" {
			s.encodings.Say(i18n.T("transfer.file_does_not_say_in_which_encoding",
				"file", filepath.Base(f.Path)), widget.Action{Text: i18n.T("transfer.choose_encoding_dialog"), Do: func() { s.editEncoding(row, "encoding", 0) }})
			return
		}
	}
	s.encodings.Say("")
}

// editEncoding lets one choose in which encoding a file is read, by how its text
// looks.
func (s *filesStep) editEncoding(row int, key string, typed rune) {
	if key != "encoding" || row < 0 || row >= len(s.files) {
		return
	}
	f := s.files[row]
	if name, guessed := encodingOf(f); !guessed && s.encoded[f.Path] == "" && name != utf8Name {
		return
	}
	s.list.Select(row)
	s.list.SetCurrent(row, "encoding")
	var samples []source.Sample
	s.owner.Tasks.Run(func(context.Context) (err error) {
		samples, err = source.Likely(f.Path)
		return err
	}, func(err error) {
		if err != nil {
			s.owner.session.Tell(err, s.owner.bar.SetStatus)
			return
		}
		s.list.LookupCell(row, "encoding", entry.Lookup{
			Start: entry.Begin(typed), Width: 720,
			Search: func(text string, done func([]entry.LookupItem)) {
				var items []entry.LookupItem
				for _, sample := range samples {
					if strings.Contains(sample.Encoding, strings.ToLower(text)) {
						items = append(items, entry.LookupItem{Value: sample.Encoding, Text: sample.Text})
					}
				}
				done(items)
			},
			OnTake: func(taken []string) {
				s.encoded[f.Path] = taken[0]
				s.add([]string{f.Path})
				s.list.Focus()
			},
		})
	})
}
