"""The archive of a year: a folder that opens without Parvis, whole or not at all, the same made twice."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from db import queries
from db.queries.retention import rules
from db.queries.scores import closed_dossiers
from db.queries.shapes import Head
from db.queries.year import chosen
from desktop.exchange.archive_check import Checked, verify_archive
from desktop.exchange.archive_html import Entry, Part
from desktop.exchange.archive_out import Archive, archive
from desktop.exchange.year_index import verify_page, year_index
from desktop.flow.archive_pages import Paper, money, papers
from desktop.flow.archive_set import Stopped, Work
from desktop.flow.satchel_paper import office_of
from desktop.flow.year_pages import as_section, followed, words_of
from desktop.flow.year_papers import Links, write_fates, write_manifest, write_outlines, write_sittings
from desktop.flow.year_tables import Table, dictionary, tables
from desktop.letters.archive_sheet import archive_sheet
from desktop.letters.letter import make_document
from desktop.rules.french import plural
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.ruling import LABELS as OUTCOMES

SUMS = "SHA256SUMS"
Tell = Callable[[str, float], bool]
_HEADS = ("Numéro", "Porteur", "Intitulé", "Quartiers", "Défis", "Demandé", "Accordé", "Décision")
_GROUPS = {"grid": "Le contrat", "quarters": "Le contrat", "funders": "Le contrat"}
_READ_ME = """\
{title}
{line}

Cette archive s’ouvre sans le logiciel qui l’a écrite : ouvrez index.html dans un navigateur, sans réseau.

index.html          la liste des dossiers, avec sa recherche
verifier.html       relit les fichiers et compare leurs empreintes
SHA256SUMS          les empreintes : « sha256sum -c SHA256SUMS »
dossiers/           une page par dossier : demande, notes, avis, décision, suites
fiches/             la même chose en PDF/A-2b, pour durer
pieces/ courriers/  les fichiers joints, les lettres parties et leurs preuves
seances/            procès-verbaux, relevés, annexes et dossiers de séance
tables/             tout en CSV (UTF-8, point-virgule, virgule décimale) ; dictionnaire.csv dit chaque colonne
contrat/            la grille des défis, les quartiers et leurs contours, les financeurs
conservation/       ce que devient chaque dossier, d’après les durées de conservation
seda/               un manifeste SEDA 2.2, non certifié : à valider avant tout versement

