"""A mail kept as a file (.eml, Outlook's .msg): who wrote what, and the files attached."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage, MIMEPart
from pathlib import Path
from typing import Any  # olefile ships no types

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import MAX_FILE_BYTES, MEGABYTE
from desktop.exchange.html_text import plain_text
from desktop.exchange.ole import OLE_MAGIC

MOST_ATTACHED = 200
# What the library's parser of headers raises on those that no mail should hold.
_GIVEN_UP = (LookupError, ValueError, AttributeError, TypeError)
_HEADERS = (b"from:", b"received:", b"return-path:", b"mime-version:", b"date:", b"subject:", b"message-id:")
# Named properties of Outlook's format (MS-OXPROPS), as unicode and as bytes.
_SUBJECT, _BODY, _SENDER = ("0037001F", "0037001E"), ("1000001F", "1000001E"), ("0C1F001F", "0C1F001E")
_LONG_NAME, _SHORT_NAME, _CONTENT = ("3707001F", "3707001E"), ("3704001F", "3704001E"), "37010102"


@dataclass(slots=True)
class Message:
    """A mail; the times are local, the body is plain text."""

    subject: str
    sender: str
    body: str
    sent_at: dt.datetime | None = None
    attached: list[tuple[str, bytes]] = field(default_factory=list)  # file name, content


def is_message(path: Path) -> bool:
    """Whether a file is a mail, by its content."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(OLE_MAGIC):
        return _is_outlook(path)
    lines = start.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].lower().split(b"\n")
    told = {head for line in lines for head in _HEADERS if line.startswith(head)}
    return len(told) >= 2


def read_message(path: Path) -> Message:
    """Read a mail. Raises Unreadable with a French sentence."""
    if path.stat().st_size > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // MEGABYTE
        raise Unreadable(f"Le courriel « {path.name} » dépasse {limit} Mo : il n’a pas été ouvert.")
    content = path.read_bytes()
    if content.startswith(OLE_MAGIC):
        return _outlook(path)
    try:
        return _mail(content)
    except (RecursionError, *_GIVEN_UP) as error:  # mails in mails, a thousand deep
        raise Unreadable(
            f"Le courriel « {path.name} » est abîmé ou piégé : ses parties ne se lisent pas jusqu’au bout. "
            "Demandez-le de nouveau à son expéditeur."
        ) from error


def _mail(content: bytes) -> Message:
    told = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(told, EmailMessage)  # what this policy makes
    return Message(
        subject=_header(told, "subject"),
        sender=_header(told, "from"),
        body=_body(told),
        sent_at=_local(_header(told, "date")),
        attached=list(_attached(told)),
    )


def _header(told: EmailMessage, name: str) -> str:
    """Its words, or what is written there when the library gives up on it."""
    try:
        return str(told.get(name, ""))
    except _GIVEN_UP:
        return next((str(raw)[:1000] for key, raw in told.raw_items() if key.lower() == name), "")


def _local(written: str) -> dt.datetime | None:
    try:
        return email.utils.parsedate_to_datetime(written).astimezone().replace(tzinfo=None)
    except (ValueError, TypeError, OverflowError):
        return None  # no date, or one that no clock ever showed


def _body(told: EmailMessage) -> str:
    part = told.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    words = _decoded(part)
    return plain_text(words) if part.get_content_subtype() == "html" else words


def _decoded(part: MIMEPart) -> str:
    """The words of a part; a character set that nobody knows is read as UTF-8."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _attached(told: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for rank, part in enumerate(told.walk()):
        if rank >= MOST_ATTACHED:
            return
        name = part.get_filename()
        if not name or part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield _safe(name), content


def _safe(name: str) -> str:
    """The name alone: no folder, no control character."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in bare if char.isprintable()).strip(". ")[:180] or "pièce jointe"


def _is_outlook(path: Path) -> bool:
    import olefile  # only messages need it

    try:
        with olefile.OleFileIO(path) as ole:
            return bool(ole.exists("__properties_version1.0"))
    except (OSError, ValueError, IndexError, TypeError):
        return False  # a damaged container is no message


def _outlook(path: Path) -> Message:
    import olefile

    try:
        with olefile.OleFileIO(path) as ole:
            said = _sent(ole)
            message = Message(
                _words(ole, "", _SUBJECT), _words(ole, "", _SENDER), _words(ole, "", _BODY), said
            )
            folders = {entry[0] for entry in ole.listdir() if entry[0].startswith("__attach_version1.0")}
            for folder in sorted(folders)[:MOST_ATTACHED]:
                content = f"{folder}/__substg1.0_{_CONTENT}"
                if ole.exists(content):
                    name = _words(ole, folder, _LONG_NAME) or _words(ole, folder, _SHORT_NAME)
                    message.attached.append((_safe(name), ole.openstream(content).read()))
            return message
    except (OSError, ValueError, IndexError, TypeError, UnicodeError) as error:
        raise Unreadable(
            f"Le message « {path.name} » est abîmé : il ne peut pas être ouvert. Enregistrez-le de nouveau "
            "depuis la messagerie."
        ) from error


def _words(ole: Any, folder: str, codes: tuple[str, str]) -> str:
    for code, encoding in zip(codes, ("utf-16-le", "cp1252"), strict=True):
        name = f"{folder}/__substg1.0_{code}".lstrip("/")
        if ole.exists(name):
            raw: bytes = ole.openstream(name).read()
            return raw.decode(encoding, "replace").rstrip("\0")
    return ""


def _sent(ole: Any) -> dt.datetime | None:
    """The submit time (property 0039) in the table of fixed properties: 100 ns since 1601, UTC."""
    raw: bytes = ole.openstream("__properties_version1.0").read()
    for at in range(32, len(raw) - 15, 16):
        if raw[at : at + 4] == b"\x40\x00\x39\x00":
            ticks = int.from_bytes(raw[at + 8 : at + 16], "little")
            moment = dt.datetime(1601, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=ticks // 10)
            return moment.astimezone().replace(tzinfo=None)
    return None
