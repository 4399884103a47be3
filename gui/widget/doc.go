// Package widget holds what pages are built from: buttons and bars, dialogs and
// popups, the groups of a page and the Navigator around it, running text, and what
// every widget is drawn with (Painter, Control). Fields one types into are in
// package entry, rows and columns in package list; both are made of these.
//
// A widget takes plain values and calls back; it never knows segments or contacts,
// opens no file and asks no database.
package widget
