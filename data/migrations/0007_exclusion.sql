-- Those whom Add leaves out are found without reading all contacts, and so is who a
-- row with the numbers of a contact and of its company belongs to.
-- +goose Up
DROP INDEX contact_company_no;
CREATE INDEX contact_company_no ON contact (company_no, no, type);
CREATE INDEX contact_exclude_from_segment ON contact (exclude_from_segment) WHERE exclude_from_segment <> 0;
