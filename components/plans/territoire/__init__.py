"""The plan of one territory: its page, its Word files and their templates, its spreadsheet out and back in."""
