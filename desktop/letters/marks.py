"""Pages being filled: their operators, and the marks that tie words to the structure."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.letters.structure import Node


@dataclass(slots=True)
class Sheet:
    """The operators of one page and the number of its marks."""

    code: list[bytes] = field(default_factory=list)
    marks: int = 0
    head: bool = False  # shows the shared letterhead


def mark(sheets: list[Sheet], node: Node, code: bytes) -> None:
    """Words on the last page, said under this element."""
    sheet = sheets[-1]
    sheet.code.append(b"/%b<</MCID %d>>BDC\n%b\nEMC" % (node.tag.encode("ascii"), sheet.marks, code))
    node.marks.append((len(sheets) - 1, sheet.marks))
    sheet.marks += 1


def artifact(sheets: list[Sheet], code: bytes, about: bytes = b"") -> None:
    """An ornament of the last page, not said; `about` are its properties."""
    start = b"/Artifact%b BDC\n" % about if about else b"/Artifact BMC\n"
    sheets[-1].code.append(start + code + b"\nEMC")
