"""The report of a repair: table by table, what was read and where the rest came from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from db.salvage.building import Saved
from db.salvage.reading import Found
from desktop.rules.french import plural


def report_text(
    damaged: Path,
    found: Found,
    saved: Saved,
    copies: Sequence[str],
    dossiers: int,
    faults: Sequence[str],
    pieces: Sequence[str],
) -> str:
    """What is kept beside the new file, in French."""
    now = dt.datetime.now()
    lines = [
        f"Réparation de « {damaged.name} », le {now:%d/%m/%Y à %H:%M}",
        "Le fichier abîmé n’a pas été touché.",
        "",
        f"{found.pages} pages, dont {found.bad} abîmées. {dossiers} {plural(dossiers, 'dossier')} "
        "dans la base neuve.",
        f"Copies consultées : {', '.join(copies) if copies else 'aucune'}.",
        *(f"- {count} {plural(count, 'ligne')} de la {told}." for told, count in saved.by_copy.items()),
        "",
        *lost_lines(saved),
        "",
        f"{'Table':<24}{'lues':>8}{'journal':>9}{'copies':>8}",
    ]
    names = sorted({*saved.read, *saved.journal, *saved.copies})
    for name in names:
        counts = (saved.read[name], saved.journal[name], saved.copies[name])
        if any(counts):
            lines.append(f"{name:<24}{counts[0]:>8}{counts[1]:>9}{counts[2]:>8}")
    lines += ["", "Vérification de la base neuve :"]
    lines += [f"- {fault}" for fault in faults] or ["- fichier, journal et tables sont d’accord."]
    if pieces:
        lines.append(
            f"- {len(pieces)} {plural(len(pieces), 'contenu de pièce', 'contenus de pièces')} à retrouver."
        )
    return "\n".join(lines) + "\n"


def aside_text(saved: Saved) -> str:
    """The rows whose dossier is gone, as JSON: somebody may still read in them what they need."""
    rows = [
        {"table": table, **{k: v.hex() if isinstance(v, bytes) else v for k, v in values.items()}}
        for table, values in saved.aside
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def lost_lines(saved: Saved) -> list[str]:
    """What is lost, or that nothing is."""
    lines = []
    if saved.lost:
        gone = f"{saved.lost} {plural(saved.lost, 'opération')} du journal"
        lines.append(f"Perdu : {gone}, dont ni le fichier ni une copie ne tient plus rien.")
    if saved.unsure:
        lines.append(
            "Perdu peut-être : une partie du journal ne se lit plus, et rien ne dit jusqu’où il allait. "
            "Comparez avec une copie avant de continuer."
        )
    if saved.kept:
        values = f"{saved.kept} {plural(saved.kept, 'valeur')}"
        lines.append(f"{values} que les tables seules tenaient encore : gardées, et réécrites au journal.")
    if saved.unproved:
        steps = f"{saved.unproved} {plural(saved.unproved, 'étape')}"
        lines.append(f"{steps} du journal ne se prouvent plus : la chaîne a été refaite, et elle le dit.")
    if saved.aside:
        rows = f"{len(saved.aside)} {plural(len(saved.aside), 'ligne')}"
        lines.append(
            f"{rows} d’un dossier perdu : hors de la base neuve, gardées dans le fichier des restes."
        )
    if saved.doubtful:
        lines.append(
            f"Peut-être incomplètes, hors journal : {', '.join(saved.doubtful)} (réglages du poste, "
            "consultations, textes de pièces qui seront relus)."
        )
    return lines or ["Rien n’est perdu."]


def short_words(saved: Saved, dossiers: int) -> str:
    """One sentence for the window and the terminal."""
    from_journal, from_copies = sum(saved.journal.values()), sum(saved.copies.values())
    words = f"{sum(saved.read.values())} lignes lues, {from_journal} refaites d’après le journal"
    words += f", {from_copies} reprises de copies ; {dossiers} {plural(dossiers, 'dossier')}."
    return f"{words} {' '.join(lost_lines(saved))}"
