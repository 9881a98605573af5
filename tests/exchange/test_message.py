"""Mails kept as files, of both kinds, whole and damaged."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from pathlib import Path

import pytest

from desktop.exchange.application import Unreadable
from desktop.exchange.message import is_message, read_message


def mail(path: Path, *, html: bool = False) -> Path:
    made = EmailMessage()
    made["From"] = "Présidente Exemple <presidente@exemple.invalid>"
    made["To"] = "instruction@exemple.invalid"
    made["Subject"] = "Pièces du dossier 2026-0002 – été"
    made["Date"] = "Tue, 03 Mar 2026 14:05:00 +0100"
    made.set_content("Bonjour,\nvoici les statuts demandés.")
    if html:
        made.add_alternative("<p>Bonjour,</p><p>voici les <b>statuts</b>.</p>", subtype="html")
    made.add_attachment(
        b"%PDF-1.4 essai", maintype="application", subtype="pdf", filename="Statuts signés.pdf"
    )
    made.add_attachment(b"a;b\n1;2\n", maintype="text", subtype="csv", filename="../../budget.csv")
    path.write_bytes(made.as_bytes())
    return path


@pytest.mark.parametrize("html", [False, True])
def test_a_mail_is_read_with_its_files(tmp_path: Path, html: bool) -> None:
    path = mail(tmp_path / "message.eml", html=html)
    assert is_message(path)
    told = read_message(path)
    assert told.subject == "Pièces du dossier 2026-0002 – été"
    assert "Présidente Exemple" in told.sender and "statuts demandés" in told.body
    assert told.sent_at == dt.datetime(2026, 3, 3, 14, 5)
    assert [(name, content[:5]) for name, content in told.attached] == [
        ("Statuts signés.pdf", b"%PDF-"),
        ("budget.csv", b"a;b\n1"),
    ]


def test_a_mail_without_plain_words_is_read_from_its_html(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@exemple.invalid", "html"
    made.set_content("<p>Un&nbsp;mot</p><script>x()</script>", subtype="html")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    assert read_message(tmp_path / "a.eml").body == "Un\u00a0mot"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4",
        b"N;Porteur\n1;A\n",
        b"",
        b"from: nobody",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_other_files_are_no_mail(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f").write_bytes(content)
    assert not is_message(tmp_path / "f")


def test_headers_that_no_one_can_read_do_not_stop_the_rest(tmp_path: Path) -> None:
    head = b"From: x\nSubject: =?inconnu?Q?=E9t=E9?=\nDate: jamais\nContent-Type: text/plain; charset=inconnu"
    raw = head + b"\n\nbonjour \xe9\n"
    (tmp_path / "a.eml").write_bytes(raw)
    told = read_message(tmp_path / "a.eml")
    assert told.sent_at is None and "bonjour" in told.body


def test_a_damaged_outlook_message_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.msg"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Unreadable, match="abîmé"):
        read_message(path)


def test_a_sender_that_the_library_gives_up_on_is_told_as_written(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: b\nFrom: =?utf-8?q?=00=0A?= <a@\nDate: x\n\nBonjour")
    told = read_message(tmp_path / "a.eml")
    assert (told.subject, told.body) == ("b", "Bonjour") and "<a@" in told.sender


def test_mails_in_mails_without_end_are_refused(tmp_path: Path) -> None:
    inside = b"From: a@exemple.invalid\nSubject: b\nContent-Type: message/rfc822\n\n"
    (tmp_path / "a.eml").write_bytes(inside * 1_500)
    with pytest.raises(Unreadable, match="jusqu’au bout"):
        read_message(tmp_path / "a.eml")
