"""What a screen reader is told, and the pages read in other ways: forced colours, dark, large, narrow, spaced."""
