"""The logo of letters that left: kept once by its name, so that a duplicate shows the one it left with."""

from __future__ import annotations

import base64
import sqlite3
from dataclasses import replace

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.queries.reference import setting
from desktop.flow.found import put
from desktop.letters.logo import logo_of
from desktop.letters.model import Letter, from_json


def keep_logo(session: Session, letter: Letter) -> None:
    """Before a letter leaves: its logo is kept, whatever the office shows later."""
    logo = letter.logo
    if logo is None or not logo.data:
        return
    if session.get(m.Setting, key_of("setting", _name(logo.digest))) is None:
        put(session, _name(logo.digest), base64.b64encode(logo.data).decode("ascii"))


def letter_kept(reader: sqlite3.Connection, body: str) -> Letter:
    """The words of a letter that left, with its logo. Raises ValueError (French) when they can't be read."""
    letter = from_json(body)
    if letter.logo is None:
        return letter
    told = setting(reader, _name(letter.logo.digest))
    try:
        return replace(letter, logo=logo_of(str(told or ""), letter.logo.alt))
    except ValueError:  # a base where it was never kept: the letter of the square is shown
        return replace(letter, logo=None)


def _name(digest: str) -> str:
    return f"logo.{digest}"
