package credential_test

import (
	"context"
	"errors"
	"fmt"

	"winnow/core/credential"
)

// Whoever looks for a password that the keyring has not got asks for it.
func ExamplePassword() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := credential.Password(ctx, "jo@office.example")
	fmt.Println(errors.Is(err, context.Canceled) || errors.Is(err, credential.ErrNoKeyring))

	// Output:
	// true
}
