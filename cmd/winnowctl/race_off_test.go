//go:build !race

package main

// raced says that the race detector is at work; see race_on_test.go.
const raced = false