Faite le {day:%d/%m/%Y} par {office}. {count} {dossiers}.
Les notes que leur auteur garde pour lui et les avis confidentiels n’y sont pas.
"""


class YearArchived(NamedTuple):
    """What an archive holds; `missing`: French sentences on what is not in it."""

    year: int
    dossiers: int
    files: int
    size: int  # bytes
    closed: int  # left out: an interest closes them to the person at work
    missing: list[str]


def archive_year(
    reader: sqlite3.Connection,
    files: Path,
    year: int,
    out: Path,
    *,
    person: str = "",
    whole: bool = True,
    today: dt.date | None = None,
    tell: Tell = lambda _words, _share: True,
) -> YearArchived:
    """Write the archive of a year in a folder or a « .zip »; `whole`: this person sees every dossier.

    Raises exchange.archive_out.Unwritable (French), Stopped, ValueError (French) when the year has none.
    """
    keys, shut = chosen(reader, year), frozenset(closed_dossiers(reader, person))
    open_ = [key for key in keys if key not in shut]
    if not open_:
        raise ValueError(f"Aucun dossier de {year} à archiver. Rien n’a été écrit.")
    on = today or dt.date.today()
    with archive(out, SUMS) as made:
        work = YearWork(reader, files, made, on, year=year, dossiers=open_)
        for place, key in enumerate(open_):
            if not tell(f"Archive de {year}", 0.95 * place / len(open_)):
                raise Stopped
            work.add(key)
        if not tell("Séances, tables et index", 0.96):
            raise Stopped
        work.close(shut, whole=whole)
    size = sum(made.sizes.values())
    return YearArchived(year, len(open_), len(made.sums), size, len(keys) - len(open_), work.missing)


def read_again(folder: Path, tell: Tell = lambda _words, _share: True) -> Checked:
    """Compare every file of an archive with its checksum. Raises ValueError (French), OSError."""
    return verify_archive(folder, tell)


class YearWork(Work):
    """The work of an archive of a set, and what a year holds more."""

    def __init__(
        self, reader: sqlite3.Connection, files: Path, out: Archive, today: dt.date, *, year: int,
        dossiers: Sequence[bytes],
    ) -> None:  # fmt: skip
        super().__init__(reader, files, out, today, confidential=False, black=frozenset(), copy=None)
        self._year, self._dossiers = year, dossiers
        self._tables: dict[str, Table] = tables(reader, dossiers)
        self._office = office_of(reader)
        self._by = ", ".join(filter(None, self._office)) or "le service"
        self._title = f"Archive de l’année {year}"
        self._heads: dict[str, Head] = {}  # place -> dossier

    def parts(self, head: Head, place: str) -> list[Part]:
        """The page, and the same in a sheet that lasts."""
        self._heads[place] = head
        told = super().parts(head, place)
        told[-2:-2] = followed(self._tables, head.id)
        sheet = f"fiches/{place}.pdf"
        title = f"Dossier {head.number} – {head.applicant}"
        subtitle = " · ".join(filter(None, (head.title, head.call, STAGES[head.stage])))
        foot = f"{self._title} · dossier {head.number}"
        document = archive_sheet(
            title, subtitle, [as_section(part) for part in told if not part.empty], office=self._office,
            day=self._today.isoformat(), foot=foot,
        )  # fmt: skip
        self._out.put(sheet, make_document(document))
        return [papers("Fiche", [Paper("Cette page en PDF/A, pour durer", None, sheet)]), *told]

    def entry(self, head: Head, page: str, parts: Sequence[Part]) -> Entry:
        """Found by every word of its page, filtered by quarter, challenge and outcome."""
        decision = queries.decision(self._reader, head.id)
        (row,) = self._tables["dossiers"].of[head.id]
        challenges = str(row[10] or "")
        cells = (
            head.number, head.applicant, head.title, head.quarters or "", challenges, money(head.asked),
            money(head.voted), OUTCOMES[decision.outcome] if decision else STAGES[head.stage],
        )  # fmt: skip
        marks = (
            ("quartier", str(row[9] or "")),
            ("defi", challenges),
            ("sens", decision.outcome if decision else "aucune"),
        )
        words = [*cells, *(word for part in parts for word in words_of(part))]
        return Entry(page, cells, " ".join(words), marks)

    def close(self, shut: frozenset[bytes], *, whole: bool) -> None:
        """Sessions, tables, what becomes of each dossier, the index and the door."""
        sitting: Links = []
        if whole:
            sitting, lost = write_sittings(self._reader, self._files, self._out, self._year, shut)
            self.missing += lost
        else:
            self.missing.append("Séances : vous ne voyez que certains quartiers, leurs papiers n’y sont pas.")
        groups = [("Papiers des séances", sitting)] if sitting else []
        groups += self._write_tables()
        basis = {row.code: row.basis for row in rules(self._reader)}
        fates = write_fates(self._reader, self._out, frozenset(self._dossiers), self._today, basis)
        groups.append(("Conservation", [(fates, "Ce que devient chaque dossier, par règle")]))
        seda = write_manifest(self._reader, self._out, self._heads, self._title, self._by, self._today)
        groups.append(("Versement", [(seda, "Manifeste SEDA 2.2, non certifié")]))
        door = [("LISEZMOI.txt", "Comment lire cette archive"), ("verifier.html", "Vérifier les fichiers")]
        groups.append(("Fichiers", [*door, (SUMS, "Empreintes")]))
        self._write_door(groups)

    def _write_tables(self) -> list[tuple[str, Links]]:
        links: dict[str, Links] = {}
        for name, table in self._tables.items():
            place = f"tables/{table.file}" if not table.file.startswith("../") else table.file[3:]
            self._out.put(place, table.csv())
            count = len(table.rows)
            words = f"{table.title} ({count} {plural(count, 'ligne')})"
            links.setdefault(_GROUPS.get(name, "Les tables, en CSV"), []).append((place, words))
        outlines = write_outlines(self._tables["quarters"].rows, self._out)
        links["Le contrat"].append((outlines, "Contours des quartiers, pour une carte (GeoJSON)"))
        self._out.put("tables/dictionnaire.csv", dictionary(self._tables))
        links["Les tables, en CSV"].append(("tables/dictionnaire.csv", "Dictionnaire : chaque colonne"))
        return list(links.items())

    def _write_door(self, groups: Sequence[tuple[str, Links]]) -> None:
        count = len(self._entries)
        told = _READ_ME.format(
            title=self._title, line="=" * len(self._title), day=self._today, office=self._by, count=count,
            dossiers=plural(count, "dossier"),
        )  # fmt: skip
        self._out.put("LISEZMOI.txt", told.encode("utf-8"))
        facts = [
            f"Faite le {self._today:%d/%m/%Y} par {self._by}. Elle s’ouvre sans réseau ni programme "
            "particulier.",
            "Les notes que leur auteur garde pour lui et les avis confidentiels n’y sont pas.",
        ]
        index = year_index(self._title, facts, groups, _HEADS, self._choices(), self._entries)
        self._out.put("index.html", index.encode("utf-8"))
        page = verify_page(self._title, len(self._out.sums) + 1)
        self._out.put("verifier.html", page.encode("utf-8"))

    def _choices(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        used = {name: {code for one in self._entries for code in dict(one.marks)[name].split()}
                for name in ("quartier", "defi", "sens")}  # fmt: skip
        quarters = [(row.code, row.short) for row in queries.quarters(self._reader)]
        challenges = [(row.code, f"{row.code} {row.short}") for row in queries.challenges(self._reader)]
        outcomes = [*OUTCOMES.items(), ("aucune", "Sans décision")]
        return [
            (name, label, [(code, words) for code, words in values if code in used[name]])
            for name, label, values in (
                ("quartier", "Quartier", quarters), ("defi", "Défi", challenges),
                ("sens", "Décision", outcomes),
            )
        ]  # fmt: skip
