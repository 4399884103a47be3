package criteria_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
)

const example = `{"winnow": 1,
 "steps": [
  {"action": "add",
   "options": {"allow_existing_contacts": false, "expand_companies": true, "allow_related_companies": false, "ignore_exclusion": false},
   "filters": {"contact": {"country_region_code": "GB", "post_code": "GB-W1*|GB-N16*"},
               "contact_mailing_group": {"mailing_group_code": "VIP"}},
   "without": {"interaction_log_entry": {"date": ">=t-6m"}}},
  {"action": "refine", "options": {"entire_companies": false}, "filters": {"contact": {"type": "Person"}}},
  {"action": "reduce", "filters": {"contact": {"e_mail": "''"}}, "without": {"value_entry": {}}, "reason": "Nobody to write to"}]}`

func TestRecipeReadsBack(t *testing.T) {
	first, err := criteria.ReadRecipe(strings.NewReader(example), catalog.Catalog{})
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Steps) != 3 || !first.Steps[0].Options.ExpandCompanies || first.Steps[0].Without["interaction_log_entry"]["date"] != ">=t-6m" ||
		first.Steps[2].Reason != "Nobody to write to" {
		t.Errorf("read %+v", first)
	}
	if _, ok := first.Steps[2].Without["value_entry"]; !ok {
		t.Error("a section that is asked for without filters was lost")
	}
	var written strings.Builder
	if err := criteria.WriteRecipe(&written, first); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(written.String(), `"date": ">=t-6m"`) {
		t.Errorf("written as %s", written.String())
	}
	second, err := criteria.ReadRecipe(strings.NewReader(written.String()), catalog.Catalog{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
}

func TestRecipeErrorsNameThePlace(t *testing.T) {
	for _, c := range []struct{ recipe, want string }{
		{`{"winnow":1,"steps":[{"action":"add"},{"action":"refine","filters":{"contact":{"post_cod":"X"}}}]}`,
			"steps[1].filters.contact.post_cod: no such field; did you mean post_code?"},
		{`{"winnow":1,"steps":[{"action":"add","filters":{"contacts":{}}}]}`, "steps[0].filters.contacts: no such section; did you mean contact?"},
		{`{"winnow":1,"steps":[{"action":"add","options":{"entire_companies":true}}]}`, "steps[0].options.entire_companies: no such option of add"},
		{`{"winnow":1,"steps":[{"action":"add","options":{"expand_companies":"yes"}}]}`, "steps[0].options.expand_companies: true or false is expected here"},
		{`{"winnow":1,"steps":[{"action":"ad"}]}`, `steps[0].action: no such action "ad"; expected add, refine or reduce`},
		{`{"winnow":1,"steps":[{"action":5}]}`, "steps[0].action: an action is expected here: add, refine or reduce, in double quotes"},
		{`{"winnow":1,"steps":[{}]}`, "steps[0]: action: missing; expected add, refine or reduce"},
		{`{"winnow":1,"steps":[{"action":"add","filter":{}}]}`, "steps[0].filter: no such member; did you mean filters?"},
		{`{"winnow":1,"steps":[{"action":"add","filters":{"contact":{"no":1}}}]}`, "steps[0].filters.contact.no: a filter is a text in double quotes"},
		{`{"winnow":1,"steps":[{"action":"add","filters":{"contact":{"no":"A","no":"B"}}}]}`, "steps[0].filters.contact.no: given twice"},
		{`{"winnow":1,"steps":[{"action":"add","without":{"contact":{}}}]}`, `steps[0].without.contact: Contact cannot be used with "without"`},
		{`{"winnow":1,"steps":[{"action":"add","reason":1}]}`, "steps[0].reason: a reason is a line of text in double quotes, of at most 250 characters"},
		{`{"winnow":1,"steps":[{"action":"add","reason":"` + strings.Repeat("é", 251) + `"}]}`, "steps[0].reason: a reason is a line of text in double quotes, of at most 250 characters"},
		{`{"winnow":2,"steps":[]}`, "winnow: this program reads recipes of version 1"},
		{`{"steps":[]}`, `winnow: missing; a recipe begins with {"winnow": 1`},
		{`[]`, "an object in braces { } is expected here"},
		{`{"winnow":1}x`, "there is text after the end of the recipe"},
		{"{\"winnow\":1,\n\"steps\":[", "line 2: the recipe ends in the middle; a bracket or a quotation mark is missing"},
		{strings.Repeat("[", 100), "[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: the recipe is nested too deeply"},
	} {
		_, err := criteria.ReadRecipe(strings.NewReader(c.recipe), catalog.Catalog{})
		if err == nil {
			t.Errorf("%s went through", c.recipe)
		} else if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("%s:\n%s", c.recipe, diff)
		}
	}
}

