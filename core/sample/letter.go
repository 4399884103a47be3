package sample

import (
	"archive/zip"
	"bytes"
	"context"
	_ "embed"
	"fmt"

	"winnow/core/company"
	wordtemplate "winnow/core/template"
)

// Spring is the code of the sample company's Word template.
const Spring = "SPRING"

var (
	//go:embed letter/types.xml
	letterTypes []byte
	//go:embed letter/package.rels
	letterPackage []byte
	//go:embed letter/document.rels
	letterRelations []byte
	//go:embed letter/document.xml
	letterText []byte
	//go:embed letter/styles.xml
	letterStyles []byte
	//go:embed letter/spring.txt
	mail []byte
)

// Mail returns a template for e-mails to the sample company's contacts.
func Mail() []byte { return bytes.Clone(mail) }

// Letter returns a Word template for letters to the sample company's contacts,
// a .docx file, the same bytes each time.
func Letter() ([]byte, error) {
	var out bytes.Buffer
	file := zip.NewWriter(&out)
	for _, part := range []struct {
		name    string
		content []byte
	}{
		{"[Content_Types].xml", letterTypes}, {"_rels/.rels", letterPackage}, {"word/_rels/document.xml.rels", letterRelations},
		{"word/document.xml", letterText}, {"word/styles.xml", letterStyles},
	} {
		w, err := file.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(part.content); err != nil {
			return nil, err
		}
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// keepLetter keeps the letter in the company.
func keepLetter(ctx context.Context, c *company.Company) error {
	letter, err := Letter()
	if err != nil {
		return fmt.Errorf("make the sample letter: %w", err)
	}
	description := "Spring letter"
	_, err = wordtemplate.New(c).Add(ctx, wordtemplate.AddParams{Code: Spring, Description: &description, Document: letter})
	return err
}
