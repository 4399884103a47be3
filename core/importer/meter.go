package importer

// Progress is how far an import is.
type Progress struct {
	// Rows is how many rows were read.
	Rows int
	// Part is how much of the whole is done, from 0 to 1, as far as it can be
	// told: reading by the bytes of the files, storing by the tables.
	Part float64
	// Table is the key of the table that is being stored; "" while rows are
	// read.
	Table string
}

// How much of an import reading is, the rest being storing; and how far storing
// a table is when its contacts are completed, when the rows that are there are
// to be changed, and when the new ones are to be added.
const (
	readingPart  = 0.3
	completePart = 0.3
	changePart   = 0.5
	insertPart   = 0.7
)
