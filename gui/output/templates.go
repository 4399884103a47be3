package output

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/catalog"
	"winnow/core/mail"
	"winnow/core/template"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Templates is the page with the templates that the company keeps.
type Templates struct {
	session *session.Session
	store   *template.Store
	table   *table.Table
	page    *widget.Page
	adding  *Adding
}

// keptTemplate is a template with the fields that it has.
type keptTemplate struct {
	template.Template
	fields, unknown []string
}

// OpenTemplates returns the page with the templates.
func OpenTemplates(s *session.Session) *Templates {
	p := &Templates{session: s, store: template.New(s.Company)}
	columns := templateColumns()
	p.table = table.New(table.Params{
		Session: s, Name: "templates", Caption: i18n.T("common.word_templates"), Columns: columns,
		Source: table.Items[keptTemplate]{
			Columns: columns, All: p.read,
			Key:   func(t keptTemplate) string { return t.Code + "\t" + t.Language },
			Value: templateValue, Cell: templateCell,
		},
		Count: func(n int) string { return i18n.T("output.n_templates", "count", n) },
		Empty: i18n.T("output.no_word_templates_yet_add_alt_n"),
	})
	bar, needing := p.actions()
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: func(int) { p.saveAs() }, New: p.add, Delete: p.askDelete})
	p.page.OnDrop = p.dropped
	return p
}

func templateColumns() []table.Column {
	return []table.Column{
		table.NewColumn("code", i18n.T("caption.code"), catalog.Code, 150),
		table.NewColumn("language", i18n.T("caption.language_code"), catalog.Code, 130),
		table.NewColumn("description", i18n.T("caption.description"), catalog.Text, 260),
		table.NewColumn("kind", i18n.T("output.kind_of_template"), catalog.Text, 150),
		table.NewColumn("size", i18n.T("output.size_kb"), catalog.Integer, 90),
		table.NewColumn("unknown", i18n.T("output.fields_not_known"), catalog.Text, 180),
		table.NewColumn("fields", i18n.T("output.fields"), catalog.Text, 400),
		table.NewColumn("by", i18n.T("output.added_by"), catalog.Text, 110),
	}
}

func templateValue(t keptTemplate, column string) any {
	switch column {
	case "code":
		return t.Code
	case "language":
		return t.Language
	case "description":
		return t.Description
	case "kind":
		return kindName(t.Kind)
	case "size":
		return (t.Size + 1023) / 1024
	case "unknown":
		return strings.Join(t.unknown, ", ")
	case "by":
		return t.By
	}
	return strings.Join(t.fields, ", ")
}

// kindName names a kind of template.
func kindName(kind string) string {
	switch kind {
	case template.Text:
		return i18n.T("output.template_txt")
	case template.HTML:
		return i18n.T("output.template_html")
	}
	return i18n.T("output.template_docx")
}

func templateCell(t keptTemplate, column string) list.Cell {
	switch value := templateValue(t, column).(type) {
	case int64:
		return list.Cell{Text: widget.Number(int(value))}
	case string:
		if column == "unknown" {
			return list.Cell{Text: value, Style: list.Bold}
		}
		return list.Cell{Text: value}
	}
	return list.Cell{}
}

// read reads the templates, and which fields they have.
func (p *Templates) read(ctx context.Context) ([]keptTemplate, error) {
	all, err := p.store.All(ctx)
	var list []keptTemplate
	for _, t := range all {
		document, err := p.store.Document(ctx, t.Code, t.Language)
		if err != nil {
			return nil, err
		}
		fields, err := mail.Fields(t.Kind, document, p.session.Company.Catalog(), t.Matches)
		if err != nil {
			return nil, err
		}
		k := keptTemplate{Template: t}
		for _, f := range fields {
			if !f.Known {
				k.unknown = append(k.unknown, f.Name)
			}
			k.fields = append(k.fields, f.Name)
		}
		list = append(list, k)
	}
	return list, err
}

// Page is the list as the navigator shows it.
func (p *Templates) Page() *widget.Page { return p.page }

