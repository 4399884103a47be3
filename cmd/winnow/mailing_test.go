package main_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"winnow/core/campaign"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/core/segment"
)

// mailingCampaign is the campaign of the mailing that is logged.
const mailingCampaign = "CP1005"

// prepareMailing makes a second segment that is ready to be logged.
func prepareMailing(t *testing.T, file string) {
	t.Helper()
	ctx, env := context.Background(), filter.Env{Today: "2026-11-23"}
	c, err := company.Open(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetValues(ctx, company.Values{company.OutgoingCalls: "CALL-OUT"}); err != nil {
		t.Fatal(err)
	}
	store := segment.New(c)
	no, err := store.CreateSegment(ctx, "", map[string]string{
		"description": "Autumn letter", "salesperson_code": "JO", "date": env.Today, "interaction_template_code": "MAILING", "campaign_no": mailingCampaign,
	}, env)
	if err != nil {
		t.Fatal(err)
	}
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {
		"country_region_code": "GB", "type": "Person", "phone_no": "<>''", "privacy_blocked": "No",
	}}}
	if r, err := store.Run(ctx, no, step, env); err != nil || r.LinesAfter < calls {
		t.Fatalf("%d lines, %v", r.LinesAfter, err)
	}
}

// calls is how many contacts are called in the walk.
const calls = 10

// mailing goes the whole way of a mailing: it logs a segment, takes that back, logs it
// again with a follow-up segment, calls ten contacts of that, and looks what the
// campaign has come to.
func (w *walker) mailing(file string) {
	w.t.Helper()
	const no = "SM00002"
	seg, err := open(w.t, file).Segment(context.Background(), no)
	if err != nil {
		w.t.Fatal(err)
	}
	lines := seg.Lines
	for _, entry := range []string{"2000000001", "2000000002"} {
		w.home()
		w.findAndGo(no)
		w.shown("mailing", "Log…")
		if w.mouse {
			w.choose("Log…")
		} else {
			w.key("alt+l") // there are more texts that begin with Log
		}
		w.see(w.say("Send Attachments"), w.say("Create Follow-up Segment"))
		w.key("space") // nothing is sent
		w.key("Tab")
		w.key("space")
		w.see(w.counts("Log {{.count}} lines", lines))
		w.shown("log", "Cancel")
		w.key("ctrl+Return")
		w.match(no + ".* " + entry + "$")
		w.shown("logged", "No. of Interactions", "Campaign Entries")
		if entry == "2000000001" {
			w.click(w.say("Undo"))
			w.match(regexp.QuoteMeta(strings.ReplaceAll(w.counts("{{.segment}} is active again, {{.count}} interactions canceled", lines), "{{.segment}}", no)))
			w.shown("log-undone")
		}
	}
	w.click(w.say("Open Follow-up"))
	w.shown("follow-up", "Add…", "Interaction")
	w.callRound(lines)
	w.statistics(file)
}

// counts is what the window says of so many of something.
func (w *walker) counts(english string, n int) string {
	return strings.ReplaceAll(w.say(english), "{{.count}}", strconv.Itoa(n))
}

// callRound calls contacts by the keyboard alone: a digit for the result, and Enter.
func (w *walker) callRound(lines int) {
	w.t.Helper()
	w.choose("Segment", "Call Round")
	called := func(n int) string {
		return strings.ReplaceAll(w.counts("{{.count}} of {{.lines}} called", n), "{{.lines}}", strconv.Itoa(lines))
	}
	w.see(called(0))
	w.shown("call-round", "This Call")
	for n := range calls {
		w.settle()
		w.key(strconv.Itoa(1 + n%5))
		w.key("Return")
		if n == 0 {
			w.match("^1 .*" + strconv.Itoa(lines))
		} else {
			w.see(called(n + 1))
		}
	}
	w.shown("called", "This Call")
	w.key("Escape")
	w.settle()
}

// statistics looks at those of the campaign, which have to be those of the company.
func (w *walker) statistics(file string) {
	w.t.Helper()
	w.home()
	w.findAndGo(w.say("Campaigns"))
	w.shown("campaigns", "Description")
	w.click(mailingCampaign)
	w.shown("campaign", "General")
	w.key("F7")
	ctx := context.Background()
	c, err := company.Open(ctx, file)
	if err != nil {
		w.t.Fatal(err)
	}
	defer c.Close()
	counted, err := campaign.New(c).Statistics(ctx, mailingCampaign, filter.Filter{})
	if err != nil {
		w.t.Fatal(err)
	}
	w.see(w.say("Target Contacts Contacted"), fmt.Sprint(counted.TargetContactsContacted), fmt.Sprint(counted.ContactsContactedOnce))
	w.shown("campaign-statistics")
	made := 0
	called := interaction.Query{Filters: map[string]string{"interaction_template_code": "CALL-OUT", "entry_no": "2000000001.."}}
	err = interaction.New(c).Each(ctx, called, func(interaction.Entry) error {
		made++
		return nil
	})
	if err != nil || made != calls {
		w.t.Errorf("%d calls are in the company, %v", made, err)
	}
}
