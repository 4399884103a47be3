// Package list holds List, rows in columns, of which a million cost what thirty
// cost. It shows what it is given; sorting, filtering and keeping how it looks is
// what package table adds.
package list
