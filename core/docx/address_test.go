package docx_test

import (
	"strings"
	"testing"
)

const wordsAddress = `\f "<<_TITLE0_ >><<_FIRST0_>><< _LAST0_>><< _SUFFIX0_>>` + "\n" + `<<_COMPANY_` + "\n" + `>><<_STREET1_` + "\n" + `>><<_STREET2_` + "\n" +
	`>><<_CITY_>><<, _STATE_>><< _POSTAL_>><<` + "\n" + `_COUNTRY_>>"`

// The switches of an address block do what Word's documentation says; what is no
// switch is refused by name.
func TestAddressBlock(t *testing.T) {
	ann := map[string]string{"Full Name": "Ann Ash", "First Name": "Ann", "Middle Name": "Mo", "Last Name": "Ash", "Company": "Adatum", "Address 1": "1 Hill", "City": "Bonn",
		"State": "NRW", "Postal Code": "53113", "Country or Region": "Germany", "Country Code": "DE", "AddressBlock": "as usual\nGermany"}
	with := func(pairs ...string) map[string]string {
		values := map[string]string{}
		for name, value := range ann {
			values[name] = value
		}
		for i := 0; i < len(pairs); i += 2 {
			values[pairs[i]] = pairs[i+1]
		}
		return values
	}
	for _, c := range []struct {
		code   string
		values map[string]string
		want   string
	}{
		{`ADDRESSBLOCK`, ann, "as usual|Germany"},
		{`ADDRESSBLOCK \l 1031 \* MERGEFORMAT`, ann, "as usual|Germany"},
		{`ADDRESSBLOCK \c 0`, ann, "Ann Ash|Adatum|1 Hill|53113 Bonn|NRW"},
		{`ADDRESSBLOCK \c 1`, with("AddressBlock", "at home"), "Ann Ash|Adatum|1 Hill|53113 Bonn|NRW|Germany"},
		{`ADDRESSBLOCK \c 2 \e "France; Germany"`, ann, "Ann Ash|Adatum|1 Hill|53113 Bonn|NRW"},
		{`ADDRESSBLOCK \e Germany`, with("Country or Region", "Deutschland"), "Ann Ash|Adatum|1 Hill|53113 Bonn|NRW"},
		{`ADDRESSBLOCK \e France`, ann, "Ann Ash|Adatum|1 Hill|53113 Bonn|NRW|Germany"},
		{`ADDRESSBLOCK \d`, ann, "Ann Ash|Adatum|1 Hill|53113 Bonn|Germany"},
		{`ADDRESSBLOCK \d`, with("AddressBlock", "at home", "Country Code", "GB"), "Ann Ash|Adatum|1 Hill|Bonn|53113"},
		{`ADDRESSBLOCK \c 1`, with("AddressBlock", "at home", "Address Format", "Blank Line+Post Code+City"), "Ann Ash|Adatum|1 Hill||53113 Bonn|NRW|Germany"},
		{`ADDRESSBLOCK \d`, with("AddressBlock", "at home", "Address Format", "City+County+Post Code"), "Ann Ash|Adatum|1 Hill|Bonn, NRW 53113"},
		{`ADDRESSBLOCK \c 1`, with("AddressBlock", "at home", "Country Code", "HU", "State", ""), "Ann Ash|Adatum|Bonn|1 Hill|53113|Germany"},
		{`ADDRESSBLOCK \d \l 1033`, with("AddressBlock", "at home", "Country Code", ""), "Ann Ash|Adatum|1 Hill|Bonn, NRW 53113"},
		{`ADDRESSBLOCK \c 0`, with("Company", "Ann Ash"), "Ann Ash|1 Hill|53113 Bonn|NRW"},
		{`ADDRESSBLOCK ` + wordsAddress, ann, "Ann Ash|Adatum|1 Hill|Bonn, NRW 53113|Germany"},
		{`ADDRESSBLOCK ` + wordsAddress + ` \l 1033 \c 2 \e "United States" \d`, ann, "Ann Ash|Adatum|1 Hill|53113 Bonn|Germany"},
		{`ADDRESSBLOCK ` + wordsAddress + ` \d`, with("Country Code", "US", "Country or Region", "USA"), "Ann Ash|Adatum|1 Hill|Bonn, NRW 53113|USA"},
		{`ADDRESSBLOCK ` + wordsAddress + ` \c 0`, with("First Name", "", "Middle Name", "", "Last Name", "", "Company", ""), "Ann Ash|1 Hill|Bonn, NRW 53113"},
		{`ADDRESSBLOCK ` + wordsAddress + ` \c 0`, with("First Name", "", "Middle Name", "", "Last Name", ""), "Ann Ash|Adatum|1 Hill|Bonn, NRW 53113"},
		{`ADDRESSBLOCK \f "<<_FIRST0_ >><<_MIDDLE0_ >><<_LAST0_>> in <<_CITY_>>"`, ann, "Ann Mo Ash in Bonn"},
		{`ADDRESSBLOCK \f "<<_FIRST0_>><< and _FIRST1_>>"`, with("Last Name", ""), "Ann"},
		{`ADDRESSBLOCK ` + wordsAddress, map[string]string{}, ""},
	} {
		got := letter(t, word(para(run("["), field(c.code, "x"), run("]"))+plainSection).template(t), c.values).text(t, document)[0]
		if got = strings.ReplaceAll(strings.Trim(got, "[]"), "\n", "|"); got != c.want {
			t.Errorf("%s: %q, not %q", c.code, got, c.want)
		}
	}
	for code, sign := range map[string]string{`ADDRESSBLOCK \x`: `\x`, `ADDRESSBLOCK \c 3`: `\c`, `ADDRESSBLOCK \l German`: `\l`, `ADDRESSBLOCK \f "<<_DOG_>>"`: `\f`,
		`ADDRESSBLOCK \f "<<_CITY_"`: `\f`, `ADDRESSBLOCK \f ""`: `\f`} {
		if got := refused(t, word(para(field(code, "x"))+plainSection).file(t)).Error(); !strings.Contains(got, "ADDRESSBLOCK whose switch "+sign+" is") {
			t.Errorf("%s: %s", code, got)
		}
	}
	// Its line breaks can be signs of their own, and ends of paragraphs.
	lines := `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>ADDRESSBLOCK \f "&lt;&lt;_FIRST0_</w:instrText></w:r><w:r><w:br/></w:r>` +
		`<w:r><w:instrText>&gt;&gt;&lt;&lt;_CITY_&gt;&gt;</w:instrText></w:r></w:p><w:p><w:r><w:instrText>&lt;&lt;_COUNTRY_&gt;&gt;"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	says(t, `<w:p>`+lines+`</w:p>`, ann, "Ann\nBonn\nGermany")
	template := word(para(field("ADDRESSBLOCK "+wordsAddress, "x"), field("MERGEFIELD City", "x")) + plainSection).template(t)
	for name, part := range map[string]bool{"First Name": true, "City": false, "AddressBlock": false} {
		if template.IsPart(name) != part {
			t.Errorf("%s is a part: %v", name, !part)
		}
	}
}
