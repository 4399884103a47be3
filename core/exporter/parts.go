package exporter

import (
	"fmt"
	"strings"
)

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace  = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	relSpace   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packSpace  = `http://schemas.openxmlformats.org/package/2006/`
	typePrefix = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
)

// part is a file within the workbook.
type part struct{ name, content string }

// PurposeProperty is the custom property of a workbook that says what it was
// written for, and ForMailing its value where that is a mailing: such a workbook
// has the names and addresses of a day, and no import reads it as contacts.
const (
	PurposeProperty = "WinnowPurpose"
	ForMailing      = "mailing"
)

// purposeParts returns the part with what a workbook was written for, and what
// the lists of parts say of it; nothing for no purpose.
func purposeParts(purpose string) (parts []part, types, relations string) {
	if purpose == "" {
		return nil, "", ""
	}
	const properties = `http://schemas.openxmlformats.org/officeDocument/2006/custom-properties`
	content := xmlHead + `<Properties xmlns="` + properties + `" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">` +
		`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="` + PurposeProperty + `"><vt:lpwstr>` + purpose + `</vt:lpwstr></property></Properties>`
	return []part{{"docProps/custom.xml", content}},
		`<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`,
		`<Relationship Id="rId2" Type="` + relSpace + `/custom-properties" Target="docProps/custom.xml"/>`
}

// fixedParts returns the parts that do not depend on the rows. purpose is what
// the workbook says it was written for, "" for nothing.
func fixedParts(sheets []string, purpose string) []part {
	more, moreTypes, moreRelations := purposeParts(purpose)
	var types, names, relations strings.Builder
	for i, name := range sheets {
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, typePrefix)
		fmt.Fprintf(&names, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, n, n)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, relSpace, n)
	}
	return append([]part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + packSpace + `content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + typePrefix + `sheet.main+xml"/>` + types.String() +
			`<Override PartName="/xl/styles.xml" ContentType="` + typePrefix + `styles+xml"/>` +
			`<Override PartName="/xl/sharedStrings.xml" ContentType="` + typePrefix + `sharedStrings+xml"/>` + moreTypes + `</Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + packSpace + `relationships">` +
			`<Relationship Id="rId1" Type="` + relSpace + `/officeDocument" Target="xl/workbook.xml"/>` + moreRelations + `</Relationships>`},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `">` +
			`<bookViews><workbookView activeTab="0"/></bookViews><sheets>` + names.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + packSpace + `relationships">` + relations.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(sheets)+1, relSpace) +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, len(sheets)+2, relSpace)},
		{"xl/styles.xml", styles},
	}, more...)
}

// styles holds three cell styles: none, text, and text in bold type. Number
// format 49 is text, so that a cell that is edited stays text.
const styles = xmlHead + `<styleSheet xmlns="` + mainSpace + `">` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>` +
	`<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// head returns the sheet's XML up to its first row.
func (s *sheet) head() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="` + mainSpace + `"><sheetViews>`)
	if s.frozen > 0 {
		fmt.Fprintf(&b, `<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>`+
			`<selection pane="bottomLeft" activeCell="A%d" sqref="A%d"/></sheetView>`, s.frozen, s.frozen+1, s.frozen+1, s.frozen+1)
	} else {
		b.WriteString(`<sheetView workbookViewId="0"/>`)
	}
	b.WriteString(`</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, width := range s.widths {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, min(width, widest)+2)
	}
	b.WriteString(`</cols><sheetData>`)
	return b.String()
}
