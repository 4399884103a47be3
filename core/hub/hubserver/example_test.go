package hubserver_test

import (
	"context"
	"fmt"
	"strings"

	"winnow/core/hub/hubserver"
)

func ExampleStart() {
	if hubserver.Missing() != "" {
		fmt.Println("dbname=test_1")
		return
	}
	server, err := hubserver.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	dsn, err := server.Database(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	words := strings.Fields(dsn)
	fmt.Println(words[len(words)-1])
	// Output: dbname=test_1
}
