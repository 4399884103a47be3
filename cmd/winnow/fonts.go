package main

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"

	"winnow/assets"
	"winnow/core/atomicfile"
)

// prepareFonts lets Fyne find our fonts for letters that its own lacks. It looks for
// those among the system's fonts, of which only Windows and macOS are sure to have
// Chinese ones; elsewhere ours lie in a folder beside the system's. They are read only
// where a name needs them.
func prepareFonts() error {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return nil
	}
	data := filepath.Join(xdg.CacheHome, "winnow") // whose folder "fonts" is looked into
	if err := os.MkdirAll(filepath.Join(data, "fonts"), 0o700); err != nil {
		return err
	}
	files, err := assets.Fonts.ReadDir("fonts")
	if err != nil {
		return err
	}
	for _, file := range files {
		font, err := assets.Fonts.ReadFile("fonts/" + file.Name())
		if err != nil {
			return err
		}
		path := filepath.Join(data, "fonts", file.Name())
		if info, err := os.Stat(path); err == nil && info.Size() == int64(len(font)) {
			continue
		}
		file := atomicfile.File{Path: path, Replace: true}
		if err := file.Write(func(to *os.File) error {
			_, err := to.Write(font)
			return err
		}); err != nil {
			return err
		}
	}
	others := os.Getenv("XDG_DATA_DIRS")
	if others == "" {
		others = "/usr/local/share:/usr/share"
	}
	return os.Setenv("XDG_DATA_DIRS", others+":"+data)
}
