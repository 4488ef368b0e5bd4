"""A text of ours in Markdown as a plain page: titles, paragraphs, lists and tables; anything else is read as it is."""

import re

from markupsafe import Markup, escape

FICHIERS = "## Fichiers des essais"  # where the statement of accessibility speaks to developers alone
GRAS, CODE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"`([^`]+)`")


def en_page(texte: str) -> Markup:
    """The blocks of a text, one after the other, escaped."""
    blocks = [block for block in re.split(r"\n\s*\n", texte.strip()) if block.strip()]
    return Markup("\n").join(_bloc(block.splitlines()) for block in blocks)


def _bloc(lines: list[str]) -> Markup:
    first = lines[0]
    level = len(first) - len(first.lstrip("#"))
    if level and first[level : level + 1] == " ":
        return Markup("<h{0}>{1}</h{0}>").format(level, _ligne(first[level + 1 :]))
    if first.startswith("|"):
        return _table([[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines])
    if first.startswith("- "):
        items = re.split(r"^- ", "\n".join(lines), flags=re.MULTILINE)[1:]
        return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(_ligne(one)) for one in items))
    return Markup("<p>{}</p>").format(_ligne("\n".join(lines)))


def _table(rows: list[list[str]]) -> Markup:
    """A table that stacks on a phone, where each cell says its title (`page.css`, `.empile`)."""
    head, body = rows[0], rows[2:]
    titles = Markup("").join(Markup('<th scope="col">{}</th>').format(_ligne(one)) for one in head)
    lines = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup('<td data-t="{}">{}</td>').format(title, _ligne(cell))
                for title, cell in zip(head, row, strict=True)
            )
        )
        for row in body
    )
    return Markup('<table class="empile"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(titles, lines)


def _ligne(words: str) -> Markup:
    """The words of a line, escaped, with what is bold and what is code."""
    safe = str(escape(words))
    return Markup(CODE.sub(r"<code>\1</code>", GRAS.sub(r"<strong>\1</strong>", safe)))  # noqa: S704 - escaped above  # nosec B704