// actions are the page's, and the buttons that need a template.
func (p *Templates) actions() (bar *widget.ActionBar, needing []*widget.Button) {
	bar = widget.NewActionBar(widget.Action{Text: i18n.T("common.add_dialog"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: p.add})
	return bar, []*widget.Button{
		bar.Add(widget.Action{Text: i18n.T("output.replace_its_file_dialog"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: p.replace}),
		bar.Add(widget.Action{Text: i18n.T("output.save_as_file_dialog"), Icon: theme.IconSave, Kind: widget.Boxed, Do: p.saveAs}),
		bar.Add(widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: p.askDelete}),
	}
}

// current is the template in the current row.
func (p *Templates) current() (code, language string, ok bool) {
	t, ok := table.Item[keptTemplate](p.table, p.table.List.Current())
	return t.Code, t.Language, ok
}

func (p *Templates) add() {
	p.session.Services.Source(template.Endings, p.addFile)
}

func (p *Templates) addFile(path string) {
	p.adding = newAdding(p.session, p.store, path, p.table.Reload)
}

// dropped adds a file that was dropped on the page.
func (p *Templates) dropped(paths []string) bool {
	if len(paths) != 1 || !slices.Contains(template.Endings, strings.ToLower(filepath.Ext(paths[0]))) {
		return false
	}
	p.addFile(paths[0])
	return true
}

// replace takes another file for the template.
func (p *Templates) replace() {
	code, language, ok := p.current()
	if !ok {
		return
	}
	p.session.Services.Source(template.Endings, func(path string) {
		p.write(func(ctx context.Context) error {
			file, err := mail.ReadKept(path)
			if err != nil {
				return err
			}
			_, err = p.store.Add(ctx, template.AddParams{Code: code, Language: language, Kind: file.Kind, Document: file.Content, Replace: true})
			return err
		}, i18n.T("output.code_has_another_file_now", "code", code))
	})
}

// write changes the templates and says what was done.
func (p *Templates) write(do func(context.Context) error, said string) {
	p.table.Tasks.Write(do, p.session.Then(func() {
		p.table.Say(said)
		p.table.Reload()
	}))
}

// saveAs writes the template into a file, to be changed in another program.
func (p *Templates) saveAs() {
	t, ok := table.Item[keptTemplate](p.table, p.table.List.Current())
	if !ok {
		return
	}
	code, language, ending := t.Code, t.Language, "."+t.Kind
	p.session.Services.Target("", strings.Trim(code+"-"+language, "-")+ending, []string{ending}, func(path string) { p.save(code, language, path, false) })
}

func (p *Templates) save(code, language, path string, replace bool) {
	p.table.Tasks.Write(func(ctx context.Context) error {
		document, err := p.store.Document(ctx, code, language)
		if err != nil {
			return err
		}
		return atomicfile.File{Path: path, Replace: replace, Keep: p.session.Company.Path()}.Write(func(file *os.File) error {
			_, err := file.Write(document)
			return err
		})
	}, func(err error) {
		switch {
		case core.IsKind(err, core.Exists):
			widget.AskReplace(p.session.Window.Canvas(), path, func() { p.save(code, language, path, true) })
		case err != nil:
			p.session.Go.Fail(err)
		default:
			p.table.Say(i18n.T("common.saved_as_file", "file", path))
		}
	})
}

func (p *Templates) askDelete() {
	code, language, ok := p.current()
	if !ok {
		return
	}
	shown := strings.TrimSpace(code + " " + language)
	widget.Ask(p.session.Window.Canvas(), widget.Question{
		Title: i18n.T("output.delete_word_template"), Final: true,
		Text: i18n.T("output.delete_template_segments_that_name_it_keep", "template", shown),
		Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"),
		OnYes: func() {
			p.write(func(ctx context.Context) error {
				_, err := p.store.Delete(ctx, code, &language)
				return err
			}, i18n.T("output.template_deleted", "template", shown))
		},
	})
}
