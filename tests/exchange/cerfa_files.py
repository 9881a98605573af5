"""Forms of the tests as files: their fields named after each habit, flattened, scanned, turned."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.exchange.cerfa_forms import Given, Slot, draw

HABITS = ("folders", "numbered", "tooltips", "bare")
_SHORT = {"other.public_interest": "utilitePublique", "other.taxed": "impotsCommerciaux"}
_TIPS = {
    "Representant": "du représentant légal", "PersonneChargee": "de la personne chargée de la demande",
    "Siege": "du siège", "Correspondance": "de correspondance", "BudgetAsso": "(budget de l’association)",
    "BudgetProjet": "(budget du projet)", "MoyensProjet": "(moyens humains du projet)",
    "MoyensAsso": "(moyens humains de l’association)", "Attestation": "(attestation)",
}  # fmt: skip


def form(path: Path, given: Given, habit: str, mute: Collection[str] = ()) -> Path:
    """A form filled in its fields."""
    pages, slots = draw(given, mute=mute)
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(), NeedAppearances=True))
        folders: dict[str, Any] = {}
        names = _names(slots, habit)
        for slot, name in zip(slots, names, strict=True):
            widget = pdf.make_indirect(_widget(pdf, slot, habit))
            _hang(pdf, folders, name, widget)
            page = pdf.pages[slot.page].obj
            page.Annots = Array([*page.get("/Annots", Array()), widget])
        pdf.save(path)
    return path


def with_choices(path: Path) -> Path:
    """The file with its yes-or-no boxes made one radio field each, and its positions chosen in lists."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            boxes = [one for one in page.obj.get("/Annots", ()) if one.get("/FT") == Name.Btn]
            for first, second in pairwise(boxes):
                level = abs(float(first.Rect[1]) - float(second.Rect[1])) < 1
                if level and 40 < float(second.Rect[0]) - float(first.Rect[0]) < 48:
                    _join(pdf, first, second)
            for one in page.obj.get("/Annots", ()):
                if str(one.get("/V", "")) == "Présidente":
                    one.FT, one.V = Name.Ch, String("P")
                    one.Opt = Array([Array([String("P"), String("Présidente")]), String("Autre")])
        pdf.save(path)
    return path


def _join(pdf: pikepdf.Pdf, yes: Any, no: Any) -> None:
    said = "/0" if Name.Off != yes.AS else "/1" if Name.Off != no.AS else "/Off"
    radio = pdf.make_indirect(
        Dictionary(FT=Name.Btn, Ff=1 << 15, T=yes.T, V=Name(said), Kids=Array([yes, no]))
    )
    if "/TU" in yes:
        radio.TU = String(str(yes.TU).removesuffix(" oui"))
    for rank, kid in enumerate((yes, no)):
        look = kid.AP.N["/1"]
        kid.AP.N = Dictionary({f"/{rank}": look, "/Off": look})
        kid.AS = Name(f"/{rank}") if said == f"/{rank}" else Name.Off
        for key in ("/FT", "/T", "/V", "/TU"):
            if key in kid:
                del kid[key]
        kid.Parent = radio


def printed(path: Path, given: Given) -> Path:
    """The same form printed: only words on pages."""
    path.write_bytes(draw(given, printed=True)[0])
    return path


def scanned(path: Path, given: Given, scale: float = 0.6) -> Path:
    """The same form as a pile of pictures."""
    document = pypdfium2.PdfDocument(draw(given, printed=True)[0])
    canvas = Canvas(str(path), pagesize=A4)
    for page in document:
        canvas.drawImage(ImageReader(page.render(scale=scale).to_pil()), 0, 0, *A4)
        canvas.showPage()
        page.close()
    document.close()
    canvas.save()
    return path


def turned(path: Path, pages: dict[int, int]) -> Path:
    """The file with some of its pages (from 0) marked as turned."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for number, angle in pages.items():
            pdf.pages[number].obj.Rotate = angle
        pdf.save(path)
    return path


def _widget(pdf: pikepdf.Pdf, slot: Slot, habit: str) -> Dictionary:
    made = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(slot.rect), F=4)
    if habit == "tooltips":
        made.TU = String(_tip(slot))
    if isinstance(slot.value, bool):
        made.FT = Name.Btn
        look = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        made.AP = Dictionary(N=Dictionary({"/1": look, "/Off": look}))
        made.AS = made.V = Name("/1") if slot.value else Name.Off
    else:
        made.FT = Name.Tx
        made.V = String(slot.value.replace("\n", "\r"))
        if slot.lines:
            made.Ff = 1 << 12
    return made


def _tip(slot: Slot) -> str:
    words = slot.label.replace("|", " ")
    where = _TIPS.get(slot.room, "")
    return f"Projet {slot.project} - {words} {where}" if slot.project else f"{words} {where}".strip()


def _names(slots: list[Slot], habit: str) -> list[str]:
    seen: Counter[str] = Counter()
    made = []
    for rank, slot in enumerate(slots):
        if habit in ("tooltips", "bare"):
            made.append(
                f"Texte{rank + 1}" if not isinstance(slot.value, bool) else f"Case à cocher{rank + 1}"
            )
            continue
        if habit == "numbered":
            name = f"{slot.number} {slot.label}" if slot.number else slot.label
            name = re.sub(r"[^\w ]", "", _bare(name)).strip()[:60]
            seen[name] += 1
            made.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
            continue
        name = _SHORT.get(slot.code) or _camel(slot)
        folder = f"topmostSubform[0].Page{slot.page + 1}[0].{slot.room}[{max(slot.project - 1, 0)}].{name}"
        seen[folder] += 1
        made.append(f"{folder}[{seen[folder] - 1}]")
    return made


def _camel(slot: Slot) -> str:
    if slot.code[:2].isdigit() or slot.code.startswith("total"):
        name = re.sub(r"[^a-zA-Z0-9]", "_", slot.code)
        side = "charges" if slot.code[:1] == "6" or slot.code[:2] == "86" else "produits"
        return name if name.startswith("total") else f"{side}_{name}"
    words = re.sub(r"[^\w ]", " ", _bare(slot.label)).split()
    return "".join(word.capitalize() for word in words)[:40]


def _bare(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words)
    return "".join(char for char in plain if not unicodedata.combining(char))


def _hang(pdf: pikepdf.Pdf, folders: dict[str, Any], name: str, widget: Any) -> None:
    """The widget under its folders, which are fields without a type."""
    *above, last = name.split(".")
    widget.T = String(last)
    where, parent = "", None
    for part in above:
        where = f"{where}.{part}"
        if where not in folders:
            folders[where] = pdf.make_indirect(Dictionary(T=String(part), Kids=Array()))
            _under(pdf, parent, folders[where])
        parent = folders[where]
    _under(pdf, parent, widget)


def _under(pdf: pikepdf.Pdf, parent: Any, child: Any) -> None:
    if parent is None:
        pdf.Root.AcroForm.Fields.append(child)
    else:
        child.Parent = parent
        parent.Kids.append(child)
