"""What an officer adds while reading: pieces, annotations, marks, labels, phrases."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column, now


class PieceKind(Table):
    """A piece that one kind of applicant gives, with its rule of validity (resources/pieces)."""

    __tablename__ = "piece_kind"
    id: Mapped[Id]  # of (kind of applicant, code)
    code: Mapped[str]
    rank: Mapped[int]
    title: Mapped[str]
    asked_of: Mapped[str] = mapped_column(default="")  # kind of applicant
    moment: Mapped[str] = mapped_column(default="request")  # once, yearly, renewal…
    required: Mapped[bool] = mapped_column(default=True)
    rule: Mapped[str] = mapped_column(Text, default="")
    aliases: Mapped[str] = mapped_column(Text, default="")
    calls: Mapped[str] = mapped_column(default="")  # kinds of call that ask for it; "" for all
    valid_months: Mapped[int] = mapped_column(default=0)  # from the date of the document; 0 for ever
    reusable: Mapped[bool] = mapped_column(default=False)  # held once, not asked again while valid


class File(Table):
    """The content of a piece, kept beside the database under its SHA-256."""

    __tablename__ = "file"
    id: Mapped[Id]  # of (sha256)
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    mime: Mapped[str]


class Piece(Table):
    __tablename__ = "piece"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    kind: Mapped[str] = mapped_column(default="")  # code of a piece kind, "" when not recognised
    label: Mapped[str] = mapped_column(default="")  # as the source names it
    name: Mapped[str] = mapped_column(default="")  # file name
    file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))
    # missing, announced, received, refused, expired, waived (already held), none (not applicable)
    state: Mapped[str] = mapped_column(default="announced")
    reason: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")
    received_on: Mapped[dt.date | None]
    dated_on: Mapped[dt.date | None]  # of the document itself
    expires_on: Mapped[dt.date | None]
    # The earlier piece that serves again.
    held_by: Mapped[bytes | None] = mapped_column(ForeignKey("piece.id"))
    checked_by: Mapped[str] = mapped_column(default="")
    site_visit_id: Mapped[bytes | None] = mapped_column(ForeignKey("site_visit.id"))  # a photograph of it


class Annotation(Table):
    """A note on a passage, a field, a page or the whole dossier. Offsets count code points."""

    __tablename__ = "annotation"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    place: Mapped[str]  # "section:objectives", "piece:<key>", "field:asked", "dossier"
    start: Mapped[int | None]
    end: Mapped[int | None]
    page: Mapped[int | None]
    rects: Mapped[str] = mapped_column(default="")  # JSON [[x0, y0, x1, y1]…] in PDF points
    quote: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(default="")  # words around, to find the passage again
    after: Mapped[str] = mapped_column(default="")
    orphan: Mapped[bool] = mapped_column(default=False)
    challenge_id: Mapped[bytes | None] = mapped_column(ForeignKey("challenge.id"), index=True)
    objective_id: Mapped[bytes | None] = mapped_column(ForeignKey("objective.id"))
    quarter_id: Mapped[bytes | None] = mapped_column(ForeignKey("quarter.id"))
    strength: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(default="team")
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime] = mapped_column(default=now)


class Mark(Table):
    """The strength retained for one challenge of one dossier; earlier marks stay in the journal."""

    __tablename__ = "mark"
    id: Mapped[Id]  # of (dossier, challenge)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    challenge_id: Mapped[bytes] = mapped_column(ForeignKey("challenge.id"), index=True)
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")


class Label(Table):
    __tablename__ = "label"
    id: Mapped[Id]  # of (name)
    name: Mapped[str]
    colour: Mapped[str]


class DossierLabel(Table):
    __tablename__ = "dossier_label"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    label_id: Mapped[bytes] = mapped_column(ForeignKey("label.id"), index=True)


class Phrase(Table):
    """A sentence that an officer uses again; offered while typing, most used first."""

    __tablename__ = "phrase"
    id: Mapped[Id]  # of (text)
    text: Mapped[str] = mapped_column(Text)
    challenge: Mapped[str] = mapped_column(default="")
    uses: Mapped[int] = mapped_column(default=0)
