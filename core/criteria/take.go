package criteria

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
)

// Take is an option of every action: of those whom it would add, keep or remove,
// only a part.
type Take struct {
	// Count is how many, or 0 where Percent says it.
	Count int64
	// Percent is how many of a hundred, in hundredths: 12.5 % is 1250; or 0.
	Percent int
	// By are the fields of the contact in whose order they are taken, such as
	// "contact.city"; "-contact.city" turns the order. Without any they are taken at
	// random.
	By []string
	// Seed decides who is taken at random; nil where that is for the action to choose.
	Seed *int64
	// Per makes groups, of each of which so many are taken: PerCompany, PerHousehold,
	// or a field of the contact, such as "contact.city"; "" for no groups.
	Per string
}

// What Take.Per may be beside a field.
const (
	PerCompany   = "company"
	PerHousehold = "household"
)

// MaxSeed is the greatest seed, which every program that reads JSON reads exactly.
const MaxSeed = 1<<53 - 1

// Random reports whether the part is taken at random.
func (t Take) Random() bool { return len(t.By) == 0 }

// Seeded returns the step with a seed, where it takes at random and has none.
func (s Step) Seeded(seed func() int64) Step {
	if t := s.Options.Take; t != nil && t.Random() && t.Seed == nil {
		seeded, n := *t, seed()
		seeded.Seed = &n
		s.Options.Take = &seeded
	}
	return s
}

// Order is one field by which a part is taken.
type Order struct {
	Field      catalog.Field
	Descending bool
}

// Orders returns the fields of By.
func (t Take) Orders(known catalog.Catalog) ([]Order, error) {
	var list []Order
	for _, word := range t.By {
		key, descending := strings.CutPrefix(word, "-")
		f, err := contactField(known, key)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(o Order) bool { return o.Field.Key == f.Key }) {
			return nil, core.NewProblem(core.Invalid, "criteria.text_named_twice", "text", key)
		}
		list = append(list, Order{f, descending})
	}
	return list, nil
}

// Group returns the field of Per; none for a company, a household or no group.
func (t Take) Group(known catalog.Catalog) (f catalog.Field, ok bool, err error) {
	switch t.Per {
	case "", PerCompany, PerHousehold:
		return f, false, nil
	}
	f, err = contactField(known, t.Per)
	return f, err == nil, err
}

// contactField returns the field that a word such as "contact.city" names.
func contactField(known catalog.Catalog, word string) (catalog.Field, error) {
	contact := known.Contact().WithFlowFields()
	key := strings.TrimPrefix(word, catalog.Contact+".")
	f, ok := contact.Field(key)
	if ok {
		return f, nil
	}
	p := core.NewProblem(core.Invalid, "criteria.key_no_such_field", "key", word)
	if near := Nearest(key, fieldKeys(contact)); near != "" {
		p.Hint("common.did_you_mean_meant", "meant", catalog.Contact+"."+near)
	}
	return f, p
}

// Check refuses what cannot be taken of contacts with the fields that the company has.
// The error is a core.Problem.
func (t Take) Check(known catalog.Catalog) error {
	if err := t.checkAmount(); err != nil {
		return err
	}
	if _, err := t.Orders(known); err != nil {
		return err
	}
	_, _, err := t.Group(known)
	return err
}

// checkAmount refuses what no contacts can be taken by, whatever their fields.
func (t Take) checkAmount() error {
	switch {
	case t.Count < 0, t.Percent < 0, t.Percent > 100*100, (t.Count == 0) == (t.Percent == 0):
		return wrongAmount()
	case t.Seed != nil && (*t.Seed < 0 || *t.Seed > MaxSeed):
		return wrongSeed()
	case t.Seed != nil && !t.Random():
		return core.NewProblem(core.Invalid, "criteria.seed_is_for_random_only")
	}
	return nil
}

func wrongAmount() error { return core.NewProblem(core.Invalid, "criteria.take_count_or_percent") }
func wrongSeed() error {
	return core.NewProblem(core.Invalid, "criteria.seed_is_whole_number", "max", MaxSeed)
}

// Hundredths returns a percentage in hundredths; 0 where it has more than two
// decimals, or is not above 0 and at most 100.
func Hundredths(percent float64) int {
	n := math.Round(percent * 100)
	if !(n >= 1 && n <= 100*100) || math.Abs(percent*100-n) > 1e-6 {
		return 0
	}
	return int(n)
}

// Limit is how many are taken of a group of so many.
func (t Take) Limit(size int64) int64 {
	if t.Percent > 0 {
		return (size*int64(t.Percent) + 100*100 - 1) / (100 * 100)
	}
	return t.Count
}

// takeJSON is the form of Take in recipes.
type takeJSON struct {
	Count   int64       `json:"count,omitempty"`
	Percent json.Number `json:"percent,omitempty"`
	By      any         `json:"by"`
	Seed    *int64      `json:"seed,omitempty"`
	Per     string      `json:"per,omitempty"`
}

// random is By in recipes where a part is taken at random.
const random = "random"

// MarshalJSON writes it as it stands in a recipe.
func (t Take) MarshalJSON() ([]byte, error) {
	out := takeJSON{Count: t.Count, By: random, Seed: t.Seed, Per: t.Per}
	if t.Percent > 0 {
		out.Percent = json.Number(t.percent())
	}
	if !t.Random() {
		out.By = t.By
	}
	return json.Marshal(out)
}

func (t Take) percent() string { return strconv.FormatFloat(float64(t.Percent)/100, 'f', -1, 64) }

// UnmarshalJSON reads what MarshalJSON wrote. The company may lack a field that it names
// by now. The error is a core.Problem.
func (t *Take) UnmarshalJSON(data []byte) error {
	n, err := readNode(data, nil)
	if err != nil {
		return err
	}
	*t, err = n.take()
	return err
}

