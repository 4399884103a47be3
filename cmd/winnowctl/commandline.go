package main

import (
	"bufio"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/value"
)

const description = `Winnow's segments without a window.

Run "winnowctl help COMMAND" for more on a command, with an example. Put "--" before a word that begins with "-" and is not a flag.`

// commandLine is the grammar: flags that may stand anywhere, and commands.
type commandLine struct {
	DB       *string      `group:"global" name:"db" placeholder:"FILE" help:"The company file; by default $WINNOW_DB, or company.winnow in the user's data folder."`
	Today    day          `group:"global" placeholder:"DAY" help:"The day that t stands for in filters, such as 2026-11-23."`
	WorkDate day          `group:"global" placeholder:"DAY" help:"The day that w and date formulas count from."`
	Me       personalCode `group:"global" placeholder:"CODE" help:"The salesperson code that %me stands for in filters."`
	JSON     bool         `group:"global" name:"json" help:"Print data as JSON."`
	Help     helpFlag     `group:"global" short:"h" help:"Show this help."`

	HelpCommand helpCommand `cmd:"" name:"help" help:"Show the help of the program or of a command."`

	Demo     demoCommand     `cmd:"" help:"Put the sample company into a new file."`
	Import   importCommand   `cmd:"" help:"Import a workbook, a folder of .csv, or one .csv or .vcf."`
	Tables   tablesCommand   `cmd:"" help:"List the tables, and the sections that filters can use."`
	Fields   fieldsCommand   `cmd:"" help:"List the fields of a section or of another table."`
	Field    fieldCommand    `cmd:"" help:"List, add, change and delete the fields that contacts have in this company only."`
	Segments segmentsCommand `cmd:"" help:"List the segments."`
	New      newCommand      `cmd:"" help:"Create a segment and print its No."`
	Show     showCommand     `cmd:"" help:"Show a segment's header."`
	Set      setCommand      `cmd:"" help:"Change a segment's header."`
	Delete   deleteCommand   `cmd:"" help:"Delete a segment."`

	Add    addCommand    `cmd:"" help:"Add Contacts: add the contacts that the filters select."`
	Refine refineCommand `cmd:"" help:"Refine Contacts: keep the contacts that the filters select."`
	Reduce reduceCommand `cmd:"" help:"Reduce Contacts: remove the contacts that the filters select."`
	Split  splitCommand  `cmd:"" help:"Make each part of a segment a segment of its own."`
	Apply  applyCommand  `cmd:"" help:"Run a recipe as further steps."`
	Reuse  reuseCommand  `cmd:"" help:"Run saved criteria, after a segment's steps or instead of its lines."`

	Replay  replayCommand  `cmd:"" help:"Change an earlier step and run the later ones again."`
	Refresh refreshCommand `cmd:"" help:"Run all steps again on today's data."`

	Criteria      criteriaCommand      `cmd:"" help:"Show a segment's steps, or print them as a recipe."`
	Save          saveCommand          `cmd:"" help:"Save a segment's steps in force under a code."`
	Saved         savedCommand         `cmd:"" help:"List, show, rename and delete saved criteria."`
	Back          backCommand          `cmd:"" help:"Go Back: take back the last step in force."`
	Forward       forwardCommand       `cmd:"" help:"Go Forward: do the last step that was taken back again."`
	Goto          gotoCommand          `cmd:"" help:"Put any step in force; 0 is before the first."`
	ClearCriteria clearCriteriaCommand `cmd:"" help:"Delete the steps and keep the lines."`

	Lines    linesCommand    `cmd:"" help:"Print a segment's lines, in order."`
	Line     lineCommand     `cmd:"" help:"Add, delete and change lines by hand."`
	Facet    facetCommand    `cmd:"" help:"Count a segment's contacts by the values of a field."`
	Compare  compareCommand  `cmd:"" help:"Compare two segments: who is on one only, or on both."`
	Explain  explainCommand  `cmd:"" help:"Show step by step what happened to a contact and why."`
	Ready    readyCommand    `cmd:"" help:"Check a segment before a mailing: what is missing, who is listed twice."`
	Export   exportCommand   `cmd:"" help:"Export a segment's lines for mail merge."`
	Profiles profilesCommand `cmd:"" help:"List the export profiles."`
	Profile  profileCommand  `cmd:"" help:"Save and delete export profiles."`
	Merge    mergeCommand    `cmd:"" help:"Write letters from a Word template to a segment's contacts."`

	Log          logCommand          `cmd:"" help:"Log a segment: each line becomes an interaction."`
	Unlog        unlogCommand        `cmd:"" help:"Take a log back: the segment is active again."`
	Logged       loggedCommand       `cmd:"" help:"List, show, cancel and delete logged segments."`
	ReuseLogged  reuseLoggedCommand  `cmd:"" help:"Add the contacts of a logged segment to another segment."`
	MailingGroup mailingGroupCommand `cmd:"" help:"Put a segment's contacts into a mailing group."`

	Templates templatesCommand `cmd:"" help:"List the Word templates that are kept in the company file."`
	Template  templateCommand  `cmd:"" help:"Add and delete Word templates, and list their fields."`

	Labels  labelsCommand  `cmd:"" help:"Print address labels to a PDF file."`
	Printed kong.Plugins   `embed:""`
	Mails   mailsCommand   `cmd:"" help:"Write an e-mail to each contact from a template, for any mail program to send, or send it."`
	Mailing mailingCommand `cmd:"" help:"Write letters, e-mails and a list, as each line's Correspondence Type says."`
	Mailto  mailtoCommand  `cmd:"" help:"Print links that open an e-mail to many contacts."`
	Written kong.Plugins   `embed:""`

	Interactions interactionsCommand `cmd:"" help:"List what happened with contacts."`
	Interaction  interactionCommand  `cmd:"" help:"Record, finish, evaluate, cancel, comment and delete interactions."`

	Contact   contactCommand   `cmd:"" help:"Make and change contacts, count, merge and erase them."`
	Campaigns campaignsCommand `cmd:"" help:"List the campaigns and what came of them."`
	Campaign  campaignCommand  `cmd:"" help:"Make and change campaigns, and tell what came of them."`

	Tasks tasksCommand `cmd:"" help:"List tasks, or write them for a calendar program."`
	Task  taskCommand  `cmd:"" help:"Make, change, close, reopen, cancel and delete tasks."`

	Hub hubCommand `cmd:"" help:"Share a company with a team: make a hub, join it, sync, settle conflicts."`

	BCPackage  bcPackageCommand  `cmd:"" name:"bc-package" help:"Write a configuration package that Business Central imports: segments, and contacts that were changed."`
	Outputs    outputsCommand    `cmd:"" help:"List what was written or sent from the company file: when, by whom, how many rows, where to."`
	Backup     backupCommand     `cmd:"" help:"Write a consistent copy of the company file, while it is in use."`
	Restore    restoreCommand    `cmd:"" help:"Make a backup the company file again."`
	Check      checkCommand      `cmd:"" help:"Check the company file and every segment's history."`
	Recover    recoverCommand    `cmd:"" help:"Save what can be read of a damaged company file into a new one."`
	Settings   settingsCommand   `cmd:"" help:"Show or change the company's settings."`
	Completion completionCommand `cmd:"" help:"Print a script that completes commands and flags in a shell."`
	Version    versionCommand    `cmd:"" help:"Print the program's version."`
}

