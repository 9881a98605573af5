"""A PDF that would run, fetch, open or unpack something is drawn and read, and nothing else happens."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from desktop.exchange.piece_text import read_words
from desktop.ui.viewer.pdf import PdfFile
from tests.ui.desk import pdf

WORDS = "Statuts de l'association, article 2"


def _script(file: Pdf) -> None:
    told = Dictionary(S=Name.JavaScript, JS=String("app.launchURL('http://exemple.invalid')"))
    file.Root.OpenAction = told
    file.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), told])))
    file.pages[0].AA = Dictionary(O=told, C=told)


def _launch(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.Launch, F=String("/bin/sh"), NewWindow=True)


def _link(file: Pdf) -> None:
    told = Dictionary(S=Name.URI, URI=String("http://exemple.invalid/?q=1"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 600, 800]), A=told)
    file.pages[0].Annots = Array([file.make_indirect(link)])
    file.Root.OpenAction = told


def _far(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(
        S=Name.GoToR, F=String("\\\\exemple.invalid\\part\\a.pdf"), D=Array([0, Name.Fit])
    )


def _embedded(file: Pdf) -> None:
    file.attachments["virus.exe"] = b"MZ" + b"\0" * 200
    file.attachments["../../sorti.txt"] = b"dehors"


def _form(file: Pdf) -> None:
    act = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("http://exemple.invalid")))
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("x"), V=String("y"),
        Rect=Array([10, 10, 90, 30]), AA=Dictionary(K=act, F=act, V=act, C=act),
    )  # fmt: skip
    made = file.make_indirect(field)
    file.pages[0].Annots = Array([made])
    file.Root.AcroForm = Dictionary(Fields=Array([made]), NeedAppearances=True, XFA=String("<xdp/>"))


def _huge(file: Pdf) -> None:
    file.pages[0].MediaBox = Array([0, 0, 14_400, 14_400])


@pytest.mark.parametrize(
    "put", [_script, _launch, _link, _far, _embedded, _form, _huge], ids=lambda put: put.__name__
)
def test_it_is_drawn_and_read_and_nothing_more(
    put: Callable[[Pdf], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "piece.pdf"
    path.write_bytes(pdf(WORDS))
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        put(file)
        file.save(path)

    def forbidden(*_args: Any, **_more: Any) -> Any:
        raise AssertionError("a piece reached out")

    for owner, name in ((socket, "socket"), (subprocess, "Popen"), (os, "system"), (os, "startfile")):
        monkeypatch.setattr(owner, name, forbidden, raising=False)
    shown = PdfFile(path)
    image = shown.picture(0, 0.2)
    shown.close()
    assert not image.isNull() and image.width() > 100
    assert "article 2" in read_words(path)[0]
    assert [found.name for found in tmp_path.iterdir()] == ["piece.pdf"]
