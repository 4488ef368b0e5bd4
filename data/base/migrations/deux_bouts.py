"""The other end of lent days, in each table that holds moves; files of before say nothing of it: not declared."""


def colonnes(table: str, prefixe: str = "") -> tuple[str, str]:
    """Where the days are taken (empty: not declared), and the share of each that the road takes."""
    share = f"{prefixe}route"
    return (
        f"ALTER TABLE {table} ADD COLUMN {prefixe}donneur TEXT NOT NULL DEFAULT ''",
        f"ALTER TABLE {table} ADD COLUMN {share} REAL NOT NULL DEFAULT 0 CHECK ({share} >= 0 AND {share} < 1)",
    )
