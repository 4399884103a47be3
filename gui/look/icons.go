package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"winnow/assets"
)

// Icon is a drawing of assets/icons by its name without ".svg", or "" for none.
type Icon string

const (
	IconNone       Icon = ""
	IconAdd        Icon = "add"
	IconRefine     Icon = "refine"
	IconReduce     Icon = "reduce"
	IconBack       Icon = "back"
	IconForward    Icon = "forward"
	IconExport     Icon = "export"
	IconImport     Icon = "import"
	IconLog        Icon = "log"
	IconSegment    Icon = "segment"
	IconContacts   Icon = "contacts"
	IconPerson     Icon = "person"
	IconCompany    Icon = "company"
	IconHome       Icon = "home"
	IconSearch     Icon = "search"
	IconSettings   Icon = "settings"
	IconHelp       Icon = "help"
	IconFilter     Icon = "filter"
	IconColumns    Icon = "columns"
	IconClose      Icon = "close"
	IconCalendar   Icon = "calendar"
	IconMore       Icon = "more"
	IconDown       Icon = "down"
	IconRight      Icon = "right"
	IconUp         Icon = "up"
	IconPrevious   Icon = "previous"
	IconNext       Icon = "next"
	IconCheck      Icon = "check"
	IconDelete     Icon = "delete"
	IconEdit       Icon = "edit"
	IconNew        Icon = "new"
	IconCopy       Icon = "copy"
	IconSave       Icon = "save"
	IconLink       Icon = "link"
	IconMail       Icon = "mail"
	IconWarning    Icon = "warning"
	IconInfo       Icon = "info"
	IconCampaign   Icon = "campaign"
	IconHistory    Icon = "history"
	IconCriteria   Icon = "criteria"
	IconRefresh    Icon = "refresh"
	IconOpen       Icon = "open"
	IconBackup     Icon = "backup"
	IconSort       Icon = "columnsort"
	IconTemplates  Icon = "templates"
	IconStatistics Icon = "statistics"
)

// Resource returns the drawing in that colour, which follows the theme, or nil
// for IconNone and a name that is not there.
func (i Icon) Resource(name fyne.ThemeColorName) fyne.Resource {
	if i == IconNone {
		return nil
	}
	data, err := assets.Icons.ReadFile("icons/" + string(i) + ".svg")
	if err != nil {
		return nil
	}
	return theme.NewColoredResource(fyne.NewStaticResource(string(i)+".svg", data), name)
}
