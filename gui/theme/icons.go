package theme

import (
	"bytes"
	"fmt"

	"fyne.io/fyne/v2"

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

// drawing is an icon in a colour of the theme in use. Fyne's own themed resources
// colour surfaces only, and ours are lines.
type drawing struct {
	icon  Icon
	color fyne.ThemeColorName
}

// Resource returns the drawing in that colour, which follows the theme, or nil
// for IconNone.
func (i Icon) Resource(name fyne.ThemeColorName) fyne.Resource {
	if i == IconNone {
		return nil
	}
	return drawing{i, name}
}

// Name names the colour too, as drawn pictures are kept by name.
func (d drawing) Name() string { return string(d.icon) + d.hex() + ".svg" }

// Content implements fyne.Resource. A name that is not among our icons is drawn
// as nothing.
func (d drawing) Content() []byte {
	data, err := assets.Icons.ReadFile("icons/" + string(d.icon) + ".svg")
	if err != nil {
		data = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"></svg>`)
	}
	return bytes.ReplaceAll(data, []byte("#000000"), []byte(d.hex()))
}

func (d drawing) hex() string {
	r, g, b, _ := Color(d.color).RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
