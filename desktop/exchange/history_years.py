"""The year of a whole list of past grants, when its rows do not tell theirs."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.exchange.history_fields import FIRST_YEAR
from desktop.exchange.history_maps import HistorySheet


def year_of_title(path: Path, found: HistorySheet) -> tuple[int | None, str]:
    """The year that the titles, the sheet or the file name says, and where it was found."""
    titles = found.sheet.rows[: max(found.header.index, 0)]
    above = " ".join(str(c) for row in titles for c in row if c is not None)
    labels = " ".join(found.header.labels)
    where_said = ((above, "le titre"), (labels, "l’en-tête"), (path.stem, "le nom du fichier"))
    for words, where in (*where_said, (found.sheet.name, "le nom de la feuille")):
        years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", words)}
        years = {year for year in years if year >= FIRST_YEAR}
        if len(years) == 1:
            return years.pop() - found.map.lag, where
    return None, ""
