"""The sentences of a batch: how many, how much, from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.flow.batch import Row
from desktop.ui.tongue import euros, plural


def counted(rows: int, taken: int, blocked: int, calls: int = 1) -> str:
    """« 17 dossiers sur 20 · 2 bloqués · 1 écarté · de 2 appels »."""
    say = QCoreApplication.translate
    parts = [say("batch", "{0} {1} sur {2}").format(taken, plural(taken, "dossier"), rows)]
    if blocked:
        parts.append(f"{blocked} {plural(blocked, 'bloqué')}")
    if out := rows - taken - blocked:
        parts.append(f"{out} {plural(out, 'écarté')}")
    if calls > 1:
        parts.append(say("batch", "de {0} appels").format(calls))
    return " · ".join(parts)


def figures(taken: Sequence[Row], names: Mapping[str, str]) -> str:
    """« Total 96 800 € : État 40 000 €, Métropole 56 800 € », "" when no amount is given."""
    sums: dict[str, int] = {}
    for row in taken:
        for code, cents in row.amounts.items():
            sums[code] = sums.get(code, 0) + cents
    if not sums:
        return ""
    each = ", ".join(f"{names.get(code, code)} {euros(cents)}" for code, cents in sums.items())
    return QCoreApplication.translate("batch", "Total {0}\u00a0: {1}").format(euros(sum(sums.values())), each)


def too_many(count: int) -> str:
    """Why a large scope is looked at only when the person asks for it."""
    words = QCoreApplication.translate(
        "batch",
        "{0} dossiers\u00a0: leur vérification prend quelques minutes, et s’annule. Marquez ou filtrez pour "
        "en prendre moins, ou vérifiez-les (Ctrl+Entrée).",
    )
    return words.format(count)
