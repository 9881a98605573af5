"""The user guide: each screen has its page, each page its reader, and no link, picture or key is dead."""

import re
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop.flow.guidebook import GuidePage, guide_pages, page_name, seek
from desktop.places import places
from desktop.rules.markdown import Listing, Paragraph, Picture, Span, Table, Title, blocks_of, spans_of
from desktop.ui.actions import WindowActions
from desktop.ui.dossier.work_kinds import sheet_kinds
from desktop.ui.guidance.pages import PLACES, ROOMS, SHEETS, TABS, page_of_module

ROOT = Path(__file__).resolve().parent.parent
PAGES = guide_pages()
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
# Dialogs of one question, or of the program itself, that no page need tell.
WITHOUT_PAGE: set[str] = set()


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
def test_a_page_has_its_title_says_what_for_and_leads_nowhere_dead(page: GuidePage) -> None:
    first, second, *_ = page.blocks
    assert isinstance(first, Title) and first.level == 1
    assert isinstance(second, Paragraph) and page.purpose
    text = page.path.read_text(encoding="utf-8")
    for to in LINK.findall(text):
        assert (page.path.parent / to.partition("#")[0]).resolve().is_file(), to
    for block in page.blocks:
        if isinstance(block, Picture):
            assert block.about, "une image se dit en mots"
            assert (page.path.parent / block.path).is_file(), block.path
    assert not re.search(r"\w'\w", re.sub(r"`[^`]*`|```.*?```", "", text, flags=re.S)), "apostrophe droite"


def test_the_index_names_every_page_in_its_order() -> None:
    index = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    assert LINK.findall(index) == [f"../resources/guide/{page.path.name}" for page in PAGES.values()]
    assert all(f"[{page.title}](" in index for page in PAGES.values())


CLASS = re.compile(r"^class (\w+)\(([\w, ]+)[^)]*\):\n((?:(?: .*)?\n)*)", re.M)


@cache
def dialogs() -> dict[str, str]:
    """Every dialog of the screens by « module.Class », and the page it says itself."""
    found: dict[str, str] = {}
    parents: dict[str, set[str]] = {}
    for path in sorted((ROOT / "desktop" / "ui").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name, bases, body in CLASS.findall(path.read_text(encoding="utf-8")):
            parents[f"{module}.{name}"] = {base.strip() for base in bases.split(",")}
            own = re.search(r'^    guide_page = "([\w-]+)"', body, re.M)
            found[f"{module}.{name}"] = own[1] if own else ""
    known = {"QDialog"}
    while more := {n.rpartition(".")[2] for n, bases in parents.items() if bases & known} - known:
        known |= more
    return {name: page for name, page in found.items() if parents[name] & known}


def test_every_screen_has_its_page() -> None:
    assert {place.name: place.page for place in places()} == PLACES
    assert {kind.name for kind in sheet_kinds()} == set(SHEETS)
    assert len(dialogs()) > 60
    without = {
        name for name, own in dialogs().items() if not (own or page_of_module(name.rpartition(".")[0]))
    }
    assert without == WITHOUT_PAGE
    for told in (PLACES, SHEETS, TABS, ROOMS, {k: v for k, v in dialogs().items() if v}):
        assert {page for page in told.values() if page not in PAGES} == set()


# How a key is called on a French keyboard -> in the code.
FRENCH = {"Maj": "Shift", "Inser": "Ins", "Suppr": "Del", "↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}
FRENCH |= {"Entrée": "Return", "Retour arrière": "Backspace", "PgSuiv": "PgDown", "Page suivante": "PgDown"}
FRENCH |= {"Espace": "Space"}
KEY = re.compile(
    r"\b(?:(?:Ctrl|Alt|Maj)\+)+(?:Page suivante|Retour arrière|[A-Za-zÀ-ÿ]{3,}|F\d\d?|\w|[↑↓←→?])|\bF\d\d?\b"
)
# Keys that Qt itself gives, or a widget that reads them one by one.
QT_GIVES = {"Ctrl+C", "Ctrl+V", "Alt+flèches", "Maj+flèches"}
NUMBERED = re.compile(r"Alt\+\d")  # one for each answer of a row: their number is counted


def test_every_key_that_the_guide_names_is_one_of_the_program() -> None:
    sources = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "desktop").rglob("*.py"))]
    bound = {
        key for text in sources for key in re.findall(r"[\"']((?:Ctrl|Alt|Shift|F\d)[^\"'\s]*)[\"']", text)
    }
    bound = {
        key.replace("Enter", "Return").replace("Delete", "Del").replace("Insert", "Ins") for key in bound
    }
    code = "\n".join(sources)
    dead = []
    for page in PAGES.values():
        for key in sorted(set(KEY.findall(page.path.read_text(encoding="utf-8")))):
            english = "+".join(FRENCH.get(part, part) for part in key.split("+"))
            by_hand = f"Key_{english.rpartition('+')[2]}"
            if key in QT_GIVES or NUMBERED.fullmatch(key):
                continue
            if english not in bound and not re.search(rf"{by_hand}\b", code):
                dead.append((page.name, key))
    assert dead == []


MENU = re.compile(r"\b(?:Fichier|Édition|Affichage|Aide)\*{0,2} [›→] ([^(.,;«»*\n]+…?)")


def test_every_line_of_a_menu_that_the_guide_names_is_there(qapp: QApplication) -> None:
    window = QMainWindow()
    actions = WindowActions(window, places())
    known = {action.text().replace("&", "").partition("\t")[0] for action in actions.every()}
    named = {
        (page.name, words.strip())
        for page in PAGES.values()
        for words in MENU.findall(page.path.read_text(encoding="utf-8"))
    }
    assert len(named) > 8
    assert {(page, words) for page, words in named if words not in known} == set()
    window.deleteLater()


def test_every_page_has_a_reader() -> None:
    """A screen opens it, or another page leads there."""
    named = {*PLACES.values(), *SHEETS.values(), *TABS.values(), *ROOMS.values(), *dialogs().values()}
    for page in PAGES.values():
        named |= {page_name(to) for to in LINK.findall(page.path.read_text(encoding="utf-8"))}
    assert set(PAGES) - named == set()


def test_words_are_found_without_accents_titles_first() -> None:
    found = [page.name for page in seek("ENVELOPPE")]
    assert found[0] == "enveloppes" and "atelier" in found
    assert seek("mot-qui-n-existe-pas") == []
    assert "trancher" in {page.name for page in seek("désaccord tranche")}


def test_the_signs_of_a_page_are_read() -> None:
    text = "# A **b**\n\nUn [lien](02-x.md) et `du *code*`,\nsuite *penchée*.\n\n"
    text += "1. un\n   deux\n2. trois\n- a\n\n"
    text += "![dit](p/i.png)\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    title, words, steps, _dash, picture, table = blocks_of(text)
    assert title == Title((Span("A "), Span("b", "bold")), 1)
    assert isinstance(words, Paragraph) and words.spans[1] == Span("lien", "", "02-x.md")
    assert Span("du *code*", "code") in words.spans and Span("penchée", "italic") in words.spans
    assert isinstance(steps, Listing) and steps.numbered and steps.items[0] == spans_of("un deux")
    assert picture == Picture("p/i.png", "dit")
    assert isinstance(table, Table) and table.rows == ((spans_of("1"), spans_of("2")),)
