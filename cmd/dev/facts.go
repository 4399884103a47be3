package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// facts are what FyneApp.toml says of the program.
type facts struct {
	Name, ID, Version, Build, Icon    string
	Description, GenericName, Comment string
	Categories, Keywords              []string
	MimeType                          string
}

// readFacts reads FyneApp.toml. It knows as much of TOML as that file needs: a
// section or a key a line, and values that are written as in JSON.
func readFacts(path string) (facts, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return facts{}, err
	}
	values, section := map[string]any{}, ""
	for number, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(name, "]") + "."
			continue
		}
		key, value, found := strings.Cut(line, "=")
		var v any
		if !found || json.Unmarshal([]byte(value), &v) != nil {
			return facts{}, fmt.Errorf("%s, line %d: this is not KEY = VALUE with a value on one line", path, number+1)
		}
		values[section+strings.TrimSpace(key)] = v
	}
	f := facts{}
	if err := f.take(values); err != nil {
		return facts{}, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// take takes over the values that packages need, and says which are missing.
func (f *facts) take(values map[string]any) error {
	var missing []error
	for key, to := range map[string]*string{
		"Description": &f.Description, "Details.Name": &f.Name, "Details.ID": &f.ID, "Details.Version": &f.Version,
		"Details.Icon": &f.Icon, "LinuxAndBSD.GenericName": &f.GenericName, "LinuxAndBSD.Comment": &f.Comment,
		"CanOpen.MimeTypes": &f.MimeType,
	} {
		text, ok := values[key].(string)
		if !ok || text == "" || strings.ContainsAny(text, "\n\r") {
			missing = append(missing, fmt.Errorf("there is no text %s", key))
		}
		*to = text
	}
	build, ok := values["Details.Build"].(float64)
	if !ok {
		missing = append(missing, errors.New("there is no number Details.Build"))
	}
	f.Build = fmt.Sprint(int(build))
	for key, to := range map[string]*[]string{"LinuxAndBSD.Categories": &f.Categories, "LinuxAndBSD.Keywords": &f.Keywords} {
		list, _ := values[key].([]any)
		for _, word := range list {
			*to = append(*to, fmt.Sprint(word))
		}
		if len(*to) == 0 {
			missing = append(missing, fmt.Errorf("there is no list %s", key))
		}
	}
	return errors.Join(missing...)
}
