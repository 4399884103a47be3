package docx_test

import (
	"strings"
	"testing"
)

const reportSpace = `xmlns:ns0='urn:microsoft-dynamics-nav/reports/Contact/50100/'`

// bound is a content control as Business Central's layouts have it, bound in the older
// form, or in that of Word 2013.
func bound(path, content string) string {
	kind, space := "w:dataBinding", ""
	if strings.Contains(path, "City") {
		kind, space = "w15:dataBinding", ` xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"`
	}
	xpath := "/ns0:NavWordReportXmlPart[1]"
	for _, step := range strings.Split(path, "/") {
		xpath += "/ns0:" + step + "[1]"
	}
	return `<w:sdt><w:sdtPr><w:alias w:val="#Nav: /` + path + `"/><w:tag w:val="#Nav: Contact/50100"/><w:id w:val="7"/><` + kind + space + ` w:prefixMappings="` + reportSpace + `" w:xpath="` + xpath + `" w:storeItemID="{A}"/><w:text/></w:sdtPr><w:sdtContent>` + content + `</w:sdtContent></w:sdt>`
}

// repeated is a part of a layout that is repeated, with those rows.
func repeated(rows ...string) string {
	const space = ` xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"`
	items := ""
	for _, row := range rows {
		items += `<w:sdt><w:sdtPr><w15:repeatingSectionItem` + space + `/></w:sdtPr><w:sdtContent>` + row + `</w:sdtContent></w:sdt>`
	}
	return `<w:sdt><w:sdtPr><w15:dataBinding` + space + ` w:prefixMappings="` + reportSpace + `" w:xpath="/ns0:NavWordReportXmlPart[1]/ns0:Contact" w:storeItemID="{A}"/><w15:repeatingSection` + space + `/></w:sdtPr><w:sdtContent>` + items + `</w:sdtContent></w:sdt>`
}

// Content controls of a layout of Business Central are filled: in a paragraph, round one,
// round a cell, in a repeated row, and in a footer. They are bound to nothing afterwards,
// since Word would fill them with what the layout was tried with.
func TestBoundControls(t *testing.T) {
	row := func(content string) string { return `<w:tr>` + content + `</w:tr>` }
	cell := func(content string) string { return `<w:tc>` + content + `</w:tc>` }
	p := word(para(run("Dear "), bound("Contact/Name", styledRun(`<w:b/>`, "Na")+run("me")), run(", come"))+
		bound("Contact/Address", para(run("Address")))+
		`<w:tbl>`+repeated(row(bound("Contact/City", cell(para(run("City"))))+cell(para(run("of "), bound("Contact/Foo", run("Foo"))))), row(cell(para(run("second")))))+`</w:tbl>`+
		`<w:sdt><w:sdtPr><w:alias w:val="Other"/></w:sdtPr><w:sdtContent>`+para(run("other"))+`</w:sdtContent></w:sdt>`+plainSection).
		with("footer1.xml", "rId8", "footer", `<w:ftr xmlns:w="`+wordSpace+`"><w:p>`+bound("Header/CompanyName", run("Company"))+`</w:p></w:ftr>`)
	template := p.template(t)
	same(t, []string{"/Contact/Name", "/Contact/Address", "/Contact/City", "/Contact/Foo", "/Header/CompanyName"}, sorted(template.Names(), "/Header/CompanyName"))
	same(t, map[string]string{"/Contact/Name": "Dear , come", "/Contact/Address": "", "/Contact/City": "of Foo", "/Contact/Foo": "of", "/Header/CompanyName": ""}, template.Bound())
	same(t, []string{"Other"}, template.Controls())
	made := letter(t, template, map[string]string{"/Contact/Name": "Ann & Co", "/Contact/Address": "1 Hill", "/Contact/City": "Rome", "/Header/CompanyName": "Mine"})
	text, err := template.Text(record(template, map[string]string{"/Contact/Name": "Ann & Co", "/Contact/Address": "1 Hill", "/Contact/City": "Rome"}))
	same(t, "Dear Ann & Co, come\n1 Hill\nRome\nof\nother", strings.ReplaceAll(text, " \n", "\n"))
	if err != nil {
		t.Error(err)
	}
	if !strings.Contains(made["word/footer1.xml"], "Mine") || !strings.Contains(made[document], "<w:b/>") {
		t.Errorf("the letter is %v", made)
	}
	for name, content := range made {
		if strings.Contains(content, "dataBinding") || strings.Contains(content, "repeatingSection") {
			t.Errorf("%s is still bound", name)
		}
	}
}

// sorted moves a name to the end.
func sorted(names []string, last string) (list []string) {
	for _, name := range names {
		if name != last {
			list = append(list, name)
		}
	}
	return append(list, last)
}
