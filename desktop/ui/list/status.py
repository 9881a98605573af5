"""What the status bar adds up for the dossiers shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from db.queries.money import EnvelopeRow, envelopes
from desktop.ui.list.bar import grouped
from desktop.ui.list.seeker import Answer
from desktop.ui.tongue import euros, plural


def summary(reader: sqlite3.Connection, found: Answer, marked: int) -> str:
    """« 17 dossiers affichés sur 252   Demandé 214 300 €   Proposé 96 800 €   Enveloppes : reste … », then on
    lines of their own the envelopes one by one: the status bar shows the first line, its tooltip all."""
    say = QCoreApplication.translate
    count, total = found.sums.dossiers, sum(found.overall.values())
    said = say("status", "{0} {1} sur {2}").format(
        grouped(count), plural(count, "dossier affiché", "dossiers affichés"), grouped(total)
    )
    parts = [said]
    if marked:
        parts.append(f"{grouped(marked)} {plural(marked, 'marqué')}")
    parts.append(say("status", "Demandé {0}").format(euros(found.sums.asked)))
    parts.append(say("status", "Proposé {0}").format(euros(found.sums.proposed)))
    if found.sums.granted:
        parts.append(say("status", "Voté {0}").format(euros(found.sums.granted)))
    lines = left(envelopes(reader))
    return "\n".join(["   ".join([*parts, *lines[:1]]), *lines[1:]])


def left(rows: Sequence[EnvelopeRow]) -> list[str]:
    """« Enveloppe Ville d’Amiens : reste 187 400 € »; with several funders, their sum and then each; last,
    what is promised outside any envelope. Droit commun is apart, and is not told here."""
    rest: dict[str, int] = {}
    outside = 0
    for row in rows:
        if row.common_law:
            continue
        if row.outside:
            outside -= row.left
        else:
            rest[row.funder] = rest.get(row.funder, 0) + row.left
    say = QCoreApplication.translate("status", "Enveloppe {0}\u00a0: reste {1}")
    each = [say.format(funder, euros(cents)) for funder, cents in rest.items()]
    if len(each) > 1:
        whole = QCoreApplication.translate("status", "Enveloppes\u00a0: reste {0}")
        each.insert(0, whole.format(euros(sum(rest.values()))))
    if outside:
        each.append(QCoreApplication.translate("status", "Hors enveloppe\u00a0: {0}").format(euros(outside)))
    return each
