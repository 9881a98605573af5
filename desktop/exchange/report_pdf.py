"""A report in PDF: Cerfa 15059 filled in its fields, or printed, read from its words and their places."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.cerfa_map import FormMap, norm
from desktop.exchange.cerfa_match import name_words
from desktop.exchange.cerfa_places import Places
from desktop.exchange.cerfa_widgets import Broken, Filled, Locked, Widget, filled
from desktop.exchange.pdf_runs import Leaf, Run, leaves, lines_of
from desktop.exchange.report_facts import PERIOD, Gathered, ReadReports
from desktop.exchange.report_grid import Read, Spot, read_grid
from desktop.exchange.report_words import is_report, meaning

_BARE = FormMap((), (), (), (), (), (), (), (), ())
LARGEST = 60 * 1024 * 1024
_LEAST_LETTERS = 12  # for each page: less is a stamp on a picture
_GRANTED = re.compile(
    r"subvention (?:de|attribuée de|d’un montant de)\s*:?\s*([\d\s.,  ]+)\s*(?:€|euros)", re.I
)
_HEADING = re.compile(r"^(?:[1-6]\s*[-–.]|[ivx]+\s*[-–.])\s*\S", re.I)
_SIGNED = re.compile(r"soussigne|^fait|signature|signataire|^le$|^a$|sigle|qualite|represente")
_FOOT = re.compile(r"^(?:cerfa )?(?:n )?15059|^page \d+|^\d+ \d+$|je soussigne|fait le|certifie exactes")


def read_pdf(path: Path) -> ReadReports:
    """The report of a PDF. Raises Unreadable with a French sentence; nothing is written anywhere."""
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"Le document PDF « {path.name} » est trop gros pour un bilan (60 Mo au plus).")
    form, pages = _opened(path)
    words = norm(" ".join(run.text for leaf in pages for run in leaf.runs))
    written = [widget for widget in form.widgets if widget.value.strip() or widget.ticked]
    if not written and len(words) < _LEAST_LETTERS * max(len(pages), 1):
        raise Unreadable(
            f"Le document PDF « {path.name} » est une image, sans texte : saisissez le bilan à côté de la "
            "page, le PDF sera gardé."
        )
    if not is_report(words) and not _known(form):
        raise Unreadable(
            f"Le document PDF « {path.name} » n’est pas un compte rendu financier (Cerfa 15059). "
            "Choisissez un autre fichier, ou saisissez le bilan."
        )
    found = _filled(pages, written) if written else _flat(pages)
    told = found.told()
    if told.silent:
        raise Unreadable(
            f"Le compte rendu « {path.name} » est vide, ou rempli à la main : rien ne s’y lit. "
            "Saisissez-le à côté de la page, le PDF sera gardé."
        )
    note = "" if written else "Formulaire imprimé : il est lu d’après la place de ses mots, relisez-le."
    return ReadReports(path, (told,), (note,) if note else ())


def _opened(path: Path) -> tuple[Filled, list[Leaf]]:
    try:
        return filled(path), leaves(path)
    except Locked as why:
        raise Unreadable(
            f"Le document PDF « {path.name} » est protégé par un mot de passe : demandez-en une version sans "
            "mot de passe."
        ) from why
    except (Broken, ValueError) as why:
        raise Unreadable(
            f"Le document PDF « {path.name} » est coupé ou abîmé : il ne peut pas être lu. Demandez-le de "
            "nouveau ; rien n’a été gardé."
        ) from why


def _known(form: Filled) -> bool:
    """Whether the fields of a form without words are those of a report."""
    codes = {meaning(clue) for one in form.widgets for clue in (one.tooltip, name_words(one.name))}
    return sum(code.startswith("texts.") for code in codes) >= 3


def _filled(pages: list[Leaf], widgets: list[Widget]) -> Gathered:
    """The values of the fields, each under what its tooltip, its name or the words beside it say."""
    found, places = Gathered("cerfa"), Places(pages, _BARE)
    for widget in widgets:
        places.fields.setdefault(widget.page, []).append(places.upright(widget.page, widget.rect))
    spots = [Spot(one.page, places.upright(one.page, one.rect), one.value) for one in widgets]
    table = read_grid([run for leaf in pages for run in leaf.runs], spots)
    found.lines, found.unread = table.lines, table.unread
    for widget, spot in zip(widgets, spots, strict=True):
        if spot.used or (widget.ticked is None and not widget.value.strip()) or _inside(spot, table):
            continue
        clues = (widget.tooltip, name_words(widget.name), places.beside_text(widget.page, spot.box))
        code = next((code for clue in clues if (code := meaning(clue))), "")
        place = f"page {widget.page + 1}"
        if widget.ticked is not None:
            if code == "outcome":
                found.put(code, clues[2] or clues[0] or clues[1], place)
        elif code:
            found.put(code, widget.value, place)
        elif not _signature(clues):
            label = next((clue for clue in clues if clue), widget.name)
            found.unread.append(f"{place} : « {widget.value[:80]} » ({label[:60]}) n’a pas de place ici.")
    return found


def _signature(clues: tuple[str, ...]) -> bool:
    """What the attestation asks for is not kept: who signs, where and when."""
    return any(
        re.search(r"soussigne|^fait|signature|signataire|^le$|^a$|sigle|qualite|represente", norm(c))
        for c in clues
    )


def _inside(spot: Spot, table: Read) -> bool:
    """Whether it stands in the table: the name of a funder, read with its line."""
    top, bottom = table.regions.get(spot.page, (0.0, -1.0))
    return top - 2 <= spot.middle <= bottom + 8


def _flat(pages: list[Leaf]) -> Gathered:
    """The words of a printed form: labels with what follows them, titles with the text under them."""
    found = Gathered("cerfa")
    runs = [run for leaf in pages for run in leaf.runs]
    spots = [Spot(run.page, (run.left, run.top, run.right, run.bottom), run.text) for run in runs]
    table = read_grid(runs, spots)
    found.lines, found.unread = table.lines, table.unread
    open_text = ""
    for line in lines_of(runs):
        top, bottom = table.regions.get(line[0].page, (0.0, -1.0))
        if top - 4 <= line[0].middle <= bottom + 6:
            open_text = ""
            continue
        open_text = _line(found, line, open_text)
    return found


def _line(found: Gathered, line: list[Run], open_text: str) -> str:
    """Take one printed line; answers the text that goes on with the next one."""
    words = " ".join(run.text for run in line)
    place, said = f"page {line[0].page + 1}", norm(words)
    if _FOOT.search(said):
        return "" if "soussigne" in said else open_text
    if granted := _GRANTED.search(words):
        found.put("granted", granted[1], place)
        return ""
    if period := PERIOD.search(words):
        found.put("starts_on", period[1], place)
        found.put("ends_on", period[2], place)
        if not open_text:
            return ""
    label, colon, value = words.partition(":")
    code = meaning(label) if colon else meaning(words) if line[0].bold or words.rstrip().endswith("?") else ""
    if not code and _HEADING.match(words):
        return ""
    if code.startswith("texts."):
        found.put(code, value, place)
        return code
    if code:
        found.put(code, value, place)
        return ""
    if open_text:
        found.put(open_text, words, place)
    return open_text
