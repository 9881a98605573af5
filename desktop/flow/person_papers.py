"""What is held about a person handed to them: JSON, pages, and the words of the answer."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path

from desktop.flow.person_deeds import Settled
from desktop.flow.persons import Found, Held, as_json, by_place
from desktop.flow.satchel_paper import office_of
from desktop.letters.archive_sheet import Section, archive_sheet
from desktop.letters.files import safe, write_whole
from desktop.letters.letter import make_document
from desktop.rules.french import date_long, plural
from desktop.rules.person_rights import FATES


def write_export(
    reader: sqlite3.Connection, found: Found, folder: Path, today: dt.date | None = None
) -> list[Path]:
    """A JSON and a PDF of all that is held, in this folder. Raises OSError; nothing half written."""
    on = today or dt.date.today()
    folder.mkdir(parents=True, exist_ok=True)
    stem = safe(f"donnees {found.sought.name or found.sought.email}")
    told = json.dumps({**as_json(found), "made_on": on.isoformat()}, ensure_ascii=False, indent=1)
    paper = archive_sheet(
        "Données détenues sur une personne", f"{found.sought.name} – {date_long(on)}", _sections(found),
        office=office_of(reader), day=on.isoformat(), foot=f"Données détenues au {on:%d/%m/%Y}",
    )  # fmt: skip
    made = [folder / f"{stem}.json", folder / f"{stem}.pdf"]
    write_whole(made[0], told.encode("utf-8"))
    write_whole(made[1], make_document(paper))
    return made


def _sections(found: Found) -> list[Section]:
    count = len(found.held)
    many = plural(count, "endroit nomme", "endroits nomment")
    lines = [
        f"{count} {many} cette personne dans la base du service.",
        "Base légale : mission d’intérêt public et obligations légales du service (RGPD, art. 6.1 c et e).",
        f"Actions écrites sous ce nom dans le journal : {found.steps}.",
    ]
    told = [Section("Ce que nous détenons", lines=lines)]
    heads = ("Dossier", "Où", "Ce qui est écrit", "Si vous demandez l’effacement")
    for place, held in by_place(found):
        rows = [(one.number or "–", one.where, _shown(one), fate_words(one)) for one in held]
        told.append(Section(place, heads=heads, rows=rows))
    return told


def _shown(one: Held) -> str:
    return one.value if one.sure else f"{one.value} (à vérifier : un homonyme peut-être)"


def fate_words(one: Held) -> str:
    """« conservé : dossier en cours… »."""
    return f"{FATES[one.ruling.fate]} : {one.ruling.why}"


def answer_words(found: Found, done: Settled | None, office: tuple[str, str], kind: str) -> str:
    """The words of the answer, to be pasted in a mail or a letter; nothing is sent from here."""
    lines = ["Madame, Monsieur,", ""]
    if kind == "erase" and done is not None:
        gone = len(done.erased) + len(done.covered)
        lines.append(
            f"À votre demande, vos données ont été effacées à {gone} {plural(gone, 'endroit')} de nos "
            "fichiers."
        )
        reasons = dict.fromkeys(one.ruling.why for one in done.kept)
        if reasons:
            lines += ["", "Nous devons en revanche garder ce qui suit (RGPD, art. 17.3) :"]
            lines += [f"– {why}" for why in reasons]
    elif kind == "correct":
        lines.append("À votre demande, vos données ont été corrigées dans nos fichiers.")
    else:
        count = len(found.held)
        lines.append(
            f"Vous trouverez ci-joint, en PDF et en JSON, ce que nous détenons sur vous : {count} "
            f"{plural(count, 'endroit')} de nos fichiers, avec ce que la loi nous oblige à garder."
        )
    lines += [
        "", "Vous pouvez saisir le délégué à la protection des données de la collectivité, puis la CNIL.", "",
        ", ".join(part for part in office if part),
    ]  # fmt: skip
    return "\n".join(lines)
