package words

import "fyne.io/fyne/v2/lang"

// inWindow returns what core says in the terms of the command line as the window
// says it, and "" for all else, which both say alike.
func inWindow(english string) string {
	switch english {
	case "choose another name, or replace it with --force":
		return lang.L("choose another name, or delete the file that is there")
	case "choose another code, or replace them with --replace", "choose another code, or replace it with --replace":
		return lang.L("choose another code")
	case "it can be added again with Allow Existing Contacts (--allow-existing)":
		return lang.L("it can be added again with Allow Existing Contacts")
	case "check the name, or make one with new, import or demo":
		return lang.L("check the name, or make a new company")
	case "restore a backup, or save what can be read of it with winnowctl recover":
		return lang.L("restore a backup, or save what can be read of it into a new file")
	case "it was left as it is; use a backup, or save its rows with winnowctl recover":
		return lang.L("it was left as it is; restore a backup, or save its rows into a new file")
	case `%s stands for your salesperson code, and none is set; fill in "My Salesperson Code" in the settings, or give --me`:
		return lang.X("%s stands for your salesperson code, and none is set", `%s stands for your salesperson code, and none is set; fill in "My Salesperson Code" in the settings`)
	case "correct them in the template, or leave them empty with --allow-unknown":
		return lang.L("correct them in the template, or leave them empty")
	case "did you mean %s? Correct them in the template, or leave them empty with --allow-unknown":
		return lang.L("did you mean %s? Correct them in the template, or leave them empty")
	case "insert merge fields in Word, or write the letters with --allow-no-fields":
		return lang.L("insert merge fields in Word, or allow letters that are all the same")
	case "%q can be read in two ways; say with --decimal whether a comma or a point stands before the decimals":
		return lang.L("%q can be read in two ways; say under Files whether a comma or a point stands before the decimals")
	case "%q is not a day; expected is one such as 2026-11-23, or say with --date-format whether the day or the month comes first":
		return lang.L("%q is not a day; expected is one such as 2026-11-23, or say under Files whether the day or the month comes first")
	case "the file is UTF-8, but byte %d of it (0x%02X) is no character there; save the file again, or name its encoding with --encoding":
		return lang.L("the file is UTF-8, but byte %d of it (0x%02X) is no character there; save the file again, or choose its encoding")
	case "the file is neither UTF-8 nor Windows-1252, since it has the byte 0x%02X; name its encoding with --encoding, for example macintosh or ibm850":
		return lang.L("the file is neither UTF-8 nor Windows-1252, since it has the byte 0x%02X; choose its encoding")
	case `say which column is a name, an e-mail or a company, for example --map "%s=name"`, `say which column is a name, an e-mail or a company with --map "%s=name", or which table it is with --table`:
		return lang.L("say which column is a name, an e-mail or a company")
	}
	return ""
}
