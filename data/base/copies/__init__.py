"""What a program that copies the file beside the table must know, and be told."""
