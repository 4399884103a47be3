package sample

// questionnaire is a profile questionnaire. For whom: "Companies", "People" or
// "" for both.
type questionnaire struct {
	code, text, forWhom string
	// percent of those it is for have answered it.
	percent   float64
	questions []question
}

// question is asked with the answers that it allows.
type question struct {
	text     string
	multiple bool
	answers  []string
	// lineNo is the number of the question's line; an answer's line follows it
	// by 10,000 a place.
	lineNo int
}

func questionnaires() []questionnaire {
	list := []questionnaire{
		{code: "COMPANY", text: "General Facts of a Company", forWhom: "Companies", percent: 55, questions: []question{
			{text: "Number of employees", answers: []string{"1..9", "10..49", "50..249", "250 or more"}},
			{text: "Turnover", answers: []string{"Under 1 million", "1 to 10 million", "10 to 50 million", "Over 50 million"}},
			{text: "Sells through", multiple: true, answers: []string{"Own shops", "Dealers", "Web shop"}},
		}},
		{code: "CUSTOMER", text: "Our Judgement of a Customer", percent: 30, questions: []question{
			{text: "Potential", answers: []string{"High", "Medium", "Low"}},
			{text: "Pays", answers: []string{"Before it is due", "On time", "After a reminder"}},
		}},
		{code: "PERSON", text: "About a Person", forWhom: "People", percent: 40, questions: []question{
			{text: "Knows us from", answers: []string{"A colleague", "A trade show", "The press", "The web"}},
			{text: "Decides on purchases", answers: []string{"Alone", "With others", "Not at all"}},
		}},
		{code: "LEISURE", text: "Leisure", forWhom: "People", percent: 12, questions: []question{
			{text: "Interested in", multiple: true, answers: []string{"Golf", "Sailing", "Theatre", "Cooking", "Gardening"}},
		}},
	}
	for q := range list {
		line := 0
		for i := range list[q].questions {
			line += 10000
			list[q].questions[i].lineNo = line
			line += 10000 * len(list[q].questions[i].answers)
		}
	}
	return list
}

// The name parts of a salutation formula.
const (
	partNone = iota
	partJobTitle
	partFirstName
	partMiddleName
	partSurname
	partInitials
	partCompanyName
)

// formula is how a contact is greeted; parts stand for %1 to %5.
type formula struct {
	salutation, language string
	informal             int
	text                 string
	parts                [5]int
}

// greeting holds the words of one language: formal for a woman, a man and
// somebody unknown, for a company, and informal.
type greeting struct {
	language, woman, man, unknown, company, informal, end string
}

func formulas() []formula {
	words := []greeting{
		{"", "Dear Ms.", "Dear Mr.", "Dear", "Dear Sir or Madam", "Hello", ","},
		{"ENG", "Dear Ms.", "Dear Mr.", "Dear", "Dear Sir or Madam", "Hello", ","},
		{"ENU", "Dear Ms.", "Dear Mr.", "Dear", "To whom it may concern", "Hi", ":"},
		{"DEU", "Sehr geehrte Frau", "Sehr geehrter Herr", "Guten Tag", "Sehr geehrte Damen und Herren", "Hallo", ","},
		{"DAN", "Kære fru", "Kære hr.", "Kære", "Til rette vedkommende", "Hej", ","},
		{"FRA", "Chère Madame", "Cher Monsieur", "Bonjour", "Madame, Monsieur", "Bonjour", ","},
		{"NLD", "Geachte mevrouw", "Geachte heer", "Geachte", "Geachte heer, mevrouw", "Beste", ","},
		{"SVE", "Bästa fru", "Bäste herr", "Bästa", "Till berörd person", "Hej", "!"},
		{"NOR", "Kjære fru", "Kjære herr", "Kjære", "Til rette vedkommende", "Hei", ","},
		{"ESP", "Estimada señora", "Estimado señor", "Estimado/a", "Muy señores nuestros", "Hola", ":"},
		{"ITA", "Gentile Signora", "Egregio Signor", "Gentile", "Spettabile ditta", "Ciao", ","},
	}
	var list []formula
	for _, g := range words {
		list = append(list, g.formulas()...)
	}
	return list
}

func (g greeting) formulas() []formula {
	surname := [5]int{partMiddleName, partSurname}
	full := [5]int{partFirstName, partMiddleName, partSurname}
	if g.language == "NLD" {
		full = [5]int{partInitials, partMiddleName, partSurname}
	}
	title := [5]int{partJobTitle, partFirstName, partMiddleName, partSurname}
	first := [5]int{partFirstName}
	const informal = 1
	return []formula{
		{"COMPANY", g.language, 0, g.company + g.end, [5]int{}},
		{"COMPANY", g.language, informal, g.informal + " %1" + g.end, [5]int{partCompanyName}},
		{"F", g.language, 0, g.woman + " %1 %2" + g.end, surname},
		{"F", g.language, informal, g.informal + " %1" + g.end, first},
		{"F-JOB", g.language, 0, g.woman + " %1 %2 %3 %4" + g.end, title},
		{"F-JOB", g.language, informal, g.informal + " %1" + g.end, first},
		{"M", g.language, 0, g.man + " %1 %2" + g.end, surname},
		{"M", g.language, informal, g.informal + " %1" + g.end, first},
		{"M-JOB", g.language, 0, g.man + " %1 %2 %3 %4" + g.end, title},
		{"M-JOB", g.language, informal, g.informal + " %1" + g.end, first},
		{"UNISEX", g.language, 0, g.unknown + " %1 %2 %3" + g.end, full},
		{"UNISEX", g.language, informal, g.informal + " %1" + g.end, first},
	}
}
