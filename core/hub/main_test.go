package hub_test

import (
	"os"
	"testing"

	"winnow/core/hub/hubtest"
)

var server hubtest.Shared

func TestMain(m *testing.M) { os.Exit(server.Run(m)) }
