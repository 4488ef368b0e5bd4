"""The generated walk: every button of every page, in every state of a file, for every role."""
