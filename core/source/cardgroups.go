package source

import (
	"slices"
	"strconv"
	"strings"

	"github.com/emersion/go-vcard"

	"winnow/core"
	"winnow/core/cell"
)

// groupHeading is the heading of the groups that a card is in.
const groupHeading = "GROUP"

// groups are the groups of a file of cards, by the members that their cards
// name.
type groups struct {
	// names are the groups of a member, in the order of the file.
	names map[string][]string
	order []string
	met   map[string]bool
	// cards are the keys of each card.
	cards [][]string
}

// isGroup reports whether a card is of a group: as version 4.0 says it, or as
// Apple's address book does.
func isGroup(card vcard.Card) bool {
	return strings.EqualFold(strings.TrimSpace(card.Value("KIND")), "group") ||
		strings.EqualFold(strings.TrimSpace(card.Value("X-ADDRESSBOOKSERVER-KIND")), "group")
}

// add notes the members of a group.
func (g *groups) add(card vcard.Card) {
	name := strings.TrimSpace(plain(card.Value("FN")))
	if name == "" {
		name = strings.Trim(strings.TrimSpace(plain(card.Value("N"))), "; ")
	}
	if name == "" {
		return
	}
	if g.names == nil {
		g.names = map[string][]string{}
	}
	for _, property := range []string{"MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"} {
		for _, f := range card[property] {
			key := memberKey(f.Value)
			if key == "" || slices.Contains(g.names[key], name) {
				continue
			}
			if g.names[key] == nil {
				g.order = append(g.order, key)
			}
			g.names[key] = append(g.names[key], name)
		}
	}
}

// memberKey is what a member and the UID or e-mail of its card have in common.
func memberKey(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, prefix := range []string{"urn:uuid:", "mailto:"} {
		text = strings.TrimPrefix(text, prefix)
	}
	return text
}

// keys are the ways in which groups can name a card.
func keys(c *cardCells) []string {
	list := []string{memberKey(c.values["UID"])}
	for _, name := range c.order {
		if strings.HasPrefix(name, "EMAIL") {
			list = append(list, memberKey(c.values[name]))
		}
	}
	return slices.DeleteFunc(list, func(k string) bool { return k == "" })
}

// meet notes that there is a card.
func (g *groups) meet(c *cardCells) {
	if g.met == nil {
		g.met = map[string]bool{}
	}
	list := keys(c)
	for _, k := range list {
		g.met[k] = true
	}
	if len(list) > 0 {
		g.cards = append(g.cards, list)
	}
}

// of returns the groups that a card is in.
func (g *groups) of(c *cardCells) []string {
	if g == nil || len(g.names) == 0 {
		return nil
	}
	return g.named(keys(c))
}

// named returns the groups that name a card by one of its keys.
func (g *groups) named(keys []string) []string {
	var list []string
	for _, k := range keys {
		for _, name := range g.names[k] {
			if !slices.Contains(list, name) {
				list = append(list, name)
			}
		}
	}
	return list
}

// headings are those of as many groups as one card of the file is in.
func (g *groups) headings() []string {
	most := 0
	for _, keys := range g.cards {
		most = max(most, len(g.named(keys)))
	}
	var list []string
	for n := 1; n <= min(most, maxHeads); n++ {
		heading := groupHeading
		if n > 1 {
			heading += " " + strconv.Itoa(n)
		}
		list = append(list, heading)
	}
	return list
}

// unknown tells of the members that no card of the file is of.
func (g *groups) unknown() []cell.Note {
	var notes []cell.Note
	for _, key := range g.order {
		if !g.met[key] {
			for _, name := range g.names[key] {
				notes = append(notes, cell.Note{Column: groupHeading, Value: key, Text: core.Text("source.group_has_member_whose_card_is_not", "group", name)})
			}
		}
	}
	return notes
}
