package sample

import (
	"context"
	"fmt"
	"strings"
)

// codes fills the tables that contacts and their rows point to.
func (m *maker) codes(ctx context.Context) error {
	for _, fill := range []func(context.Context) error{m.people, m.lists, m.goods, m.surveys, m.templatesAndCampaigns, m.greetings} {
		if err := fill(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) people(ctx context.Context) error {
	t := newTable("salesperson_purchaser", "code name e_mail phone_no")
	for i, s := range m.salespeople {
		if err := m.store.add(ctx, t, s.code, s.name, strings.ToLower(s.code)+"@millbrook.example", fmt.Sprintf("020 7946 01%02d", i)); err != nil {
			return err
		}
	}
	t = newTable("country_region", "code name")
	for _, c := range m.countries {
		if err := m.store.add(ctx, t, c.code, c.name); err != nil {
			return err
		}
	}
	return nil
}

// lists fills the tables of a code and a text.
func (m *maker) lists(ctx context.Context) error {
	withoutShares := func(list []shared) []coded {
		var plain []coded
		for _, s := range list {
			plain = append(plain, coded{s.code, s.text})
		}
		return plain
	}
	var relations []coded
	for _, r := range businessRelations() {
		relations = append(relations, coded{r.code, r.text})
	}
	for _, l := range []struct {
		table, text string
		rows        []coded
	}{
		{"territory", "name", territories()}, {"language", "name", languages()},
		{"organizational_level", "description", levels()}, {"mailing_group", "description", withoutShares(mailingGroups())},
		{"job_responsibility", "description", withoutShares(jobResponsibilities())},
		{"industry_group", "description", withoutShares(industryGroups())},
		{"business_relation", "description", relations}, {"inventory_posting_group", "description", postingGroups()},
		{"interaction_group", "description", interactionGroups()}, {"salutation", "description", salutations()},
	} {
		t := newTable(l.table, "code "+l.text)
		for _, row := range l.rows {
			if err := m.store.add(ctx, t, row.code, row.text); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *maker) goods(ctx context.Context) error {
	list, variants := newTable("item", "no description"), newTable("item_variant", "item_no code description")
	for _, it := range items() {
		if err := m.store.add(ctx, list, it.no, it.text); err != nil {
			return err
		}
		for _, v := range it.variants {
			if err := m.store.add(ctx, variants, it.no, v.code, it.text+", "+strings.ToLower(v.text)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *maker) surveys(ctx context.Context) error {
	header := newTable("profile_questionnaire_header", "code description contact_type")
	line := newTable("profile_questionnaire_line", "profile_questionnaire_code line_no type description multiple_answers")
	const isQuestion, isAnswer = 0, 1
	for _, survey := range questionnaires() {
		if err := m.store.add(ctx, header, survey.code, survey.text, survey.forWhom); err != nil {
			return err
		}
		for _, q := range survey.questions {
			if err := m.store.add(ctx, line, survey.code, q.lineNo, isQuestion, q.text, q.multiple); err != nil {
				return err
			}
			for i, answer := range q.answers {
				if err := m.store.add(ctx, line, survey.code, q.lineNo+10000*(i+1), isAnswer, answer, false); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (m *maker) templatesAndCampaigns(ctx context.Context) error {
	t := newTable("interaction_template", `code description interaction_group_code unit_cost_lcy unit_duration_min information_flow initiated_by
		correspondence_type_default language_code_default ignore_contact_corres_type campaign_no campaign_target campaign_response
		word_template_code wizard_action`)
	for _, k := range templates() {
		err := m.store.add(ctx, t, k.code, k.text, k.group, k.cost, k.minutes, k.flow, k.initiatedBy, k.correspondence, k.language, k.ignoreContact,
			k.campaign, k.target, k.response, k.word, k.wizard)
		if err != nil {
			return err
		}
	}
	t = newTable("interaction_tmpl_language", "interaction_template_code language_code description word_template_code")
	for _, l := range []coded{{"ENG", "Brochure on Request"}, {"DEU", "Prospekt auf Wunsch"}} {
		if err := m.store.add(ctx, t, "BROCHURE", l.code, l.text, Spring); err != nil {
			return err
		}
	}
	t = newTable("campaign_status", "code description")
	for _, s := range campaignStatuses() {
		if err := m.store.add(ctx, t, s.code, s.text); err != nil {
			return err
		}
	}
	t = newTable("campaign", "no description starting_date ending_date salesperson_code status_code")
	for _, r := range m.campaignRuns() {
		if err := m.store.add(ctx, t, r.no, r.text, r.from, r.until, r.salesperson, r.status); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) greetings(ctx context.Context) error {
	t := newTable("salutation_formula", "salutation_code language_code salutation_type salutation name_1 name_2 name_3 name_4 name_5")
	for _, f := range formulas() {
		p := f.parts
		if err := m.store.add(ctx, t, f.salutation, f.language, f.informal, f.text, p[0], p[1], p[2], p[3], p[4]); err != nil {
			return err
		}
	}
	t = newTable("household_salutation", "language_code salutation_type salutation")
	for _, h := range []struct {
		language string
		informal int
		text     string
	}{
		{"FRA", 0, "%1 et %3 %4"}, {"FRA", 1, "%1 %2 et %4"}, {"DAN", 0, "%1 og %3 %4"}, {"DAN", 1, "%1 %2 og %4"},
	} {
		if err := m.store.add(ctx, t, h.language, h.informal, h.text); err != nil {
			return err
		}
	}
	return nil
}
