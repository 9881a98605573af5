"""The workbook of a pack: the sheets that say the same as its pages, with live totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.exchange.pack_book import BookColumn, BookRow, BookSheet, write_pack_book
from desktop.letters.pack_changes import Changes, compare
from desktop.letters.pack_model import Edition, Fiche, Pack, Said
from desktop.letters.sheets.pack import Stopped, Tell, title_of
from desktop.letters.sheets.programme import groups
from desktop.letters.sheets.readers import for_member, for_residents, left_out
from desktop.letters.sheets.syntheses import by_applicant, by_challenge
from desktop.rules.french import date_long
from desktop.rules.grid import LABELS

if TYPE_CHECKING:
    from desktop.flow.pack import Prepared

PROGRAMME = "Programmation"
_TEXT = ("N°", "Dossier", "Porteur", "Intitulé", "Groupe", "Quartiers", "Défi principal", "Nature")
_WIDE = (6.0, 12.0, 30.0, 42.0, 18.0, 22.0, 20.0, 14.0)


def write_book(ready: Prepared, tell: Tell) -> bytes:
    """The workbook. Raises Stopped."""
    pack, edition = ready.pack, ready.edition
    notes = [title_of(pack, edition)]
    before = ready.before
    if edition.member:
        pack, gone = for_member(pack, edition.member)
        before = for_member(before, edition.member)[0] if before else None
        notes.append(left_out(edition.member, gone))
    if edition.large_print:
        pack = for_residents(pack)
        before = for_residents(before) if before else None
    if edition.draft:
        notes.append("PROJET")
    if not tell("Classeur de la séance", 0.1):
        raise Stopped
    if before is not None:
        sheets = [_changes(compare(before, pack), edition, tuple(notes))]
    else:
        sheets = _sheets(pack, tuple(notes))
    if not tell("Écriture du classeur", 0.6):
        raise Stopped
    foot = f"{pack.code} · version {edition.version} du {_day(edition.day)}"
    return write_pack_book(sheets, title_of(pack, edition), pack.office, edition.day, foot)


def _day(text: str) -> str:
    import datetime as dt

    return date_long(dt.date.fromisoformat(text)) if text else ""


def _sheets(pack: Pack, notes: tuple[str, ...]) -> list[BookSheet]:
    made = [_programme(pack, notes), _purses(pack), _agenda(pack), *_syntheses(pack)]
    if pack.clashes:
        made.insert(0, _clashes(pack))
    if pack.refused:
        made.append(_said("Ajournés et refusés", pack.refused))
    if pack.earlier:
        made.append(_said("Décisions précédentes", pack.earlier))
    return made


def _clashes(pack: Pack) -> BookSheet:
    """What is not agreed, before anything else."""
    titles = (("Dossier", 12.0), ("Porteur", 30.0), ("Champ", 26.0), ("En conflit", 40.0), ("Qui", 60.0))
    rows = [
        BookRow(
            (each.number, each.applicant, each.field, each.said, " ; ".join(who for _, who in each.values))
        )
        for each in pack.clashes
    ]
    columns = tuple(BookColumn(title, width) for title, width in titles)
    return BookSheet("À trancher", columns, tuple(rows))


def _funder_columns(pack: Pack) -> list[tuple[str, str, str]]:
    """(code, title of what is asked, title of what is proposed) of the funders that have something."""
    used = {
        share.funder
        for fiche in pack.fiches
        for share in fiche.shares
        if share.asked is not None or share.proposed is not None
    }
    return [(f.code, f"{f.short}, demandé", f"{f.short}, proposé") for f in pack.funders if f.code in used]


def programme_columns(pack: Pack) -> tuple[BookColumn, ...]:
    """The columns of the programming table."""
    money = [f"Accordé {int(pack.held_on[:4]) - 1}", "Coût"]
    money += [title for _, asked, proposed in _funder_columns(pack) for title in (asked, proposed)]
    money += ["Total demandé", "Total proposé"]
    return (
        *(BookColumn(title, wide) for title, wide in zip(_TEXT, _WIDE, strict=True)),
        *(BookColumn(title, 15, money=True, sum=True) for title in money),
        BookColumn("Avis", 18), BookColumn("Décision", 18), BookColumn("Accordé", 15, money=True, sum=True),
        BookColumn("Observations", 36),
    )  # fmt: skip


def _main(pack: Pack) -> dict[str, str]:
    """Key of a dossier → its main challenge, in the words of the synthesis."""
    return {fiche.key: words for words, fiches in by_challenge(pack) for fiche in fiches}


def _programme(pack: Pack, notes: tuple[str, ...]) -> BookSheet:
    columns, funders, main = programme_columns(pack), _funder_columns(pack), _main(pack)
    rows: list[BookRow] = []
    empty = ("",) * (len(columns) - 1)
    for group in groups(pack):
        rows.append(BookRow((group.name, *empty), "group"))
        for fiche in group.fiches:
            rows.append(BookRow(_cells(pack, fiche, group.name, main[fiche.key], funders)))
        rows.append(BookRow((f"Sous-total {group.name}", *empty), "subtotal"))
    rows.append(BookRow(("Total général", *empty), "total"))
    return BookSheet(PROGRAMME, columns, tuple(rows), notes=notes)


def _cells(
    pack: Pack, fiche: Fiche, group: str, main: str, funders: Sequence[tuple[str, str, str]]
) -> tuple[object, ...]:
    shares = [fiche.share(code) for code, _, _ in funders]
    nature = {None: "", True: "Reconduction", False: "Nouvelle action"}[fiche.renewal]
    return (
        fiche.rank, fiche.number, fiche.applicant, fiche.title, group,
        ", ".join(pack.quarter_name(code) for code in fiche.quarters), main, nature, fiche.before, fiche.cost,
        *(amount for share in shares for amount in (share.asked, share.proposed)),
        fiche.asked, fiche.proposed, fiche.opinion, fiche.outcome, fiche.granted,
        " ; ".join((*fiche.reasons, *fiche.conditions)),
    )  # fmt: skip


def _purses(pack: Pack) -> BookSheet:
    titles = ("Voté", "Reporté", "Réserve", "Engagé", "Proposé", "Reste")
    columns = (BookColumn("Enveloppe", 44), *(BookColumn(t, 16, money=True, sum=True) for t in titles))
    rows: list[BookRow] = []
    for apart, title in ((False, "Crédits spécifiques"), (True, "Droit commun")):
        purses = [purse for purse in pack.purses if purse.common_law == apart]
        if not purses:
            continue
        rows.append(BookRow((title, *[""] * 6), "group"))
        rows += [
            BookRow((p.title, p.voted, p.carried, p.reserve, p.engaged, p.proposed, p.left),
                    formulas=((6, "=B{r}+C{r}-D{r}-E{r}-F{r}"),))
            for p in purses
        ]  # fmt: skip
        rows.append(BookRow((f"Total, {title.lower()}", *[""] * 6), "subtotal"))
    return BookSheet("Enveloppes", columns, tuple(rows))


def _agenda(pack: Pack) -> BookSheet:
    columns = (
        BookColumn("N°", 6), BookColumn("Appelé sous", 22), BookColumn("Dossier", 12),
        BookColumn("Porteur", 32), BookColumn("Intitulé", 48), BookColumn("Défis", 40),
        BookColumn("Déports", 24), BookColumn("Demandé", 15, money=True, sum=True),
        BookColumn("Proposé", 15, money=True, sum=True),
    )  # fmt: skip
    rows = [
        BookRow((f.rank, f.heading, f.number, f.applicant, f.title, _challenges(pack, f), ", ".join(f.away),
                 f.asked, f.proposed))
        for f in pack.fiches
    ]  # fmt: skip
    rows.append(BookRow(("Total", *[""] * 8), "total"))
    return BookSheet("Ordre du jour", columns, tuple(rows))


def _challenges(pack: Pack, fiche: Fiche) -> str:
    return ", ".join(
        f"{challenge.number} {challenge.short} ({LABELS[level].lower()})"
        for challenge, level in zip(pack.challenges, fiche.levels, strict=False)
        if level
    )


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(at + 1))


def _syntheses(pack: Pack) -> list[BookSheet]:
    """Sums of the programming table by SUMIF, each with its total beside what the table itself says."""
    titles = [column.title for column in programme_columns(pack)]
    wanted = [titles.index(title) for title in ("Coût", "Total demandé", "Total proposé")]
    axes = (
        ("Par quartier", "Groupe", [group.name for group in groups(pack)]),
        ("Par défi", "Défi principal", [words for words, _ in by_challenge(pack)]),
        ("Par porteur", "Porteur", [words for words, _ in by_applicant(pack)]),
    )
    made = [_by(title, titles.index(axis), axis, words, wanted) for title, axis, words in axes]
    return [*made, _by_funder(pack, titles)]


def _by(title: str, axis: int, head: str, words: Sequence[str], wanted: Sequence[int]) -> BookSheet:
    columns = (
        BookColumn(head, 40), BookColumn("Dossiers", 11, sum=True),
        BookColumn("Coût", 17, money=True, sum=True),
        BookColumn("Demandé", 17, money=True, sum=True), BookColumn("Proposé", 17, money=True, sum=True),
        BookColumn("Part du proposé", 16, share=True),
    )  # fmt: skip
    key = f"{PROGRAMME}!${_letter(axis)}:${_letter(axis)}"
    # The name itself: a star or « >5 » in it would be read as a pattern.
    rows = []
    last = len(words) + 2
    for word in words:
        sums = [
            (2 + at, f"=SUMIF({key},{{exact}},{PROGRAMME}!${_letter(c)}:${_letter(c)})")
            for at, c in enumerate(wanted)
        ]
        exact = '"="&SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($A{r},"~","~~"),"*","~*"),"?","~?")'
        formulas = [(1, f"=COUNTIF({key},{exact})")]
        formulas += [(at, text.replace("{exact}", exact)) for at, text in sums]
        formulas.append((5, f"=IF(E${last}=0,0,E{{r}}/E${last})"))
        rows.append(BookRow((word, *[""] * 5), formulas=tuple(formulas)))
    rows.append(BookRow(("Total", *[""] * 5), "total"))
    return BookSheet(title, columns, tuple(rows), lying=False)


def _by_funder(pack: Pack, titles: Sequence[str]) -> BookSheet:
    columns = (
        BookColumn("Financeur", 40), BookColumn("Demandé", 17, money=True, sum=True),
        BookColumn("Proposé", 17, money=True, sum=True),
    )  # fmt: skip
    names = {funder.code: funder.name for funder in pack.funders}
    total = len(pack.fiches) + 2 * len(groups(pack)) + 1
    rows = []
    for code, asked, proposed in _funder_columns(pack):
        formulas = []
        for at, title in enumerate((asked, proposed), start=1):
            letter = _letter(titles.index(title))
            # Rows of dossiers alone: they have a number, sums have words in its place.
            rank = f"{PROGRAMME}!$A$1:$A${total + 10}"
            formulas.append((at, f'=SUMIF({rank},">0",{PROGRAMME}!${letter}$1:${letter}${total + 10})'))
        rows.append(BookRow((names[code], "", ""), formulas=tuple(formulas)))
    rows.append(BookRow(("Total", "", ""), "total"))
    return BookSheet("Par financeur", columns, tuple(rows), lying=False)


def _said(title: str, said: Sequence[Said]) -> BookSheet:
    columns = (
        BookColumn("Séance", 30), BookColumn("Dossier", 12), BookColumn("Porteur", 34),
        BookColumn("Intitulé", 44), BookColumn("Décision", 22), BookColumn("Motifs", 48),
        BookColumn("Accordé", 15, money=True, sum=True),
    )  # fmt: skip
    rows = [
        BookRow(
            (
                s.session or _day(s.day),
                s.number,
                s.applicant,
                s.title,
                s.outcome,
                " ; ".join(s.reasons),
                s.amount,
            )
        )
        for s in said
    ]
    rows.append(BookRow(("Total", *[""] * 6), "total"))
    return BookSheet(title, columns, tuple(rows))


def _changes(changes: Changes, edition: Edition, notes: tuple[str, ...]) -> BookSheet:
    columns = (
        BookColumn("Changement", 16), BookColumn("Fiche", 8), BookColumn("Dossier", 12),
        BookColumn("Porteur", 34),
        BookColumn("Intitulé", 44), BookColumn("Ce qui change", 70),
        BookColumn("Proposé avant", 16, money=True), BookColumn("Proposé", 16, money=True),
    )  # fmt: skip

    def row(kind: str, now: Fiche, told: str, before: Fiche | None) -> BookRow:
        old = before.proposed if before else None
        return BookRow((kind, now.rank, now.number, now.applicant, now.title, told, old, now.proposed))

    rows = [row("Modifié", c.now, "\n".join(c.told), c.before) for c in changes.changed]
    rows += [row("Ajouté", fiche, "Ajouté à l’ordre du jour", None) for fiche in changes.added]
    rows += [row("Retiré", fiche, "Retiré de l’ordre du jour", fiche) for fiche in changes.gone]
    rows += [BookRow(("Séance", "", "", "", "", words, None, None)) for words in changes.session]
    return BookSheet(f"Depuis la version {edition.since}", columns, tuple(rows), notes=notes)
