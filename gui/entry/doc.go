// Package entry holds the fields of a page and the popups that help to fill them:
// Entry and Area for text, Choice and Check for what is chosen, Fields to set them in
// columns with their captions, Lookup, Calendar and FindBox.
package entry
