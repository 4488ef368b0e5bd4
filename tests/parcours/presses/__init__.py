"""Every button known, pressed by every role each day; pages in three files, so that three processes share them."""
