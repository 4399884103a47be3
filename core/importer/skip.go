package importer

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/cell"
	"winnow/core/source"
)

// writeBad writes the rows with bad values, each with its reason, so that they
// can be corrected and imported again: to one file, or to a folder with a file for
// each source where the input has several, or cards.
func (r *run) writeBad() error {
	if r.options.SkipBad == "" || len(r.bads) == 0 {
		return nil
	}
	cards := slices.ContainsFunc(r.input.all, func(from reader) bool { return from.kind() == source.Cards })
	if len(r.input.all) == 1 && !cards {
		return r.writeBadOf(0, r.options.SkipBad)
	}
	if err := os.MkdirAll(r.options.SkipBad, 0o700); err != nil {
		return core.NewProblem(core.Unusable, "importer.folder_cannot_be_made", "folder", r.options.SkipBad).By(err)
	}
	taken := map[string]bool{}
	for i, from := range r.input.all {
		if len(r.bads[i]) == 0 {
			continue
		}
		name, ending := fileNameOf(from.name()), ".csv"
		if from.kind() == source.Cards {
			ending = ".vcf"
		}
		for file := name; ; file += "_" {
			if !taken[strings.ToLower(file)] {
				name = file
				break
			}
		}
		taken[strings.ToLower(name)] = true
		if err := r.writeBadOf(i, filepath.Join(r.options.SkipBad, name+ending)); err != nil {
			return err
		}
	}
	return nil
}

// fileNameOf makes the name of a file, without its ending, of a source's name.
func fileNameOf(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, oneLine(name))
	for _, ending := range []string{".csv", ".tsv", ".txt", ".tab", ".vcf", ".vcard"} {
		if short := len(name) - len(ending); short > 0 && strings.EqualFold(name[short:], ending) {
			return name[:short]
		}
	}
	return name
}

// writeBadOf reads a source once more for its bad rows.
func (r *run) writeBadOf(index int, path string) error {
	from, bads := r.input.all[index], r.bads[index]
	inputs := make([]string, 0, len(r.input.files))
	for _, f := range r.input.files {
		inputs = append(inputs, f.Path)
	}
	return atomicfile.File{Path: path, Inputs: inputs, Replace: true}.Write(func(file *os.File) error {
		if from.kind() == source.Cards {
			var failed error
			err := eachRow(from.open(), func(row cell.Row) {
				if reasons := bads[row.Number]; reasons != nil && failed == nil {
					_, failed = file.WriteString(withReason(row.Raw, strings.Join(reasons, "; ")))
				}
			})
			return errors.Join(err, failed)
		}
		return writeCSV(file, func(put func([]string)) error {
			width := 0
			return eachRow(from.open(), func(row cell.Row) {
				reasons := bads[row.Number]
				if row.Number != from.header() && reasons == nil {
					return
				}
				var cells []string
				for _, c := range row.Cells {
					text, err := r.reading.plain(c)
					if err != nil {
						text = c.Shown()
					}
					cells = append(cells, text)
				}
				if row.Number == from.header() {
					width = len(cells)
					put(append(cells, "Reason"))
					return
				}
				for len(cells) < width {
					cells = append(cells, "")
				}
				put(append(cells[:width], strings.Join(reasons, "; ")))
			})
		})
	})
}

// withReason is a card with the reason in a property of its own, which other
// programs leave alone.
func withReason(card, reason string) string {
	card = strings.TrimRight(card, "\r\n")
	end := max(0, strings.LastIndexByte(card, '\n')+1)
	reason = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`).Replace(oneLine(reason))
	return card[:end] + source.ReasonProperty + ":" + reason + "\r\n" + card[end:] + "\r\n"
}
