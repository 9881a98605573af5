"""One sheet of a table on its way to applications: each row filled, named, judged; totals compared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from desktop.exchange import dauphin_table
from desktop.exchange.application import Application, Cancelled, Problem, Progress, ReadFile
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.repair import is_blank, text
from desktop.exchange.table_fields import OTHER, SKIP, field_of, given_by, is_bare, put
from desktop.exchange.table_headers import HeaderRow
from desktop.exchange.table_maps import SURE, Guess, Mapping
from desktop.exchange.table_rows import Row, Skipped, rows_of
from desktop.exchange.table_sums import Totals
from desktop.rules.folding import fold

_NAMED = 8  # columns named in a note before "et n autres"


class Numbers:
    """The numbers of the dossiers of one file, over all its sheets: number -> where it was first read."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}
        self.first: dict[str, Application] = {}


class Reading:
    """One sheet on its way to applications."""

    def __init__(
        self, file: ReadFile, mapping: Mapping, sheet: Sheet, header: HeaderRow, numbers: Numbers,
        theme: str, *, apart: bool,
    ) -> None:  # fmt: skip
        self._file, self._mapping, self._sheet, self._header = file, mapping, sheet, header
        self._numbers, self._theme, self._apart = (
            numbers,
            theme,
            apart,
        )  # the theme of rows that no title gives one
        self._made: list[Application] = []
        self._added = 0  # rows that went to a dossier of the same number
        self._totals = Totals(sheet.name)
        self._lent, self._above, self._filled = self._theme_lends(), "", 0
        self._known: list[tuple[list[Guess], list[Guess]]] = []  # columns of a block, the sure ones
        self._codes = {guess.field for guess in self._sure(mapping.columns)}
        self._given = given_by([*sorted(self._codes), *mapping.constants])

    def _sure(self, columns: list[Guess]) -> list[Guess]:
        if not self._known or self._known[-1][0] is not columns:
            sure = [g if g.confidence >= SURE or g.field == SKIP else _kept(g) for g in columns]
            self._known.append((columns, sure))
        return self._known[-1][1]

    def _theme_lends(self) -> bool:
        """Whether the first column holds a theme for several rows, as a merged cell leaves it in a CSV: each
        theme once, and more empty cells than themes."""
        at = next((g.position for g in self._mapping.columns if g.field == "main_challenge"), -1)
        rows = self._sheet.rows[self._header.index + 1 :]
        told = [row[0] for row in rows if len(row) > 1 and not is_blank(row[0])]
        if at != 0 or not self._sheet.delimited or not told or is_blank(rows[0][0] if rows[0] else None):
            return False
        full = sum(sum(not is_blank(cell) for cell in row) > 1 for row in rows)
        return len(set(told)) == len(told) and full >= 2 * len(told)

    def read(self, progress: Progress | None) -> None:
        """Put the dossiers of the sheet in the file, with what is said of them. Raises Cancelled."""
        skipped = Skipped()
        total = max(1, len(self._sheet.rows))
        for row in rows_of(self._sheet, self._header, self._mapping, skipped, self._totals):
            if progress and row.number % 20 == 0:
                share = (row.number - self._sheet.first_row) / total
                if not progress(f"Lecture de la ligne {row.number}", share):
                    raise Cancelled
            self._take(row)
        self._file.applications += self._made
        self._file.problems += self._totals.problems
        self._file.notes += [
            *self._sheet.notes, *skipped.notes(self._sheet.name), *self._totals.notes(), *self._told_other(),
        ]  # fmt: skip

    def _take(self, row: Row) -> None:
        if self._goes_on(row):
            self._fill(self._made[-1], row, several_only=True)
            return
        first = self._same_number(row)
        if first is not None:
            self._add(first, row)
            return
        self._file.read += 1
        where = f"{self._sheet.name}, ligne {row.number}"
        source = self._mapping.source or f"table:{self._mapping.id}"
        application = Application(source=source, source_id="", row=where)
        application.given = self._given  # one set for all: who adds to it makes its own
        for code, value in self._mapping.constants.items():
            put(application, code, code, value)
        self._fill(application, row)
        self._set_theme(application, row)
        if source == dauphin_table.SOURCE:
            dauphin_table.settle(application)
        self._name(application, row)
        self._judge(application, row)
        self._made.append(application)
        self._totals.add(application)

    def _set_theme(self, application: Application, row: Row) -> None:
        """The theme of a block: the challenge when no column tells it, and kept as written."""
        theme = row.theme or self._theme
        if application.main_challenge:
            self._above = application.main_challenge
        elif self._lent and self._above and not theme:
            application.main_challenge = self._above
            self._filled += 1
        if not theme:
            return
        application.other.append(("Thème du tableau", theme))
        application.given = application.given | {"other"}
        if not application.main_challenge:
            application.main_challenge = theme
            application.given = application.given | {"main_challenge"}

    def _goes_on(self, row: Row) -> bool:
        """The row above continued: it has neither number nor applicant of its own."""
        if not self._made:
            return False
        if row.goes_on or not self._mapping.continuation:
            return row.goes_on
        who = ("source_id", "applicant.name", "applicant.siret", "applicant.rna")
        told = [guess.position for guess in self._sure(row.columns) if guess.field in who]
        return all(at >= len(row.cells) or is_blank(row.cells[at]) for at in told)

    def _same_number(self, row: Row) -> Application | None:
        """The dossier that bears the number of this row, when its map says that such rows are one."""
        at = next((guess.position for guess in self._sure(row.columns) if guess.field == "source_id"), -1)
        if not self._mapping.add or not 0 <= at < len(row.cells):
            return None
        return self._numbers.first.get(text(row.cells[at])[0])

    def _add(self, first: Application, row: Row) -> None:
        """Another line of the same dossier: amounts to add are added, the rest only completes."""
        before = {code: getattr(first, code) for code in self._mapping.add}
        for code in self._mapping.add:
            setattr(first, code, None)
        self._fill(first, row, several_only=True, also=self._mapping.add)
        first.other = list(dict.fromkeys(first.other))  # each line says again what the whole dossier is
        for code, cents in before.items():
            more = getattr(first, code)
            setattr(first, code, cents if more is None else (cents or 0) + more)
        self._added += 1

    def _fill(
        self, application: Application, row: Row, *, several_only: bool = False, also: Sequence[str] = ()
    ) -> None:
        where = f"{self._sheet.name}, ligne {row.number}"
        above = row.goes_on or bool(row.shared)
        for guess in self._sure(row.columns):
            if several_only and guess.field not in also and not _many(guess.field):
                continue
            if above and self._said_above(guess, row):
                continue
            cell = row.cells[guess.position] if guess.position < len(row.cells) else None
            remark = None if cell is None else put(application, guess.field, _label(guess), cell)
            if remark:
                sentence = f"{remark[0].upper()}{remark[1:]}."
                application.problems.append(Problem("warning", where, _label(guess), _cut(cell), sentence))
        if row.shared and not row.goes_on:
            message = (
                "Le montant est dans une cellule fusionnée avec la ligne au-dessus : il est compté une seule "
                "fois, avec elle."
            )
            at = row.shared[0]
            application.problems.append(Problem("warning", where, "Montant", _cut(row.cells[at]), message))
        for at in range(self._header.width if row.beyond else len(row.cells), len(row.cells)):
            if at >= len(row.columns) and not is_blank(row.cells[at]):
                put(application, OTHER, f"colonne {at + 1}", row.cells[at])
        if row.mended:
            message = "Montant coupé en deux cellules par sa virgule, recollé."
            application.problems.append(Problem("warning", where, "Montant", row.mended, message))
        if row.overflow:
            message = (
                "La ligne a plus de cellules que l’en-tête : une virgule ou un point-virgule la coupe au "
                "mauvais "
                "endroit. Elle est refusée ; corrigez-la dans le fichier."
            )
            application.problems.append(Problem("error", where, "", _cut(row.cells[-1]), message))

    def _said_above(self, guess: Guess, row: Row) -> bool:
        """A merged cell of which the row above took the value: all of them in a row that goes on."""
        if guess.position in row.shared:
            return True
        index = row.number - self._sheet.first_row
        return row.goes_on and (index, guess.position) in self._sheet.carried

    def _name(self, application: Application, row: Row) -> None:
        """A number for each dossier; without one, a stable one from who asks, for what and when."""
        if not application.source_id:
            applicant = application.applicant
            who = applicant.siret or applicant.rna or fold(applicant.name)
            meaning = "|".join((who, fold(application.title), str(application.exercise or "")))
            digest = hashlib.sha256(meaning.encode()).hexdigest()[:10]
            number, rank = f"auto-{digest}", 1
            while number in self._numbers.seen:
                rank += 1
                number = f"auto-{digest}-{rank}"
            application.source_id = number
        elif application.source_id in self._numbers.seen:
            message = (
                f"Le numéro {application.source_id} est déjà celui de "
                f"{self._numbers.seen[application.source_id]} : cette ligne est refusée. Si plusieurs lignes "
                "portent le même code, il n’est pas le numéro du dossier : changez le sens de sa colonne."
            )
            label = next(_label(guess) for guess in self._sure(row.columns) if guess.field == "source_id")
            application.problems.append(
                Problem("error", application.row, label, application.source_id, message)
            )
            return
        self._numbers.seen[application.source_id] = (
            f"la ligne {row.number} (« {self._sheet.name} »)" if self._apart else f"la ligne {row.number}"
        )
        self._numbers.first[application.source_id] = application

    def _judge(self, application: Application, row: Row) -> None:
        if is_bare(application.applicant):
            message = "Le porteur n’est pas dit (ni nom, ni SIRET, ni RNA) : la ligne est refusée."
            application.problems.append(Problem("error", application.row, "Porteur", "", message))
        starts, ends = application.starts_on, application.ends_on
        if starts and ends and ends < starts:
            message = "La fin précède le début : les deux dates sont reprises, à vérifier."
            value = f"{starts:%d/%m/%Y} – {ends:%d/%m/%Y}"
            application.problems.append(Problem("warning", application.row, "Période", value, message))

    def _told_other(self) -> list[str]:
        columns = self._sure(self._mapping.columns)
        kept = [guess.header for guess in columns if guess.field == OTHER and guess.header]
        notes = []
        if self._filled:
            notes.append(
                f"Feuille « {self._sheet.name} » : {self._filled} thèmes laissés vides sont repris de la "
                "ligne au-dessus (cellules fusionnées)."
            )
        if self._added:
            many = "s" if self._added > 1 else ""
            notes.append(f"{self._added} ligne{many} réunie{many} à un dossier de même numéro.")
        if kept:
            names = ", ".join(f"« {name} »" for name in kept[:_NAMED])
            more = f" et {len(kept) - _NAMED} autres" if len(kept) > _NAMED else ""
            notes.append(f"Colonnes sans champ propre, gardées dans les autres informations : {names}{more}.")
        if "source_id" not in self._codes and self._made:
            notes.append(
                "Le fichier ne numérote pas les dossiers : Parvis les reconnaîtra par le porteur, "
                "l’intitulé et "
                "l’exercice."
            )
        return notes


def _many(code: str) -> bool:
    known = field_of(code)
    return known is not None and known.many


def _kept(guess: Guess) -> Guess:
    return Guess(guess.position, guess.header, guess.group, guess.occurrence, OTHER, 0.0)


def _label(guess: Guess) -> str:
    if guess.group and guess.occurrence > 1:
        return f"{guess.group} – {guess.header}"
    return guess.header or f"colonne {guess.position + 1}"


def _cut(cell: Cell) -> str:
    words = text(cell)[0]
    return words if len(words) <= 200 else words[:199] + "…"
