-- The company's own data: the tables of the catalog, by their keys. A value is
-- never unknown, so no column is NULL. Column types follow the catalog's field
-- types: TEXT for codes, texts and days, INTEGER for whole numbers, options and
-- booleans, REAL for decimals.
-- +goose Up
PRAGMA application_id = 1464749655; -- "WNNW"

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    no TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    search_name TEXT NOT NULL DEFAULT '',
    name_2 TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    address_2 TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    county TEXT NOT NULL DEFAULT '',
    post_code TEXT NOT NULL DEFAULT '',
    country_region_code TEXT NOT NULL DEFAULT '',
    phone_no TEXT NOT NULL DEFAULT '',
    mobile_phone_no TEXT NOT NULL DEFAULT '',
    fax_no TEXT NOT NULL DEFAULT '',
    e_mail TEXT NOT NULL DEFAULT '',
    home_page TEXT NOT NULL DEFAULT '',
    territory_code TEXT NOT NULL DEFAULT '',
    currency_code TEXT NOT NULL DEFAULT '',
    language_code TEXT NOT NULL DEFAULT '',
    salesperson_code TEXT NOT NULL DEFAULT '',
    vat_registration_no TEXT NOT NULL DEFAULT '',
    type INTEGER NOT NULL DEFAULT 0,
    company_no TEXT NOT NULL DEFAULT '',
    company_name TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL DEFAULT '',
    middle_name TEXT NOT NULL DEFAULT '',
    surname TEXT NOT NULL DEFAULT '',
    job_title TEXT NOT NULL DEFAULT '',
    initials TEXT NOT NULL DEFAULT '',
    organizational_level_code TEXT NOT NULL DEFAULT '',
    exclude_from_segment INTEGER NOT NULL DEFAULT 0,
    privacy_blocked INTEGER NOT NULL DEFAULT 0,
    minor INTEGER NOT NULL DEFAULT 0,
    correspondence_type INTEGER NOT NULL DEFAULT 0,
    salutation_code TEXT NOT NULL DEFAULT '',
    external_id TEXT NOT NULL DEFAULT '',
    last_date_modified TEXT NOT NULL DEFAULT ''
);

CREATE TABLE contact_alt_address (
    contact_no TEXT NOT NULL DEFAULT '' REFERENCES contact (no),
    code TEXT NOT NULL DEFAULT '',
    company_name TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    address_2 TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    county TEXT NOT NULL DEFAULT '',
    post_code TEXT NOT NULL DEFAULT '',
    country_region_code TEXT NOT NULL DEFAULT '',
    phone_no TEXT NOT NULL DEFAULT '',
    e_mail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (contact_no, code)
) WITHOUT ROWID;

CREATE TABLE contact_alt_addr_date_range (
    contact_no TEXT NOT NULL DEFAULT '' REFERENCES contact (no),
    contact_alt_address_code TEXT NOT NULL DEFAULT '',
    starting_date TEXT NOT NULL DEFAULT '',
    ending_date TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (contact_no, contact_alt_address_code, starting_date)
) WITHOUT ROWID;

CREATE TABLE contact_profile_answer (
    contact_no TEXT NOT NULL DEFAULT '' REFERENCES contact (no),
    profile_questionnaire_code TEXT NOT NULL DEFAULT '',
    line_no INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '',
    last_date_updated TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (contact_no, profile_questionnaire_code, line_no)
) WITHOUT ROWID;

CREATE TABLE contact_mailing_group (
    contact_no TEXT NOT NULL DEFAULT '' REFERENCES contact (no),
    mailing_group_code TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (contact_no, mailing_group_code)
) WITHOUT ROWID;