func TestFilterErrorsNameSectionAndField(t *testing.T) {
	env := filter.Env{Today: "2026-11-23", WorkDate: "2026-11-23"}
	for _, c := range []struct{ section, field, typed, want string }{
		{"contact", "post_code", "GB*|", `Contact, Post Code: position 4: a value is missing after "|"`},
		{"interaction_log_entry", "date", "2026-02-30", `Interaction Log Entry, Date: position 1: "2026-02-30" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{"contact", "post_cod", "x", "contact.post_cod: no such field; did you mean post_code?"},
		{"contac", "post_code", "x", "contac: no such section; did you mean contact?"},
	} {
		s := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{c.section: {c.field: c.typed}}}
		_, err := criteria.Compile(s, env)
		if err == nil {
			t.Errorf("%s went through", c.typed)
		} else if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestResolvedReplacesTokensAndDays(t *testing.T) {
	env := filter.Env{Today: "2026-11-23", WorkDate: "2026-11-20", Me: "JO"}
	s := criteria.Step{Action: criteria.Add,
		Filters: criteria.Filters{"contact": {"salesperson_code": "%me|bd", "name": " "}, "interaction_log_entry": {"date": "t-30d.."}},
		Without: criteria.Filters{"value_entry": {}, "contact_mailing_group": {"mailing_group_code": "v*"}}}
	c, err := criteria.Compile(s, env)
	if err != nil {
		t.Fatal(err)
	}
	want := criteria.Resolved{
		Filters: criteria.Filters{"contact": {"salesperson_code": "JO|bd"}, "interaction_log_entry": {"date": "2026-10-24.."}},
		Without: criteria.Filters{"value_entry": {}, "contact_mailing_group": {"mailing_group_code": "v*"}},
	}
	if diff := cmp.Diff(want, c.Resolved()); diff != "" {
		t.Error(diff)
	}
}

// Alternatives stand instead of filters, and are written as they are read.
func TestRecipeOfAlternatives(t *testing.T) {
	first, err := criteria.ReadRecipe(strings.NewReader(`{"winnow":1,"steps":[{"action":"add","any":[
		{"filters":{"contact":{"post_code":"GB*","type":"Person"}}},
		{"filters":{"contact_mailing_group":{"mailing_group_code":"VIP"}},"without":{"value_entry":{}}}]}]}`), catalog.Catalog{})
	if err != nil {
		t.Fatal(err)
	}
	want := []criteria.Alternative{
		{Filters: criteria.Filters{"contact": {"post_code": "GB*", "type": "Person"}}, Without: criteria.Filters{}},
		{Filters: criteria.Filters{"contact_mailing_group": {"mailing_group_code": "VIP"}}, Without: criteria.Filters{"value_entry": {}}},
	}
	if diff := cmp.Diff(want, first.Steps[0].Any); diff != "" {
		t.Error(diff)
	}
	var written strings.Builder
	if err := criteria.WriteRecipe(&written, first); err != nil {
		t.Fatal(err)
	}
	second, err := criteria.ReadRecipe(strings.NewReader(written.String()), catalog.Catalog{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
	if n := strings.Count(written.String(), `"filters"`); n != 2 {
		t.Errorf("written as %s", written.String())
	}
	var stored criteria.Step
	if err := json.Unmarshal([]byte(written.String()[strings.Index(written.String(), `{
      "action"`):strings.LastIndex(written.String(), "]")]), &stored); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, stored.Any); diff != "" {
		t.Error(diff)
	}
}

func TestWrongAlternativesNameThePlace(t *testing.T) {
	many := strings.Repeat(`{"without":{"value_entry":{}}},`, 20)
	for text, want := range map[string]string{
		`"any":[]`:     ".any: a list of alternatives in brackets [ ] is expected here",
		`"any":{}`:     ".any: a list of alternatives in brackets [ ] is expected here",
		`"any":["no"]`: ".any[0]: an object in braces { } is expected here",
		`"any":[{"without":{"value_entry":{}}},{}]`:                       ": alternative 2 has no filters",
		`"any":[{"filters":{"contact":{"no":" "}}}]`:                      ": alternative 1 has no filters",
		`"any":[{"filters":{"contact":{"nr":"1"}}}]`:                      ".any[0].filters.contact.nr: no such field; did you mean no?",
		`"any":[{"without":{"contact":{}}}]`:                              `.any[0].without.contact: Contact cannot be used with "without"`,
		`"any":[{"filter":{}}]`:                                           ".any[0].filter: no such member; did you mean filters?",
		`"any":[{"any":[]}]`:                                              ".any[0].any: no such member",
		`"any":[` + many + `{"without":{"value_entry":{}}}]`:              ": a step has at most 20 alternatives",
		`"filters":{"contact":{}},"any":[{"without":{"value_entry":{}}}]`: ": alternatives (any) stand instead of filters and without, not beside them",
	} {
		_, err := criteria.ReadRecipe(strings.NewReader(`{"winnow":1,"steps":[{"action":"add",`+text+`}]}`), catalog.Catalog{})
		if err == nil {
			t.Errorf("%s went through", text)
		} else if diff := cmp.Diff("steps[0]"+want, err.Error()); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

// A part that is taken is an option of every action.
func TestRecipeTakesAPart(t *testing.T) {
	seed := int64(17)
	for text, want := range map[string]criteria.Take{
		`{"count":500,"by":"random","seed":17}`:                                         {Count: 500, Seed: &seed},
		`{"percent":12.5,"by":["-contact.birthday","contact.no"],"per":"contact.city"}`: {Percent: 1250, By: []string{"-contact.birthday", "contact.no"}, Per: "contact.city"},
		`{"percent":100,"by":"random"}`:                                                 {Percent: 10000},
		`{"count":1,"by":["contact.no"],"per":"household"}`:                             {Count: 1, By: []string{"contact.no"}, Per: "household"},
	} {
		for _, action := range []criteria.Action{criteria.Add, criteria.Refine, criteria.Reduce} {
			r, err := criteria.ReadRecipe(strings.NewReader(`{"winnow":1,"steps":[{"action":"`+string(action)+`","options":{"take":`+text+`}}]}`), catalog.Catalog{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&want, r.Steps[0].Options.Take); diff != "" {
				t.Error(diff)
			}
			written, err := json.Marshal(r.Steps[0])
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(written), `"take":`+text) {
				t.Errorf("%s is written as %s", text, written)
			}
			var stored criteria.Step
			if err := json.Unmarshal(written, &stored); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&want, stored.Options.Take); diff != "" {
				t.Errorf("stored: %s", diff)
			}
		}
	}
	r, err := criteria.ReadRecipe(strings.NewReader(`{"winnow":1,"steps":[{"action":"add","options":{"take":{"count":3}}}]}`), catalog.Catalog{})
	if err != nil || !r.Steps[0].Options.Take.Random() {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestWrongPartsNameThePlace(t *testing.T) {
	amount := "expected either a count of at least 1, or a percentage above 0 and at most 100 with up to two decimals"
	for text, want := range map[string]string{
		`{}`:                                       ": " + amount,
		`{"count":1,"percent":1}`:                  ": " + amount,
		`{"count":0}`:                              ".count: " + amount,
		`{"count":0,"percent":10}`:                 ".count: " + amount,
		`{"count":1.5}`:                            ".count: " + amount,
		`{"count":"1"}`:                            ".count: " + amount,
		`{"percent":0}`:                            ".percent: " + amount,
		`{"percent":100.01}`:                       ".percent: " + amount,
		`{"percent":10.555}`:                       ".percent: " + amount,
		`{"percent":-1}`:                           ".percent: " + amount,
		`{"count":1,"by":"name"}`:                  ".by: expected random, or a list of fields of the contact, such as contact.city or -contact.city",
		`{"count":1,"by":[]}`:                      ".by: expected random, or a list of fields of the contact, such as contact.city or -contact.city",
		`{"count":1,"by":[1]}`:                     ".by: expected random, or a list of fields of the contact, such as contact.city or -contact.city",
		`{"count":1,"by":["contact.x"]}`:           ": contact.x: no such field",
		`{"count":1,"seed":-1}`:                    ": a seed is a whole number from 0 to 9007199254740991",
		`{"count":1,"seed":"1"}`:                   ".seed: a seed is a whole number from 0 to 9007199254740991",
		`{"count":1,"seed":1,"by":["contact.no"]}`: ": a seed is only for a part that is taken at random",
		`{"count":1,"per":""}`:                     ".per: expected company, household or a field of the contact, such as contact.city",
		`{"count":1,"per":"compny"}`:               ": compny: no such field",
		`{"count":1,"pre":"company"}`:              ".pre: no such member",
		`true`:                                     ": an object in braces { } is expected here",
	} {
		_, err := criteria.ReadRecipe(strings.NewReader(`{"winnow":1,"steps":[{"action":"add","options":{"take":`+text+`}}]}`), catalog.Catalog{})
		if err == nil {
			t.Errorf("%s went through", text)
		} else if diff := cmp.Diff("steps[0].options.take"+want, err.Error()); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

func FuzzReadRecipe(f *testing.F) {
	f.Add(example)
	f.Add(`{"winnow":1,"steps":[{"action":"add"}]}`)
	f.Add(`{"winnow":1,"steps":[{"action":"add","any":[{"filters":{"contact":{"no":"A"}}},{"without":{"value_entry":{}}}]}]}`)
	f.Add(`{"winnow":1,"steps":[{"action":"add","options":{"take":{"percent":12.5,"by":["-contact.no"],"per":"company"}}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := criteria.ReadRecipe(strings.NewReader(text), catalog.Catalog{})
		if err != nil {
			return
		}
		written, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := criteria.ReadRecipe(strings.NewReader(string(written)), catalog.Catalog{}); err != nil {
			t.Errorf("%q reads, but not what is written of it: %v", text, err)
		}
	})
}
