-- Choosing an interaction template fills other fields. typed_fields are the keys of
-- the header's fields whose present value a person typed, which are never filled,
-- with blanks between them: of the segments that there are, all that are not empty.
-- filled_fields are the keys of a line's own values that its template filled, which
-- go when the line follows its default template again.
-- +goose Up
ALTER TABLE segment_header ADD COLUMN typed_fields TEXT NOT NULL DEFAULT '';
ALTER TABLE segment_line ADD COLUMN filled_fields TEXT;

UPDATE segment_header SET typed_fields = trim(
    iif(campaign_no <> '', 'campaign_no ', '')
    || iif(campaign_response <> 0, 'campaign_response ', '')
    || iif(campaign_target <> 0, 'campaign_target ', '')
    || iif(correspondence_type_default <> 0, 'correspondence_type_default ', '')
    || iif(ignore_contact_corres_type <> 0, 'ignore_contact_corres_type ', '')
    || iif(information_flow <> 0, 'information_flow ', '')
    || iif(initiated_by <> 0, 'initiated_by ', '')
    || iif(language_code_default <> '', 'language_code_default ', '')
    || iif(subject_default <> '', 'subject_default ', '')
    || iif(unit_cost_lcy <> 0, 'unit_cost_lcy ', '')
    || iif(unit_duration_min <> 0, 'unit_duration_min ', '')
);
