"""What every reader of a file shares: tableur (cells of any workbook or text), cellules (one value), ages, professions,
attendus (what a layout must hold), base (rows read or refused, with their line)."""
