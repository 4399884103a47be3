// Package privacy says which contacts are blocked, so that no output has them
// unless they are asked for: those marked Privacy Blocked, and minors without
// parental consent, whatever the mark says. [Blocked] answers in Go and
// [Condition] in SQL; nobody decides it elsewhere. It reads nothing itself.
package privacy

// Keys of the contact's fields.
const (
	blocked = "privacy_blocked"
	minor   = "minor"
	consent = "parental_consent_received"
)

// Fields returns the keys of the contact's fields that Blocked asks for.
func Fields() []string { return []string{blocked, minor, consent} }

// Condition is the SQL condition that the contact with these columns is blocked.
const Condition = "(" + blocked + " <> 0 OR (" + minor + " <> 0 AND " + consent + " = 0))"

// Blocked tells whether the contact with these stored values is blocked.
func Blocked(value func(key string) any) bool {
	return is(value, blocked) || MinorWithoutConsent(value)
}

// MinorWithoutConsent tells whether the contact with these stored values is blocked
// even where nobody marked it so.
func MinorWithoutConsent(value func(key string) any) bool {
	return is(value, minor) && !is(value, consent)
}

func is(value func(key string) any, key string) bool {
	n, _ := value(key).(int64)
	return n != 0
}
