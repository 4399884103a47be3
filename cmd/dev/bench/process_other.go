//go:build !linux

package main

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }

// grown runs do; how much memory it takes is not known here.
func grown(do func() error) (float64, error) { return 0, do() }
