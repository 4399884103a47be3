// Package core is what Winnow knows, without any window. The package itself holds
// only what all of its parts share: the error that is shown to people ([Problem]) and
// texts that can be said in several languages ([Message]). Nothing in core prints,
// and nothing in core knows Fyne or the command line.
//
// This is the place to begin reading. It explains the terms, what happens when
// somebody runs an action, and what a company file contains.
//
// # Terms
//
// The terms are those of Business Central, and the code uses the same words.
//
//   - Contact: a company or a person that letters can be sent to. A person can belong
//     to a company through Company No.
//   - Segment: a list of contacts that was picked for a purpose, such as a mailing. It
//     consists of a header and of lines, one line for each contact.
//   - Criteria: what a person asked for. A [winnow/core/criteria.Step] has the filters
//     of the sections (Contact, Mailing Groups, Interaction Log, …) and the options of
//     one action.
//   - Action: Add brings contacts in. Refine keeps the lines that match and removes the
//     others. Reduce removes the lines that match.
//   - Step: an action that was carried out. The steps of a segment are its history. Go
//     Back and Go Forward change which step is in force.
//   - Snapshot: the set of lines that are in the segment after a step.
//   - Line default: a value that a line takes from its contact or from the header,
//     as long as it has no value of its own.
//   - Recipe: criteria as a file, or stored in the company as saved criteria.
//
// # Packages
//
// Imports point downwards: cmd, gui, core, data. In core itself the order is as
// follows, lowest first.
//
//   - [winnow/core/catalog] describes tables, sections and fields. Dialogs, SQL,
//     import, export and the text of criteria all come from this one description.
//   - [winnow/core/locale] is the table of languages and regions.
//   - [winnow/core/fold] and [winnow/core/value] compare texts, and read and write single
//     values. [winnow/core/filter] is the filter language.
//   - [winnow/core/company] opens a company file; its catalog has the company's own
//     fields, which [winnow/core/ownfield] changes. [winnow/core/record] reads rows for
//     lists and lookups.
//   - [winnow/core/criteria] checks what an action asks for. [winnow/core/selection]
//     finds the contacts. [winnow/core/segment] changes segments and keeps their
//     history.
//   - [winnow/core/importer] brings contacts in, from what [winnow/core/source] reads
//     and [winnow/core/headings] recognises.
//   - [winnow/core/hub] keeps a company on a PostgreSQL server that several people share.
//     [winnow/core/credential] keeps passwords in the system's keyring.
//   - Mailings, labels, e-mails and lists go out through the packages that are named
//     after them.
//
// # How an action runs
//
// An action is one transaction. If it fails or is cancelled, nothing has changed.
//
//  1. [winnow/core/criteria.Compile] parses the filters with today's date, the work
//     date and the person's salesperson code. A filter that is wrong is reported with
//     the section, the field and the position. Nothing was read so far.
//  2. [winnow/core/selection] asks SQL once for each section that has filters. Each
//     answer is a Roaring bitmap of contact ids. The bitmaps are intersected, so no
//     query is ever run for a single contact.
//  3. [winnow/core/segment] loads the snapshot in force. For Refine and Reduce it looks
//     up which lines belong to the contacts that were found, and computes the new set of
//     lines. For Add it inserts a row for each new contact. Removing lines deletes no
//     rows.
//  4. Steps that were taken back before are dropped, with the lines that only they had.
//     The new step is stored with its criteria and its snapshot, and the header's step
//     number is set to it.
//
// A preview does the same without step 4 and without inserting anything. It
// remembers each section's bitmap until that section's filters change.
//
// In the window a preview of a large company need not ask SQL: [winnow/core/rowindex]
// reads the fields that dialogs show at first into memory, in the background once a
// company is open, and answers their filters in milliseconds. The file keeps nothing of it,
// so imports and the command line pay nothing for it. What is written from then on is
// noted by temporary triggers ([winnow/data.File.Watch]), and the rows of the contacts
// concerned are looked at by SQL. Where too much has changed, or another program has
// written, SQL answers everything until the rows have been read again, which a dialog asks
// for as it opens.
//
// # The company file
//
// A company is one SQLite file in WAL mode. PRAGMA application_id is 0x574E4E57
// ("WNNW"). [winnow/data] owns the connections, and refuses files whose schema is not
// exactly the one that its migrations make. Texts are UTF-8. Dates are texts such as
// "2026-11-23", or empty. Times are RFC 3339 in UTC. Booleans are 0 or 1. Options are
// the number of the option in the catalog. Decimals are REAL with at most 15
// significant digits. No column of the data is ever NULL; what is empty is an empty text or 0.
//
// Contacts and what belongs to them:
//
//   - contact: a row for each company or person. id is the internal number that
//     bitmaps contain, no is Business Central's number.
//   - contact_alt_address, contact_alt_addr_date_range: other addresses, and when they
//     are in force.
//   - contact_profile_answer, contact_mailing_group, contact_job_responsibility,
//     contact_industry_group, contact_business_relation: a contact's answers, groups,
//     responsibilities and relations.
//   - interaction_log_entry: letters, calls and meetings with a contact. local marks
//     those that were made here, canceled_by says why an entry is canceled (a sum of
//     the reasons of package cancellation), edited_at and edited_by when and by whom it was edited.
//   - inter_log_entry_comment_line: comments on interactions.
//   - interaction_attachment: what went out with an interaction. field_values is the
//     compressed JSON of what was merged into the template, or empty for a file that
//     a person gave.
//   - to_do: tasks, most of them about a contact.
//   - contact_number: numbers of contacts that were merged into another one.
//   - not_duplicate: pairs of contacts that look like duplicates and are not.
//   - value_entry, posted_document: what was sold, and to whom.
//
// Code tables, which people maintain: salesperson_purchaser, territory, country_region,
// language, organizational_level, mailing_group, job_responsibility, industry_group,
// business_relation, inventory_posting_group, interaction_group, salutation,
// salutation_formula, household_salutation, item, item_variant, profile_questionnaire_header,
// profile_questionnaire_line, interaction_template, interaction_tmpl_language,
// campaign, campaign_status.
//
// Segments:
//
//   - segment_header: the fields of the card. step is the number of the step in force.
//     typed_fields lists fields that a person filled in, which an interaction template
//     must not overwrite. logged_segment_entry_no is 0 for an active segment; else the
//     segment was logged, and is sealed.
//   - segment_line: segment_id, line_no, contact_id, and in own a JSON object of the
//     values that differ from the line's defaults. filled_fields lists those of them
//     that an interaction template filled in. call_entry_no is the interaction of a
//     call that was made from the line. A row is written by the step that adds
//     the line, and stays as long as any step can be restored that contains it.
//   - segment_step: a row for each step, and one for step 0, which is the state that
//     Go Back cannot go behind. It has the criteria as they were typed (criteria) and
//     with tokens such as %today replaced (resolved), both as JSON in the form of a
//     recipe, the number of lines before and after, the highest line number so far, and
//     the snapshot. today, work_date and me are what its filters were resolved with.
//   - segment_replay: a row each time that steps were run again, because an earlier one
//     was changed or to refresh the segment. replay in segment_header is how many of
//     them are in force.
//   - segment_replay_step: the list of steps that a replay took the place of. While the
//     replay is taken back, it is the list that the replay made.
//   - logged_segment: segments that were logged. taken_back says that the log was
//     undone; follow_up_no is the segment that was made with it.
//   - campaign_entry: what was logged for a campaign.
//
// What is stored under a name: saved_criteria (recipes), filter_set (filters of the
// dialogs), export_profile (columns of an export), word_template (templates of letters,
// which can differ by language). The bytes of templates, and of files that belong to
// interactions, are in attachment, the same bytes once.
//
// The company itself:
//
//   - own_field: the fields that contacts have in this company only. Each is a column of
//     contact with its key as its name; options are the captions of an option field as a
//     JSON array, less the blank one.
//   - setting: the settings. no_series: the last number given to contacts, segments,
//     tasks and campaigns, and to entries that were made here.
//   - mailing and mailing_message: the e-mails that the program sent by itself, each with
//     what became of it.
//   - output_log_entry: what has left the company, when, and to which file. made_path
//     and made_id identify a file that is still being written.
//   - import_undo: what the last import changed, so that it can be taken back.
//   - undo_action, undo_row: what an action changed that can be taken back later, such
//     as a merge of contacts.
//   - goose_db_version: which migrations were applied.
//
// # The snapshot
//
// A snapshot is a Roaring bitmap in the portable serialization that the Roaring
// specification defines. It contains the line numbers divided by 10,000, since line
// numbers are multiples of 10,000 as in Business Central. A line number is not given
// twice while a step that contains it can be restored. Snapshots are run-optimised
// before they are stored, and validated when they are read, since the file can come
// from elsewhere. A step of a million lines takes about 0.13 bytes for each line.
//
// # Versions
//
// The version of a file is that of the newest migration in data/migrations that was
// applied to it. Migrations only go forward. Before an older file is migrated, it is
// copied to a file beside it whose name ends in .version-N.backup. A file that is
// newer than the program is refused. data/testdata has a file of each version, and
// the tests open all of them.
//
// The form of the snapshot has not changed since it was introduced with migration
// 0002. If it has to change, a migration rewrites the snapshots in the same
// transaction.
package core
