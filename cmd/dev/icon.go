package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
)

// shrink draws a square picture smaller: each point is the mean of those that
// it stands for.
func shrink(picture image.Image, side int) image.Image {
	from := picture.Bounds()
	small := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			part := image.Rect(from.Min.X+x*from.Dx()/side, from.Min.Y+y*from.Dy()/side,
				from.Min.X+(x+1)*from.Dx()/side, from.Min.Y+(y+1)*from.Dy()/side)
			small.Set(x, y, mean(picture, part))
		}
	}
	return small
}

func mean(picture image.Image, part image.Rectangle) color.Color {
	var sum [4]int
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			r, g, b, a := picture.At(x, y).RGBA()
			for i, v := range [4]uint32{r, g, b, a} {
				sum[i] += int(v)
			}
		}
	}
	n := max(1, part.Dx()*part.Dy())
	return color.RGBA64{uint16(sum[0] / n), uint16(sum[1] / n), uint16(sum[2] / n), uint16(sum[3] / n)}
}

// pngOf returns a picture as PNG, side points wide and high.
func pngOf(picture image.Image, side int) ([]byte, error) {
	if side != picture.Bounds().Dx() {
		picture = shrink(picture, side)
	}
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture)
	return out.Bytes(), err
}

// icoOf returns a picture as Windows' .ico, in the sizes that Windows shows.
func icoOf(picture image.Image) ([]byte, error) {
	sides := []int{16, 24, 32, 48, 64, 128, 256}
	const headSize, entrySize = 6, 16
	var head, body bytes.Buffer
	little := binary.LittleEndian
	head.Write(little.AppendUint16(little.AppendUint16([]byte{0, 0}, 1), uint16(len(sides))))
	for _, side := range sides {
		data, err := pngOf(picture, side)
		if err != nil {
			return nil, err
		}
		row := []byte{byte(side), byte(side), 0, 0} // 256 is written as 0
		row = little.AppendUint16(row, 1)
		row = little.AppendUint16(row, 32)
		row = little.AppendUint32(row, uint32(len(data)))
		row = little.AppendUint32(row, uint32(headSize+entrySize*len(sides)+body.Len()))
		head.Write(row)
		body.Write(data)
	}
	return append(head.Bytes(), body.Bytes()...), nil
}
