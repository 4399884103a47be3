// Command winnow is the desktop program.
package main

import (
	_ "github.com/mattn/go-sqlite3"

	"fyne.io/fyne/v2/app"
	_ "fyne.io/fyne/v2/test"
)

func main() { app.NewWithID("winnow").Run() }
