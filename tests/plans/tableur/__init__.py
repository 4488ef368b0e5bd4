"""The plan as a workbook: out, filled in, and back."""
