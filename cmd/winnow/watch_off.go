//go:build !watch

package main

import "fyne.io/fyne/v2"

// watch does nothing in the program that people use; see watch.go.
func watch(fyne.Window) {}
