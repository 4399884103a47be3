-- The tables of the catalog and of segments, by their keys, with values as the company
-- file has them. Text has the collation "C", so that it is ordered and compared as in the
-- file. Each row has the version of the last sync that changed it, the role that did, and
-- when; a deleted row stays with deleted set.
--
-- An interaction keeps its id when Business Central gives it another Entry No.: id is the
-- Entry No. that it had when it first came to the hub. Its comments and documents are
-- under that id.
--
-- The statements run with the hub's schema as the search path and its admin role.

-- One row: what is locked by whoever writes, the last version that was given, and the
-- highest of a deleted row that was forgotten.
CREATE TABLE hub (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    version bigint NOT NULL DEFAULT 0,
    purged bigint NOT NULL DEFAULT 0,
    made_at timestamptz NOT NULL DEFAULT now()
);

-- Each company file that has sent something, with the id of its last send, by which it
-- finds out whether a send that broke was committed.
CREATE TABLE laptop (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    send text COLLATE "C" NOT NULL,
    sent_by text COLLATE "C" NOT NULL DEFAULT '',
    sent_at timestamptz NOT NULL DEFAULT now()
);

-- Up to where the numbers of each series were given, in blocks: head and then a number
-- with at least width digits; none were given where width is below 0.
CREATE TABLE number_series (
    code text COLLATE "C" NOT NULL PRIMARY KEY,
    head text COLLATE "C" NOT NULL,
    width bigint NOT NULL,
    last bigint NOT NULL
);
INSERT INTO number_series (code, head, width, last)
VALUES
    ('CONT', '', -1, 0), ('SEGM', '', -1, 0), ('TASK', '', -1, 0), ('CAMP', '', -1, 0),
    ('interaction_log_entry', '', -1, 0), ('logged_segment', '', -1, 0), ('campaign_entry', '', -1, 0);

-- Fields of contacts that the company has of its own, each with a column of contact that
-- is called like its key. options are the captions of an option field, as a JSON array.
CREATE TABLE own_field (
    key text COLLATE "C" NOT NULL PRIMARY KEY,
    place bigint NOT NULL,
    caption text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    options text COLLATE "C" NOT NULL DEFAULT '[]'
);

CREATE TABLE contact (
    no text COLLATE "C" NOT NULL DEFAULT '',
    name text COLLATE "C" NOT NULL DEFAULT '',
    search_name text COLLATE "C" NOT NULL DEFAULT '',
    name_2 text COLLATE "C" NOT NULL DEFAULT '',
    address text COLLATE "C" NOT NULL DEFAULT '',
    address_2 text COLLATE "C" NOT NULL DEFAULT '',
    city text COLLATE "C" NOT NULL DEFAULT '',
    county text COLLATE "C" NOT NULL DEFAULT '',
    post_code text COLLATE "C" NOT NULL DEFAULT '',
    country_region_code text COLLATE "C" NOT NULL DEFAULT '',
    phone_no text COLLATE "C" NOT NULL DEFAULT '',
    mobile_phone_no text COLLATE "C" NOT NULL DEFAULT '',
    fax_no text COLLATE "C" NOT NULL DEFAULT '',
    e_mail text COLLATE "C" NOT NULL DEFAULT '',
    home_page text COLLATE "C" NOT NULL DEFAULT '',
    territory_code text COLLATE "C" NOT NULL DEFAULT '',
    currency_code text COLLATE "C" NOT NULL DEFAULT '',
    language_code text COLLATE "C" NOT NULL DEFAULT '',
    salesperson_code text COLLATE "C" NOT NULL DEFAULT '',
    vat_registration_no text COLLATE "C" NOT NULL DEFAULT '',
    type bigint NOT NULL DEFAULT 0,
    company_no text COLLATE "C" NOT NULL DEFAULT '',
    company_name text COLLATE "C" NOT NULL DEFAULT '',
    first_name text COLLATE "C" NOT NULL DEFAULT '',
    middle_name text COLLATE "C" NOT NULL DEFAULT '',
    surname text COLLATE "C" NOT NULL DEFAULT '',
    job_title text COLLATE "C" NOT NULL DEFAULT '',
    initials text COLLATE "C" NOT NULL DEFAULT '',
    organizational_level_code text COLLATE "C" NOT NULL DEFAULT '',
    exclude_from_segment bigint NOT NULL DEFAULT 0,
    privacy_blocked bigint NOT NULL DEFAULT 0,
    minor bigint NOT NULL DEFAULT 0,
    correspondence_type bigint NOT NULL DEFAULT 0,
    salutation_code text COLLATE "C" NOT NULL DEFAULT '',
    external_id text COLLATE "C" NOT NULL DEFAULT '',
    last_date_modified text COLLATE "C" NOT NULL DEFAULT '',
    parental_consent_received bigint NOT NULL DEFAULT 0,
    e_mail_2 text COLLATE "C" NOT NULL DEFAULT '',
    birthday text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (no)
);
CREATE INDEX contact_version ON contact (version, no);
CREATE INDEX contact_company_no ON contact (company_no);

