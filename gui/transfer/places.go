package transfer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/adrg/xdg"

	"winnow/gui/disk"
)

// prefFolders is the key of the folders that were used last, whatever the
// company.
const prefFolders = "folders.recent"

// keptFolders is how many folders are offered again.
const keptFolders = 6

// recentFolders are the folders used last that are still there, the last first.
func recentFolders() []string {
	return disk.Folders(fyne.CurrentApp().Preferences().StringList(prefFolders)...)
}

// StartFolder is where one looks first: the folder used last, else the person's
// documents.
func StartFolder() string {
	if recent := recentFolders(); len(recent) > 0 {
		return recent[0]
	}
	return documents()
}

// RememberFolder offers a folder first where files are chosen.
func RememberFolder(folder string) {
	list := slices.DeleteFunc(fyne.CurrentApp().Preferences().StringList(prefFolders), func(f string) bool { return f == folder })
	list = append([]string{folder}, list...)
	fyne.CurrentApp().Preferences().SetStringList(prefFolders, list[:min(len(list), keptFolders)])
}

func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	return home
}

// WriteFolder is where files are written: the folder used last if it is still
// there, else the person's documents.
func WriteFolder(last string) string {
	if len(disk.Folders(last)) > 0 {
		return last
	}
	return documents()
}

// documents is where files are written unless a person chose another folder.
func documents() string {
	if there := disk.Folders(xdg.UserDirs.Documents, filepath.Join(homeFolder(), "Documents")); len(there) > 0 {
		return there[0]
	}
	return homeFolder()
}

// Absolute returns a typed path as the system takes it; ~ is the home folder.
func Absolute(typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return ""
	}
	if home, err := os.UserHomeDir(); err == nil && (typed == "~" || strings.HasPrefix(typed, "~"+string(filepath.Separator))) {
		typed = filepath.Join(home, typed[1:])
	}
	if path, err := filepath.Abs(typed); err == nil {
		return path
	}
	return typed
}
