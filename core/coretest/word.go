package coretest

import (
	"archive/zip"
	"bytes"
	"io"
)

// Document is a small Word template: a text, and behind it the merge field of that name.
func Document(text, field string) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r><w:fldSimple w:instr=" MERGEFIELD ` + field + ` "/></w:p></w:body></w:document>`},
	} {
		w, err := z.Create(part.name)
		if err == nil {
			_, err = io.WriteString(w, part.content)
		}
		if err != nil {
			panic(err) // a buffer takes whatever is written
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.String()
}
