"""Damage to forms in PDF and to mails."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

Chance = random.Random
Deed = Callable[[bytes, Chance], bytes]


def _edited(data: bytes, deed: Callable[[pikepdf.Pdf], None], *, plain: bool = False) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        deed(pdf)
        how = pikepdf.StreamDecodeLevel.generalized if plain else pikepdf.StreamDecodeLevel.none
        mode = pikepdf.ObjectStreamMode.disable
        pdf.save(out, stream_decode_level=how, object_stream_mode=mode, compress_streams=not plain)
    return out.getvalue()


@cache
def _plain(data: bytes) -> bytes:
    return _edited(data, lambda pdf: None, plain=True)


def _numbers(data: bytes, chance: Chance) -> bytes:
    """References, lengths and coordinates that lead elsewhere, with nothing compressed."""
    odd = (b"0", b"-1", b"99999999", b"4294967296", b"1e9", b"3", b"")
    return re.sub(
        rb"(?<= )\d+(?= )",
        lambda found: chance.choice(odd) if chance.random() < 0.01 else found.group(),
        _plain(data),
    )


def _words(data: bytes, chance: Chance) -> bytes:
    names = (
        b"/Fields",
        b"/Kids",
        b"/Pages",
        b"/Rect",
        b"/FT",
        b"/T",
        b"/V",
        b"/Length",
        b"/Type",
        b"/Root",
        b"/Count",
        b"endobj",
    )
    body = _plain(data)
    for name in chance.sample(names, 3):
        body = body.replace(name, chance.choice(names), chance.choice((1, 50)))
    return body


def _loops(data: bytes, chance: Chance) -> bytes:
    """Fields and pages that are their own parents."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        if "/AcroForm" not in pdf.Root:
            pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array()))
        fields = pdf.Root.AcroForm.Fields
        one = pdf.make_indirect(Dictionary(T=String("a"), FT=Name.Tx))
        other = pdf.make_indirect(Dictionary(T=String("b"), Kids=Array([one]), Parent=one))
        one.Kids, one.Parent = Array([other, one, *list(fields)[:3]]), other
        fields.append(one)
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=one, Last=one))
        pdf.pages[0].obj.Annots = Array([*pdf.pages[0].obj.get("/Annots", Array()), one, other, one])

    return _edited(data, spoil)


def _odd_fields(data: bytes, chance: Chance) -> bytes:
    """Values of the wrong kind, of a megabyte, names that repeat, boxes with no size."""
    odd = (
        Array([1, 2]), Dictionary(A=1), 12, True, Name.Off, String("x" * 1_000_000), String("😀" * 5), String(""),
        pikepdf.String(b"\xfe\xff\xd8\x00"),
    )  # fmt: skip

    def spoil(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for widget in page.obj.get("/Annots", Array()):
                for key in (Name.V, Name.T, Name.TU, Name.Rect, Name.FT, Name.AS):
                    if chance.random() < 0.05:
                        widget[key] = chance.choice(odd)
            if chance.random() < 0.3:
                page.obj.MediaBox = chance.choice(
                    (Array([0, 0, 0, 0]), Array([0, 0, 1e9, 1e9]), Array([1]), Name.A4)
                )

    return _edited(data, spoil)


def _scripts(data: bytes, chance: Chance) -> bytes:
    def spoil(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1); while (true) {}"))
        pdf.Root.OpenAction = action
        pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.Launch, F=String("calc.exe")))
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))

    return _edited(data, spoil)


def _deep(data: bytes, chance: Chance) -> bytes:
    depth = chance.choice((300, 20_000))
    body = _plain(data)
    nest = b"[" * depth + b"]" * depth if chance.random() < 0.5 else b"<</A " * depth + b"1" + b">>" * depth
    return body.replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + nest, 1)


def _swollen(data: bytes, chance: Chance) -> bytes:
    """A page whose drawing unpacks to ten megabytes."""
    drawing = zlib.compress(chance.choice((b"q ", b"0 0 m ", b"% ", b"(a) Tj ")) * 2_000_000)

    def spoil(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(drawing)
        stream.Filter = Name.FlateDecode
        pdf.pages[0].obj.Contents = stream

    return _edited(data, spoil)


def _many_pages(data: bytes, chance: Chance) -> bytes:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for _ in range(300):
            pdf.add_blank_page()

    return _edited(data, spoil)


def _locked(data: bytes, chance: Chance) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        owner = chance.choice(("", "secret"))
        pdf.save(out, encryption=pikepdf.Encryption(owner="maître", user=owner))
    return out.getvalue()


PDF: dict[str, Deed] = {
    "numbers": _numbers, "words": _words, "loops": _loops, "odd fields": _odd_fields, "scripts": _scripts, "deep": _deep,
    "bomb": _swollen, "many pages": _many_pages, "locked": _locked,
}  # fmt: skip


def _nested_mail(data: bytes, chance: Chance) -> bytes:
    """Mails in mails, or parts in parts, each announcing the next."""
    depth = chance.choice((50, 1_200))
    if chance.random() < 0.5:
        return b"From: a@exemple.invalid\nSubject: b\nContent-Type: message/rfc822\n\n" * depth + data
    heads = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(depth))
    return b"From: a@exemple.invalid\nSubject: b\n" + b"".join(heads) + data


def _odd_headers(data: bytes, chance: Chance) -> bytes:
    odd = (
        b"Subject: =?utf-8?b?" + b"A" * 70_000 + b"?=", b"From: " + b"<" * 5_000, b"Date: Mon, 99 Foo 99999 99:99:99 +9999",
        b"Subject: =?inconnu?q?=FF=FE?=", b"Content-Type: text/plain; charset=\"", b"Content-Type: multipart/mixed",
        b"Content-Transfer-Encoding: x-uuencode", b"Subject: \xff\xfe\x00", b"To: " + b"a@b.invalid, " * 3_000,
        b"From: =?utf-8?q?=00=0A?= <a@", b"MIME-Version: (" + b"(" * 3_000, b"Content-Disposition: attachment; filename*=utf-16''%ff",
    )  # fmt: skip
    return b"\n".join(chance.sample(odd, 4)) + b"\n" + data


def _odd_parts(data: bytes, chance: Chance) -> bytes:
    names = (
        b"../../a.exe",
        b"CON",
        b"x" * 3_000,
        b"=?utf-8?q?=0A=00?=",
        b"",
        b"a/b\\c",
        b'"',
        "été\u202e".encode(),
        b"...",
    )
    body = re.sub(rb"filename\*?=[^\n]*", lambda _: b'filename="' + chance.choice(names) + b'"', data)
    return body.replace(b"base64", chance.choice((b"base64", b"quoted-printable", b"7bit", b"x")), 1).replace(
        b"=", b"=\xff=0", 3
    )


MAIL: dict[str, Deed] = {"nested": _nested_mail, "odd headers": _odd_headers, "odd parts": _odd_parts}
