// Package hub keeps one company on many laptops. The hub is a schema of a PostgreSQL
// database; each laptop has a company file with all of the company or with a part of it,
// works without the hub, and exchanges changes with it when they can reach each other.
// [Create] makes a hub, [Upgrade] brings its tables up to date, [Join] lets a company file
// belong to it, and [Sync] sends what was changed here and fetches what was changed
// elsewhere. [ReadStatus] says how a file stands to its hub, [Conflicts] and [Resolve]
// settle what was changed on both sides, and [Leave] makes it a company of its own. The
// package knows no window, and is the only one that talks to a server: without a hub none
// of its code runs.
//
// # What a hub holds
//
// One schema for each company, winnow_NAME, has the tables of the catalog and of
// segments under their keys, with the values that the company file has. Text columns have
// the collation "C", so that order and comparison are the same on both sides. Every row
// has the version of the last sync that changed it, the role that changed it, when, and
// whether it is deleted. Of a deleted row its key stays, so that laptops hear of it, and
// nothing else.
//
// Rows are known by numbers that mean the same on every laptop, never by ids of one file:
// lines of segments name contacts by Contact No., documents are known by the SHA-256 of
// their bytes. An interaction has an id, which is the Entry No. that it first had, and
// keeps it when Business Central gives it another number.
//
// What concerns a person and not the company stays in the file: settings, filter sets,
// export profiles, saved criteria, the list of outputs and what can be undone.
//
// # How a change on a laptop is noticed
//
// Joining a hub puts triggers into the company file, one for each kind of change of each
// table. They note the key of the row and the values that it had at the last sync, with
// the change and in its transaction, so that no change escapes, whoever makes it. The
// cost of a sync depends on how many rows were changed and not on how many there are.
//
// # In which order things are sent and fetched
//
// A sync sends first and fetches then.
//
//  1. Sending is one transaction on the hub. It locks the row of the table hub and takes
//     the next version from it, reads the rows of the hub that were changed here, and
//     compares field by field: changed only here is written; changed only there is taken;
//     the same on both sides is fine; different on both is a conflict, in which the hub's
//     value stands and ours is kept in the company file. Every row that is written gets the
//     new version.
//  2. Fetching is one transaction on the hub that only reads and sees one moment of it.
//     It asks which tables have something newer, and reads that in the order of version and
//     key, in chunks: first the rows of all tables, those first to which others belong, then
//     the deleted ones the other way round. A chunk is one transaction in the company file,
//     together with the mark behind it.
//
// What was changed goes in sends of at most 5,000 rows or 16 MB, so that memory is bounded
// however much there is to send. Rows of which the hub has none go by COPY, which takes the
// server two thirds of the time. The hub commits the sends one by one:
// first all rows that are there, those before to which others belong, and then the deleted
// ones the other way round.
//
// A row that was deleted on one side and changed on the other stays, and so does one to
// which a row belongs that the other side made. A row that the hub refuses is a conflict of
// its own, and is sent again each time until the hub takes it or somebody settles that. A row that is changed here while it is sent stays noted.
//
// # How many rows are fetched
//
// A chunk has at most 20,000 rows or 16 MB, so that memory is bounded, and the next is read
// while one is written. Its rows are checked one by one and written many at once, as a bulk
// insert does. One by one are taken over those of which more is to be known, such as
// interactions with another Entry No. than their id, and those of a statement that the file
// refused. Where a chunk has many rows the triggers of its table, which would find out row by
// row that all comes from the hub, are taken away and made again in its transaction: nobody
// ever sees the file without them. What this sync has sent itself is not fetched.
//
// The first time that all of a company is fetched, a table that is empty and gets more than
// one chunk is filled without its indexes, but for those that keep keys apart. They are built
// behind the last row, each in a transaction of its own. A file in which that broke is told
// by its mark, which is 0 until it has all: it can be opened and worked with, only slower,
// and has its indexes behind the next sync, or when it leaves the hub or gets a later
// version.
//
// # Parts
//
// [Join] and [SetPart] give a file a part of the company: the contacts that filters select
// on the hub, the companies of selected persons and the persons of selected companies,
// with all rows that belong to them, and the rows that belong to no contact, such as codes.
// The filters are those of segments; core/selection writes them for the hub as well. Which
// lines of a segment are in force a hub does not know: where filters ask for lines, or for
// the number of segments, the laptop reads the lines and what is in force of the segments
// that the filters name, works out what the lines show by the rules of core/segment, and
// binds the numbers of their contacts as one array. A segment that is unsound on the hub ends
// the sync before anything comes or goes, since its contacts are not known.
//
// A row that is newer on the hub is fetched where it belongs to a contact of the file. Only
// the contacts to which newer rows belong, or belonged here, their companies and their
// persons are compared with the part: for all others nothing has changed. The hub is asked
// for them by arrays of numbers, so that it reads their rows and no others. All contacts are
// compared where the filters mean something else than at the last comparison, as dates do
// on another day, where they ask for what is worked out of rows of a table of which some are
// newer, such as the number of interactions, since the hub does not tell whose a deleted or
// moved row was, where they ask for lines and a segment is newer, and where very many rows
// are. A contact that comes into the part is
// fetched with all its rows, however old, in one transaction; one that left goes in the
// same way, and nothing of it is deleted on the hub. It stays, noted as outside the part,
// as long as it is on a segment that this file holds, or anything of it was changed here
// and is not sent, or is in conflict. The contacts of a segment that comes to be held here
// are fetched before the segment. A contact that is made here under a number that the hub
// has already is fetched with all its rows, too.
//
// # Segments
//
// A segment has a holder, who alone changes it: core/segment refuses everybody else. It is
// sent whole, in the transaction in which its contacts are, and fetched whole by others,
// who see it as it was at the holder's last sync and can use it as a filter and copy it. A
// file that has not got all of its contacts has the lines of those that it has, a history
// that fits them, and how many more lines there are. Everything is verified before
// it is kept.
//
// Each time that a segment is sent it gets another revision, which the laptop has noted
// before the hub has it. Where the hub has a revision that a laptop neither sent nor
// fetched, or another holder, what was changed on the laptop since becomes a segment of
// its own with another number, and so does one whose number another segment has there.
// [Give] and [TakeOver] change the holder and nothing else.
//
// A contact that is on a segment stays on the hub. Lines of a contact that was merged into
// another are that one's.
//
// # When all is compared
//
// Most syncs ask for what is newer. All rows are compared when somebody asks for it, since
// other programs may change rows without giving them a new version; when the hub has
// forgotten deleted rows, which hub upgrade makes it do after 90 days, that were newer than
// what the file has; and when the hub's last send of the laptop is not the one that the file
// knows: then the file is a copy or was restored, and goes on as another laptop. Rows that
// the hub has not got go from the file, but for those that were changed here. Where the hub
// itself was restored, its version is lower than the file's, and the file sends all again.
//
// # Fields of the company's own
//
// The table own_field of the hub has them, and each is a column of contact with its key as
// its name. Administrators add them with hub field add or by syncing a file that has
// others; what laptops had in such a field before is sent then.
//
// # How numbers are given
//
// Laptops take the numbers of contacts, segments, tasks and campaigns, and the Entry Nos. of
// what they make, from blocks that the hub gives: the table number_series has up to where
// numbers were given to anybody, and a sync gets another block where half of one is used.
// Numbers that a row of the hub has are left out. Where a block is used up and the hub out
// of reach, work goes on with numbers that have a random part, such as CT-K7QF5A-0001, and
// Entry Nos. from 2 to the power of 52 on; so it does in a copy of a company file, which is
// told by its place on the disk, until the copy has blocks of its own.
//
// # Why no commit is missed
//
// A version that is taken from a sequence, or a time, can become visible after a higher
// one: a laptop that has seen the higher one would never ask for the lower. Here the
// version is a column of the table hub's only row. Whoever writes locks that row until
// its transaction ends, so that versions are given one after another and become visible
// in that order: who reads version 7 sees everything with version 6. Sends of different
// laptops wait for each other; a send is short, since it carries changes only. Reading
// locks nothing.
//
// # How a break is survived
//
// A send ends twice: the hub commits it, and then the company file takes over what came
// of it. Before the hub commits, the file keeps what will have come of it, under an id,
// and the hub keeps the id of the last send of each laptop. If the connection or the
// program ends in between, the next sync asks the hub for that id, with the hub locked so
// that a commit which is still under way has ended. If the hub has committed, the file
// takes over what it kept, and what was sent is no conflict with what others have made of
// it since; if not, nothing was sent. A fetch goes on behind the last chunk. In the same
// way a sync that is done twice changes nothing.
//
// # What the server has to offer
//
// Tables, indexes, roles and transactions of PostgreSQL 14 or newer. Only PostgreSQL was
// tested. Creating and upgrading a hub uses CREATE ROLE, SCHEMA, TABLE and INDEX, GRANT and
// REVOKE, SET LOCAL ROLE and search_path, in one transaction, and reads pg_roles,
// pg_namespace and pg_class; own fields add ALTER TABLE ADD COLUMN, pg_attribute and
// pg_has_role. All else is SELECT, also with FOR UPDATE, INSERT, also with ON
// CONFLICT, UPDATE, DELETE, COPY FROM STDIN, savepoints, unnest, and a read-only transaction that is
// REPEATABLE READ. There is no extension, no function, no trigger, no
// sequence, no LISTEN and no advisory lock. A distributed engine that speaks PostgreSQL's
// protocol has to offer these statements, the collation "C", and that a transaction which
// has locked a row with FOR UPDATE keeps others from locking it and sees what those who
// had it before have committed. The version that a server gives as its own is not looked
// at, since such engines give other numbers.
//
// # What there was to take
//
//   - go-oversync keeps SQLite files and PostgreSQL in step, and its file side notes
//     changes with triggers, as ours does. Its tables need one key column that is a UUID
//     or a text, and a column for the scope of each row; it needs a server of its own
//     between the laptops and the database, and a row belongs to one user. Our keys are
//     Business Central's, often of several columns, one contact is in the parts of several
//     people, and the office should run PostgreSQL and nothing else.
//   - SQLite's session extension notes changes well, but for one connection and in memory
//     until somebody takes them out: what a killed program had written would have escaped.
//     The driver gives no access to it.
//   - ElectricSQL and PowerSync follow PostgreSQL's logical replication through a service
//     of their own, and leave it to the program to send changes and to settle conflicts.
//     That is another server to run, and logical replication is what a distributed engine
//     does not offer. Their rules for parts, a query for each table, are like ours.
//   - CouchDB keeps revisions of whole documents. Two people who change two fields of one
//     contact would be in conflict, and tables and filters would be lost.
//
// Storage, transactions, roles and replication are PostgreSQL's. Migrations are run by this
// package, and not by goose as those of the company file are, since a hub is made in one
// transaction together with its roles and their rights.
//
// # Safety
//
// A hub is hostile until it is checked, as a file is. A row is taken over only where it
// could have been made here: its key is known, its values are of the kind, length and
// range of their fields, a document has the hash that names it. Others are told and left.
// A row that belongs to one which is not here waits for it. The rules that hold among
// logged segments, campaign entries and interactions are brought about again behind a
// fetch.
//
// Another machine is reached over TLS only, and its certificate is verified unless the
// DSN says otherwise. Passwords come from where PostgreSQL's own programs look for them, or
// from the system's keyring, into which [KeepPassword] puts one; they are in no file of
// ours and are never shown. What a person may do is what the roles allow: members of
// winnow_NAME_rep read and write rows and delete none, members of winnow_NAME_admin own
// the tables.
package hub
