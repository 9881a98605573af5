"""CSV, XLSX and ODS exports of démarches-simplifiees, side sheets and export templates included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from desktop.exchange import ds_budget
from desktop.exchange.application import Opinion, Problem, Progress, ReadFile, Unreadable
from desktop.exchange.ds_assemble import assemble
from desktop.exchange.ds_columns import Column, Table, cell, file_columns, file_names, is_dossiers, table
from desktop.exchange.ds_form import Answer, Form, cut, pieces
from desktop.exchange.ds_lexicon import plain, target
from desktop.exchange.ds_values import day, text, yes_no
from desktop.exchange.probe import Probe
from desktop.exchange.sheets import Cell, Sheet, read_sheets

_FILE_NAME = re.compile(r"^dossiers_(?P<call>.+)_\d{4}-\d\d-\d\d_\d\d-\d\d$")
# Portal columns without news: flags, a birth date, dates that follow from others.
_DROPPED = frozenset({"france_connect", "birth_date", "third_party", "updated_form_at", "constructed_at"})
_SAID_ELSEWHERE = re.compile(r"\b(?:voie|complement adresse|siren|siret siege social|siege social)$")
_KEPT_APART = frozenset({
    "archived", "group", "chorus_area", "chorus_reference", "chorus_centre", "svr_at", "agent_last_name",
    "agent_first_name",
})  # fmt: skip


def RECOGNISES(probe: Probe) -> int:
    """95 when a sheet has the columns that only the portal writes."""
    tables = map(table, probe.sheets) if probe.tabular else ()
    return 95 if any(found is not None and is_dossiers(found) for found in tables) else 0


def read(probe: Probe, progress: Progress) -> ReadFile:
    """Every dossier of a tabular export already opened."""
    return read_from_sheets(probe.path, probe.sheets, progress)


def read_tables(path: Path, progress: Progress) -> ReadFile:
    """Every dossier of a tabular export. Raises Unreadable when no sheet is one."""
    progress("Ouverture du tableau", 0.0)
    return read_from_sheets(path, read_sheets(path), progress)


def read_from_sheets(path: Path, sheets: Sequence[Sheet], progress: Progress) -> ReadFile:
    """The same from sheets already read."""
    tables = [found for found in map(table, sheets) if found is not None]
    mains = [found for found in tables if is_dossiers(found)]
    if not mains:
        raise Unreadable(
            f"Le fichier « {path.name} » n’est pas un export de démarches-simplifiees : aucune feuille "
            "n’a de colonnes « ID » et « État du dossier ». Choisissez une correspondance de colonnes "
            "pour le lire."
        )
    main = mains[0]
    single = len(sheets) == 1
    forms = _forms(main, single)
    by_number: dict[str, list[Form]] = {}
    for form in forms:
        by_number.setdefault(form.number, []).append(form)
    notes = [_side_sheet(found, by_number) for found in tables if found is not main]
    kind = "template" if main.template else path.suffix.lower().lstrip(".") or "csv"
    found = assemble(path, f"ds-{kind}", forms, progress, _known_choices(main))
    named = _FILE_NAME.match(path.stem)
    if named:
        found.notes.append(f"Export de la démarche « {named['call']} ».")
    found.notes += [note for note in notes if note]
    return found


def _known_choices(main: Table) -> set[str]:
    """Values of a single-choice column are whole labels, whatever their commas."""
    columns = [c for c in main.columns if not c.key and target(c.label) == "main_challenge"]
    return {text(cell(row, column)) for _, row in main.rows for column in columns} - {""}


def _forms(main: Table, single: bool) -> list[Form]:
    files = file_columns(main)
    forms: list[Form] = []
    before: tuple[Form, list[Cell]] | None = None
    for number, row in main.rows:
        dossier = _number(cell(row, main.key("id")))
        if before and dossier and before[0].number == dossier and _same_dossier(main, before[1], row):
            _add_block_rows(before[0], main, row, files)
            continue
        where = f"ligne {number}" if single else f"{main.name}, ligne {number}"
        form = Form(number=dossier, row=where, zero_is_unknown=not main.template)
        _fill(form, main, row, files)
        _add_block_rows(form, main, row, files)
        _doubt_width(form, main, row)
        forms.append(form)
        before = (form, row)
    return forms


def _doubt_width(form: Form, main: Table, row: list[Cell]) -> None:
    """Filled cells beyond the titles: an unquoted delimiter has shifted the row."""
    width = 1 + max(column.index for column in main.columns)
    if any(text(extra) for extra in row[width:]):
        message = (
            "Cette ligne a plus de cellules que la ligne de titres : ses valeurs sont peut-être décalées."
        )
        form.problems.append(Problem("warning", form.row, "", "", message))


def _number(value: Cell) -> str:
    written = re.sub(r"[\s\u00a0\u202f']|\.0$", "", text(value))
    return written if written.isascii() and written.isdigit() and len(written) < 19 else ""


def _same_dossier(main: Table, before: list[Cell], row: list[Cell]) -> bool:
    """A template may repeat the dossier on one row per line of a block."""
    if not any(column.block for column in main.columns):
        return False
    plain_columns = (column for column in main.columns if not column.block)
    return all(text(cell(row, c)) in ("", text(cell(before, c))) for c in plain_columns)


def _fill(form: Form, main: Table, row: list[Cell], files: frozenset[int]) -> None:
    for column in main.columns:
        value = cell(row, column)
        if column.company:
            if not _SAID_ELSEWHERE.search(plain(column.label)):
                form.extra.append((column.label, value))
        elif column.key in _KEPT_APART:
            if yes_no(value) is not False:
                form.extra.append((column.label, value))
        elif column.key in _DROPPED:
            continue
        elif column.key:
            form.system[column.key] = value
        elif not column.block:
            form.answers.append(_answer(column, value, column.index in files))


def _answer(column: Column, value: Cell, is_file: bool) -> Answer:
    if is_file:
        return Answer(column.label, files=pieces(column.label, file_names(text(value))))
    return Answer(column.label, value)


def _add_block_rows(form: Form, main: Table, row: list[Cell], files: frozenset[int]) -> None:
    blocks: dict[str, list[Answer]] = {}
    for column in main.columns:
        if column.block:
            blocks.setdefault(column.block, []).append(
                _answer(column, cell(row, column), column.index in files)
            )
    for name, cells in blocks.items():
        _block(form, name, cells)


def _block(form: Form, name: str, cells: list[Answer]) -> None:
    """Adds one row to the block of that name; a block met for the first time is made even without row."""
    found = next((a for a in form.answers if a.rows is not None and a.label == name), None)
    if found is None:
        found = Answer(name, rows=[])
        form.answers.append(found)
        if ds_budget.is_budget([cells]):
            form.given.add("budget")
    if found.rows is not None and any(text(a.value) or a.files for a in cells):
        found.rows.append(cells)


def _side_sheet(found: Table, forms: dict[str, list[Form]]) -> str:
    """Joins a side sheet to its dossiers; a sentence for the summary when it is of no known kind."""
    if found.has("champ") and found.key("siret"):
        _establishments(found, forms)
    elif found.has("reponse") and (found.has("question") or found.has("introduction")):
        _opinions(found, forms)
    elif found.has("ligne"):
        _repeated(found, forms)
    else:
        return f"La feuille « {found.name} » n’est pas d’un type connu : elle n’est pas lue."
    return ""


def _of(found: Table, row: list[Cell], forms: dict[str, list[Form]]) -> list[Form]:
    return forms.get(_number(cell(row, found.key("id"))) or "none", [])


def _labelled(found: Table, label: str) -> Column | None:
    return next((column for column in found.columns if plain(column.label) == label), None)


def _establishments(found: Table, forms: dict[str, list[Form]]) -> None:
    field = _labelled(found, "champ")
    for _, row in found.rows:
        own = plain(text(cell(row, field))) == "dossier"
        for form in _of(found, row, forms):
            if not own:  # a SIRET asked by the form: partner, head of file
                siret = text(cell(row, found.key("siret")))
                form.extra.append((f"{text(cell(row, field))} (établissement)", siret))
                continue
            for column in found.columns:
                value = cell(row, column)
                if column.key and column.key != "id" and not text(form.system.get(column.key)):
                    form.system[column.key] = value
                elif column.company and not _SAID_ELSEWHERE.search(plain(column.label)):
                    form.extra.append((column.label, value))


def _opinions(found: Table, forms: dict[str, list[Form]]) -> None:
    for same in forms.values():
        for form in same:
            form.given.add("opinions")
    for _, row in found.rows:
        values = {plain(column.label): cell(row, column) for column in found.columns}
        agreed = yes_no(values.get("reponse oui non"))
        opinion = Opinion(
            author=text(values.get("expert")),
            value="" if agreed is None else text(agreed),
            comment=text(values.get("reponse")),
            asked_on=day(values.get("cree le")),
            answered_on=day(values.get("repondu le")),
        )
        for form in _of(found, row, forms):
            form.opinions.append(opinion)


def _repeated(found: Table, forms: dict[str, list[Form]]) -> None:
    name = re.sub(r"^\(\d+\)\s*", "", found.name).strip()
    inner = [c for c in found.columns if c.key != "id" and plain(c.label) != "ligne"]
    files = file_columns(found)
    empty = [Answer(column.label) for column in inner]
    for same in forms.values():
        for form in same:
            _block(form, name, empty)
    for number, row in found.rows:
        owners = _of(found, row, forms)
        if not owners and forms:
            first = next(iter(forms.values()))[0]
            message = (
                "Cette ligne ne se rattache à aucun dossier de la première feuille : elle n’est pas reprise."
            )
            where = f"{found.name}, ligne {number}"
            first.problems.append(
                Problem("warning", where, "Dossier ID", cut(cell(row, found.key("id"))), message)
            )
        for form in owners:
            _block(
                form, name, [_answer(column, cell(row, column), column.index in files) for column in inner]
            )
