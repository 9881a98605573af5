"""A pack for one reader: without what they are recused from, or in plain words for residents."""

from __future__ import annotations

from dataclasses import replace

from desktop.letters.pack_model import Fiche, Pack
from desktop.rules.folding import fold
from desktop.rules.french import plural


def for_member(pack: Pack, member: str) -> tuple[Pack, tuple[Fiche, ...]]:
    """The pack without the dossiers a member is recused from, and those left out. Amounts of the envelopes
    stay: they are of the whole session."""
    shut = {recusal.number for recusal in pack.recusals if fold(recusal.person) == fold(member)}
    gone = tuple(fiche for fiche in pack.fiches if fiche.number in shut)
    kept = tuple(fiche for fiche in pack.fiches if fiche.number not in shut)
    return (
        replace(
            pack, fiches=kept,
            recusals=tuple(
                replace(each, applicant="Dossier retiré de cet exemplaire", title="", why="")
                if each.number in shut else each
                for each in pack.recusals
            ),
            earlier=tuple(said for said in pack.earlier if said.number not in shut),
            refused=tuple(said for said in pack.refused if said.number not in shut),
            missing=tuple(each for each in pack.missing if each.number not in shut),
            instalments=tuple(each for each in pack.instalments if each.number not in shut),
            documents=tuple(each for each in pack.documents if each.dossier not in shut),
            clashes=tuple(each for each in pack.clashes if each.number not in shut),
        ),
        gone,
    )  # fmt: skip


def left_out(member: str, gone: tuple[Fiche, ...]) -> str:
    """What the cover says of a copy for one member."""
    if not gone:
        return f"Exemplaire de {member}. Aucun déport : ce dossier de séance est entier."
    ranks = ", ".join(str(fiche.rank) for fiche in gone)
    count = len(gone)
    return (
        f"Exemplaire de {member}. {count} {plural(count, 'dossier')} {plural(count, 'manque', 'manquent')} : "
        f"{plural(count, 'fiche')} {ranks}, en raison d’un déport. Les totaux de cet exemplaire ne les "
        "comptent pas."
    )


def for_residents(pack: Pack) -> Pack:
    """The pack without internal remarks, checks and confidential opinions."""
    return replace(
        pack, fiches=tuple(map(_plain, pack.fiches)), seats=(), recusals=(), missing=(), refused=(),
        earlier=(), instalments=(), documents=(), clashes=(),
    )  # fmt: skip


def _plain(fiche: Fiche) -> Fiche:
    return replace(
        fiche, officer="", analysis=(), points=(), motive="", opinion="", waited=(), away=(), report="",
        reasons=(), conditions=(), voices=tuple(voice for voice in fiche.voices if not voice.confidential),
    )  # fmt: skip
