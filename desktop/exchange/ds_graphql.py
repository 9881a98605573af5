"""JSON files of the démarches-simplifiees API: pages, single dossiers, minimal clients, data.subvention."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop.exchange.application import Progress, ReadFile, Unreadable
from desktop.exchange.ds_assemble import assemble
from desktop.exchange.ds_json import Node, form_of
from desktop.exchange.probe import Probe
from desktop.rules.disk import reason

MAX_BYTES = 300 * 1024 * 1024
_PORTAL = frozenset({"data", "errors", "activeRevision", "champDescriptors"})


def RECOGNISES(probe: Probe) -> int:
    """95 for dossiers, 40 for what the portal says without any, so that the refusal is clear; else 0."""
    if probe.kind != "json":
        return 0
    pairs: list[tuple[Node, Node]] = []
    _collect(probe.json, {}, pairs, 0)
    if pairs:
        return 95
    return 40 if isinstance(probe.json, dict) and _PORTAL & probe.json.keys() else 0


def read(probe: Probe, progress: Progress) -> ReadFile:
    """Every dossier of a JSON file already parsed."""
    return _read(probe.path, probe.json, progress)


def read_json(path: Path, progress: Progress) -> ReadFile:
    """Every dossier of a JSON file. Raises Unreadable when it holds none, with the reason."""
    progress("Ouverture du fichier JSON", 0.0)
    return _read(path, load(path), progress)


def _read(path: Path, data: Any, progress: Progress) -> ReadFile:
    pairs: list[tuple[Node, Node]] = []
    unfinished = _collect(data, {}, pairs, 0)
    if not pairs:
        raise Unreadable(_why_none(path, data))
    forms = [form_of(node, rank, call) for rank, (node, call) in enumerate(pairs, start=1)]
    found = assemble(path, "ds-graphql", forms, progress)
    if unfinished:
        found.notes.append("Ce fichier n’est qu’une page de l’export : importez aussi les pages suivantes.")
    return found


def load(path: Path) -> Any:
    """The parsed file. Raises Unreadable for what is too big, cut, not text or not JSON."""
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // (1024 * 1024)
            raise Unreadable(
                f"Le fichier « {path.name} » dépasse la limite de {limit} Mo pour un export JSON."
            )
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Unreadable(f"Le fichier « {path.name} » n’a pas pu être ouvert : {reason(error)}.") from error
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"Le fichier « {path.name} » est abîmé : l’octet {error.start + 1} n’est pas du texte UTF-8. "
            "Téléchargez-le de nouveau."
        ) from error
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"Le fichier « {path.name} » n’est pas un JSON entier : la lecture s’arrête à la ligne "
            f"{error.lineno}, colonne {error.colno}. Il a sans doute été coupé pendant sa copie ; "
            "téléchargez-le de nouveau."
        ) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(
            f"Le fichier « {path.name} » n’est pas un export de démarches-simplifiees : "
            "son contenu est démesuré."
        ) from error


def is_dossier(node: object) -> bool:
    """A dossier object: it has fields and something that only dossiers have."""
    if not isinstance(node, dict):
        return False
    inner = node.get("demande")
    node = inner if isinstance(inner, dict) else node
    return "champs" in node and any(
        key in node for key in ("state", "number", "dateDepot", "demandeur", "usager")
    )


def _collect(data: Any, call: Node, pairs: list[tuple[Node, Node]], depth: int) -> bool:
    """Adds (dossier, démarche around it) wherever the client put them; True when pages are missing after."""
    if depth > 8:
        return False
    if is_dossier(data):
        pairs.append((data, call))
        return False
    if isinstance(data, list):
        rest = [_collect(item, call, pairs, depth + 1) for item in data]
        return bool(rest) and rest[-1]
    if not isinstance(data, dict):
        return False
    if "dossiers" in data:
        call = {key: data[key] for key in ("number", "title") if key in data} or call
    info = data.get("pageInfo")
    more = isinstance(info, dict) and info.get("hasNextPage") is True
    keys = (
        "data",
        "demarche",
        "groupeInstructeur",
        "dossiers",
        "nodes",
        "edges",
        "node",
        "dossier",
        "results",
    )
    rest = [_collect(data[key], call, pairs, depth + 1) for key in keys if key in data]
    return any(rest) or more


def _why_none(path: Path, data: Any) -> str:
    name = f"Le fichier « {path.name} »"
    written = json.dumps(data, ensure_ascii=False)[:200_000] if isinstance(data, dict) else ""
    if "champDescriptors" in written:
        return (
            f"{name} décrit le formulaire d’une démarche et ne contient aucun dossier. "
            "Exportez les dossiers eux-mêmes, puis recommencez."
        )
    errors = data.get("errors") if isinstance(data, dict) else None
    if isinstance(errors, list) and errors:
        first = errors[0].get("message") if isinstance(errors[0], dict) else errors[0]
        return f"{name} est une réponse d’erreur du portail : « {str(first)[:200]} ». Refaites l’export."
    return (
        f"{name} ne contient aucun dossier de démarches-simplifiees. Vérifiez que c’est bien l’export voulu."
    )
