//go:build !watch

package main

import (
	"io"
	"log/slog"

	"fyne.io/fyne/v2"
)

// watch does nothing in the program that people use; see watch.go.
func watch(fyne.App) {}

// complaints takes what Fyne complains of.
func complaints(log *slog.Logger) io.Writer { return &toolkit{log: log} }
