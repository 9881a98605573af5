"""Plain pages of an archive that any browser opens without a network: an index to search, a page a dossier.

Every word is escaped; the pages hold no address outside the archive and may load nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from desktop.exchange.archive_dress import CSP, SCRIPT, STYLE
from desktop.rules.folding import fold
from desktop.rules.french import plural

_SOUGHT = 6_000  # folded characters of one dossier that the search of the index looks in


@dataclass(slots=True)
class Entry:
    """One dossier of the index; `cells` follow the headings, `sought` are the words it is found by."""

    href: str
    cells: tuple[str, ...]
    sought: str
    marks: tuple[tuple[str, str], ...] = ()  # what it is filtered by: name, codes separated by spaces


@dataclass(slots=True)
class Part:
    """A section of a page: pairs, paragraphs, a table, links (text, href)."""

    title: str
    pairs: Sequence[tuple[str, str]] = ()
    texts: Sequence[tuple[str, str]] = ()  # (heading or "", words)
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    money: frozenset[int] = frozenset()  # columns that line up on the right
    links: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def empty(self) -> bool:
        return not (self.pairs or self.texts or self.rows or self.links or self.notes)


def link(href: str, words: str) -> str:
    """A link inside the archive; its path is escaped twice over, as an address then as HTML."""
    return f'<a href="{escape(quote(href), quote=True)}">{escape(words)}</a>'


def index_page(title: str, facts: Sequence[str], heads: Sequence[str], entries: Sequence[Entry]) -> str:
    """The list of the dossiers with its search; readable without any script."""
    rows = "\n".join(_entry(one) for one in entries)
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    count = len(entries)
    about = "".join(f"<p>{escape(fact)}</p>" for fact in facts)
    body = f"""
<header><h1>{escape(title)}</h1><div class="muted">{about}</div></header>
<main id="main">
<p>{link("dossiers.csv", "Tableau de tous les dossiers (CSV)")} ·
{link("empreintes.txt", "Empreintes des fichiers")}</p>
<p class="find" hidden><label for="q">Chercher dans les dossiers</label><br>
<input type="search" id="q" autocomplete="off"> <span id="told" role="status" aria-live="polite"></span></p>
<noscript><p>Ce navigateur n’exécute pas le script de recherche : cherchez par Ctrl+F.</p></noscript>
<div class="scroll"><table><caption>{count} {plural(count, "dossier")}, par numéro</caption>
<thead><tr>{columns}</tr></thead><tbody>
{rows}
</tbody></table></div>
</main><script>{SCRIPT}</script>"""
    return page(title, body)


def _entry(one: Entry) -> str:
    first = f'<th scope="row">{link(one.href, one.cells[0])}</th>'
    rest = "".join(f"<td>{escape(cell)}</td>" for cell in one.cells[1:])
    sought = escape(fold(one.sought)[:_SOUGHT], quote=True)
    return f'<tr data-s="{sought}">{first}{rest}</tr>'


def dossier_page(title: str, subtitle: str, parts: Iterable[Part]) -> str:
    """Everything of one dossier; links go from the folder of the pages."""
    sections = "\n".join(_part(part) for part in parts if not part.empty)
    body = f"""
<header><nav>{link("../index.html", "← Tous les dossiers")}</nav><h1>{escape(title)}</h1>
<p class="muted">{escape(subtitle)}</p></header>
<main id="main">
{sections}
</main>"""
    return page(title, body)


def _part(part: Part) -> str:
    made = [f"<section><h2>{escape(part.title)}</h2>"]
    made += [f'<p class="muted">{escape(note)}</p>' for note in part.notes]
    if part.pairs:
        pairs = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in part.pairs)
        made.append(f"<dl>{pairs}</dl>")
    for heading, words in part.texts:
        made.append(f"<h3>{escape(heading)}</h3>" if heading else "")
        made.append(f'<div class="text">{escape(words)}</div>')
    if part.rows:
        made.append(_table(part))
    if part.links:
        items = "".join(
            f"<li>{link(href, words) if href else escape(words)}</li>" for words, href in part.links
        )
        made.append(f"<ul>{items}</ul>")
    return "\n".join([*made, "</section>"])


def _table(part: Part) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in part.heads)
    lines = []
    for row in part.rows:
        cells = [
            f'<td class="money">{escape(cell)}</td>' if place in part.money else f"<td>{escape(cell)}</td>"
            for place, cell in enumerate(row)
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    caption = f"<caption>{escape(part.title)}</caption>"
    return (
        f'<div class="scroll"><table>{caption}<thead><tr>{heads}</tr></thead><tbody>{"".join(lines)}</tbody>'
        "</table></div>"
    )


def page(title: str, body: str, style: str = "") -> str:
    """A whole page that may load nothing; `style` is added to that of the archive."""
    return f"""<!doctype html>
<html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{escape(CSP, quote=True)}">
<title>{escape(title)}</title><style>{STYLE}{style}</style></head>
<body><a class="skip" href="#main">Aller au contenu</a>{body}
</body></html>
"""