CREATE TABLE contact_alt_address (
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    code text COLLATE "C" NOT NULL DEFAULT '',
    company_name text COLLATE "C" NOT NULL DEFAULT '',
    address text COLLATE "C" NOT NULL DEFAULT '',
    address_2 text COLLATE "C" NOT NULL DEFAULT '',
    city text COLLATE "C" NOT NULL DEFAULT '',
    county text COLLATE "C" NOT NULL DEFAULT '',
    post_code text COLLATE "C" NOT NULL DEFAULT '',
    country_region_code text COLLATE "C" NOT NULL DEFAULT '',
    phone_no text COLLATE "C" NOT NULL DEFAULT '',
    e_mail text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (contact_no, code)
);
CREATE INDEX contact_alt_address_version ON contact_alt_address (version, contact_no, code);

CREATE TABLE contact_alt_addr_date_range (
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    contact_alt_address_code text COLLATE "C" NOT NULL DEFAULT '',
    starting_date text COLLATE "C" NOT NULL DEFAULT '',
    ending_date text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (contact_no, contact_alt_address_code, starting_date)
);
CREATE INDEX contact_alt_addr_date_range_version ON contact_alt_addr_date_range (version, contact_no, contact_alt_address_code, starting_date);

CREATE TABLE contact_profile_answer (
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    profile_questionnaire_code text COLLATE "C" NOT NULL DEFAULT '',
    line_no bigint NOT NULL DEFAULT 0,
    answer text COLLATE "C" NOT NULL DEFAULT '',
    last_date_updated text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (contact_no, profile_questionnaire_code, line_no)
);
CREATE INDEX contact_profile_answer_version ON contact_profile_answer (version, contact_no, profile_questionnaire_code, line_no);

CREATE TABLE contact_mailing_group (
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    mailing_group_code text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (contact_no, mailing_group_code)
);
CREATE INDEX contact_mailing_group_version ON contact_mailing_group (version, contact_no, mailing_group_code);

