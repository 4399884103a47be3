package importer

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"winnow/core/catalog"
	"winnow/core/fold"
	"winnow/core/headings"
	"winnow/core/locale"
	"winnow/core/value"
	"winnow/data"
)

// countries finds the codes of countries: the company's own first. It keeps those
// that the company's table lacks.
type countries struct {
	codes
	person language.Tag
	// fresh are codes that the company does not have yet.
	fresh map[string]bool
	known map[string]countryAnswer
}

type countryAnswer struct {
	code string
	ok   bool
}

func newCountries(list [][2]string, person string) *countries {
	tag, err := language.Parse(person)
	if err != nil {
		tag = language.English
	}
	c := &countries{codes: codes{map[string]string{}}, person: tag, fresh: map[string]bool{}, known: map[string]countryAnswer{}}
	for _, at := range []int{1, 0} {
		for _, l := range list {
			if l[at] != "" {
				c.by[fold.Case(l[at])] = l[0]
			}
		}
	}
	return c
}

// maxAnswers bounds how many names are kept.
const maxAnswers = 10_000

// code returns the code of a country by its code or name.
func (c *countries) code(text string) (string, bool) {
	key := fold.Case(strings.TrimSpace(text))
	if code, ok := c.by[key]; ok {
		return code, true
	}
	answer, asked := c.known[key]
	if !asked {
		answer.code, answer.ok = headings.Country(text, c.person)
		if own, there := c.by[fold.Case(answer.code)]; answer.ok && there {
			answer.code = own
		} else if answer.ok {
			c.fresh[answer.code] = true
		}
		if len(c.known) >= maxAnswers {
			clear(c.known)
		}
		c.known[key] = answer
	}
	return answer.code, answer.ok
}

// groups makes codes of mailing groups of the texts that lists have for them.
type groups struct {
	codes
	// fresh are the descriptions of codes that the company does not have yet.
	fresh map[string]string
}

func newGroups(list [][2]string) *groups {
	g := &groups{codes: codes{map[string]string{}}, fresh: map[string]string{}}
	for _, at := range []int{1, 0} {
		for _, l := range list {
			if l[at] != "" {
				g.by[fold.Case(l[at])] = l[0]
			}
		}
	}
	return g
}

// code returns the code of a mailing group; made says that there was none until
// now.
func (g *groups) code(text string) (code string, made bool) {
	if code, ok := g.find(text); ok {
		return code, false
	}
	code, err := value.Code(text)
	if err != nil {
		return "", false
	}
	if _, there := g.fresh[code]; !there {
		g.fresh[code], made = text, true
	}
	g.by[fold.Case(text)] = code
	return code, made
}

// names are the names of the countries that the company does not have yet, in
// its language.
func (c *countries) names() map[string]string {
	names := map[string]string{}
	for code := range c.fresh {
		names[code] = locale.CountryName(code, c.person)
	}
	return names
}

// openWords reads the codes that lists name in words: the company's, and those
// that the input's tables bring. The tables must have been read before.
func (r *run) openWords(ctx context.Context) error {
	var list [3][][2]string
	columns := func(word *[2]string) []any { return []any{&word[0], &word[1]} }
	for i, key := range []string{"salutation", "country_region", "mailing_group"} {
		t := catalog.Must(key)
		var err error
		if list[i], err = data.List(ctx, r.tx, columns, selectWords(t)); err != nil {
			return err
		}
		if r.stages[key] == nil {
			continue
		}
		brought, err := data.List(ctx, r.tx, columns, selectStagedWords(t))
		if err != nil {
			return err
		}
		for _, word := range brought {
			list[i] = slices.DeleteFunc(list[i], func(w [2]string) bool { return w[0] == word[0] })
			list[i] = append(list[i], word)
		}
	}
	r.salutations = newSalutations(list[0])
	r.countries = newCountries(list[1], r.options.Language)
	r.groups = newGroups(list[2])
	return nil
}
