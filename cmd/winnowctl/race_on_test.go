//go:build race

package main

// raced says that the race detector is at work, under which a program takes many
// times the memory and time.
const raced = true
