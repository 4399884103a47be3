package core

// Version is the version of Winnow, as FyneApp.toml has it too.
const Version = "0.1.0"
