package campaign

import (
	"math/big"
	"strconv"

	"winnow/core/value"
)

// Statistics are what came of a campaign. Canceled and postponed interactions do not
// count. Contacts are counted by interactions, as Business Central does; those that
// end in Once count each contact once.
type Statistics struct {
	TargetContactsContacted int `json:"target_contacts_contacted"`
	ContactsResponded       int `json:"contacts_responded"`
	// ResponseRate is in per cent, with one decimal.
	ResponseRate float64 `json:"response_rate"`
	Cost         float64 `json:"cost_lcy"`
	// AvgCostPerResponse has two decimals.
	AvgCostPerResponse float64 `json:"avg_cost_per_response"`
	Duration           float64 `json:"duration_min"`
	// AvgDurationPerResponse is in whole minutes.
	AvgDurationPerResponse float64 `json:"avg_duration_per_response"`
	ContactsContactedOnce  int     `json:"contacts_contacted_once"`
	ContactsRespondedOnce  int     `json:"contacts_responded_once"`
}

// complete works out what follows from the counts and sums.
func (s *Statistics) complete() {
	s.Cost, s.Duration = value.Exact(s.Cost), value.Exact(s.Duration)
	s.ResponseRate = ratio(float64(s.ContactsResponded)*100, s.TargetContactsContacted, 1)
	s.AvgCostPerResponse = ratio(s.Cost, s.ContactsResponded, 2)
	s.AvgDurationPerResponse = ratio(s.Duration, s.ContactsResponded, 0)
}

// ratio divides an amount by a number and rounds to so many decimals, halves away from
// zero, as the amount is written in decimals; 0 where there is nothing to divide by.
func ratio(amount float64, by, decimals int) float64 {
	written, ok := new(big.Rat).SetString(strconv.FormatFloat(amount, 'f', -1, 64))
	if by == 0 || !ok {
		return 0
	}
	quotient := written.Quo(written, new(big.Rat).SetInt64(int64(by)))
	rounded, err := strconv.ParseFloat(quotient.FloatString(decimals), 64)
	if err != nil {
		return 0
	}
	return rounded
}
