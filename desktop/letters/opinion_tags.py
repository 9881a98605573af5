"""The structure of a drawn form: its headings, what leads somewhere, which field stands where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from desktop.letters.structure import metadata


class Told(NamedTuple):
    """One element in the order it is read: its page (from 0), its mark there (None for a field alone), the
    name of its field or, of a link, where it leads in words."""

    tag: str
    page: int
    mark: int | None
    name: str = ""


def tag(document: Any, told: Sequence[Told], fields: Mapping[str, Any]) -> None:
    """Write the structure into the document; `fields` are its widgets by name."""
    from pikepdf import Array, Dictionary, Name, String

    tree = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
    section = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=whole))
    owners: list[list[Any]] = [[] for _ in document.pages]
    places = [_links(document, page) for page in document.pages]
    numbers: list[tuple[int, Any]] = []
    elements = []
    for one in told:
        page = document.pages[one.page].obj
        made = document.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{one.tag}"), P=section, Pg=page)
        )
        kids: list[Any] = []
        if one.mark is not None:
            owners[one.page].append(made)
            kids.append(one.mark)
        place = places[one.page].pop(0) if one.tag == "Link" else fields.get(one.name)
        if place is not None:
            key = len(document.pages) + len(numbers)
            place.StructParent = key
            if one.tag == "Link":
                place.Contents = String(one.name)
            numbers.append((key, made))
            kids.append(Dictionary(Type=Name.OBJR, Pg=page, Obj=place))
        made.K = Array(kids)
        elements.append(made)
    for at, page in enumerate(document.pages):
        page.obj.StructParents, page.obj.Tabs = at, Name.S  # the tabulation key goes as it is read
    section.K, whole.K, tree.K = Array(elements), Array([section]), Array([whole])
    rows = [(at, document.make_indirect(Array(owner))) for at, owner in enumerate(owners)] + numbers
    tree.ParentTree = Dictionary(Nums=Array([part for row in rows for part in row]))
    tree.ParentTreeNextKey = len(rows)
    document.Root.StructTreeRoot, document.Root.MarkInfo = tree, Dictionary(Marked=True)


def _links(document: Any, page: Any) -> list[Any]:
    """The places of a page that lead somewhere, each an object of its own."""
    annots = page.obj.get("/Annots", [])
    found = []
    for at in range(len(annots)):
        if annots[at].Subtype == "/Link":
            annots[at] = document.make_indirect(annots[at])
            found.append(annots[at])
    return found


def describe(document: Any, title: str, author: str, day: str) -> None:
    """Title, language, and that it is PDF/UA; no archive, since what is typed in comes without its font."""
    from pikepdf import Dictionary, Name, String

    about = re.sub(rb"<pdfaid:\w+>.</pdfaid:\w+>", b"", metadata(title, author, day))
    document.Root.Metadata = document.make_stream(about, Type=Name.Metadata, Subtype=Name.XML)
    document.Root.Lang = String("fr-FR")
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
