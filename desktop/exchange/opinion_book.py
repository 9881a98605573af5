"""The protected workbook of a pack: what is asked is locked, what is answered is blue."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.exchange.application import Cancelled
from desktop.exchange.opinion_look import Look, height
from desktop.exchange.workbook import save_book
from desktop.rules.french import plural
from desktop.rules.opinion_pack import AskedPack, AskedSheet, Line, locked_lines, reading_of, row_of
from desktop.rules.opinions import VALUES

GUIDE, ROWS, READING, CONTROL = "Mode d’emploi", "Avis", "Fiches", "parvis"
MARK = "parvis-avis"  # the first cell of the control sheet
LOCKED = ("N°", "Porteur", "Action", "Quartiers", "Défis", "Demandé", "Proposé", "Résumé")
ANSWERS = ("Votre avis", "Montant", "Commentaire", "Entre services")
BY = "Avis rendu par (nom, fonction) :"
HEAD_ROW = 6
BY_CELL = "C4"
_WIDTHS = (11, 24, 28, 15, 18, 12, 12, 36, 14, 13, 38, 11)
_MONEY = '#,##0.00\\ "€"'
_YES = "oui"

Progress = Callable[[str, float], bool]


def write_book(path: Path, pack: AskedPack, progress: Progress = lambda _words, _done: True) -> list[Line]:
    """Write the workbook whole or not at all; returns its locked lines. Raises Unwritable, Cancelled."""
    from openpyxl import Workbook

    look = Look()
    book = Workbook()
    guide: Any = book.active
    guide.title = GUIDE
    rows, reading, control = (book.create_sheet(name) for name in (ROWS, READING, CONTROL))
    places = _write_reading(reading, pack, look, progress)
    _write_rows(rows, pack, look, places)
    _write_guide(guide, pack, look)
    lines = locked_lines(pack)
    _write_control(control, lines)
    for sheet in (guide, rows, reading):
        _protect(sheet)
        _print_setup(sheet, pack)
    book.properties.title, book.properties.creator = f"Avis · {pack.partner}", pack.service or "Parvis"
    book.properties.keywords, book.properties.language = pack.code, "fr-FR"
    book.security.lockStructure = True
    book.active = 0
    save_book(book, path)
    return lines


# The rows to fill in


def _write_rows(sheet: Any, pack: AskedPack, look: Look, places: dict[str, int]) -> None:
    for position, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[look.letter(position)].width = width
    last = look.letter(len(_WIDTHS))
    count = len(pack.sheets)
    look.put(sheet, "A1", f"Avis · {pack.partner}", look.title)
    due = f" · réponse attendue le {pack.due_on:%d/%m/%Y}" if pack.due_on else ""
    told = f"{pack.call} · {count} {plural(count, 'dossier')}{due} · code {pack.code}"
    look.put(sheet, "A2", told, look.muted)
    look.put(sheet, "A3", pack.question, look.plain, wrap=True)
    sheet.merge_cells(f"A3:{last}3")
    sheet.row_dimensions[3].height = height([(pack.question, sum(_WIDTHS))]) if pack.question else 4
    look.put(sheet, "A4", BY, look.strong)
    look.answer(sheet, BY_CELL)
    sheet.merge_cells("C4:H4")
    for column in range(4, 9):
        look.answer(sheet, f"{look.letter(column)}4")
    sheet.row_dimensions[1].height, sheet.row_dimensions[4].height = 26, 22
    for position, words in enumerate((*LOCKED, *ANSWERS), start=1):
        look.heading(sheet, f"{look.letter(position)}{HEAD_ROW}", words, mine=position > len(LOCKED))
    sheet.row_dimensions[HEAD_ROW].height = 32
    for row, asked in enumerate(pack.sheets, start=HEAD_ROW + 1):
        _write_row(sheet, row, asked, look, places[asked.number], confidential=pack.confidential)
    end = HEAD_ROW + count
    _choices(sheet, end)
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{end}"
    sheet.sheet_view.zoomScale = 90


def _write_row(
    sheet: Any, row: int, asked: AskedSheet, look: Look, place: int, *, confidential: bool
) -> None:
    _, number, _, applicant, title, quarters, challenges, _, _, summary = row_of(asked)
    words = (number, applicant, title, quarters, challenges, None, None, summary)
    for position, text in enumerate(words, start=1):
        cell = f"{look.letter(position)}{row}"
        if text is not None:
            look.put(sheet, cell, text, look.plain, wrap=True, boxed=True)
    for letter, amount in (("F", asked.asked), ("G", asked.proposed)):
        look.money(sheet, f"{letter}{row}", amount, _MONEY)
    look.link(sheet, f"A{row}", f"'{READING}'!D{place}")
    for letter in "IJKL":
        look.answer(sheet, f"{letter}{row}")
    sheet[f"J{row}"].number_format = _MONEY
    if confidential:
        sheet[f"L{row}"].value = _YES
    measured = [(text, width) for text, width in zip(words, _WIDTHS, strict=False) if isinstance(text, str)]
    sheet.row_dimensions[row].height = max(34, height(measured))


def _choices(sheet: Any, end: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    first = HEAD_ROW + 1
    values = ",".join(value.label for value in VALUES)
    told: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("I", {"type": "list", "formula1": f'"{values}"'}, "Choisissez l’un des quatre avis de la liste."),
        (
            "J", {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"},
            "Écrivez un montant en euros, en chiffres seulement.",
        ),
        (
            "K", {"type": "textLength", "operator": "lessThanOrEqual", "formula1": "4000"},
            "Le commentaire tient en 4 000 caractères au plus.",
        ),
        ("L", {"type": "list", "formula1": f'"{_YES},non"'}, "Choisissez oui ou non."),
    )  # fmt: skip
    for letter, rule, error in told:
        made = DataValidation(**rule, allow_blank=True, showErrorMessage=True, showDropDown=False)
        made.errorTitle, made.error = "Avis", error
        made.add(f"{letter}{first}:{letter}{end}")
        sheet.add_data_validation(made)


# The reading sheets, the instructions, the control


def _write_reading(sheet: Any, pack: AskedPack, look: Look, progress: Progress) -> dict[str, int]:
    """Every dossier to be read in full; returns the row where each one begins."""
    for letter, width in (("A", 2), ("B", 2), ("C", 2), ("D", 112)):
        sheet.column_dimensions[letter].width = width
    for letter in "AB":
        sheet.column_dimensions[letter].hidden = True
    fonts = {"title": look.subtitle, "heading": look.caption, "who": look.muted}
    places: dict[str, int] = {}
    row = 1
    for asked in pack.sheets:
        if not progress(f"Dossier {asked.number}", len(places) / len(pack.sheets)):
            raise Cancelled
        places[asked.number] = row
        look.put(sheet, f"D{row}", f"Dossier {asked.number}", look.caption)
        look.link(sheet, f"D{row}", f"'{ROWS}'!A{HEAD_ROW + len(places)}")
        row += 1
        for _, number, rank, role, words in reading_of(asked):
            sheet[f"A{row}"].value, sheet[f"B{row}"].value = number, int(rank)
            look.put(sheet, f"D{row}", words, fonts.get(role, look.plain), wrap=True)
            over = {"title": 6, "heading": 8}.get(role, 2)
            size = {"title": 15}.get(role, 10)
            sheet.row_dimensions[row].height = height([(words, 112 * 10 / size)], size) + over
            row += 1
        look.under(sheet, f"D{row}")
        row += 2
    return places


def _write_guide(sheet: Any, pack: AskedPack, look: Look) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 5, 96
    sheet.sheet_view.showGridLines = False
    look.put(
        sheet, "A1", f"Votre avis sur {len(pack.sheets)} {plural(len(pack.sheets), 'dossier')}", look.title
    )
    look.put(sheet, "A2", f"{pack.call} · demandé par {pack.service}", look.muted)
    due = f"Réponse attendue le {pack.due_on:%d/%m/%Y}." if pack.due_on else "Répondez dès que possible."
    told = [
        ("", pack.question), ("", due),
        ("1", f"Ouvrez l’onglet « {ROWS} ». L’onglet « {READING} » donne chaque demande en entier ; un "
              "clic sur un numéro y mène."),
        ("2", "Dans les cases bleues, choisissez votre avis : favorable, réservé, défavorable ou hors "
              "champ. Une ligne laissée vide reste à répondre."),
        ("3", "Si vous le souhaitez, écrivez un montant en euros et un commentaire. « Entre services » : "
              "oui, et votre avis ne sera montré ni aux porteurs ni aux habitants."),
        ("4", "Enregistrez ce fichier sous le nom que vous voulez, puis renvoyez-le à "
              f"{pack.contact or pack.service}."),
        ("", "Rien d’autre n’est à remplir : ni compte, ni mot de passe, ni connexion. Les autres cases "
             "sont protégées ; si l’une d’elles change, le fichier sera refusé à son retour."),
    ]  # fmt: skip
    row = 4
    for mark, words in told:
        if words:
            look.put(sheet, f"A{row}", mark, look.number)
            look.put(sheet, f"B{row}", words, look.plain, wrap=True)
            sheet.row_dimensions[row].height = height([(words, 96)]) + 8
            row += 1
    look.put(sheet, f"B{row + 1}", f"Code de ce fichier : {pack.code}", look.strong)


def _write_control(sheet: Any, lines: list[Line]) -> None:
    sheet["A1"].value = MARK
    for row, line in enumerate(lines, start=2):
        sheet[f"A{row}"].value = json.dumps(line, ensure_ascii=False)
        sheet[f"A{row}"].data_type = "s"
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True


def _protect(sheet: Any) -> None:
    """No password: it stops a slip of the hand; what is changed on purpose is seen at its return."""
    rules = sheet.protection
    rules.sheet = True
    rules.formatColumns = rules.formatRows = rules.autoFilter = False  # False: allowed


def _print_setup(sheet: Any, pack: AskedPack) -> None:
    wide = sheet.title == ROWS
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    if wide:
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.oddFooter.left.text = f"{pack.partner.replace('&', '&&')} · {pack.code}"
    sheet.oddFooter.right.text = "Page &P / &N"
