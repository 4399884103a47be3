package route

// Where narrows a list to the rows whose field satisfies a filter, instead of by the
// filters of last time. The zero value narrows nothing.
type Where struct{ Field, Filter string }
