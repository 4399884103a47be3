package importer

// scanned makes room for n values of whatever type, to be scanned behind what
// else a row has.
func scanned(n int, before ...any) (values, dest []any) {
	values, dest = make([]any, n), before
	for i := range values {
		dest = append(dest, &values[i])
	}
	return values, dest
}