// take reads the member options.take of a recipe.
func (n node) take() (t Take, err error) {
	if err := n.object(); err != nil {
		return t, err
	}
	amounts := 0
	for _, m := range n.members {
		switch m.key {
		case "count":
			amounts++
			if t.Count, err = m.node.whole(); err != nil || t.Count < 1 {
				return t, m.node.wrong(core.Text("criteria.take_count_or_percent"))
			}
		case "percent":
			amounts++
			number, _ := m.node.value.(json.Number)
			percent, _ := number.Float64()
			if t.Percent = Hundredths(percent); t.Percent == 0 {
				return t, m.node.wrong(core.Text("criteria.take_count_or_percent"))
			}
		case "by":
			t.By, err = m.node.by()
		case "seed":
			var seed int64
			if seed, err = m.node.whole(); err != nil {
				return t, m.node.wrong(core.Text("criteria.seed_is_whole_number", "max", MaxSeed))
			}
			t.Seed = &seed
		case "per":
			per, ok := m.node.value.(string)
			if t.Per = per; !ok || per == "" {
				err = m.node.wrong(core.Text("criteria.per_is_company_household_or_field"))
			}
		default:
			err = m.node.unknown(core.Text("criteria.no_such_member"), m.key, []string{"count", "percent", "by", "seed", "per"})
		}
		if err != nil {
			return t, err
		}
	}
	if amounts != 1 {
		return t, n.wrong(core.Text("criteria.take_count_or_percent"))
	}
	if err = t.checkAmount(); err == nil && n.known != nil {
		err = t.Check(*n.known)
	}
	if err != nil {
		return t, n.wrong(core.Plain(err))
	}
	return t, nil
}

// whole reads a whole number.
func (n node) whole() (int64, error) {
	number, _ := n.value.(json.Number)
	return number.Int64()
}

// by reads in which order a part is taken; none is at random.
func (n node) by() ([]string, error) {
	wrong := n.wrong(core.Text("criteria.by_is_random_or_fields"))
	if n.kind == 0 && n.value == random {
		return nil, nil
	}
	if n.kind != '[' || len(n.items) == 0 {
		return nil, wrong
	}
	var words []string
	for _, item := range n.items {
		word, ok := item.value.(string)
		if !ok {
			return nil, wrong
		}
		words = append(words, word)
	}
	return words, nil
}

// Text tells of it in words: "Take 1 in the order of City, No. (descending), per
// company".
func (t Take) Text(known catalog.Catalog) core.Message {
	amount := core.Plain(t.Count)
	if t.Percent > 0 {
		amount = core.Text("criteria.take_percent", "n", decimal(float64(t.Percent)/100))
	}
	order := t.OrderText(known)
	switch t.Per {
	case "":
		return core.Text("criteria.take_amount_order", "amount", amount, "order", order)
	case PerCompany:
		return core.Text("criteria.take_amount_order_per_company", "amount", amount, "order", order)
	case PerHousehold:
		return core.Text("criteria.take_amount_order_per_household", "amount", amount, "order", order)
	}
	group := t.Per
	if f, err := contactField(known, t.Per); err == nil {
		group = f.Caption
	}
	return core.Text("criteria.take_amount_order_per_field", "amount", amount, "order", order, "field", core.Word(group))
}

// FieldsText tells the fields of By in words.
func (t Take) FieldsText(known catalog.Catalog) core.Localizer { return fieldsInOrder{t.By, known} }

// Amount is how many are taken as ReadAmount reads it: "500", "12.5%"; "" for none.
func (t Take) Amount() string {
	switch {
	case t.Percent > 0:
		return t.percent() + "%"
	case t.Count != 0:
		return strconv.FormatInt(t.Count, 10)
	}
	return ""
}

var percentage = regexp.MustCompile(`^([0-9]+)(?:[.,]([0-9]+))?\s*%$`)

// ReadAmount reads a number or a percentage: "500", "10%", "12.5 %". It reports whether
// it is one; the percentage is 0 where it is out of bounds.
func ReadAmount(text string) (count int64, hundredths int, ok bool) {
	text = strings.TrimSpace(text)
	if found := percentage.FindStringSubmatch(text); found != nil {
		percent, err := strconv.ParseFloat(found[1]+"."+found[2]+"0", 64)
		return 0, Hundredths(percent), err == nil
	}
	count, err := strconv.ParseInt(text, 10, 64)
	return count, 0, err == nil
}

// OrderText tells in words in which order a part is taken.
func (t Take) OrderText(known catalog.Catalog) core.Message {
	switch {
	case !t.Random():
		return core.Text("criteria.take_in_order_of_fields", "fields", t.FieldsText(known))
	case t.Seed != nil:
		return core.Text("criteria.take_at_random_seed", "seed", *t.Seed)
	}
	return core.Text("criteria.take_at_random")
}

// decimal is a number within a message, as the person writes it.
type decimal float64

// In implements core.Localizer.
func (d decimal) In(l core.Locale) string {
	if l.Number != nil {
		return l.Number(float64(d))
	}
	return strconv.FormatFloat(float64(d), 'f', -1, 64)
}

// fieldsInOrder are the fields of a Take's order within a message.
type fieldsInOrder struct {
	by    []string
	known catalog.Catalog
}

// In implements core.Localizer.
func (t fieldsInOrder) In(l core.Locale) string {
	var names []string
	for _, word := range t.by {
		key, descending := strings.CutPrefix(word, "-")
		name := key
		if f, err := contactField(t.known, key); err == nil {
			name = l.Translate(f.Caption)
		}
		if descending {
			name = core.Text("criteria.field_descending", "field", name).In(l)
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
