package importer

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"winnow/core/catalog"
	"winnow/core/company"
)

// shapesKey is where the company keeps how sources were read.
const shapesKey = "import.shapes"

// maxShapes is how many shapes are kept, and maxHeadings how many headings one
// may have.
const (
	maxShapes   = 100
	maxHeadings = 300
)

// shape is how sources with the same set of headings are read.
type shape struct {
	// Plain is the name of the last such source, Named the table that it was
	// named after.
	Plain string `json:"plain,omitempty"`
	Named string `json:"named,omitempty"`
	// Headings are the keys of the headings, in order.
	Headings []string `json:"headings"`
	Table    string   `json:"table"`
	// List says that it is a list of people.
	List bool `json:"list,omitempty"`
	// Fields are the fields that the headings go to.
	Fields map[string]string `json:"fields,omitempty"`
}

// headingKeys returns the keys of a row's headings by their place; a heading that
// comes again is another one.
func headingKeys(cells []string) map[int]string {
	keys, seen := map[int]string{}, map[string]int{}
	for place, text := range cells {
		if text == "" {
			continue
		}
		key := catalog.Key(text)
		if key == "" {
			key = text
		}
		if seen[key]++; seen[key] > 1 {
			key += " " + strconv.Itoa(seen[key])
		}
		keys[place] = key
	}
	return keys
}

func inOrder(keys map[int]string) []string {
	var list []string
	for _, k := range keys {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

func readShapes(ctx context.Context, c *company.Company) ([]shape, error) {
	text, err := c.Remembered(ctx, shapesKey)
	if err != nil || text == "" {
		return nil, err
	}
	var known []shape
	if err := json.Unmarshal([]byte(text), &known); err != nil {
		// What cannot be read any more is forgotten; nothing of the company's is
		// lost.
		return nil, nil
	}
	return known, nil
}

// recall reads the source as one with the same headings was last time, and
// reports whether there was one: that of the same name rather than another.
func (s *Source) recall(known []shape) bool {
	for _, sameName := range []bool{true, false} {
		for _, r := range s.Rows {
			keys := headingKeys(r.Cells)
			list := inOrder(keys)
			for _, k := range known {
				if k.Named != s.named || (k.Plain == s.plain) != sameName || !slices.Equal(k.Headings, list) {
					continue
				}
				s.Table, s.List, s.Header, s.Recalled = k.Table, k.List, r.Number, true
				s.Fields, s.why = map[int]string{}, map[int]string{}
				t, _ := s.known.Find(k.Table)
				for place, key := range keys {
					_, ok := t.Field(k.Fields[key])
					if ok || k.List && strings.Contains(k.Fields[key], ".") {
						s.Fields[place] = k.Fields[key]
					}
					s.why[place] = "remembered"
				}
				s.List = s.List || s.Table == catalog.Contact && !s.Uses("no")
				return true
			}
		}
	}
	return false
}

// shape returns what is kept of the source.
func (s *Source) shape() (shape, bool) {
	i := slices.IndexFunc(s.Rows, func(r Row) bool { return r.Number == s.Header })
	if i < 0 || s.given {
		return shape{}, false
	}
	keys := headingKeys(s.Rows[i].Cells)
	k := shape{Plain: s.plain, Named: s.named, Headings: inOrder(keys), Table: s.Table, List: s.List, Fields: map[string]string{}}
	for place, field := range s.Fields {
		if keys[place] != "" {
			k.Fields[keys[place]] = field
		}
	}
	return k, len(keys) > 0 && len(keys) <= maxHeadings
}

// Remember keeps how the sources are read that somebody changed by hand, for the
// next ones with the same headings in this company.
func Remember(ctx context.Context, c *company.Company, sources []*Source) error {
	text, err := remembering(ctx, c, sources)
	if err != nil || text == "" {
		return err
	}
	return c.Remember(ctx, shapesKey, text)
}

// remembering returns what is to be kept of the sources besides what is kept
// already; "" where somebody changed none of them.
func remembering(ctx context.Context, c *company.Company, sources []*Source) (string, error) {
	var fresh []shape
	for _, s := range sources {
		if k, ok := s.shape(); ok && s.touched {
			fresh = append(fresh, k)
		}
	}
	if len(fresh) == 0 {
		return "", nil
	}
	known, err := readShapes(ctx, c)
	if err != nil {
		return "", err
	}
	for _, k := range known {
		same := func(f shape) bool {
			return f.Plain == k.Plain && f.Named == k.Named && slices.Equal(f.Headings, k.Headings)
		}
		if !slices.ContainsFunc(fresh, same) {
			fresh = append(fresh, k)
		}
	}
	text, err := json.Marshal(fresh[:min(len(fresh), maxShapes)])
	return string(text), err
}
