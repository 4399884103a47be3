package docx_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sheet is a page of labels as Word makes them: a table whose cells, but for the
// first, begin with NEXT.
func sheet(columns, rows int) string {
	var b strings.Builder
	b.WriteString("<w:tbl>")
	for row := range rows {
		b.WriteString("<w:tr>")
		for column := range columns {
			next := ""
			if row+column > 0 {
				next = field("NEXT", "«Next Record»")
			}
			b.WriteString("<w:tc>" + para(next, mergeField("Name")) + para(mergeField("City")) + "<w:p/></w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return b.String() + "</w:tbl><w:p/>" + plainSection
}

// Labels go on from cell to cell and from sheet to sheet; the rest of the last
// sheet stays empty.
func TestSheetOfLabels(t *testing.T) {
	template := word(sheet(3, 8)).template(t)
	if got := template.Records(); got != 24 {
		t.Errorf("a sheet has %d records", got)
	}
	for _, n := range []int{1, 23, 24, 25, 30} {
		var values []map[string]string
		for i := range n {
			values = append(values, numbered(i+1))
		}
		got := lettersOf(t, template, (n+23)/24, values...)
		var people, want []string
		for _, line := range got.text(t, document) {
			if strings.HasPrefix(line, "Person") {
				people = append(people, line)
			}
		}
		for i := range n {
			want = append(want, fmt.Sprintf("Person %d", i+1))
		}
		same(t, want, people)
		cells := strings.Count(got[document], "<w:tc>")
		if want := (n + 23) / 24 * 24; cells != want {
			t.Errorf("%d people are in %d cells, not %d", n, cells, want)
		}
	}
}

// Whatever a condition asks, everybody stands in one letter, and once where the
// fields say the name once.
func TestConditionalNext(t *testing.T) {
	body := para(mergeField("Name"), run(";")) +
		para(code("IF ", mergeField("City"), ` = "x" "`, field("NEXT", ""), `" ""`), code("NEXTIF ", mergeField("City"), ` = "y"`), run("then "), mergeField("Name")) + plainSection
	template := word(body).template(t)
	if got := template.Records(); got != 3 {
		t.Errorf("a letter has %d records", got)
	}
	says := func(cities ...string) [][]string {
		var values []map[string]string
		for i, city := range cities {
			values = append(values, map[string]string{"Name": fmt.Sprint(i), "City": city})
		}
		all := apart(t, template, values...)
		lettersOf(t, template, len(all), values...)
		return all
	}
	same(t, [][]string{{"0;", "then 0"}, {"1;", "then 1"}}, says("", ""))
	same(t, [][]string{{"0;", "then 1"}, {"2;", "then 3"}}, says("x", "", "y", ""))
	same(t, [][]string{{"0;", "then 2"}, {"3;", "then "}}, says("x", "y", "", "x"))
	rapid.Check(t, func(rt *rapid.T) {
		cities := rapid.SliceOfN(rapid.SampledFrom([]string{"", "x", "y"}), 1, 20).Draw(rt, "cities")
		seen := map[string]bool{}
		said := 0
		for _, letter := range says(cities...) {
			first := strings.TrimSuffix(letter[0], ";")
			if first != fmt.Sprint(said) || seen[first] {
				rt.Fatalf("a letter begins with %s, behind %d people", first, said)
			}
			seen[first] = true
			for said++; said < len(cities) && letter[1] != "then "+fmt.Sprint(said-1) && letter[1] != "then "; said++ {
			}
			if letter[1] == "then " {
				said = len(cities)
			}
		}
		if said != len(cities) {
			rt.Fatalf("%d of %d people are in letters", said, len(cities))
		}
	})
}
