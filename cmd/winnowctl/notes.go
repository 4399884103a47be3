package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
)

// notes prints what core logs, such as a temporary folder that could not be removed,
// as notes on standard error: the work is done all the same.
type notes struct{ to io.Writer }

func (notes) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

func (n notes) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool {
		text += fmt.Sprintf("; %s: %v", a.Key, a.Value)
		return true
	})
	_, err := fmt.Fprintf(n.to, "note: %s\n", visible(text))
	return err
}

func (n notes) WithAttrs([]slog.Attr) slog.Handler { return n }
func (n notes) WithGroup(string) slog.Handler      { return n }
