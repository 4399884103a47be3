package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"winnow/core/catalog"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell: ${enum}."`
}

func (completionCommand) Help() string {
	return `Commands, flags and the fields of filters are completed.

Example:

	source <(winnowctl completion bash)
	winnowctl completion zsh > ~/.zfunc/_winnowctl
	winnowctl completion fish > ~/.config/fish/completions/winnowctl.fish`
}

func (c *completionCommand) Run(s *session, app *kong.Application) error {
	places := placesOf(app.Node, "")
	switch c.Shell {
	case "bash":
		fmt.Fprintln(s.out, bashScript(places))
	case "zsh":
		fmt.Fprintln(s.out, zshScript(places))
	default:
		fmt.Fprintln(s.out, fishScript(places))
	}
	return nil
}

// place is where one can be on a command line: before a command, which is "",
// or behind one, such as "/line/add".
type place struct {
	path     string
	commands []*kong.Node
	flags    []*kong.Flag
}

func placesOf(node *kong.Node, path string) []place {
	here := place{path: path, commands: node.Children}
	for _, group := range node.AllFlags(true) {
		here.flags = append(here.flags, group...)
	}
	places := []place{here}
	for _, child := range node.Children {
		places = append(places, placesOf(child, path+"/"+child.Name)...)
	}
	return places
}

// words are what can be written there.
func (p place) words() string {
	var words []string
	for _, command := range p.commands {
		words = append(words, command.Name)
	}
	for _, flag := range p.flags {
		words = append(words, "--"+flag.Name)
	}
	return strings.Join(words, " ")
}

// filterWords are the beginnings of all filters, section.field=.
func filterWords() string {
	var words []string
	for _, section := range catalog.Sections() {
		for _, field := range section.Fields {
			words = append(words, section.Key+"."+field.Key+"=")
		}
	}
	return strings.Join(words, " ")
}

// cases writes the branches of a shell's case that bash and zsh share: which
// words lead on to a place, and what can be written there.
func cases(places []place, list string) (paths, lists string) {
	var known []string
	var b strings.Builder
	for _, p := range places {
		if p.path != "" {
			known = append(known, p.path)
		}
		fmt.Fprintf(&b, "        %q) "+list+" ;;\n", p.path, p.words())
	}
	return strings.Join(known, "|"), b.String()
}

func bashScript(places []place) string {
	paths, lists := cases(places, `list="%s"`)
	return `# Completes winnowctl in bash.
_winnowctl() {
    local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" at="" list="" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$at/${COMP_WORDS[i]}" in
        ` + paths + `) at="$at/${COMP_WORDS[i]}" ;;
        esac
    done
    case "$prev" in
    -f|--filter|--without)
        compopt -o nospace
        COMPREPLY=($(compgen -W "` + filterWords() + `" -- "$cur"))
        return ;;
    --db) return ;;
    esac
    case "$at" in
` + lists + `    esac
    COMPREPLY=($(compgen -W "$list" -- "$cur"))
}
complete -o default -F _winnowctl winnowctl`
}

func zshScript(places []place) string {
	paths, lists := cases(places, `list=(%s)`)
	return `#compdef winnowctl
# Completes winnowctl in zsh.
_winnowctl() {
    local at="" word
    local -a list
    for word in "${words[2,CURRENT-1][@]}"; do
        case "$at/$word" in
        ` + paths + `) at="$at/$word" ;;
        esac
    done
    case "${words[CURRENT-1]}" in
    -f|--filter|--without)
        compadd -S '' -- ` + filterWords() + `
        return ;;
    --db) _files; return ;;
    esac
    case "$at" in
` + lists + `    esac
    compadd -- $list
    [[ "$PREFIX" == -* ]] || _files
}
if [[ "$funcstack[1]" == _winnowctl ]]; then
    _winnowctl "$@"
else
    compdef _winnowctl winnowctl
fi`
}

func fishScript(places []place) string {
	var b strings.Builder
	b.WriteString("# Completes winnowctl in fish.\n")
	root := places[0]
	for _, flag := range root.flags {
		b.WriteString(fishFlag("", flag))
	}
	for _, p := range places {
		when := fishCondition(root, p.path)
		for _, command := range p.commands {
			fmt.Fprintf(&b, "complete -c winnowctl -n '%s' -f -a %s -d %s\n", when, command.Name, fishText(command.Help))
		}
		if p.path == "" {
			continue
		}
		for _, flag := range p.flags[len(root.flags):] {
			b.WriteString(fishFlag(when, flag))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// fishCondition tests that one is at a place: its words were written, and no
// other command before them.
func fishCondition(root place, path string) string {
	if path == "" {
		return "__fish_use_subcommand"
	}
	names := strings.Split(path[1:], "/")
	var tests []string
	for _, name := range names {
		tests = append(tests, "__fish_seen_subcommand_from "+name)
	}
	if len(names) == 1 {
		for _, command := range root.commands {
			if len(command.Children) > 0 && command.Name != names[0] {
				tests = append(tests, "not __fish_seen_subcommand_from "+command.Name)
			}
		}
	}
	return strings.Join(tests, "; and ")
}

func fishFlag(when string, flag *kong.Flag) string {
	line := "complete -c winnowctl"
	if when != "" {
		line += " -n '" + when + "'"
	}
	line += " -l " + flag.Name
	if flag.Short != 0 {
		line += " -s " + string(flag.Short)
	}
	switch {
	case flag.Name == "filter" || flag.Name == "without":
		line += " -x -a '" + filterWords() + "'"
	case flag.Name == "db":
		line += " -r"
	case !flag.IsBool():
		line += " -x"
	}
	return line + " -d " + fishText(flag.Help) + "\n"
}

func fishText(text string) string { return "'" + strings.ReplaceAll(text, "'", `\'`) + "'" }
