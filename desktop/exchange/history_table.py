"""A list of past grants read through its map: one line a grant, every oddity told with its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop.exchange.application import Cancelled, HistoryLine, Problem, Progress, ReadFile
from desktop.exchange.cells import Cell
from desktop.exchange.history_cells import put_together
from desktop.exchange.history_fields import HISTORY_FIELDS, MONEY, WHO
from desktop.exchange.history_maps import HistorySheet
from desktop.exchange.history_numbers import of_spoilt, siret_of, spoilt
from desktop.exchange.history_payments import Payments
from desktop.exchange.history_sums import Sharing, Twins
from desktop.exchange.history_years import year_of_title
from desktop.exchange.repair import is_blank, text
from desktop.exchange.table_headers import key
from desktop.rules.money import euros

_KINDS = {
    **dict.fromkeys(MONEY, "amount"),
    **dict.fromkeys(("siret", "funder_siret", "siren"), "number"),
    **dict.fromkeys(("decided_on", "period", "year"), "date"),
    "share": "share",
}
_TOTALS = re.compile(r"(?:sous )?tota(?:l|ux)(?: .*)?|consolidation|somme|cumul")
_EVERY = 200  # rows between two words to the progress bar


def read_history(path: Path, found: Sequence[HistorySheet], progress: Progress) -> ReadFile:
    """The past grants of these sheets. Raises Cancelled."""
    made = ReadFile(path, "history")
    for one in found:
        _SheetReading(made, one, year_of_title(path, one), alone=len(found) == 1).read(progress)
    return made


class _SheetReading:
    """One sheet on its way to lines of history."""

    def __init__(
        self, file: ReadFile, found: HistorySheet, year: tuple[int | None, str], *, alone: bool
    ) -> None:
        self._alone = alone  # the only list of its file: a row needs no more than its number
        self._file, self._found, self._map = file, found, found.map
        self._year, self._year_from = year
        self._columns = [
            (code, at) for code, places in found.places.items() for at in places if code != "skip"
        ]
        self._labels = found.header.labels
        leave = self._map.leave
        self._leave = [(at, leave[label]) for at, label in enumerate(found.header.keys) if label in leave]
        self._told_at = [at for code, at in self._columns if code in (*WHO, *MONEY)]
        self._kinds = self._kinds_of()
        self._known: dict[tuple[str, type, Cell], tuple[Any, str | None]] = {}
        self._funders: dict[str, str] = {}  # SIRET of a funder -> its name elsewhere in the file
        self._spoilt: set[int] = set()  # columns of numbers that a spreadsheet rounded
        self._sharing = Sharing(file)
        self._twins = Payments(file, self._map.together) if self._map.together else Twins(file)
        self._skipped: dict[str, list[int]] = {}
        self._groups: dict[str, tuple[int, int, str]] = {}  # body -> announced, summed, row of the total

    def _kinds_of(self) -> list[str]:
        kinds = ["yes_no" if label in ("notification ue",) else "" for label in self._found.header.keys]
        for code, at in self._columns:
            kinds[at] = _KINDS.get(code, "")
        return kinds

    def read(self, progress: Progress) -> None:
        sheet, start = self._found.sheet, self._found.header.index + 1
        total = max(1, len(sheet.rows))
        self._learn_funders()
        self._part_numbers()
        rows = sheet.rows[start:]
        self._spoilt = {
            at
            for at in self._found.places.get("siret", ())
            if spoilt(row[at] for row in rows if at < len(row))
        }
        for index in range(start, len(sheet.rows)):
            if index % _EVERY == 0 and not progress(f"Lecture de la ligne {index + 1}", index / total):
                raise Cancelled
            if any(cell is not None and cell != "" for cell in sheet.rows[index]):
                self._row(sheet.rows[index], sheet.first_row + index)
        self._compare_groups()
        self._sharing.settle()
        self._twins.settle()
        self._file.notes += [*sheet.notes, *self._notes()]

    def _learn_funders(self) -> None:
        names, numbers = self._found.places.get("funder", []), self._found.places.get("funder_siret", [])
        if names and numbers:
            for row in self._found.sheet.rows[self._found.header.index + 1 :]:
                if len(row) > max(names[0], numbers[0]) and row[names[0]] and row[numbers[0]]:
                    self._funders.setdefault(_number(row[numbers[0]]), " ".join(str(row[names[0]]).split()))

    def _part_numbers(self) -> None:
        """One SIRET beside many names is that of whoever gives, whatever its label says."""
        numbers, names = self._found.places.get("siret", []), self._found.places.get("name", [])
        if not numbers or not names or "funder_siret" in self._found.places:
            return
        rows = self._found.sheet.rows[self._found.header.index + 1 :]
        told = {(row[numbers[0]], row[names[0]]) for row in rows if len(row) > max(numbers[0], names[0])}
        known = {_number(number) for number, _ in told if _number(number)}
        if len(known) == 1 and len({name for _, name in told}) > 3:
            self._columns = [
                ("funder_siret", at) if code == "siret" else (code, at) for code, at in self._columns
            ]
            self._file.notes.append(
                f"Le SIRET {known.pop()} est le même pour tous les bénéficiaires : c’est celui du financeur."
            )

    # One row

    def _row(self, cells: list[Cell], number: int) -> None:
        where = f"ligne {number}" if self._alone else f"{self._found.sheet.name}, ligne {number}"
        reason = self._no_grant(cells, number - self._found.sheet.first_row)
        if reason:
            self._skipped.setdefault(reason, []).append(number)
            return
        cut = self._found.sheet.delimited and len(cells) > len(self._kinds)
        if cut and any(not is_blank(c) for c in cells[len(self._kinds) :]):
            whole = put_together(cells, self._kinds)
            if whole is None:
                self._file.read += 1
                self._say("error", where, "", cells[-1], "La ligne a plus de cellules que l’en-tête : une "
                          "virgule la coupe à un endroit que rien ne dit. Elle est refusée.")  # fmt: skip
                return
            self._say("warning", where, "", "", "Une virgule sans guillemets coupait la ligne : ses cellules "
                      "ont été recollées d’après ce que contient chaque colonne.")  # fmt: skip
            cells = whole
        if self._map.detail and not self._at(cells, self._map.detail):
            self._announce(cells, where)
            return
        told = self._told(cells, where)
        self._file.read += 1
        line = self._line(told, where)
        if line is not None and self._twins.keep(line, told):
            if self._map.detail:
                announced, summed, total_row = self._groups.get(self._body(cells), (0, 0, ""))
                self._groups[self._body(cells)] = (announced, summed + (line.amount or 0), total_row)
            self._file.history.append(line)
            self._sharing.note(line, told)

    def _no_grant(self, cells: list[Cell], index: int) -> str:
        filled = [(at, cell) for at, cell in enumerate(cells) if not is_blank(cell)]
        if not filled:
            return "ligne vide"
        if any(word in key(str(cells[at])) for at, words in self._leave if at < len(cells) for word in words):
            return "bénéficiaire qui n’est pas une structure"
        if self._found.sheet.goes_on(index, self._told_at):
            return "suite de cellules fusionnées"
        first, label = filled[0]
        if len(filled) > 1 and first < len(self._labels) and self._same_label(label, first):
            return "en-tête répété"
        if len(filled) > 1 and any(self._at(cells, code) for code in ("siret", "siren", "rna")):
            return ""
        heads = [key(str(cell)) for at, cell in filled[:2] if at < 4]
        if any(_TOTALS.fullmatch(head) or head in self._map.skip for head in heads):
            return "ligne de total"
        if len(filled) == 1:
            return "note ou titre"
        told = self._at(cells, "name") or self._at(cells, "amount")
        return "" if told else "ligne sans bénéficiaire ni montant"

    def _same_label(self, cell: Cell, at: int) -> bool:
        label = self._labels[at]
        return (
            isinstance(cell, str) and len(cell) < 2 * len(label) and key(cell) == self._found.header.keys[at]
        )

    def _at(self, cells: list[Cell], code: str) -> bool:
        places = self._found.places.get(code, ())
        return any(at < len(cells) and not is_blank(cells[at]) for at in places)

    def _told(self, cells: list[Cell], where: str) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for code, at in self._columns:
            cell = cells[at] if at < len(cells) else None
            if cell is None or cell == "":
                continue
            mark = (code, type(cell), cell)
            if mark not in self._known:
                self._known[mark] = self._repaired(code, at, cell)
            value, remark = self._known[mark]
            if remark:
                self._say("warning", where, self._labels[at], cell, f"{remark[0].upper()}{remark[1:]}.")
            if value in (None, ""):
                continue
            if code in told and HISTORY_FIELDS[code].many:
                told[code] = told[code] + value if code == "paid" else f"{told[code]} · {value}"
            else:
                told[code] = value
        return {**self._map.constants, **told}

    def _repaired(self, code: str, at: int, cell: Cell) -> tuple[Any, str | None]:
        if code == "siret" and at in self._spoilt:
            siret, siren, remark = of_spoilt(siret_of(cell))
            return (siret, siren), remark
        return HISTORY_FIELDS[code].repair(cell)

    def _line(self, told: dict[str, Any], where: str) -> HistoryLine | None:
        siret, siren = told.get("siret", ("", ""))
        siren = siren or told.get("siren", ("", ""))[1]
        siret = siret or told.get("siren", ("", ""))[0]
        name, rna = told.get("name", ""), told.get("rna", "")
        year, decided = self._when(told, where)
        amount, status = told.get("amount"), told.get("status") or "granted"
        why = ""
        if status == "pending":
            why = "La demande est encore en cours chez ce financeur : elle n’est pas de l’historique."
        elif not (name or siret or siren or rna):
            why = "Le bénéficiaire n’est pas dit (ni nom, ni SIRET, ni RNA)."
        elif year is None:
            why = "L’année n’est dite ni par la ligne, ni par le titre, ni par le nom du fichier."
        elif status != "refused" and amount is None and told.get("paid") is None:
            why = "Le montant n’est pas dit ou n’est pas lisible."
        if why or year is None:
            self._say("error", where, "", name or siret or siren, f"{why} La ligne est refusée.")
            return None
        return HistoryLine(
            funder=self._funder(told, where), year=year, name=name, siret=siret, siren=siren, rna=rna,
            amount=None if status == "refused" else told.get("paid") if amount is None else amount,
            purpose=_purpose(told), scheme=told.get("scheme", ""), asked=told.get("asked"),
            paid=told.get("paid"), status=status, decided_on=decided, row=where,
        )  # fmt: skip

    def _when(self, told: dict[str, Any], where: str) -> tuple[int | None, Any]:
        decided = told.get("decided_on")
        if isinstance(decided, int):
            return told.get("year") or decided, None
        period = told.get("period")
        dated = decided or period
        year = told.get("year") or (dated.year if dated else None) or self._year
        if year is not None and not told.get("year") and not dated:
            self._skipped.setdefault(f"année {year} prise dans {self._year_from}", []).append(0)
        # A list of payments has no other date.
        elif year and not told.get("year") and decided is None and period and not self._map.together:
            self._say(
                "warning", where, "", str(period), "Sans date de décision, l’année est celle du versement."
            )
        return year, decided

    def _funder(self, told: dict[str, Any], where: str) -> str:
        if told.get("funder"):
            return str(told["funder"])
        number = _number(told.get("funder_siret", ""))
        known = self._funders.get(number, "")
        said = known or (f"Financeur {number}" if number else f"Financeur non dit ({self._file.path.stem})")
        self._say("warning", where, "Financeur", number, f"Le financeur n’est pas nommé : noté « {said} ».")
        return said

    # Groups of which one row announces the total

    def _announce(self, cells: list[Cell], where: str) -> None:
        for at in self._found.places.get("group_total", ()):
            total, _ = HISTORY_FIELDS["group_total"].repair(cells[at] if at < len(cells) else None)
            announced, summed, _ = self._groups.get(self._body(cells), (0, 0, ""))
            self._groups[self._body(cells)] = (announced + (total or 0), summed, where)

    def _body(self, cells: list[Cell]) -> str:
        """Whose row this is, as written: two bodies may bear one name."""
        places = self._found.places
        at = [place for code in ("siren", "siret", "name") for place in places.get(code, ())]
        return "|".join(str(cells[place]) for place in at if place < len(cells))

    def _compare_groups(self) -> None:
        for body, (announced, summed, where) in self._groups.items():
            if where and announced != summed:
                sums = f"Le total annoncé ({euros(announced)}) n’est pas la somme du détail ({euros(summed)})"
                self._say("warning", where, "Total", body, f"{sums} : le détail est repris.")

    def _say(self, level: Any, where: str, label: str, value: Cell, message: str) -> None:
        self._file.problems.append(Problem(level, where, label, text(value)[0][:200], message))

    def _notes(self) -> Iterator[str]:
        for reason, rows in self._skipped.items():
            many = "s" if len(rows) > 1 else ""
            if reason.startswith("année "):
                yield f"Feuille « {self._found.sheet.name} » : {reason} pour {len(rows)} ligne{many}."
            else:
                yield (
                    f"Feuille « {self._found.sheet.name} » : {len(rows)} ligne{many} laissée{many} de côté "
                    f"({reason}, ligne {rows[0]})."
                )


def _purpose(told: dict[str, Any]) -> str:
    purpose = told.get("purpose", "") or (f"Poste {told['post']}" if told.get("post") else "")
    if told.get("reference"):
        purpose = f"{purpose} (n° {told['reference']})".strip()
    return f"{purpose} (aide en nature)".strip() if told.get("nature") else purpose


def _number(cell: Cell) -> str:
    return re.sub(r"\.0+$|\D", "", text(cell)[0])