CREATE TABLE interaction_log_entry (
    id bigint NOT NULL,
    entry_no bigint NOT NULL DEFAULT 0,
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    contact_company_no text COLLATE "C" NOT NULL DEFAULT '',
    date text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    information_flow bigint NOT NULL DEFAULT 0,
    initiated_by bigint NOT NULL DEFAULT 0,
    cost_lcy double precision NOT NULL DEFAULT 0,
    duration_min double precision NOT NULL DEFAULT 0,
    user_id text COLLATE "C" NOT NULL DEFAULT '',
    interaction_group_code text COLLATE "C" NOT NULL DEFAULT '',
    interaction_template_code text COLLATE "C" NOT NULL DEFAULT '',
    campaign_no text COLLATE "C" NOT NULL DEFAULT '',
    campaign_response bigint NOT NULL DEFAULT 0,
    campaign_target bigint NOT NULL DEFAULT 0,
    segment_no text COLLATE "C" NOT NULL DEFAULT '',
    evaluation bigint NOT NULL DEFAULT 0,
    attempt_failed bigint NOT NULL DEFAULT 0,
    salesperson_code text COLLATE "C" NOT NULL DEFAULT '',
    canceled bigint NOT NULL DEFAULT 0,
    correspondence_type bigint NOT NULL DEFAULT 0,
    document_no text COLLATE "C" NOT NULL DEFAULT '',
    interaction_language_code text COLLATE "C" NOT NULL DEFAULT '',
    subject text COLLATE "C" NOT NULL DEFAULT '',
    contact_via text COLLATE "C" NOT NULL DEFAULT '',
    opportunity_no text COLLATE "C" NOT NULL DEFAULT '',
    logged_segment_entry_no bigint NOT NULL DEFAULT 0,
    time_of_interaction text COLLATE "C" NOT NULL DEFAULT '',
    campaign_entry_no bigint NOT NULL DEFAULT 0,
    to_do_no text COLLATE "C" NOT NULL DEFAULT '',
    contact_alt_address_code text COLLATE "C" NOT NULL DEFAULT '',
    delivery_status bigint NOT NULL DEFAULT 0,
    postponed bigint NOT NULL DEFAULT 0,
    send_word_docs_as_attmt bigint NOT NULL DEFAULT 0,
    word_template_code text COLLATE "C" NOT NULL DEFAULT '',
    local bigint NOT NULL DEFAULT 0,
    canceled_by bigint NOT NULL DEFAULT 0,
    edited_at text COLLATE "C" NOT NULL DEFAULT '',
    edited_by text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (id)
);
CREATE INDEX interaction_log_entry_version ON interaction_log_entry (version, id);
CREATE INDEX interaction_log_entry_entry_no ON interaction_log_entry (entry_no);
CREATE INDEX interaction_log_entry_contact_no ON interaction_log_entry (contact_no);

CREATE TABLE inter_log_entry_comment_line (
    id bigint NOT NULL,
    entry_no bigint NOT NULL DEFAULT 0,
    line_no bigint NOT NULL DEFAULT 0,
    date text COLLATE "C" NOT NULL DEFAULT '',
    code text COLLATE "C" NOT NULL DEFAULT '',
    comment text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (id, line_no)
);
CREATE INDEX inter_log_entry_comment_line_version ON inter_log_entry_comment_line (version, id, line_no);

CREATE TABLE contact_job_responsibility (
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    job_responsibility_code text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (contact_no, job_responsibility_code)
);
CREATE INDEX contact_job_responsibility_version ON contact_job_responsibility (version, contact_no, job_responsibility_code);

CREATE TABLE contact_industry_group (
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    industry_group_code text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (contact_no, industry_group_code)
);
CREATE INDEX contact_industry_group_version ON contact_industry_group (version, contact_no, industry_group_code);

CREATE TABLE contact_business_relation (
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    business_relation_code text COLLATE "C" NOT NULL DEFAULT '',
    link_to_table bigint NOT NULL DEFAULT 0,
    no text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (contact_no, business_relation_code)
);
CREATE INDEX contact_business_relation_version ON contact_business_relation (version, contact_no, business_relation_code);
CREATE INDEX contact_business_relation_link_to_table_no ON contact_business_relation (link_to_table, no);

CREATE TABLE value_entry (
    entry_no bigint NOT NULL DEFAULT 0,
    item_no text COLLATE "C" NOT NULL DEFAULT '',
    variant_code text COLLATE "C" NOT NULL DEFAULT '',
    posting_date text COLLATE "C" NOT NULL DEFAULT '',
    inventory_posting_group text COLLATE "C" NOT NULL DEFAULT '',
    source_type bigint NOT NULL DEFAULT 0,
    source_no text COLLATE "C" NOT NULL DEFAULT '',
    document_no text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    valued_quantity double precision NOT NULL DEFAULT 0,
    sales_amount_actual double precision NOT NULL DEFAULT 0,
    cost_amount_actual double precision NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (entry_no)
);
CREATE INDEX value_entry_version ON value_entry (version, entry_no);
CREATE INDEX value_entry_source_type_source_no ON value_entry (source_type, source_no);

