"""The sentences of a session: quorum, votes, who left the room, decisions, in the words of minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.letters.proceedings import Matter, Seat
from desktop.rules import committee, ruling
from desktop.rules.french import listed, number_words, plural, typography
from desktop.rules.money import euros

_COUNTED = {
    "granted": ("accord", "accords"),
    "partial": ("accord partiel", "accords partiels"),
    "adjourned": ("ajournement", "ajournements"),
    "refused": ("refus", "refus"),
    "ineligible": ("dossier inéligible", "dossiers inéligibles"),
    "redirected": ("réorientation", "réorientations"),
    "withdrawn": ("retrait", "retraits"),
}


def feminine(name: str) -> bool | None:
    """Whether a name is written as that of a woman; None when nothing says it."""
    first = name.strip().partition(" ")[0].rstrip(".").casefold()
    if first in ("mme", "madame", "mlle"):
        return True
    return False if first in ("m", "mr", "monsieur") else None


def clock_words(text: str) -> str:
    """« 14 h 00 » of "14:00"; anything else as it stands."""
    hours, _, minutes = text.strip().partition(":")
    if not (hours.isdigit() and minutes.isdigit()):
        return text.strip()
    return f"{int(hours)}\u00a0h\u00a0{minutes}"


def left_words(out: Sequence[tuple[str, str]]) -> str:
    """« Mme X, intéressée, a quitté la salle et n’a pris part ni au débat ni au vote. »

    Members who left for an interest are told together, each other one with their own reason.
    """
    interested = [name for name, why in out if why == committee.INTEREST]
    sentences = [_interested(interested)] if interested else []
    for name, why in out:
        if why != committee.INTEREST:
            reason = f" ({why.strip().rstrip('.')})" if why.strip() else ""
            sentences.append(f"{name} était hors de la salle{reason} et n’a pas pris part au vote.")
    return typography(" ".join(sentences)).replace("**", "*")


def _interested(names: Sequence[str]) -> str:
    kinds = [feminine(name) for name in names]
    if any(kind is None for kind in kinds):
        how = "en situation d’intérêt"
    else:
        how = "intéressé" + ("e" if all(kinds) else "") + ("s" if len(names) > 1 else "")
    has, have = ("a", "n’a") if len(names) == 1 else ("ont", "n’ont")
    return f"{listed(names)}, {how}, {has} quitté la salle et {have} pris part ni au débat ni au vote."


def quorum_words(needed: int | None, seats: Sequence[Seat]) -> str:
    """The sentence of the minutes on the quorum, numbers in words."""
    told = committee.quorum(needed, [committee.Seat(seat.voting, seat.presence) for seat in seats])
    verb = plural(told.there, "était présent ou représenté", "étaient présents ou représentés")
    who = plural(told.of, "membre", "membres") + " ayant voix délibérative"
    here = f"Sur {number_words(told.of)} {who}, {number_words(told.there)} {verb}"
    if needed is None:
        return f"{here}. Aucun quorum n’était exigé."
    state = "il est atteint" if told.met else "il n’est pas atteint"
    return f"{here}. Le quorum étant de {number_words(needed)}, {state}."


def votes_sentence(votes: tuple[int | None, int | None, int | None]) -> str:
    """« Vote : 6 pour, 1 contre, 2 abstentions. », « Adopté à l’unanimité… »; "" when nothing was counted."""
    favour, against, abstained = votes
    if favour and not against and not abstained:
        counted = "du seul votant" if favour == 1 else f"des {favour} votants"
        return typography(f"Vote : unanimité {counted}.")
    words = committee.votes_words(votes)
    return typography(f"Vote : {words}.") if words else ""


def shares_words(shares: Sequence[tuple[str, int | None]]) -> str:
    """« Amiens Métropole : 5 000 € ; État, programme 147 : 4 000 € »."""
    return typography(" ; ".join(f"{funder} : {euros(cents or 0)}" for funder, cents in shares))


def decision_words(matter: Matter) -> str:
    """« accord partiel, 9 000 € », « ajournement », « reporté »."""
    if matter.state != "decided":
        return "reporté à une autre séance" if matter.state == "postponed" else "non examiné"
    word = ruling.LABELS.get(matter.outcome, matter.outcome or "non précisée")
    word = word[:1].lower() + word[1:]
    return f"{word}, {euros(matter.total)}" if matter.granting else word


def counted_words(counts: Mapping[str, int], left: int) -> str:
    """« 24 dossiers examinés : 15 accords, 4 accords partiels et 5 refus. 1 dossier reste à examiner. »"""
    done = sum(counts.values())
    told = [
        f"{counts[code]} {plural(counts[code], *names)}"
        for code, names in _COUNTED.items()
        if counts.get(code)
    ]
    other = done - sum(counts.get(code, 0) for code in _COUNTED)
    if other:
        told.append(f"{other} sans décision précisée")
    head = f"{done} {plural(done, 'dossier examiné', 'dossiers examinés')}"
    words = [f"{head} : {listed(told)}." if told else f"{head}."]
    if left:
        words.append(f"{left} {plural(left, 'dossier reste', 'dossiers restent')} à examiner.")
    return typography(" ".join(words))


def signer_words(seat: Seat) -> tuple[str, ...]:
    """The lines over a signature: in which quality, then the name and the body."""
    woman = feminine(seat.name)
    if seat.role == "secretary":
        title = {True: "La secrétaire de séance", False: "Le secrétaire de séance"}
    else:
        title = {True: "La présidente de séance", False: "Le président de séance"}
    unknown = "Secrétaire de séance" if seat.role == "secretary" else "Président(e) de séance"
    quality = unknown if woman is None else title[woman]
    return tuple(line for line in (quality, seat.name, seat.body) if line)
