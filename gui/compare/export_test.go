package compare

import "winnow/gui/chart"

// Bars are the bars that the page shows.
func (p *Page) Bars() []chart.Bar { return p.picture.Data().Bars }
