//go:build !windows && !linux && !darwin

package data

import "errors"

// exchange is not known to these systems.
func exchange(_, _ string) error { return errors.ErrUnsupported }
