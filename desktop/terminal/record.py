"""`applicant`: the history of the applicant of a dossier; the doubt of a name settled from a terminal."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from db import queries
from desktop.flow.past import settle
from desktop.flow.record import Record, Year, read_record
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.terminal.office import Refusal, dossier_key, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def applicant(args: Namespace) -> Answer:
    """The history of the applicant of a dossier; `--same` and `--other` settle a name first."""
    with open_store(args.db) as store:
        head = queries.head(store.reader, dossier_key(store, args.number))
        assert head is not None
        for name, same in [*((n, True) for n in args.same), *((n, False) for n in args.other)]:
            store.do(settle, applicant=head.applicant_id, name=name, same=same)
        record = read_record(store.reader, head.applicant_id)
    if record is None:
        raise Refusal(f"Le porteur du dossier « {args.number} » n’est plus dans la base.")
    return _told(record), _lines(record), []


def _told(record: Record) -> dict[str, Any]:
    return {
        "applicant": record.applicant.name,
        "siret": record.applicant.siret or None,
        "rna": record.applicant.rna or None,
        "merged": [row.name for row in record.merged],
        "years": [_year(year) for year in record.years],
        "doubts": [
            {
                "name": doubt.name, "likeness": doubt.likeness, "way": doubt.way,
                "grants": [
                    {
                        "year": row.year, "funder": row.funder, "amount": euros_text(row.amount),
                        "purpose": row.purpose,
                    }
                    for row in doubt.rows
                ],
            }
            for doubt in record.doubts
        ],
        "settled": [
            {"name": name, "verdict": verdict, "author": who} for name, verdict, who in record.settled
        ],
    }  # fmt: skip


def _year(year: Year) -> dict[str, Any]:
    return {
        "year": year.year, "asked": euros_text(year.asked), "granted": euros_text(year.granted),
        "paid": euros_text(year.paid), "others": euros_text(year.others), "refusals": year.refusals,
        "report": year.report or None,
        "dossiers": [
            {
                "number": row.number, "title": row.title, "stage": row.stage, "asked": euros_text(row.asked),
                "granted": euros_text(row.voted), "decision": row.outcome, "reasons": row.reasons,
                "opinion": row.opinion or None, "opinions": row.opinions,
            }
            for row in year.dossiers
        ],
        "grants": [
            {
                "funder": row.funder, "scheme": row.scheme or None, "purpose": row.purpose,
                "amount": euros_text(row.amount), "status": row.status, "origin": row.origin, "known_by": way,
                "settled": settled, "other_site": site,
            }
            for row, way, site, settled in year.grants
        ],
    }  # fmt: skip


def _lines(record: Record) -> list[str]:
    lines = [f"{record.applicant.name} (SIRET {record.applicant.siret or 'inconnu'})"]
    for year in record.years:
        told = [
            f"{words} {euros(amount)}"
            for words, amount in (
                ("demandé", year.asked), ("accordé", year.granted), ("versé", year.paid),
                ("connu par des listes", year.others),
            )
            if amount is not None
        ]  # fmt: skip
        refused = f"{year.refusals} {plural(year.refusals, 'refus')}" if year.refusals else ""
        lines.append(f"{year.year} : {', '.join(part for part in (*told, refused) if part) or 'rien'}")
    if not record.years:
        lines.append("Aucun dossier ni aucune subvention connue.")
    for doubt in record.doubts:
        total = euros(sum(row.amount for row in doubt.rows))
        lines.append(f"À rapprocher : « {doubt.name} », ressemblance {doubt.likeness} %, {total}.")
    return lines
