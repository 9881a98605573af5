"""The posts of the politique de la ville as the State publishes them in JSON: adulte-relais, Fonjep."""

from __future__ import annotations

import re
from typing import Any

from desktop.exchange.application import Cancelled, HistoryLine, Problem, Progress, ReadFile
from desktop.exchange.history_numbers import siret_of
from desktop.exchange.history_sums import Twins
from desktop.exchange.probe import Probe
from desktop.exchange.repair import amount, text
from desktop.rules.folding import fold

_NEEDED = {"id_poste", "raison_sociale", "annee", "montant"}
_RELAY = re.compile(r"[0-9A-Z]{3}\d{2}[A-Z]+\d+")  # 08005RT01506: department, year, kind, rank
FUNDER = "État (politique de la ville)"


def recognises(probe: Probe) -> int:
    """An array of posts."""
    found = probe.json if probe.kind == "json" else None
    first = found[0] if isinstance(found, list) and found else None
    return 100 if isinstance(first, dict) and first.keys() >= _NEEDED else 0


RECOGNISES = recognises


def read(probe: Probe, progress: Progress) -> ReadFile:
    """One line a post and a year. Raises Cancelled."""
    made = ReadFile(probe.path, "history")
    twins = Twins(made)
    rows = probe.json
    for rank, row in enumerate(rows, start=1):
        if rank % 500 == 0 and not progress(f"Lecture du poste {rank}", rank / len(rows)):
            raise Cancelled
        made.read += 1
        line = _line(row, f"poste {rank}", made) if isinstance(row, dict) else None
        if line is not None and twins.keep(line, {"post": True}):
            made.history.append(line)
    return made


def scheme_of(post: str) -> str:
    """« Adulte-relais » numbers hold a department and a year, those of Fonjep a letter and five digits."""
    return "Adulte-relais" if _RELAY.fullmatch(post) else "Fonjep"


def _line(row: dict[str, Any], where: str, made: ReadFile) -> HistoryLine | None:
    name = " ".join(text(row.get("raison_sociale"))[0].split())
    post, year = str(row.get("id_poste") or ""), str(row.get("annee") or "").strip()
    cents, remark = amount(row.get("montant"))
    who = row.get("code_tiers")
    named = who is None or fold(str(who)) == fold(name) or not re.search(r"\d{6}", str(who))
    siret, siren, doubt = ("", "", None) if named else siret_of(who)
    for label, value, odd in (("montant", row.get("montant"), remark), ("code_tiers", who, doubt)):
        if odd:
            made.problems.append(
                Problem("warning", where, label, str(value)[:200], f"{odd[0].upper()}{odd[1:]}.")
            )
    if cents is None or not re.fullmatch(r"(?:19|20)\d\d", year) or not (name or siret or siren):
        message = "Le bénéficiaire, l’année ou le montant manque : la ligne est refusée."
        made.problems.append(Problem("error", where, "", name, message))
        return None
    return HistoryLine(
        funder=FUNDER, year=int(year), amount=cents, name=name, siret=siret, siren=siren,
        purpose=f"Poste {post}", scheme=scheme_of(post), status="post", row=where,
    )  # fmt: skip
