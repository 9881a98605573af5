"""The tables of a session: the record of its decisions, and what is annexed to the deliberation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.document import Column, Document, Grid, Part, Row, said
from desktop.letters.proceedings import Matter, Proceedings
from desktop.letters.sitting_words import clock_words, decision_words
from desktop.rules.french import date_long, euros_cents, plural, typography

TITLE_RECORD = "Relevé de décisions"
TITLE_ANNEX = "Annexe à la délibération"
MOST = 4  # funders that have a column of their own


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One grant of the annex; `given` stands in the order of the funders of the whole table, cents."""

    number: str
    applicant: str
    siret: str
    title: str
    quarter: str
    challenge: str
    given: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.given)


def annex_rows(sitting: Proceedings) -> tuple[list[str], list[AnnexRow]]:
    """The funders and the grants, in the order of the day: the same rows for paper and for Excel."""
    funders = sitting.funders()
    rows = [
        AnnexRow(m.number, m.applicant, m.siret, m.title, m.quarter, m.challenge, _given(m, funders))
        for m in sitting.matters
        if m.granting
    ]
    return funders, rows


def _given(matter: Matter, funders: Sequence[str]) -> tuple[int, ...]:
    given = dict(matter.given)
    return tuple(given.get(funder, 0) for funder in funders)


def siret_words(siret: str) -> str:
    """« 123 456 789 00012 »; anything else as it stands."""
    if len(siret) != 14 or not siret.isdigit():
        return siret
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def _money(cents: int) -> str:
    return euros_cents(cents) if cents else "–"


def _columns(funders: Sequence[str]) -> list[Column]:
    """One a funder; more of them than a page holds share one, a line each."""
    if len(funders) > MOST:
        return [Column("Par financeur", 4.6)]
    return [Column(funder, 2.0, "right") for funder in funders]


def _shares(given: Sequence[int], funders: Sequence[str]) -> list[str]:
    """The cells of those columns."""
    if len(funders) <= MOST:
        return [_money(cents) for cents in given]
    lines = [f"{funder} : {_money(cents)}" for funder, cents in zip(funders, given, strict=True) if cents]
    return [typography("\n".join(lines)) or "–"]


def annex(sitting: Proceedings) -> Document:
    """The table to annex to the deliberation: what is granted, by funder, and nothing else."""
    funders, rows = annex_rows(sitting)
    columns = (
        Column("N°", 1.5),
        Column("Porteur", 3.2),
        Column("SIRET", 2.2),
        Column("Action", 4.2),
        Column("Quartier", 1.9),
        Column("Défi", 2.2),
        *_columns(funders),
        Column("Total accordé", 2.1, "right"),
    )
    lines = [_annex_line(row, funders) for row in rows]
    sums = [sum(row.given[at] for row in rows) for at in range(len(funders))]
    count = f"{len(rows)} {plural(len(rows), 'subvention')}"
    lines.append(Row(("Total", count, "", "", "", "", *_shares(sums, funders), _money(sum(sums))), "total"))
    parts: list[Part] = [said(_under_act(sitting))]
    parts.append(
        Grid(columns, tuple(lines), TITLE_ANNEX) if rows else said("Aucune subvention n’est accordée.")
    )
    return sitting.document(TITLE_ANNEX, parts, landscape=True)


def _annex_line(row: AnnexRow, funders: Sequence[str]) -> Row:
    told = (row.applicant, siret_words(row.siret), row.title, row.quarter, row.challenge)
    return Row((row.number, *(text or "–" for text in told), *_shares(row.given, funders), _money(row.total)))


def _under_act(sitting: Proceedings) -> str:
    act = f"Délibération n° {sitting.act}" if sitting.act else "Délibération n° ................"
    day = f" du {date_long(sitting.act_on)}" if sitting.act_on else " du ................"
    return typography(f"{act}{day if sitting.act_on or not sitting.act else ''} – subventions accordées.")


def record(sitting: Proceedings) -> Document:
    """The record of decisions: one table, each group with its subtotal, a total under all."""
    funders = sitting.funders()
    columns = (
        Column("N°", 1.5),
        Column("Porteur", 3.4),
        Column("Action", 4.4),
        Column("Demandé", 2.0, "right"),
        *_columns(funders),
        Column("Accordé", 2.1, "right"),
        Column("Décision", 3.4),
    )
    lines: list[Row] = []
    groups = sitting.headings()
    for heading, matters in groups:
        if heading:
            lines.append(Row((heading,), "group"))
        lines += [_record_row(matter, funders) for matter in matters]
        if heading and len(groups) > 1:
            lines.append(_sum_row(f"Sous-total {heading}", matters, funders, len(matters)))
    total = _sum_row("Total", sitting.matters, funders, len(sitting.matters), last=True)
    parts: list[Part] = [said(_when(sitting))]
    if sitting.matters:
        parts.append(Grid(columns, (*lines, total), TITLE_RECORD))
    else:
        parts.append(said("Aucun dossier n’était à l’ordre du jour."))
    return sitting.document(TITLE_RECORD, parts, landscape=True)


def _when(sitting: Proceedings) -> str:
    if sitting.closed_at is None:
        return "Projet : la séance n’est pas close."
    when = (
        f"Séance close le {date_long(sitting.closed_at.date())} à {clock_words(f'{sitting.closed_at:%H:%M}')}"
    )
    if sitting.reopened_at:
        reason = sitting.reopen_reason.strip().rstrip(".")
        when += f", rouverte le {date_long(sitting.reopened_at.date())} ({reason})"
    return typography(f"{when}.")


def _record_row(matter: Matter, funders: Sequence[str]) -> Row:
    asked = "inconnu" if matter.asked is None else euros_cents(matter.asked)
    word = decision_words(matter).partition(",")[0]
    more = [*matter.conditions, *matter.reasons]
    told = word[:1].upper() + word[1:] + (f" : {' ; '.join(more)}" if more else "")
    given = _given(matter, funders)
    cells = (matter.number, matter.applicant, matter.title, asked, *_shares(given, funders))
    return Row((*cells, _money(matter.total), typography(" ".join(told.split()))))


def _sum_row(
    name: str, matters: Sequence[Matter], funders: Sequence[str], count: int, *, last: bool = False
) -> Row:
    sums = [sum(_given(matter, funders)[at] for matter in matters) for at in range(len(funders))]
    asked = sum(matter.asked or 0 for matter in matters)
    counted = f"{count} {plural(count, 'dossier')}"
    cells = ("", name, counted, _money(asked), *_shares(sums, funders), _money(sum(sums)), "")
    return Row(cells, "total" if last else "subtotal")
