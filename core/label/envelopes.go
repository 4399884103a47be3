package label

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // so that a logo may be a JPEG file
	_ "image/png"
	"io"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/inputfile"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
)

// EnvelopesKind is envelopes among the outputs.
func EnvelopesKind() output.Kind {
	var sizes []output.Option
	for _, e := range envelopes {
		sizes = append(sizes, output.Option{Value: e.key, Text: e.text})
	}
	return output.Kind{Key: "envelopes", Name: "Envelopes", Menu: "label.envelopes_dialog", Icon: "mail", Form: &output.Form{
		Command: "envelopes", Help: "Print addresses on envelopes to a PDF file.", Ending: ".pdf",
		More:    "Every page is an envelope. Contacts without an address get none.",
		Example: output.Example{File: "envelopes.pdf", Choice: "size", Value: "C5"},
		Title:   "label.envelopes_of_segment", Running: "label.printing_envelopes_dialog",
		About: "label.envelope_for_each_of_n_lines",
		Choices: []output.Choice{
			{Key: "size", Caption: "Size", Help: "The envelope's size: %s.", Options: sizes},
			rowsChoice(),
			{Key: "sender", Caption: "Sender", Help: "Print the company's name and address from the settings as the sender.", Switch: true, Text: "label.print_company_as_sender"},
			{Key: "logo", Caption: "Logo", Help: "A PNG or JPEG file to print above the sender.", Endings: []string{".png", ".jpg", ".jpeg"}},
			fontChoice(),
		},
		Write: PrintEnvelopes, Picture: picture(envelopesOf),
	}}
}

// envelope is a size of envelopes, in millimetres, the long side across: ISO 269, and
// the American No. 10.
type envelope struct {
	key, text     string
	width, height float64
}

var envelopes = []envelope{
	{"DL", "label.dl_envelope", 220, 110},
	{"C5", "label.c5_envelope", 229, 162},
	{"C6", "label.c6_envelope", 162, 114},
	{"#10", "label.no_10_envelope", 9.5 * inch, 4.125 * inch},
}

// Where things are on an envelope, in millimetres. The address is in the lower right
// part, as far from the edges as the post's machines ask.
const (
	senderMargin    = 10
	senderShare     = 0.45
	logoWidth       = 50
	logoHeight      = 14
	toEdge          = 16
	addressShare    = 0.5
	addressTopShare = 0.42
)

// PrintEnvelopes writes a PDF file in which every page is an envelope with the address
// of a contact. Contacts without an address get none and are named in the result. Errors
// are those of Print; a logo that is no picture is a core.Problem, too.
func PrintEnvelopes(ctx context.Context, c *company.Company, s *segment.Store, no string, o output.Order) (output.Result, error) {
	return print(ctx, c, s, no, o, envelopesOf)
}

// envelopesOf are the envelopes that are ordered.
func envelopesOf(_ *company.Company, o output.Order) (sheets, error) {
	size := envelopes[0]
	for _, e := range envelopes {
		if strings.EqualFold(e.key, o.Chosen["size"]) {
			size = e
		}
	}
	logo, err := readLogo(o.Chosen["logo"])
	return sheets{EnvelopesKind(), labelColumns, size.width, size.height, func(ctx context.Context, rows *mailrow.Rows, r *output.Result, p *paper) error {
		from := ""
		if o.Chosen["sender"] != "" {
			from = strings.Join(rows.CompanyAddress(), "\n")
		}
		return rows.Each(ctx, func(row *mailrow.Row) error {
			contact, address := row.Contact(), row.Texts()[labelAddress:]
			if strings.TrimSpace(strings.Join(address, "")) == "" {
				r.WithoutAddress = append(r.WithoutAddress, contact)
				return nil
			}
			r.Rows++
			size.print(p, logo, from, contact, row.AddressOnPaper())
			return p.err
		})
	}}, err
}

// print prints an envelope.
func (e envelope) print(p *paper, logo *logo, from string, contact mailrow.Contact, address string) {
	p.begin()
	top := float64(senderMargin)
	if logo != nil {
		p.page.logo = logo
		top += logo.height + 2
	}
	left, addressTop := e.width*addressShare, max(e.height*addressTopShare, 40)
	p.missing.contact = nil
	p.print(from, place{box: Box{senderMargin, top, e.width * senderShare, addressTop - top}, size: senderSize})
	p.missing.contact = &contact
	p.print(address, place{box: Box{left, addressTop, e.width - left - toEdge, e.height - addressTop - toEdge}, size: coverSize})
	p.missing.contact = nil
}

// The bounds of a logo: of its file, and of its picture in pixels.
const (
	maxLogoFile   = 8 << 20
	maxLogoPixels = 16_000_000
)

// logo is a picture, and how large it is printed, in millimetres.
type logo struct {
	picture       *image.NRGBA
	width, height float64
}

// readLogo reads a picture; "" is none. The error is a core.Problem.
func readLogo(path string) (*logo, error) {
	if path == "" {
		return nil, nil
	}
	file, err := inputfile.Open(path)
	if err != nil {
		return nil, inputfile.Problem(path, err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxLogoFile+1))
	if err != nil {
		return nil, inputfile.Problem(path, err)
	}
	bad := core.NewProblem(core.Invalid, "label.logo_is_no_picture", "file", path)
	config, kind, err := image.DecodeConfig(bytes.NewReader(content))
	// What other packages of a program can read is not promised.
	if err != nil || kind != "png" && kind != "jpeg" || len(content) > maxLogoFile || config.Width < 1 || config.Height < 1 || config.Width*config.Height > maxLogoPixels {
		return nil, bad.By(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, bad.By(err)
	}
	plain := image.NewNRGBA(picture.Bounds())
	for y := plain.Rect.Min.Y; y < plain.Rect.Max.Y; y++ {
		for x := plain.Rect.Min.X; x < plain.Rect.Max.X; x++ {
			plain.Set(x, y, picture.At(x, y))
		}
	}
	scale := min(logoWidth/float64(config.Width), logoHeight/float64(config.Height))
	return &logo{picture: plain, width: float64(config.Width) * scale, height: float64(config.Height) * scale}, nil
}
