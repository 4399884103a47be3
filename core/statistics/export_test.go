package statistics

// For the tests, which look at fewer of the oldest interactions.
const Oldest = oldest

var LongestAgoOf = longestAgo
