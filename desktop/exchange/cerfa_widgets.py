"""The filled fields of a PDF form: name, tooltip, value and place of each, whoever made the form."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.exchange.pdf_runs import MOST_PAGES, Box

if TYPE_CHECKING:
    import pikepdf

MOST_WIDGETS = 5000  # a form has some hundreds for each project
_DEPTH = 32  # of parents: more is a circle
_RADIO, _PUSH = 1 << 15, 1 << 16


@dataclass(frozen=True, slots=True)
class Widget:
    """One field where it is shown. `ticked` is None for what is no box."""

    name: str
    tooltip: str
    page: int  # from 0
    rect: Box  # left, bottom, right, top in the points of the file
    value: str = ""
    ticked: bool | None = None
    signed: bool = False
    state: str = ""  # what a box is called when it is ticked: "Oui", "1"
    lines: bool = False  # several lines can be written in it


@dataclass(slots=True)
class Filled:
    """What the form layer of a file tells."""

    widgets: list[Widget]
    xfa: bool = False  # made for Adobe's own program
    pages: int = 0


class Locked(Exception):
    """The file asks for a password."""


class Broken(Exception):
    """The file is cut or damaged."""


def filled(path: Path) -> Filled:
    """The fields of a file, page after page. Raises Locked, Broken."""
    import pikepdf

    # What it mends on the way is told in English on the terminal; what matters is told by our sentences.
    logging.getLogger("pikepdf._core").setLevel(logging.ERROR)
    try:
        with pikepdf.open(path) as pdf:
            form = pdf.Root.get("/AcroForm")
            xfa = isinstance(form, pikepdf.Dictionary) and "/XFA" in form
            found: list[Widget] = []
            for number, page in enumerate(pdf.pages):
                if number >= MOST_PAGES or len(found) >= MOST_WIDGETS:
                    break
                found += _on_page(page, number)
            return Filled(found, xfa, len(pdf.pages))
    except pikepdf.PasswordError as error:
        raise Locked from error
    # pikepdf answers a damaged object with any of these, by what it was doing.
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, IndexError) as e:
        raise Broken(str(e)) from e


def _on_page(page: pikepdf.Page, number: int) -> Iterator[Widget]:
    import pikepdf

    annotations: Any = page.obj.get("/Annots")
    for shown in annotations if annotations is not None else ():
        if not isinstance(shown, pikepdf.Dictionary) or str(shown.get("/Subtype", "")) != "/Widget":
            continue
        line = _family(shown)
        kind, flags = str(_inherited(line, "/FT") or ""), int(_inherited(line, "/Ff") or 0)
        rect = [float(number) for number in shown.get("/Rect", (0, 0, 0, 0))]
        box = (min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[0], rect[2]), max(rect[1], rect[3]))
        name = ".".join(str(one["/T"]) for one in reversed(line) if "/T" in one)
        tip = str(_inherited(line, "/TU") or "").strip()
        value = _inherited(line, "/V")
        if kind == "/Btn":
            if not flags & _PUSH:
                state = _on_state(shown)
                ticked = _ticked(shown, value, state)
                yield Widget(name, tip, number, box, ticked=ticked, state=state)
        elif kind == "/Sig":
            yield Widget(name, tip, number, box, signed=value is not None)
        elif kind in ("/Tx", "/Ch"):
            yield Widget(name, tip, number, box, _words(value, line), lines=bool(flags & 1 << 12))


def _family(widget: Any) -> list[Any]:
    """The widget, its field, and the fields above, as far as the names go."""
    line = [widget]
    while len(line) < _DEPTH and line[-1].get("/Parent") is not None:
        line.append(line[-1]["/Parent"])
    return line


def _inherited(line: list[Any], key: str) -> Any:
    return next((one[key] for one in line if key in one), None)


def _on_state(widget: Any) -> str:
    looks = widget.get("/AP")
    normal = looks.get("/N") if looks is not None else None
    names = list(normal.keys()) if normal is not None and hasattr(normal, "keys") else []
    return next((_name(one) for one in names if one != "/Off"), "")


def _ticked(widget: Any, value: Any, state: str) -> bool:
    shown = widget.get("/AS")
    if value is not None and state:
        return _name(value) == state
    known = shown if shown is not None else value
    return known is not None and _name(known) not in ("", "Off")


def _name(value: Any) -> str:
    return str(value).removeprefix("/")


def _words(value: Any, line: list[Any]) -> str:
    """Text of a field; of a choice, what is shown for the value kept."""
    import pikepdf

    if value is None:
        return ""
    if isinstance(value, pikepdf.Array):
        return ", ".join(_shown(str(one), line) for one in value)
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace").strip()
    return _shown(str(value), line).replace("\r\n", "\n").replace("\r", "\n").strip()


def _shown(value: str, line: list[Any]) -> str:
    import pikepdf

    for option in _inherited(line, "/Opt") or ():
        if isinstance(option, pikepdf.Array) and len(option) == 2 and str(option[0]) == value:
            return str(option[1])
    return value
