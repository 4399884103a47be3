// Package logging is what becomes of a segment that is ready: [Store.Log] makes an
// interaction of each line, an entry for each campaign, and a logged segment under
// which the segment is sealed. [Store.Unlog] takes that back. [Store.List] returns
// the logged segments, [Store.Cancel], [Store.Uncancel] and [Store.Delete] change
// them, and [Store.Reuse] adds the contacts of one to another segment.
//
// Lines become entries in SQL, however many they are. Nothing is sent.
package logging

import (
	"winnow/core"
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/core/value"
)

// Store logs the segments of one company.
type Store struct {
	company  *company.Company
	segments *segment.Store
}

// New returns what logs the segments of a company.
func New(c *company.Company) *Store { return &Store{company: c, segments: segment.New(c)} }

// userID is who acts, as a User ID.
func (s *Store) userID() string {
	code, err := value.Code(s.company.User)
	if err != nil {
		return ""
	}
	return code
}

// LoggedSegment is a logged segment.
type LoggedSegment struct {
	EntryNo      int64  `json:"entry_no"`
	SegmentNo    string `json:"segment_no"`
	Description  string `json:"description"`
	CreationDate string `json:"creation_date"`
	UserID       string `json:"user_id"`
	Canceled     bool   `json:"canceled"`
	// Interactions and CampaignEntries count the rows of it that are canceled where it
	// is, and those that are not where it is not.
	Interactions    int `json:"no_of_interactions"`
	CampaignEntries int `json:"no_of_campaign_entries"`
	// TakenBack says that the log was undone.
	TakenBack bool `json:"taken_back"`
	// Sealed says that the segment is kept under it, as it was logged.
	Sealed bool `json:"sealed"`
	// FollowUpNo is the follow-up segment that was made with it, or "".
	FollowUpNo string `json:"follow_up_no"`

	followUpState string
}

// missing is the Problem of a number that no logged segment has.
func missing(entry int64) error {
	return core.NewProblem(core.NotFound, "logging.logged_segment_does_not_exist", "entry", entry)
}
