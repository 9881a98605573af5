"""The parts of a pack in their order, and what each is laid from: a part whose rows are the same is not laid
again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import partial

from desktop.letters.pack_changes import Changes, compare
from desktop.letters.pack_model import Edition, Pack
from desktop.letters.sheets import closing, money, opening, syntheses
from desktop.letters.sheets import look as k
from desktop.letters.sheets.addendum import lay_changes
from desktop.letters.sheets.clashes import lay_clashes
from desktop.letters.sheets.fiche import Place, Setting, lay_fiche
from desktop.letters.sheets.flow import Bearing, Block
from desktop.letters.sheets.grid import Col, Row, split
from desktop.letters.sheets.programme import lay_programme, programme_pages, programme_table, year_of
from desktop.letters.sheets.readers import for_member, for_residents, left_out
from desktop.letters.sheets.reading_sheet import lay_reading
from desktop.rules.french import date_long, plural


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages: the words of the contents ("" for none), where links lead, the rows it is laid from.

    Without `lay` it is an entry of the contents alone, that leads to the part behind it.
    """

    words: str
    anchor: str
    key: Hashable
    lay: Callable[[], Block] | None
    depth: int = 0

    @property
    def sheet(self) -> bool:
        """Whether this is the sheet of a dossier."""
        return self.depth == 1 and self.anchor[0] == "d"


def parts_of(bearing: Bearing, pack: Pack, edition: Edition, before: Pack | None) -> list[Part]:
    """Every part in its order; the contents come in after the cover."""
    count = len(pack.fiches)
    notices: list[str] = []
    if edition.member:
        pack, gone = for_member(pack, edition.member)
        before = for_member(before, edition.member)[0] if before else None
        notices.append(left_out(edition.member, gone))
    if edition.large_print:
        pack = for_residents(pack)
        before = for_residents(before) if before else None
        notices.append("Ce dossier est écrit en grands caractères pour être lu par les habitants.")
    if before is not None:
        changes = compare(before, pack)
        notices.append(_since(edition))
        if pack.clashes:
            count_ = len(pack.clashes)
            notices.append(f"{count_} {plural(count_, 'valeur reste', 'valeurs restent')} à trancher.")
        return _addendum(bearing, pack, edition, changes, notices, count)
    clashes = [
        Part("À trancher", "clashes", ("clashes", bearing, pack.clashes),
             lambda: lay_clashes(bearing, pack.clashes))
    ] if pack.clashes else []  # fmt: skip
    cover = Part("", "cover", ("cover", bearing, pack, edition, tuple(notices)),
                 lambda: opening.lay_cover(bearing, pack, edition, notices))  # fmt: skip
    if edition.large_print:
        return [
            cover,
            *_agenda(bearing, pack),
            _purses(bearing, pack),
            *_sheets(bearing, pack, edition, count),
        ]
    return [cover, *clashes, *_first(bearing, pack), *_programme(bearing, pack),
            *_sheets(bearing, pack, edition, count), *_last(bearing, pack)]  # fmt: skip


def _since(edition: Edition) -> str:
    day = f" du {date_long(dt.date.fromisoformat(edition.since_day))}" if edition.since_day else ""
    return (
        f"Cet additif ne contient que les fiches qui changent depuis la version {edition.since}{day} : "
        "un trait dans la marge montre ce qui change, un montant remplacé est barré."
    )


def _addendum(
    bearing: Bearing, pack: Pack, edition: Edition, changes: Changes, notices: list[str], count: int
) -> list[Part]:
    wanted = {change.now.key for change in changes.changed} | {fiche.key for fiche in changes.added}
    kept = replace(pack, fiches=tuple(fiche for fiche in pack.fiches if fiche.key in wanted))
    return [
        Part("", "cover", ("cover", bearing, pack, edition, tuple(notices)),
             lambda: opening.lay_cover(bearing, pack, edition, notices)),
        Part("Ce qui change", "changes", ("changes", bearing, changes, edition),
             lambda: lay_changes(bearing, changes, edition)),
        *_sheets(bearing, kept, edition, count, changes),
    ]  # fmt: skip


