package label

// For the tests, which look at single lines.
var (
	Visual = visual
	Joined = joined
)
