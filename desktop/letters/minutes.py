"""The minutes of a session: who was there, what was said of each dossier, what was given, who signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from desktop.letters.document import (
    Column,
    Document,
    Grid,
    Heading,
    Part,
    Row,
    Signatures,
    listed_items,
    said,
)
from desktop.letters.proceedings import Matter, Proceedings, Seat
from desktop.letters.sitting_words import (
    clock_words,
    counted_words,
    decision_words,
    left_words,
    quorum_words,
    shares_words,
    signer_words,
    votes_sentence,
)
from desktop.rules.committee import INTEREST, ROLES
from desktop.rules.french import date_long, listed, plural, typography
from desktop.rules.money import euros

_PRESENCE = (
    ("present", "Présents"),
    ("represented", "Représentés"),
    ("excused", "Excusés"),
    ("absent", "Absents"),
    ("", "Présence non relevée"),
)


def minutes(sitting: Proceedings) -> Document:
    """The « procès-verbal » of a session."""
    parts: list[Part] = [*_opening(sitting), *_members(sitting), *_dossiers(sitting), *_outcome(sitting)]
    if sitting.notes.strip():
        parts += [Heading("Observations", 1), *_paragraphs(sitting.notes)]
    parts += _closing(sitting)
    return sitting.document("Procès-verbal", parts)


def _text(words: str) -> str:
    """Words typed by somebody: French spaces, and never a mark of bold."""
    return typography(" ".join(words.split())).replace("**", "*")


def _paragraphs(text: str) -> list[Part]:
    return [said(_text(line)) for line in text.splitlines() if line.strip()]


# --- who, when, where ------------------------------------------------------------------------------------


def _opening(sitting: Proceedings) -> list[Part]:
    chairs = [
        seat.name for seat in sitting.seats if seat.role == "chair" and seat.presence in ("present", "")
    ]
    when = f"le {date_long(sitting.held_on)}"
    if sitting.starts_at:
        when += f" à {clock_words(sitting.starts_at)}"
    place = f", {_text(sitting.place)}" if sitting.place.strip() else ""
    led = f", sous la présidence de {listed([_text(name) for name in chairs])}" if chairs else ""
    parts: list[Part] = [said(f"La séance s’est tenue {when}{place}{led}.")]
    about = [part for part in (sitting.call, sitting.wave, sitting.quarter) if part]
    if about:
        parts.append(said(_text(f"Objet : {' · '.join(about)}.")))
    if sitting.reopened_at:
        reason = _text(sitting.reopen_reason.strip().rstrip(".")) or "motif non précisé"
        day = date_long(sitting.reopened_at.date())
        parts.append(said(f"**Séance rouverte le {day} à {_hour(sitting.reopened_at)}.** Motif : {reason}."))
    if sitting.act:
        day = f" du {date_long(sitting.act_on)}" if sitting.act_on else ""
        parts.append(said(typography(f"Délibération n° {_text(sitting.act)}{day}.")))
    if not sitting.closed:
        parts.append(said("Projet : la séance n’est pas close, ce document peut encore changer."))
    return parts


def _hour(moment: object) -> str:
    return clock_words(f"{moment:%H:%M}")


def _members(sitting: Proceedings) -> list[Part]:
    parts: list[Part] = [Heading("Membres", 1)]
    rows: list[Row] = []
    for code, title in _PRESENCE:
        found = [seat for seat in sitting.seats if seat.presence == code]
        if found:
            rows.append(Row((f"{title} ({len(found)})",), "group"))
            rows += [_seat_row(seat) for seat in found]
    if rows:
        columns = (Column("Nom", 3), Column("Organisme", 3.4), Column("Qualité", 1.7), Column("Voix", 1.3))
        parts.append(Grid(columns, tuple(rows), "Membres de la séance"))
    else:
        parts.append(said("Aucun membre n’a été inscrit à cette séance."))
    parts.append(said(quorum_words(sitting.quorum, sitting.seats)))
    parts += _recusals(sitting.matters)
    return parts


def _seat_row(seat: Seat) -> Row:
    name = _text(seat.name)
    if seat.presence == "represented" and seat.proxy.strip():
        name += f", pouvoir à {_text(seat.proxy)}"
    return Row(
        (name, _text(seat.body), ROLES.get(seat.role, ""), "Délibérative" if seat.voting else "Consultative")
    )


def _recusals(matters: Sequence[Matter]) -> list[Part]:
    """Once for the whole session: who left for an interest, and for which dossiers."""
    told: dict[str, list[str]] = {}
    for matter in matters:
        for name, why in matter.out:
            if why == INTEREST:
                told.setdefault(_text(name), []).append(matter.number)
    if not told:
        return []
    lines = [
        f"{name} : {plural(len(numbers), 'dossier')} {listed(numbers)}" for name, numbers in told.items()
    ]
    words = (
        "Au titre de l’article L. 2131-11 du code général des collectivités territoriales, ont quitté "
        "la salle et n’ont pris part ni au débat ni au vote :"
    )
    return [said(typography(words), keep=True), listed_items([f"{typography(line)}." for line in lines])]


# --- the dossiers ----------------------------------------------------------------------------------------


def _dossiers(sitting: Proceedings) -> list[Part]:
    parts: list[Part] = [Heading("Dossiers examinés", 1)]
    if not sitting.matters:
        return [*parts, said("Aucun dossier n’était à l’ordre du jour.")]
    rank = 0
    for heading, matters in sitting.headings():
        if heading:
            parts.append(Heading(_text(heading), 2))
        for matter in matters:
            rank += 1
            parts += _matter(rank, matter)
    return parts


def _matter(rank: int, matter: Matter) -> Iterable[Part]:
    added = " (ajouté en séance)" if matter.added else ""
    yield Heading(_text(f"{rank}. {matter.number} – {matter.applicant}{added}"), 3)
    yield said(f"« {_text(matter.title)} »", keep=True)
    asked = "inconnu" if matter.asked is None else euros(matter.asked)
    proposed = [(share.funder, share.proposed) for share in matter.shares if share.proposed]
    told = "aucune" if matter.proposed is None else euros(matter.proposed)
    detail = f" ({shares_words(proposed)})" if len(proposed) > 1 else ""
    yield said(typography(f"Demandé : {asked}. Proposition : {told}{detail}."), keep=True)
    if matter.out:
        yield said(left_words(matter.out), keep=True)
    decision = f"**Décision : {decision_words(matter)}**{_detail(matter)}."
    yield said(typography(f"{decision} {votes_sentence(matter.votes)}".strip()))
    if matter.conditions:
        yield said(f"{plural(len(matter.conditions), 'Condition')}\u00a0:", keep=True)
        yield listed_items([_text(text) for text in matter.conditions])
    if matter.reasons:
        words = " ; ".join(_text(reason) for reason in matter.reasons)
        yield said(typography(f"{plural(len(matter.reasons), 'Motif')} : {words}."))
    if matter.comment.strip():
        first, *others = _paragraphs(matter.comment)
        yield (
            said(typography(f"Observation : {_text(matter.comment.splitlines()[0])}"))
            if not others
            else first
        )
        yield from others


def _detail(matter: Matter) -> str:
    return f" ({shares_words(matter.given)})" if matter.given else ""


# --- what comes out --------------------------------------------------------------------------------------


def _outcome(sitting: Proceedings) -> list[Part]:
    decided = [matter for matter in sitting.matters if matter.state == "decided"]
    counts = Counter(matter.outcome for matter in decided)
    left = len(sitting.matters) - len(decided)
    parts: list[Part] = [Heading("Bilan de la séance", 1), said(counted_words(counts, left), keep=True)]
    rows = _totals(sitting)
    if rows:
        columns = (
            Column("Financeur", 5),
            Column("Dossiers", 1.2, "right"),
            Column("Montant accordé", 2, "right"),
        )
        parts.append(Grid(columns, rows, "Montants accordés par financeur"))
    for title, found in (
        ("Dossiers ajoutés en séance", [m for m in sitting.matters if m.added]),
        ("Dossiers ajournés", [m for m in decided if m.outcome == "adjourned"]),
        ("Dossiers reportés ou non examinés", [m for m in sitting.matters if m.state != "decided"]),
    ):
        if found:
            parts.append(Heading(title, 2))
            parts.append(listed_items([_text(f"{m.number} – {m.applicant}, « {m.title} »") for m in found]))
    return parts


def _totals(sitting: Proceedings) -> tuple[Row, ...]:
    rows = []
    for funder in sitting.funders():
        given = [cents for matter in sitting.matters for name, cents in matter.given if name == funder]
        rows.append(Row((funder, str(len(given)), euros(sum(given)))))
    granted = [matter for matter in sitting.matters if matter.granting]
    if not rows:
        return ()
    rows.append(Row(("Total", str(len(granted)), euros(sum(matter.total for matter in granted))), "total"))
    return tuple(rows)


def _closing(sitting: Proceedings) -> list[Part]:
    if sitting.closed_at and sitting.closed_at.date() != sitting.held_on:
        # Closed again on another day: that is not when the members left.
        day = date_long(sitting.closed_at.date())
        end = f"La séance a été close le {day} à {_hour(sitting.closed_at)}."
    elif sitting.closed_at:
        end = f"L’ordre du jour étant épuisé, la séance est levée à {_hour(sitting.closed_at)}."
    else:
        end = "La séance n’est pas encore close."
    parties = [
        signer_words(seat) for role in ("chair", "secretary") for seat in sitting.seats if seat.role == role
    ]
    signing = parties or [("Président(e) de séance",), ("Secrétaire de séance",)]
    return [said(end, keep=True), Signatures(tuple(signing[:3]))]
