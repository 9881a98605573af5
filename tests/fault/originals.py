"""The whole files that the damaged ones are made from: small ones of every format that Parvis reads."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from tests import extracts
from tests.exchange.cerfa_files import form, printed, scanned
from tests.exchange.cerfa_given import one
from tests.fault.outlook import outlook

_SAMPLES = Path(__file__).parents[1] / "samples"
_LINES = 14  # of a table: what is damaged counts here, not how much of it there is


class Original(NamedTuple):
    """A whole file; `family` says how it can be damaged: text, json, archive, old, pdf, mail."""

    name: str
    family: str
    data: bytes


def originals(folder: Path) -> list[Original]:
    """All of them; `folder` is for the forms that a script makes."""
    return [*_samples(), *_forms(folder), *_extracts(folder), *_mails()]


def _samples() -> list[Original]:
    ds = next((_SAMPLES / "ds").glob("*.csv")).with_suffix("")
    tables, history, reference = (_SAMPLES / room for room in ("tables", "history", "reference"))
    texts = [
        ds.with_name(ds.name + ".csv"), history / "scdl-exercice.csv", history / "plf2012-annexe-amiens.csv",
        history / "scdl-haute-garonne.csv", tables / "VilleMTP_MTP_AttribSub_2013.csv",
        tables / "le-compte-asso.csv", tables / "scdl-somme-cp1252-sous-bom.csv",
        reference / "listeqp2024_sample.csv",
    ]  # fmt: skip
    archives = [
        ds.with_name(ds.name + ".xlsx"), ds.with_name(ds.name + ".ods"), ds.with_name(ds.name + ".zip"),
        _SAMPLES / "dauphin" / "gispro.xlsx", history / "scdl-ligne-4.xlsx", tables / "scdl-vendee.xlsx",
    ]  # fmt: skip
    trees = [
        _SAMPLES / "dauphin" / "dauphin_dossier.json", history / "adultes-relais.json",
        reference / "qpv2024_somme.geojson",
    ]  # fmt: skip
    return [
        *(Original(path.name, "text", _first_lines(path)) for path in texts),
        *(Original(path.name, "archive", path.read_bytes()) for path in archives),
        *(Original(path.name, "json", path.read_bytes()) for path in trees),
        Original("getDemarche.json", "json", _few_dossiers(_SAMPLES / "ds" / "getDemarche_131999.json")),
        Original("osiris.xls", "old", (tables / "osiris-suivi-actions.xls").read_bytes()),
    ]


def _first_lines(path: Path) -> bytes:
    return b"".join(path.read_bytes().splitlines(keepends=True)[:_LINES])


def _few_dossiers(path: Path) -> bytes:
    told = json.loads(path.read_text(encoding="utf-8"))
    rows = told["data"]["demarche"]["dossiers"]
    rows["nodes"] = rows["nodes"][:2]
    return json.dumps(told, ensure_ascii=False).encode()


def _forms(folder: Path) -> list[Original]:
    given = one()
    made = [
        form(folder / "cerfa-champs.pdf", given, "folders"),
        printed(folder / "cerfa-imprime.pdf", given),
        scanned(folder / "cerfa-numerise.pdf", given, scale=0.15),
    ]
    return [Original(path.name, "pdf", path.read_bytes()) for path in made]


def _extracts(folder: Path) -> list[Original]:
    rna = extracts.rna(
        folder / "rna.csv", *({"id": f"W80200{n:04d}", "titre": f"ESSAI {n}"} for n in range(6))
    )
    units = extracts.units(folder / "unites.zip", *({"siren": f"90{n:07d}"} for n in range(6)))
    return [
        Original("rna.csv", "text", rna.read_bytes()),
        Original("unites.zip", "archive", units.read_bytes()),
    ]


def _mails() -> list[Original]:
    made = EmailMessage()
    made["From"] = "Présidente Exemple <presidente@exemple.invalid>"
    made["Subject"], made["Date"] = "Pièces du dossier 2026-0002", "Tue, 03 Mar 2026 14:05:00 +0100"
    made.set_content("Bonjour,\nvoici les statuts.")
    made.add_alternative("<p>Bonjour,</p><p>voici les <b>statuts</b>.</p>", subtype="html")
    made.add_attachment(
        b"%PDF-1.4 essai", maintype="application", subtype="pdf", filename="Statuts signés.pdf"
    )
    old = outlook(
        "Pièces", "Présidente Exemple", "Bonjour,\nvoici les statuts.", "Statuts.pdf", b"%PDF-1.4 essai"
    )
    return [Original("message.eml", "mail", made.as_bytes()), Original("message.msg", "old", old)]
