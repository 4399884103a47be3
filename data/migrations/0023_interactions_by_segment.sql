-- Who has interactions of a segment or of a campaign, and who bought of an inventory
-- posting group or an item, stands in an index alone. Most interactions are of no segment
-- and of no campaign.
-- +goose Up
CREATE INDEX interaction_log_entry_segment ON interaction_log_entry (segment_no, contact_no, canceled, postponed) WHERE segment_no <> '';
CREATE INDEX interaction_log_entry_campaign_contact ON interaction_log_entry (campaign_no, contact_no, canceled, postponed) WHERE campaign_no <> '';
CREATE INDEX value_entry_inventory_posting_group ON value_entry (inventory_posting_group, source_type, source_no, document_no);
DROP INDEX value_entry_item;
CREATE INDEX value_entry_item ON value_entry (item_no, source_type, source_no, document_no);
