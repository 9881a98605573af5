"""The first page of a pack printed while two places disagree: each field, every value, who wrote it."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.letters.pack_model import Clash
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.grid import Col, Row, table
from desktop.rules.french import plural

_MOST = 160  # letters of a value


def lay_clashes(bearing: Bearing, clashes: Sequence[Clash]) -> Block:
    """What the session must know before it votes: these values are not agreed."""
    flow = Flow(bearing)
    m = flow.measures
    flow.chapter("À trancher", "clashes")
    count = len(clashes)
    flow.text(
        f"{count} {plural(count, 'valeur a été écrite', 'valeurs ont été écrites')} différemment à deux "
        "endroits, et personne n’a tranché. Les fiches montrent la valeur d’avant, quand il y en avait une."
    )
    flow.space(8)
    columns = [
        Col("Dossier", m.text * 0.13), Col("Porteur et action", m.text * 0.3),
        Col("Champ", m.text * 0.2), Col("Valeurs proposées", m.text * 0.37),
    ]  # fmt: skip
    rows = []
    for each in clashes:
        told = [f"*{_cut(each.said[0].upper() + each.said[1:])}"] if each.amount else []
        told += [f"~{_cut(value)} – {who}" for value, who in each.values]
        if each.agreed:
            told.append(f"~Avant : {_cut(each.agreed)}")
        rows.append(Row((each.number, f"*{each.applicant}\n{each.title}", each.field, "\n".join(told))))
    table(flow, columns, rows)
    return flow.block


def _cut(words: str) -> str:
    plain = " ".join(words.splitlines())
    return plain if len(plain) <= _MOST else f"{plain[: _MOST - 1]}…"
