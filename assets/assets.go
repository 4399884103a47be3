// Package assets holds the files that are built into the programs. It knows
// nothing of what is done with them and imports nothing of ours.
package assets

import "embed"

// Icons holds the drawings of the desktop program as icons/NAME.svg, all of one
// family: 16 units square, one line width, one colour that the theme replaces.
//
//go:embed icons
var Icons embed.FS

// Translations holds the texts for people, translations/en.json and one file for
// each further language, in the format of go-i18n. Texts whose ids begin with
// winnowctl are English only.
//
//go:embed translations
var Translations embed.FS

// Licences names the libraries that the programs are made of, one a line, each
// with a tab and its licence.
//
//go:embed licences.txt
var Licences string

// Changes tells people what is new: changes.md in English, and a file such as
// changes.de.md for each further language. They have headings and bullets only.
//
//go:embed changes*.md
var Changes embed.FS

// Fonts are fonts for names with letters that the window's own font lacks: Chinese,
// Japanese and Korean, Hebrew, Arabic.
//
//go:embed fonts/*.ttf
var Fonts embed.FS
