package exporter

import "io"

// behind writes one block while the next is gathered: to compress a sheet takes as long
// as to read a part of its lines. An error of a block is returned with a later one, or by
// wait.
type behind struct {
	out     io.Writer
	block   []byte
	writing bool
	done    chan error
}

func newBehind(out io.Writer) *behind { return &behind{out: out, done: make(chan error, 1)} }

// Write implements io.Writer.
func (b *behind) Write(block []byte) (int, error) {
	if err := b.wait(); err != nil {
		return 0, err
	}
	b.block, b.writing = append(b.block[:0], block...), true
	go func() {
		_, err := b.out.Write(b.block)
		b.done <- err
	}()
	return len(block), nil
}

// wait returns when the last block is written.
func (b *behind) wait() error {
	if !b.writing {
		return nil
	}
	b.writing = false
	return <-b.done
}
