package privacy_test

import (
	"fmt"

	"winnow/core/privacy"
)

// A minor without parental consent is blocked, whatever the mark says.
func Example() {
	contact := map[string]any{"privacy_blocked": int64(0), "minor": int64(1), "parental_consent_received": int64(0)}
	value := func(key string) any { return contact[key] }
	fmt.Println(privacy.Blocked(value), privacy.MinorWithoutConsent(value))

	// Output:
	// true true
}