CREATE TABLE interaction_log_entry (
    entry_no INTEGER PRIMARY KEY,
    contact_no TEXT NOT NULL DEFAULT '' REFERENCES contact (no),
    contact_company_no TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    information_flow INTEGER NOT NULL DEFAULT 0,
    initiated_by INTEGER NOT NULL DEFAULT 0,
    cost_lcy REAL NOT NULL DEFAULT 0,
    duration_min REAL NOT NULL DEFAULT 0,
    user_id TEXT NOT NULL DEFAULT '',
    interaction_group_code TEXT NOT NULL DEFAULT '',
    interaction_template_code TEXT NOT NULL DEFAULT '',
    campaign_no TEXT NOT NULL DEFAULT '',
    campaign_response INTEGER NOT NULL DEFAULT 0,
    campaign_target INTEGER NOT NULL DEFAULT 0,
    segment_no TEXT NOT NULL DEFAULT '',
    evaluation INTEGER NOT NULL DEFAULT 0,
    attempt_failed INTEGER NOT NULL DEFAULT 0,
    salesperson_code TEXT NOT NULL DEFAULT '',
    canceled INTEGER NOT NULL DEFAULT 0,
    correspondence_type INTEGER NOT NULL DEFAULT 0,
    document_no TEXT NOT NULL DEFAULT '',
    interaction_language_code TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    contact_via TEXT NOT NULL DEFAULT '',
    opportunity_no TEXT NOT NULL DEFAULT '',
    logged_segment_entry_no INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE contact_job_responsibility (
    contact_no TEXT NOT NULL DEFAULT '' REFERENCES contact (no),
    job_responsibility_code TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (contact_no, job_responsibility_code)
) WITHOUT ROWID;

CREATE TABLE contact_industry_group (
    contact_no TEXT NOT NULL DEFAULT '' REFERENCES contact (no),
    industry_group_code TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (contact_no, industry_group_code)
) WITHOUT ROWID;

CREATE TABLE contact_business_relation (
    contact_no TEXT NOT NULL DEFAULT '' REFERENCES contact (no),
    business_relation_code TEXT NOT NULL DEFAULT '',
    link_to_table INTEGER NOT NULL DEFAULT 0,
    no TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (contact_no, business_relation_code)
) WITHOUT ROWID;

CREATE TABLE value_entry (
    entry_no INTEGER PRIMARY KEY,
    item_no TEXT NOT NULL DEFAULT '',
    variant_code TEXT NOT NULL DEFAULT '',
    posting_date TEXT NOT NULL DEFAULT '',
    inventory_posting_group TEXT NOT NULL DEFAULT '',
    source_type INTEGER NOT NULL DEFAULT 0,
    source_no TEXT NOT NULL DEFAULT '',
    document_no TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    valued_quantity REAL NOT NULL DEFAULT 0,
    sales_amount_actual REAL NOT NULL DEFAULT 0,
    cost_amount_actual REAL NOT NULL DEFAULT 0
);

CREATE TABLE posted_document (
    source_type INTEGER NOT NULL DEFAULT 0,
    document_no TEXT NOT NULL DEFAULT '',
    contact_no TEXT NOT NULL DEFAULT '',
    bill_to_pay_to_contact_no TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (source_type, document_no)
) WITHOUT ROWID;

CREATE TABLE salesperson_purchaser (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    e_mail TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE territory (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE country_region (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE language (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE organizational_level (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE mailing_group (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE job_responsibility (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE industry_group (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE business_relation (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE inventory_posting_group (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE interaction_group (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE salutation (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE item (
    no TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE item_variant (
    item_no TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (item_no, code)
) WITHOUT ROWID;

CREATE TABLE profile_questionnaire_header (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT '',
    contact_type TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE profile_questionnaire_line (
    profile_questionnaire_code TEXT NOT NULL DEFAULT '',
    line_no INTEGER NOT NULL DEFAULT 0,
    type INTEGER NOT NULL DEFAULT 0,
    description TEXT NOT NULL DEFAULT '',
    multiple_answers INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (profile_questionnaire_code, line_no)
) WITHOUT ROWID;

CREATE TABLE interaction_template (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT '',
    interaction_group_code TEXT NOT NULL DEFAULT '',
    unit_cost_lcy REAL NOT NULL DEFAULT 0,
    unit_duration_min REAL NOT NULL DEFAULT 0,
    information_flow INTEGER NOT NULL DEFAULT 0,
    initiated_by INTEGER NOT NULL DEFAULT 0,
    correspondence_type_default INTEGER NOT NULL DEFAULT 0,
    language_code_default TEXT NOT NULL DEFAULT '',
    ignore_contact_corres_type INTEGER NOT NULL DEFAULT 0,
    campaign_no TEXT NOT NULL DEFAULT '',
    campaign_target INTEGER NOT NULL DEFAULT 0,
    campaign_response INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE campaign (
    no TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT '',
    starting_date TEXT NOT NULL DEFAULT '',
    ending_date TEXT NOT NULL DEFAULT '',
    salesperson_code TEXT NOT NULL DEFAULT '',
    status_code TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE salutation_formula (
    salutation_code TEXT NOT NULL DEFAULT '',
    language_code TEXT NOT NULL DEFAULT '',
    salutation_type INTEGER NOT NULL DEFAULT 0,
    salutation TEXT NOT NULL DEFAULT '',
    name_1 INTEGER NOT NULL DEFAULT 0,
    name_2 INTEGER NOT NULL DEFAULT 0,
    name_3 INTEGER NOT NULL DEFAULT 0,
    name_4 INTEGER NOT NULL DEFAULT 0,
    name_5 INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (salutation_code, language_code, salutation_type)
) WITHOUT ROWID;

CREATE INDEX contact_search_name ON contact (search_name);
CREATE INDEX contact_salesperson_code ON contact (salesperson_code);
CREATE INDEX contact_post_code ON contact (post_code);
CREATE INDEX contact_country_region_code ON contact (country_region_code);
CREATE INDEX contact_territory_code ON contact (territory_code);
CREATE INDEX contact_company_no ON contact (company_no);
CREATE INDEX contact_e_mail ON contact (e_mail);
CREATE INDEX contact_external_id ON contact (external_id);
-- The order of new lines, so that Add of everybody need not sort.
CREATE INDEX contact_line_order ON contact (company_name COLLATE NOCASE, company_no, type, name COLLATE NOCASE, no);

CREATE INDEX contact_profile_answer_line ON contact_profile_answer (profile_questionnaire_code, line_no);
CREATE INDEX contact_mailing_group_code ON contact_mailing_group (mailing_group_code);
CREATE INDEX contact_job_responsibility_code ON contact_job_responsibility (job_responsibility_code);
CREATE INDEX contact_industry_group_code ON contact_industry_group (industry_group_code);
CREATE INDEX contact_business_relation_link ON contact_business_relation (link_to_table, no);

-- Two ways into the interactions: a contact's own by date, and everybody's of a
-- few days. Both hold the company no., which the link asks for.
CREATE INDEX interaction_log_entry_contact ON interaction_log_entry (contact_no, contact_company_no, date);
CREATE INDEX interaction_log_entry_date ON interaction_log_entry (date, contact_no, contact_company_no);
CREATE INDEX value_entry_source ON value_entry (source_type, source_no);
CREATE INDEX value_entry_item ON value_entry (item_no);
