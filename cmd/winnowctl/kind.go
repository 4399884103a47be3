package main

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/output"
	"winnow/core/output/all"
	"winnow/core/segment"
)

// kindCommand is the command of a kind of output that needs no more than choices.
type kindCommand struct {
	kind           output.Kind
	No             string `arg:"" help:"The segment's No."`
	File           string `arg:"" help:"The ${ending} file to write."`
	Chosen         any    `embed:""`
	IncludeBlocked bool   `help:"${do} Privacy Blocked contacts, too."`
	Force          bool   `help:"Replace an existing file."`
}

// kindCommands returns the commands of the kinds that are printed, or of the others.
func kindCommands(printed bool) kong.Plugins {
	var commands kong.Plugins
	for _, k := range all.Kinds() {
		if k.Form == nil || k.Form.Printed() != printed {
			continue
		}
		do := "Write"
		if printed {
			do = "Print"
		}
		// The parser knows commands as fields with tags.
		tag := fmt.Sprintf(`cmd:"" name:%q help:%q set:%q set:%q`, k.Form.Command, k.Form.Help, "ending="+k.Form.Ending, "do="+do)
		command := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Command", Type: reflect.TypeFor[kindCommand](), Tag: reflect.StructTag(tag)}}))
		command.Elem().Field(0).Set(reflect.ValueOf(kindCommand{kind: k, Chosen: choiceFlags(k.Form)}))
		commands = append(commands, command.Interface())
	}
	return commands
}

// previewField is the flag by which nothing is printed.
const previewField = "Preview"

// choiceFlags returns a struct with a flag for each choice, in their order, and for what
// is printed one that only says what would be.
func choiceFlags(form *output.Form) any {
	var fields []reflect.StructField
	for _, c := range form.Choices {
		field := reflect.StructField{Name: strings.ToUpper(c.Key[:1]) + c.Key[1:], Type: reflect.TypeFor[day]()}
		tag := fmt.Sprintf(`name:%q placeholder:"DAY" help:%q`, c.Key, c.Help)
		switch values := c.Values(); {
		case c.Switch:
			field.Type = reflect.TypeFor[bool]()
			tag = fmt.Sprintf(`name:%q help:%q`, c.Key, c.Help)
		case c.Several:
			field.Type = reflect.TypeFor[[]string]()
			tag = fmt.Sprintf(`name:%q placeholder:"FILE" sep:"none" help:%q`, c.Key, c.Help)
		case len(c.Endings) > 0:
			field.Type = reflect.TypeFor[string]()
			tag = fmt.Sprintf(`name:%q placeholder:"FILE" help:%q`, c.Key, c.Help)
		case len(values) > 0:
			field.Type = reflect.TypeFor[string]()
			list := strings.Join(values, ",")
			tag = fmt.Sprintf(`name:%q enum:%q default:%q help:%s`, c.Key, list, values[0], strconv.Quote(fmt.Sprintf(c.Help, list)))
		}
		field.Tag = reflect.StructTag(tag)
		fields = append(fields, field)
	}
	if form.Printed() {
		fields = append(fields, reflect.StructField{Name: previewField, Type: reflect.TypeFor[bool](), Tag: `help:"Say what would be printed, and write nothing."`})
	}
	return reflect.New(reflect.StructOf(fields)).Interface()
}

// Help shows an example.
func (c *kindCommand) Help() string {
	f, e := c.kind.Form, c.kind.Form.Example
	return fmt.Sprintf("%s\n\nExample:\n\n\t%s %s SM00001 %s --%s %s", f.More, program, f.Command, e.File, e.Choice, e.Value)
}

func (c *kindCommand) Run(ctx context.Context, s *session) error {
	order := output.Order{Path: c.File, Force: c.Force, IncludeBlocked: c.IncludeBlocked, Progress: s.wait.progress, Chosen: map[string]string{}}
	for i, choice := range c.kind.Form.Choices {
		chosen := reflect.ValueOf(c.Chosen).Elem().Field(i)
		switch {
		case choice.Several:
			order.Chosen[choice.Key] = strings.Join(chosen.Interface().([]string), string(filepath.ListSeparator))
		case !choice.Switch:
			order.Chosen[choice.Key] = chosen.String()
		case chosen.Bool():
			order.Chosen[choice.Key] = "yes"
		}
	}
	with, printed := s.withOutput, "winnowctl.printed_pages"
	if flag := reflect.ValueOf(c.Chosen).Elem().FieldByName(previewField); flag.IsValid() && flag.Bool() {
		order.Trial, with, printed = true, s.withCompany, "winnowctl.would_print_pages"
	}
	return with(ctx, func(open *company.Company, store *segment.Store) error {
		result, err := c.kind.Form.Write(ctx, open, store, c.No, order)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(result)
		}
		what, left := core.Text(program+".rows."+c.kind.Key, "count", result.Rows), blocked(result.Blocked, c.IncludeBlocked)
		if c.kind.Form.Printed() {
			s.say(printed, "what", what, "pages", core.Text("winnowctl.pages", "count", result.Pages), "file", result.Path, "blocked", left)
		} else {
			s.say("winnowctl.wrote", "what", what, "file", result.Path, "blocked", left)
		}
		s.nameBlocked(result.BlockedContacts)
		s.tellShared(result.Shared)
		s.nameUnusable(result.UnusableEMails)
		if n := len(result.WithoutAddress); n > 0 {
			s.remark("contacts without an address, who get none: %d: %s", n, some(result.WithoutAddress))
		}
		s.replaced(result.Replaced)
		return nil
	})
}
