package main

import (
	"bytes"
	"os"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
)

// processorTime is what this program has used of the processor so far.
func processorTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// grown runs do and returns by how many MB the program's memory grew at most.
func grown(do func() error) (float64, error) {
	debug.FreeOSMemory()
	before := memory("VmRSS:")
	reset := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	err := do()
	if reset != nil {
		return 0, err
	}
	return max(memory("VmHWM:")-before, 0), err
}

// memory returns a line of the program's memory, in MB.
func memory(line string) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(status, []byte(line))
	fields := bytes.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, err := strconv.ParseFloat(string(fields[0]), 64)
	if err != nil {
		return 0
	}
	return kilobytes / 1024
}
