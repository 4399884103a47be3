package main

import (
	"strings"

	"winnow/core/criteria"
)

// takeFlags say which part of the contacts or lines an action takes.
type takeFlags struct {
	Take   *amount  `placeholder:"500|10%" help:"Add, keep or remove only so many, or so many percent (rounded up)."`
	Random *number  `placeholder:"SEED" help:"With --take: take them at random; the same seed takes the same ones again. Without --by that is so, with a seed that is printed."`
	By     []string `sep:"," placeholder:"FIELD,-FIELD" help:"With --take: take the first in the order of these fields, such as contact.city; - turns the order."`
	Per    *string  `placeholder:"company|household|FIELD" help:"With --take: take so many of each company, household, or value of a field, such as contact.city."`
}

// read returns the part that is taken; nil for all.
func (f takeFlags) read() (*criteria.Take, error) { return f.change(nil) }

// given reports whether any of the flags is given.
func (f takeFlags) given() bool {
	return f.Take != nil || f.Random != nil || f.By != nil || f.Per != nil
}

// change returns what a step takes where the flags change a part of it: what no flag
// names stays.
func (f takeFlags) change(old *criteria.Take) (*criteria.Take, error) {
	switch {
	case !f.given():
		return old, nil
	case f.Take == nil && old == nil:
		return nil, usagef("--random, --by and --per say which part is taken; how much of it is missing: --take 500 or --take 10%%")
	case f.Random != nil && f.By != nil:
		return nil, usagef("a part is taken either --random or --by fields, not both")
	}
	var t criteria.Take
	if old != nil {
		t = *old
	}
	if f.Take != nil {
		t.Count, t.Percent = f.Take.count, f.Take.percent
	}
	if f.Random != nil {
		seed := int64(*f.Random)
		t.By, t.Seed = nil, &seed
	}
	if f.By != nil {
		t.By, t.Seed = f.By, nil
	}
	if f.Per != nil {
		t.Per = *f.Per
	}
	return &t, nil
}

// amount is a number, or a percentage in hundredths.
type amount struct {
	count   int64
	percent int
}

// UnmarshalText is called by the parser.
func (a *amount) UnmarshalText(text []byte) error {
	var ok bool
	if a.count, a.percent, ok = criteria.ReadAmount(string(text)); !ok {
		return usagef("%q is neither a whole number nor a percentage such as 10%%", strings.TrimSpace(string(text)))
	}
	return nil
}
