"""Key in a paper application, with the sections and the budget of the Cerfa form."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.store import say, use_case
from desktop.exchange.application import Application, ReadFile
from desktop.flow.receive import receive


@use_case("Saisir une demande papier", right="key_in")
def key_in(session: Session, *, application: Application, read: ReadFile, call: bytes | None = None) -> bytes:
    """Record a typed application and return the key of its dossier.

    Raises ValueError (French) when the applicant or the title is missing.
    """
    if not application.applicant.name.strip():
        raise ValueError("Le nom du porteur manque : écrivez-le, puis enregistrez.")
    if not application.title.strip():
        raise ValueError("L’intitulé de l’action manque : écrivez-le, puis enregistrez.")
    application.source = "paper"
    application.source_id = application.source_id or new_key().hex()
    application.deposited_at = application.deposited_at or dt.datetime.now().replace(microsecond=0)
    read.applications = [application]
    (intake,) = receive(session, read=read, call=call)
    say(session, f"Saisir la demande « {application.title} »")
    assert intake.dossier is not None  # a paper application is always a new dossier
    found = session.get_one(m.Dossier, intake.dossier)
    found.source_id = ""
    return found.id