CREATE TABLE posted_document (
    source_type bigint NOT NULL DEFAULT 0,
    document_no text COLLATE "C" NOT NULL DEFAULT '',
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    bill_to_pay_to_contact_no text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (source_type, document_no)
);
CREATE INDEX posted_document_version ON posted_document (version, source_type, document_no);
CREATE INDEX posted_document_contact_no ON posted_document (contact_no);

CREATE TABLE salesperson_purchaser (
    code text COLLATE "C" NOT NULL DEFAULT '',
    name text COLLATE "C" NOT NULL DEFAULT '',
    e_mail text COLLATE "C" NOT NULL DEFAULT '',
    phone_no text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX salesperson_purchaser_version ON salesperson_purchaser (version, code);

CREATE TABLE territory (
    code text COLLATE "C" NOT NULL DEFAULT '',
    name text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX territory_version ON territory (version, code);

CREATE TABLE country_region (
    code text COLLATE "C" NOT NULL DEFAULT '',
    name text COLLATE "C" NOT NULL DEFAULT '',
    address_format bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX country_region_version ON country_region (version, code);

CREATE TABLE language (
    code text COLLATE "C" NOT NULL DEFAULT '',
    name text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX language_version ON language (version, code);

CREATE TABLE organizational_level (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX organizational_level_version ON organizational_level (version, code);

CREATE TABLE mailing_group (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX mailing_group_version ON mailing_group (version, code);

CREATE TABLE job_responsibility (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX job_responsibility_version ON job_responsibility (version, code);

CREATE TABLE industry_group (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX industry_group_version ON industry_group (version, code);

CREATE TABLE business_relation (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX business_relation_version ON business_relation (version, code);

CREATE TABLE inventory_posting_group (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX inventory_posting_group_version ON inventory_posting_group (version, code);

CREATE TABLE interaction_group (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX interaction_group_version ON interaction_group (version, code);

CREATE TABLE salutation (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX salutation_version ON salutation (version, code);

CREATE TABLE item (
    no text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (no)
);
CREATE INDEX item_version ON item (version, no);

CREATE TABLE item_variant (
    item_no text COLLATE "C" NOT NULL DEFAULT '',
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (item_no, code)
);
CREATE INDEX item_variant_version ON item_variant (version, item_no, code);

CREATE TABLE profile_questionnaire_header (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    contact_type text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX profile_questionnaire_header_version ON profile_questionnaire_header (version, code);

CREATE TABLE profile_questionnaire_line (
    profile_questionnaire_code text COLLATE "C" NOT NULL DEFAULT '',
    line_no bigint NOT NULL DEFAULT 0,
    type bigint NOT NULL DEFAULT 0,
    description text COLLATE "C" NOT NULL DEFAULT '',
    multiple_answers bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (profile_questionnaire_code, line_no)
);
CREATE INDEX profile_questionnaire_line_version ON profile_questionnaire_line (version, profile_questionnaire_code, line_no);

CREATE TABLE interaction_template (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    interaction_group_code text COLLATE "C" NOT NULL DEFAULT '',
    unit_cost_lcy double precision NOT NULL DEFAULT 0,
    unit_duration_min double precision NOT NULL DEFAULT 0,
    information_flow bigint NOT NULL DEFAULT 0,
    initiated_by bigint NOT NULL DEFAULT 0,
    correspondence_type_default bigint NOT NULL DEFAULT 0,
    language_code_default text COLLATE "C" NOT NULL DEFAULT '',
    ignore_contact_corres_type bigint NOT NULL DEFAULT 0,
    campaign_no text COLLATE "C" NOT NULL DEFAULT '',
    campaign_target bigint NOT NULL DEFAULT 0,
    campaign_response bigint NOT NULL DEFAULT 0,
    word_template_code text COLLATE "C" NOT NULL DEFAULT '',
    wizard_action bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX interaction_template_version ON interaction_template (version, code);

CREATE TABLE interaction_tmpl_language (
    interaction_template_code text COLLATE "C" NOT NULL DEFAULT '',
    language_code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    word_template_code text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (interaction_template_code, language_code)
);
CREATE INDEX interaction_tmpl_language_version ON interaction_tmpl_language (version, interaction_template_code, language_code);

CREATE TABLE campaign_status (
    code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code)
);
CREATE INDEX campaign_status_version ON campaign_status (version, code);

CREATE TABLE campaign (
    no text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    starting_date text COLLATE "C" NOT NULL DEFAULT '',
    ending_date text COLLATE "C" NOT NULL DEFAULT '',
    salesperson_code text COLLATE "C" NOT NULL DEFAULT '',
    status_code text COLLATE "C" NOT NULL DEFAULT '',
    last_date_modified text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (no)
);
CREATE INDEX campaign_version ON campaign (version, no);

CREATE TABLE logged_segment (
    entry_no bigint NOT NULL DEFAULT 0,
    segment_no text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    creation_date text COLLATE "C" NOT NULL DEFAULT '',
    user_id text COLLATE "C" NOT NULL DEFAULT '',
    canceled bigint NOT NULL DEFAULT 0,
    local bigint NOT NULL DEFAULT 0,
    canceled_by bigint NOT NULL DEFAULT 0,
    taken_back bigint NOT NULL DEFAULT 0,
    follow_up_no text COLLATE "C" NOT NULL DEFAULT '',
    follow_up_state text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (entry_no)
);
CREATE INDEX logged_segment_version ON logged_segment (version, entry_no);

CREATE TABLE campaign_entry (
    entry_no bigint NOT NULL DEFAULT 0,
    campaign_no text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    date text COLLATE "C" NOT NULL DEFAULT '',
    user_id text COLLATE "C" NOT NULL DEFAULT '',
    segment_no text COLLATE "C" NOT NULL DEFAULT '',
    canceled bigint NOT NULL DEFAULT 0,
    salesperson_code text COLLATE "C" NOT NULL DEFAULT '',
    register_no bigint NOT NULL DEFAULT 0,
    local bigint NOT NULL DEFAULT 0,
    canceled_by bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (entry_no)
);
CREATE INDEX campaign_entry_version ON campaign_entry (version, entry_no);

CREATE TABLE to_do (
    no text COLLATE "C" NOT NULL DEFAULT '',
    type bigint NOT NULL DEFAULT 0,
    description text COLLATE "C" NOT NULL DEFAULT '',
    date text COLLATE "C" NOT NULL DEFAULT '',
    status bigint NOT NULL DEFAULT 0,
    priority bigint NOT NULL DEFAULT 1,
    salesperson_code text COLLATE "C" NOT NULL DEFAULT '',
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    contact_company_no text COLLATE "C" NOT NULL DEFAULT '',
    segment_no text COLLATE "C" NOT NULL DEFAULT '',
    campaign_no text COLLATE "C" NOT NULL DEFAULT '',
    opportunity_no text COLLATE "C" NOT NULL DEFAULT '',
    closed bigint NOT NULL DEFAULT 0,
    date_closed text COLLATE "C" NOT NULL DEFAULT '',
    canceled bigint NOT NULL DEFAULT 0,
    start_time text COLLATE "C" NOT NULL DEFAULT '',
    duration double precision NOT NULL DEFAULT 0,
    location text COLLATE "C" NOT NULL DEFAULT '',
    recurring bigint NOT NULL DEFAULT 0,
    recurring_date_interval text COLLATE "C" NOT NULL DEFAULT '',
    calc_due_date_from bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (no)
);
CREATE INDEX to_do_version ON to_do (version, no);
CREATE INDEX to_do_contact_no ON to_do (contact_no);

CREATE TABLE salutation_formula (
    salutation_code text COLLATE "C" NOT NULL DEFAULT '',
    language_code text COLLATE "C" NOT NULL DEFAULT '',
    salutation_type bigint NOT NULL DEFAULT 0,
    salutation text COLLATE "C" NOT NULL DEFAULT '',
    name_1 bigint NOT NULL DEFAULT 0,
    name_2 bigint NOT NULL DEFAULT 0,
    name_3 bigint NOT NULL DEFAULT 0,
    name_4 bigint NOT NULL DEFAULT 0,
    name_5 bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (salutation_code, language_code, salutation_type)
);
CREATE INDEX salutation_formula_version ON salutation_formula (version, salutation_code, language_code, salutation_type);

CREATE TABLE household_salutation (
    language_code text COLLATE "C" NOT NULL DEFAULT '',
    salutation_type bigint NOT NULL DEFAULT 0,
    salutation text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (language_code, salutation_type)
);
CREATE INDEX household_salutation_version ON household_salutation (version, language_code, salutation_type);

-- Segments: a header with its holder, lines by Contact No., steps with the snapshots of
-- lines that are in the segment after each, and replays. holder is the role that may change
-- it. revision is another text each time that it is sent. last_changed_at is the header's
-- changed_at in the company file. call_id is the id of the interaction that a call made.
CREATE TABLE segment_header (
    no text COLLATE "C" NOT NULL DEFAULT '',
    holder text COLLATE "C" NOT NULL DEFAULT '',
    revision text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    salesperson_code text COLLATE "C" NOT NULL DEFAULT '',
    date text COLLATE "C" NOT NULL DEFAULT '',
    interaction_template_code text COLLATE "C" NOT NULL DEFAULT '',
    language_code_default text COLLATE "C" NOT NULL DEFAULT '',
    subject_default text COLLATE "C" NOT NULL DEFAULT '',
    ignore_contact_corres_type bigint NOT NULL DEFAULT 0,
    correspondence_type_default bigint NOT NULL DEFAULT 0,
    information_flow bigint NOT NULL DEFAULT 0,
    initiated_by bigint NOT NULL DEFAULT 0,
    unit_cost_lcy double precision NOT NULL DEFAULT 0,
    unit_duration_min double precision NOT NULL DEFAULT 0,
    send_word_docs_as_attmt bigint NOT NULL DEFAULT 0,
    word_template text COLLATE "C" NOT NULL DEFAULT '',
    campaign_no text COLLATE "C" NOT NULL DEFAULT '',
    campaign_target bigint NOT NULL DEFAULT 0,
    campaign_response bigint NOT NULL DEFAULT 0,
    step bigint NOT NULL DEFAULT 0,
    last_changed_at text COLLATE "C" NOT NULL DEFAULT '',
    typed_fields text COLLATE "C" NOT NULL DEFAULT '',
    interaction_group_code text COLLATE "C" NOT NULL DEFAULT '',
    logged_segment_entry_no bigint NOT NULL DEFAULT 0,
    replay bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (no)
);
CREATE INDEX segment_header_version ON segment_header (version, no);

CREATE TABLE segment_line (
    segment_no text COLLATE "C" NOT NULL DEFAULT '',
    line_no bigint NOT NULL DEFAULT 0,
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    own text COLLATE "C",
    filled_fields text COLLATE "C",
    call_id bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (segment_no, line_no)
);
CREATE INDEX segment_line_version ON segment_line (version, segment_no, line_no);
CREATE INDEX segment_line_contact_no ON segment_line (contact_no);

CREATE TABLE segment_step (
    segment_no text COLLATE "C" NOT NULL DEFAULT '',
    step bigint NOT NULL DEFAULT 0,
    criteria text COLLATE "C" NOT NULL DEFAULT '',
    resolved text COLLATE "C" NOT NULL DEFAULT '',
    lines_before bigint NOT NULL DEFAULT 0,
    lines_after bigint NOT NULL DEFAULT 0,
    last_line_no bigint NOT NULL DEFAULT 0,
    made_at text COLLATE "C" NOT NULL DEFAULT '',
    made_by text COLLATE "C" NOT NULL DEFAULT '',
    snapshot bytea NOT NULL DEFAULT '',
    today text COLLATE "C" NOT NULL DEFAULT '',
    work_date text COLLATE "C" NOT NULL DEFAULT '',
    me text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (segment_no, step)
);
CREATE INDEX segment_step_version ON segment_step (version, segment_no, step);

CREATE TABLE segment_replay (
    segment_no text COLLATE "C" NOT NULL DEFAULT '',
    replay bigint NOT NULL DEFAULT 0,
    kind text COLLATE "C" NOT NULL DEFAULT '',
    changed_step bigint NOT NULL DEFAULT 0,
    step bigint NOT NULL DEFAULT 0,
    made_at text COLLATE "C" NOT NULL DEFAULT '',
    made_by text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (segment_no, replay)
);
CREATE INDEX segment_replay_version ON segment_replay (version, segment_no, replay);

CREATE TABLE segment_replay_step (
    segment_no text COLLATE "C" NOT NULL DEFAULT '',
    replay bigint NOT NULL DEFAULT 0,
    step bigint NOT NULL DEFAULT 0,
    criteria text COLLATE "C" NOT NULL DEFAULT '',
    resolved text COLLATE "C" NOT NULL DEFAULT '',
    lines_before bigint NOT NULL DEFAULT 0,
    lines_after bigint NOT NULL DEFAULT 0,
    last_line_no bigint NOT NULL DEFAULT 0,
    made_at text COLLATE "C" NOT NULL DEFAULT '',
    made_by text COLLATE "C" NOT NULL DEFAULT '',
    today text COLLATE "C" NOT NULL DEFAULT '',
    work_date text COLLATE "C" NOT NULL DEFAULT '',
    me text COLLATE "C" NOT NULL DEFAULT '',
    snapshot bytea NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (segment_no, replay, step)
);
CREATE INDEX segment_replay_step_version ON segment_replay_step (version, segment_no, replay, step);

-- Documents: each once, under the SHA-256 of its bytes.
CREATE TABLE attachment (
    sha256 text COLLATE "C" NOT NULL DEFAULT '',
    kind text COLLATE "C" NOT NULL DEFAULT '',
    file_name text COLLATE "C" NOT NULL DEFAULT '',
    size bigint NOT NULL DEFAULT 0,
    content bytea NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (sha256)
);
CREATE INDEX attachment_version ON attachment (version, sha256);

CREATE TABLE word_template (
    code text COLLATE "C" NOT NULL DEFAULT '',
    language_code text COLLATE "C" NOT NULL DEFAULT '',
    description text COLLATE "C" NOT NULL DEFAULT '',
    added_at text COLLATE "C" NOT NULL DEFAULT '',
    added_by text COLLATE "C" NOT NULL DEFAULT '',
    sha256 text COLLATE "C" NOT NULL DEFAULT '',
    matches text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (code, language_code)
);
CREATE INDEX word_template_version ON word_template (version, code, language_code);

CREATE TABLE interaction_attachment (
    id bigint NOT NULL,
    place bigint NOT NULL DEFAULT 0,
    sha256 text COLLATE "C" NOT NULL DEFAULT '',
    field_values bytea NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (id, place)
);
CREATE INDEX interaction_attachment_version ON interaction_attachment (version, id, place);

-- Numbers of contacts that were merged into another, and pairs that are not duplicates.
CREATE TABLE contact_number (
    no text COLLATE "C" NOT NULL DEFAULT '',
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (no)
);
CREATE INDEX contact_number_version ON contact_number (version, no);
CREATE INDEX contact_number_contact_no ON contact_number (contact_no);

CREATE TABLE not_duplicate (
    contact_no text COLLATE "C" NOT NULL DEFAULT '',
    other_no text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 0,
    changed_by text COLLATE "C" NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (contact_no, other_no)
);
CREATE INDEX not_duplicate_version ON not_duplicate (version, contact_no, other_no);
