package company

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"winnow/core"
)

// backupEvery is how old the last automatic backup may grow.
const backupEvery = 24 * time.Hour

// backupTime is how the names of automatic backups tell when they were made.
const backupTime = "2006-01-02-150405"

// AutomaticBackup is a backup that BackUpIfDue made.
type AutomaticBackup struct {
	Path string
	At   time.Time
	// Bytes is how large it is.
	Bytes int64
}

// BackUpIfDue makes an automatic backup where the last is older than a day, and
// removes the oldest beyond those that the settings keep. It returns where the
// new one is, "" where none is due. A backup counts only when it has been read
// through; where making one fails, the older ones stay.
func (c *Company) BackUpIfDue(ctx context.Context) (string, error) {
	if c.ReadOnly() || c.Replaced() && c.Overwritten() {
		return "", nil // what is left of a file that was written over must push no backup out
	}
	values, err := c.Values(ctx)
	if err != nil {
		return "", err
	}
	keep, err := strconv.Atoi(values[AutomaticBackups])
	if err != nil || keep == 0 {
		return "", err
	}
	there, err := c.AutomaticBackups()
	if err != nil {
		return "", err
	}
	now := c.Now()
	if len(there) > 0 && now.Sub(there[0].At) < backupEvery {
		return "", nil
	}
	folder := c.backupFolder()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", core.NewProblem(core.Unusable, "company.folder_of_automatic_backups_cannot_be_made", "folder", folder).By(err)
	}
	path := filepath.Join(folder, now.Format(backupTime)+".winnow")
	if err := c.Backup(ctx, path, true); err != nil {
		return "", err
	}
	for i, old := range there {
		if i < keep-1 {
			continue
		}
		if err := os.Remove(old.Path); err != nil {
			return path, fmt.Errorf("remove an old backup: %w", err)
		}
	}
	return path, nil
}

// AutomaticBackups returns the automatic backups that there are, the newest
// first.
func (c *Company) AutomaticBackups() ([]AutomaticBackup, error) {
	entries, err := os.ReadDir(c.backupFolder())
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("list the automatic backups: %w", err)
	}
	var list []AutomaticBackup
	for _, e := range entries {
		at, err := time.ParseInLocation(backupTime, strings.TrimSuffix(e.Name(), ".winnow"), time.Local)
		if err != nil || !e.Type().IsRegular() {
			continue // it is somebody else's
		}
		info, err := e.Info()
		if err != nil {
			return nil, fmt.Errorf("list the automatic backups: %w", err)
		}
		list = append(list, AutomaticBackup{Path: filepath.Join(c.backupFolder(), e.Name()), At: at, Bytes: info.Size()})
	}
	slices.SortFunc(list, func(a, b AutomaticBackup) int { return b.At.Compare(a.At) })
	return list, nil
}

// backupFolder is beside the company file, so that it goes where that goes.
func (c *Company) backupFolder() string {
	return strings.TrimSuffix(c.Path(), ".winnow") + "-backups"
}
