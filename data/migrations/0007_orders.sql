-- Those whom Add leaves out are found without reading all contacts, and so is who a
-- row with the numbers of a contact and of its company belongs to. Lists of contacts
-- are in the order of an index, so that the first page of a million is there at once.
-- +goose Up
DROP INDEX contact_search_name;
DROP INDEX contact_salesperson_code;
DROP INDEX contact_country_region_code;
DROP INDEX contact_territory_code;
DROP INDEX contact_company_no;
DROP INDEX contact_external_id;
CREATE INDEX contact_search_name ON contact (search_name, no);
CREATE INDEX contact_salesperson_code ON contact (salesperson_code, no);
CREATE INDEX contact_country_region_code ON contact (country_region_code, no);
CREATE INDEX contact_territory_code ON contact (territory_code, no);
CREATE INDEX contact_company_no ON contact (company_no, no, type);
CREATE INDEX contact_external_id ON contact (external_id, no);
CREATE INDEX contact_exclude_from_segment ON contact (exclude_from_segment) WHERE exclude_from_segment <> 0;
