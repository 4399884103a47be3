package hub_test

import (
	"os"
	"testing"

	"winnow/core/hub/hubtest"
)

var server hubtest.Shared

// TestMain lets all tests that run at the same time have one password for TCP.
func TestMain(m *testing.M) {
	if err := os.Setenv("PGPASSWORD", hubtest.Password); err != nil {
		panic(err)
	}
	os.Exit(server.Run(m))
}
