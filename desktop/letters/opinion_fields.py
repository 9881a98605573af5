"""Fields of a PDF form laid over drawn pages: lists, lines, boxes to tick."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from desktop.letters.opinion_tags import Told, describe, tag

_FONT = "/Helv 10 Tf 0.11 0.14 0.19 rg"
_PRINT, _HIDDEN = 4, 2
_READ_ONLY, _MULTILINE, _COMBO = 1, 1 << 12, 1 << 17
_TICK = b"q 0.114 0.373 0.659 RG %.1f w %.1f %.1f m %.1f %.1f l %.1f %.1f l S Q"  # drawn: no font needed
CONTROL = "parvis"  # name of the hidden field

Kind = Literal["choice", "line", "text", "tick"]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: where it stands (page from 0, points), what a screen reader says of it."""

    name: str
    kind: Kind
    page: int
    box: tuple[float, float, float, float]  # left, bottom, right, top
    told: str
    options: tuple[str, ...] = ()
    ticked: bool = False


class About(NamedTuple):
    """What the file says of itself."""

    title: str
    author: str
    day: str  # ISO
    keywords: str


def with_fields(
    drawn: bytes, fields: Sequence[FormField], told: Sequence[Told], control: object, about: About
) -> bytes:
    """The drawn PDF with its fields, its structure, and `control` as JSON in a hidden field."""
    import pikepdf

    with pikepdf.open(io.BytesIO(drawn)) as document:
        maker = _Maker(document)
        widgets = {field.name: maker.widget(field) for field in fields}
        made = list(widgets.values())
        made.append(maker.hidden(json.dumps(control, ensure_ascii=False, separators=(",", ":"))))
        document.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array(made),
            NeedAppearances=True,  # each program draws what is typed with its own hand
            DA=pikepdf.String(_FONT),
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=maker.helvetica, ZaDb=maker.signs)),
        )
        tag(document, told, widgets)
        describe(document, about.title, about.author, about.day)
        document.docinfo["/Title"], document.docinfo["/Keywords"] = about.title, about.keywords
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


class _Maker:
    """Widgets of one document; its two standard fonts are made once."""

    def __init__(self, document: Any) -> None:
        from pikepdf import Dictionary, Name

        self._document = document
        self.helvetica = document.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
        )
        self.signs = document.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
        )

    def widget(self, field: FormField) -> Any:
        """The field and its place on the page, in one object."""
        from pikepdf import Array, Name, String

        made = self._bare(field.name, field.page, field.box, _PRINT)
        made.TU = String(field.told)
        if field.kind == "tick":
            made.FT, made.AP = Name.Btn, self._ticks(field.box)
            made.V = made.AS = Name.Oui if field.ticked else Name.Off
            made.DA = String("/ZaDb 0 Tf 0.114 0.373 0.659 rg")
            return self._placed(made, field.page)
        made.DA, made.V = String(_FONT), String("")
        if field.kind == "choice":
            made.FT, made.Ff = Name.Ch, _COMBO
            made.Opt = Array([String(""), *(String(option) for option in field.options)])
        else:
            made.FT = Name.Tx
            made.Ff = _MULTILINE if field.kind == "text" else 0
            made.MaxLen = 4000 if field.kind == "text" else 200
        return self._placed(made, field.page)

    def hidden(self, words: str) -> Any:
        """What the file says of itself; no program shows it."""
        from pikepdf import Name, String

        made = self._bare(CONTROL, 0, (0, 0, 0, 0), _HIDDEN)
        made.FT, made.Ff, made.V, made.DA = Name.Tx, _READ_ONLY, String(words), String(_FONT)
        return self._placed(made, 0)

    def _bare(self, name: str, page: int, box: tuple[float, float, float, float], flags: int) -> Any:
        from pikepdf import Array, Dictionary, Name, String

        return Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, T=String(name), F=flags,
            Rect=Array([round(side, 2) for side in box]), P=self._document.pages[page].obj,
        )  # fmt: skip

    def _placed(self, made: Any, page: int) -> Any:
        from pikepdf import Array

        placed = self._document.make_indirect(made)
        sheet = self._document.pages[page].obj
        if "/Annots" not in sheet:
            sheet.Annots = Array()
        sheet.Annots.append(placed)
        return placed

    def _ticks(self, box: tuple[float, float, float, float]) -> Any:
        from pikepdf import Array, Dictionary, Name

        wide, high = box[2] - box[0], box[3] - box[1]
        faces = {}
        strokes = (wide * 0.2, high * 0.5, wide * 0.42, high * 0.25, wide * 0.8, high * 0.75)
        for state, drawing in (("Oui", _TICK % (high * 0.12, *strokes)), ("Off", b"")):
            form = self._document.make_stream(drawing)
            form.Type, form.Subtype = Name.XObject, Name.Form
            form.BBox = Array([0, 0, round(wide, 2), round(high, 2)])
            form.Resources = Dictionary()
            faces[f"/{state}"] = form
        return Dictionary(N=Dictionary(faces))
