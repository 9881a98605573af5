"""Two requests of one convention as a page to read: sums first, then what changed, words and lines."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from desktop.flow.year_compare import YearComparison
from desktop.ui.theme import Tokens
from desktop.ui.versions.page import page


def year_page(told: YearComparison, years: tuple[int, int], look: Tokens, *, unfolded: bool) -> str:
    """The whole page as HTML; its links are those of the versions."""
    say = QCoreApplication.translate
    names = (f"{years[0]} · {told.before}", f"{years[1]} · {told.after}")
    columns = (*names, say("agreements", "Écart"))
    heads = "".join(f"<th align='right'>{escape(words)}</th>" for words in columns)
    rows = []
    for gap in told.gaps:
        cells = (gap.words(gap.before), gap.words(gap.after), gap.difference_words())
        figures = "".join(f"<td align='right'>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr><td>{escape(gap.label)}</td>{figures}</tr>")
    title = escape(say("agreements", "Montants et public"))
    sums = f"<h3>{title}</h3><table cellspacing='0'><tr><th></th>{heads}</tr>{''.join(rows)}</table>"
    rest = page(told.comparison, (), look, unfolded=unfolded, heads=(str(years[0]), str(years[1])))
    style, _, body = rest.partition("</style>")
    return f"{style}</style>{sums}{body}"