def _table_parts(
    bearing: Bearing, title: str, anchor: str, table: tuple[tuple[Col, ...], list[Row]], empty: str
) -> list[Part]:
    """A long table, a part a page: one row that changes leaves the other pages as they were."""
    columns, rows = table
    pages = split(columns, rows, bearing.look, k.STANDING, bearing.look.chapter.leading + opening.TITLE_AFTER)
    made = []
    for number, page in enumerate(pages, start=1):
        told = (title, anchor) if number == 1 else ("", f"{anchor}-{number}")
        made.append(
            Part(*told, ("table", bearing, *told, columns, page),
                 partial(opening.lay_table_page, bearing, told, columns, page, empty))
        )  # fmt: skip
    return made


def _agenda(bearing: Bearing, pack: Pack) -> list[Part]:
    empty = "Aucun dossier n’est inscrit à l’ordre du jour."
    return _table_parts(bearing, "Ordre du jour", "agenda", opening.agenda_table(bearing, pack), empty)


def _purses(bearing: Bearing, pack: Pack) -> Part:
    return Part(
        "Enveloppes", "purses", ("purses", bearing, pack.purses), lambda: money.lay_purses(bearing, pack)
    )


def _first(bearing: Bearing, pack: Pack) -> list[Part]:
    return [
        *_agenda(bearing, pack),
        Part("Membres et déports", "members",
             ("members", bearing, pack.seats, pack.recusals, pack.quorum, pack.earlier),
             lambda: opening.lay_members(bearing, pack)),
        Part("Décisions précédentes", "earlier", None, None),
        _purses(bearing, pack),
    ]  # fmt: skip


def setting_of(bearing: Bearing, pack: Pack, edition: Edition) -> Setting:
    """What the sheets of a pack share."""
    quarters = tuple((quarter.code, quarter.short) for quarter in pack.quarters)
    return Setting(bearing, pack.challenges, pack.funders, quarters, year_of(pack), edition.large_print)


def _programme(bearing: Bearing, pack: Pack) -> list[Part]:
    columns, rows = programme_table(pack)
    pages = programme_pages(bearing, columns, rows)
    made = []
    for number, page in enumerate(pages, start=1):
        made.append(
            Part("Tableau de programmation" if number == 1 else "",
                 "programme" if number == 1 else f"programme-{number}",
                 ("programme", bearing, columns, page, number, len(pages)),
                 partial(lay_programme, bearing, columns, page, number, len(pages)))
        )  # fmt: skip
    return made


def _sheets(
    bearing: Bearing, pack: Pack, edition: Edition, count: int, changes: Changes | None = None
) -> list[Part]:
    setting = setting_of(bearing, pack, edition)
    lay = lay_reading if edition.large_print else lay_fiche
    made = []
    for at, fiche in enumerate(pack.fiches):
        place = Place(fiche.rank, count, f"d{fiche.key}", changes.previous(fiche.key) if changes else None)
        words = f"{fiche.rank}. {fiche.applicant} – {fiche.title}"
        if at == 0:
            made.append(Part("Fiches des dossiers", place.anchor, None, None))
        made.append(Part(words, place.anchor, ("sheet", setting, fiche, place),
                         partial(lay, setting, fiche, place), depth=1))  # fmt: skip
    return made


def _last(bearing: Bearing, pack: Pack) -> list[Part]:
    return [
        Part("Synthèses", "syntheses", ("syntheses", bearing, pack),
             lambda: syntheses.lay_syntheses(bearing, pack)),
        *_table_parts(bearing, "Synthèse par porteur", "applicants", syntheses.applicants_table(pack),
                      "Aucun porteur."),
        Part("Défis et quartiers", "grid", ("grid", bearing, pack),
             lambda: syntheses.lay_grid(bearing, pack)),
        Part("Ajournés et refusés", "refused",
             ("lists", bearing, pack.refused, pack.missing, pack.instalments),
             lambda: closing.lay_lists(bearing, pack)),
        Part("Bilans manquants", "missing", None, None),
        Part("Tranches des conventions", "instalments", None, None),
    ]  # fmt: skip