func newCommandLine() *commandLine {
	return &commandLine{New: newNewCommand(), Printed: kindCommands(true), Written: kindCommands(false)}
}

// globalFlags heads the flags that every command has, below a command's own.
var globalFlags = kong.Groups{"global": "Flags of every command, which may stand anywhere:"}

// helpCommand is help as a word. A command line that has it is arranged as one
// with --help; see arrange.
type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command to show help for."`
}

func (helpCommand) Help() string {
	return `Example:

	winnowctl help
	winnowctl help line add`
}

// helpFlag prints help and ends the command.
type helpFlag bool

// BeforeReset is called by the parser when the flag was read, before missing
// arguments are complained of.
func (helpFlag) BeforeReset(parsed *kong.Context) error {
	if err := parsed.PrintUsage(false); err != nil {
		return err
	}
	return errHelp
}

// day is a flag's value in the form 2026-11-23.
type day string

// UnmarshalText is called by the parser.
func (d *day) UnmarshalText(text []byte) error {
	if !value.ValidDay(string(text)) {
		return usagef("%q is not a day; write it as 2026-11-23", text)
	}
	*d = day(text)
	return nil
}

// personalCode is a flag's value that is a code.
type personalCode string

// UnmarshalText is called by the parser.
func (c *personalCode) UnmarshalText(text []byte) error {
	code, err := value.Code(string(text))
	if err != nil {
		return err
	}
	*c = personalCode(code)
	return nil
}

// session turns the flags that may stand anywhere into what commands need.
func (l *commandLine) session(std streams, out *bufio.Writer) (*session, error) {
	s := &session{in: std.in, out: out, err: std.err, json: l.JSON, now: time.Now, path: os.Getenv("WINNOW_DB"),
		env: filter.Env{Today: string(l.Today), WorkDate: string(l.WorkDate), Me: string(l.Me)}}
	switch {
	case l.DB != nil && *l.DB == "":
		return nil, usagef("--db: a file name is missing")
	case l.DB != nil:
		s.path = *l.DB
	case s.path == "":
		s.path = company.DefaultPath()
	}
	s.wait = newWaiting(std.err)
	return s, nil
}
