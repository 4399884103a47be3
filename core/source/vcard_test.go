package source_test

import (
	"strings"
	"testing"

	"winnow/core/cell"
	"winnow/core/source"
)

// cards returns the values of the cards in a text by their headings.
func cards(t *testing.T, text string) (list []map[string]string, notes []cell.Note) {
	t.Helper()
	rows, _, notes, err := read(t, only(t, write(t, "x.vcf", []byte(text)), source.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		values := map[string]string{}
		for i, text := range row {
			if text != "" {
				values[rows[0][i]] = text
			}
		}
		list = append(list, values)
	}
	return list, notes
}

func card(lines ...string) string {
	return "BEGIN:VCARD\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCARD\r\n"
}

func TestOldCards(t *testing.T) {
	for what, c := range map[string]struct {
		text string
		want map[string]string
	}{
		"bare parameters": {card("VERSION:2.1", "N:Berg;Anna", "FN:Anna Berg", "TEL;CELL;VOICE:0170 1", "TEL;WORK;FAX:030 2", "EMAIL;INTERNET;PREF:a@x.org"),
			map[string]string{"N Family": "Berg", "N Given": "Anna", "FN": "Anna Berg", "TEL Cell": "0170 1", "TEL Fax": "030 2", "EMAIL Pref": "a@x.org"}},
		"quoted-printable": {card("VERSION:2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gro=C3=9Fmann;J=C3=BCrgen", "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=FCrgen Gro=DFmann"),
			map[string]string{"N Family": "Großmann", "N Given": "Jürgen", "FN": "Jürgen Großmann"}},
		"soft line breaks": {card("VERSION:2.1", "FN:x", "ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;Gro=C3=9Fe =", "Stra=C3=9Fe 1=0D=0AHaus B;K=C3=B6=", "ln;;50667;DE"),
			map[string]string{"FN": "x", "ADR Work Street": "Große Straße 1\nHaus B", "ADR Work City": "Köln", "ADR Work Postal Code": "50667", "ADR Work Country": "DE"}},
		"a bare encoding":         {card("VERSION:2.1", "FN;QUOTED-PRINTABLE:J=C3=B8rgen"), map[string]string{"FN": "Jørgen"}},
		"quoted-printable in 3.0": {card("VERSION:3.0", "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=B8rgen"), map[string]string{"FN": "Jørgen"}},
		"no charset, and Latin 1": {card("VERSION:2.1", "FN;ENCODING=QUOTED-PRINTABLE:J=F8rgen"), map[string]string{"FN": "Jørgen"}},
		"a stray equals sign":     {card("VERSION:2.1", "NOTE;ENCODING=QUOTED-PRINTABLE:1+1=2", "FN:x"), map[string]string{"NOTE": "1+1=2", "FN": "x"}},
		"a picture":               {card("VERSION:2.1", "FN:x", "PHOTO;JPEG;ENCODING=BASE64:", " /9j/4AAQ", " SkZJRg==", "", "TEL;HOME:1"), map[string]string{"FN": "x", "TEL Home": "1", "PHOTO": "(data)"}},
		"a picture without folds": {card("VERSION:2.1", "FN:x", "PHOTO;JPEG;BASE64:/9j/4AAQ", "SkZJRg==", "", "TEL;HOME:1"), map[string]string{"FN": "x", "TEL Home": "1", "PHOTO": "(data)"}},
		"no version":              {card("FN:x"), map[string]string{"FN": "x"}},
		"a short version":         {card("VERSION:4", "FN:x"), map[string]string{"FN": "x"}},
		"blanks behind the first": {"BEGIN:VCARD  \r\nVERSION:3.0\r\nFN:x\r\nEND:VCARD \r\n", map[string]string{"FN": "x"}},
		"LF, and folded":          {"begin:vcard\nversion:3.0\nfn:Anna\n  Berg\nend:vcard\n", map[string]string{"FN": "Anna Berg"}},
		"CR":                      {"BEGIN:VCARD\rVERSION:2.1\rFN:x\rEND:VCARD\r", map[string]string{"FN": "x"}},
		"an agent":                {card("VERSION:2.1", "FN:x", "AGENT:", "BEGIN:VCARD", "FN:y", "END:VCARD", "TEL;HOME:1"), map[string]string{"FN": "x", "TEL Home": "1"}},
		"a group before the name": {card("VERSION:3.0", "FN:x", "item1.EMAIL;type=INTERNET:a@x.org", "item1.X-ABLabel:_$!<Work>!$_"), map[string]string{"FN": "x", "EMAIL": "a@x.org", "X-ABLABEL": "_$!<Work>!$_"}},
	} {
		list, _ := cards(t, c.text)
		same(t, what, []map[string]string{c.want}, list)
	}
}

// Versions can stand in one file in any mixture.
func TestMixedVersions(t *testing.T) {
	list, _ := cards(t, card("VERSION:2.1", "FN;ENCODING=QUOTED-PRINTABLE:=C3=84nne")+card("VERSION:3.0", "FN:Bo")+"\r\n"+card("VERSION:4.0", "FN:Cy"))
	same(t, "names", []map[string]string{{"FN": "Änne"}, {"FN": "Bo"}, {"FN": "Cy"}}, list)
}

// A line that is no property is left out and told.
func TestNoProperty(t *testing.T) {
	list, notes := cards(t, card("VERSION:3.0", "FN:x", "no property at all"))
	same(t, "cards", []map[string]string{{"FN": "x"}}, list)
	if len(notes) != 1 || notes[0].Value != "no property at all" {
		t.Errorf("the notes are %v", notes)
	}
}

// Groups are no contacts; their members are in them. A member without a card is
// told.
func TestGroups(t *testing.T) {
	list, notes := cards(t,
		card("VERSION:4.0", "UID:urn:uuid:1", "FN:Anna")+card("VERSION:3.0", "UID:2", "FN:Bo", "EMAIL:bo@x.org")+card("VERSION:3.0", "FN:Cy")+
			card("VERSION:4.0", "KIND:group", "FN:Friends", "MEMBER:urn:uuid:1", "MEMBER:mailto:bo@x.org", "MEMBER:urn:uuid:9")+
			card("VERSION:3.0", "FN:VIP", "X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:2"))
	same(t, "cards", []map[string]string{
		{"FN": "Anna", "UID": "urn:uuid:1", "GROUP": "Friends"},
		{"FN": "Bo", "UID": "2", "EMAIL": "bo@x.org", "GROUP": "VIP", "GROUP 2": "Friends"},
		{"FN": "Cy"},
	}, list)
	if len(notes) != 1 || notes[0].Value != "9" {
		t.Errorf("the notes are %v", notes)
	}
}

func TestBrokenCards(t *testing.T) {
	for what, text := range map[string]string{
		"no card": "hello\n", "no end": "BEGIN:VCARD\nFN:x\n", "two beginnings": "BEGIN:VCARD\nFN:x\nBEGIN:VCARD\nFN:y\nEND:VCARD\n", "another version": card("VERSION:9.9", "FN:x"),
	} {
		if _, _, _, err := read(t, only(t, write(t, "x.vcf", []byte(text)), source.Options{})); cell.FaultOf(err) == nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}
