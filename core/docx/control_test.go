package docx_test

import "testing"

// Content controls that hold no field are named: by title, tag or text.
func TestContentControls(t *testing.T) {
	control := func(properties, content string) string {
		return `<w:sdt><w:sdtPr>` + properties + `</w:sdtPr><w:sdtContent>` + content + `</w:sdtContent></w:sdt>`
	}
	p := word(para(control(`<w:alias w:val="Customer Name"/><w:tag w:val="name"/>`, run("Click here")))+
		para(control(`<w:tag w:val="#Nav: /City"/><w:text/>`, run("City")))+
		para(control(`<w:showingPlcHdr/>`, run("Click or tap here to enter text, and go on with it")))+
		para(control(`<w:showingPlcHdr/>`, run("")))+
		para(control(`<w:alias w:val="Filled"/>`, mergeField("Name")))+
		control(`<w:docPartObj/>`, para(run("Contents")))+
		para(control(`<w:alias w:val="Author"/><w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:creator[1]"/>`, run("Jo")))+
		control(`<w:alias w:val="Outer"/>`, para(run("text")))+plainSection).
		with("footer1.xml", "rId8", "footer", `<w:ftr xmlns:w="`+wordSpace+`"><w:p>`+control(`<w:alias w:val="In the footer"/>`, run("x"))+`</w:p></w:ftr>`)
	template := p.template(t)
	same(t, []string{"Customer Name", "#Nav: /City", "Click or tap here to enter text, and go …", "Outer", "In the footer"}, template.Controls())
	same(t, true, template.Merges())
	for body, merges := range map[string]bool{
		para(run("«Name»")): false, para(field("PAGE", "1")): false, para(field("NEXT", "")): false, para(field("MERGESEQ", "")): true,
		para(code("IF ", field("PAGE", "1"), ` = 1 "a" "b"`)): false, para(field("ADDRESSBLOCK", "")): true,
	} {
		if got := word(body + plainSection).template(t).Merges(); got != merges {
			t.Errorf("%s merges: %v", body, got)
		}
	}
}

// What says something beside the text is told, for those who show the text alone.
func TestBeside(t *testing.T) {
	plain := word(para(mergeField("Name"))+plainSection).with("header1.xml", "rId8", "header", `<w:hdr xmlns:w="`+wordSpace+`"><w:p/></w:hdr>`)
	same(t, []string(nil), plain.template(t).Beside())
	template := word(para(mergeField("Name"))+plainSection).
		with("header1.xml", "rId8", "header", `<w:hdr xmlns:w="`+wordSpace+`">`+para(run("Head"))+`</w:hdr>`).
		with("footer1.xml", "rId9", "footer", `<w:ftr xmlns:w="`+wordSpace+`">`+para(field("PAGE", "1"))+`</w:ftr>`).template(t)
	same(t, []string{"header", "footer"}, template.Beside())
}
