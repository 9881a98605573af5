"""A session as hard as they come: long names and texts, no amounts and huge ones, many marks and opinions."""

from __future__ import annotations

from dataclasses import replace

from desktop.letters.pack_model import (
    Analysis,
    Challenge,
    Fiche,
    Funder,
    Instalment,
    Line,
    Missing,
    Pack,
    Point,
    Purse,
    Quarter,
    Recusal,
    Said,
    Seat,
    Share,
    Voice,
)

LONG = (
    "Association intercommunale pour la promotion de la lecture, de l’écriture et de la parole dans les "
    "quartiers prioritaires de la politique de la ville et leurs environs immédiats"
)
TEXT = (
    "Séances de lecture gratuites, chaque semaine de mars à novembre, sur quatre lieux du quartier ; 120 "
    "enfants et 45 parents, tous habitants du QPV. Deux salariés, six bénévoles formés. "
)
GRID = (
    ("Précarité", "#b4543a"), ("Insertion", "#c07a16"), ("Accès aux droits", "#8a7a12"),
    ("Réussite", "#5c8a1f"),
    ("Parentalité", "#2f8a57"), ("Santé", "#12857f"), ("Lien social", "#1f7fb0"), ("Cadre de vie", "#3f63c4"),
    ("Tranquillité", "#6b4fc0"), ("Égalité femmes-hommes", "#9a3fae"), ("Mobilité", "#b23a78"),
)  # fmt: skip
QUARTERS = ("Étouvie", "Nord", "Sud-Est", "Rollin", "Marcel Paul", "Philéas", "Parcheminiers")
FUNDERS = (
    Funder("ETAT147", "État 147", "État, programme 147"),
    Funder("METROPOLE", "Métropole", "Amiens Métropole"),
    Funder("VILLE", "Ville", "Ville d’Amiens"), Funder("CAF", "CAF", "CAF de la Somme"),
    Funder("REGION", "Région", "Région Hauts-de-France"),
    Funder("DEP", "Département", "Département de la Somme"),
)  # fmt: skip


def fiche(rank: int, count: int = 24, **facts: object) -> Fiche:
    """A plain dossier of the order of the day, with other facts where wished."""
    place = (rank - 1) * 7 // max(count, rank, 7)
    made = Fiche(
        key=f"{rank:032x}", number=f"2026-{rank:04d}",
        title=f"Livre et lecture de rue, pied d’immeuble {rank}",
        applicant=f"Lire en Bas de Chez Soi {rank}", rank=rank, heading=QUARTERS[place],
        quarters=(f"QN{place}",), renewal=bool(rank % 2), officer="A. Exemple",
        period="du 1er mars au 30 novembre 2026", beneficiaries=165, cost=41_300_00, asked=12_000_00,
        proposed=9_000_00, before=8_000_00, report="reçu",
        shares=(Share("ETAT147", 5_000_00, 4_000_00), Share("METROPOLE", 7_000_00, 5_000_00)),
        levels=(1, None, 0, 3, None, None, 2, None, None, None, None), summary=TEXT.strip(),
        public="Enfants de 3 à 12 ans et leurs parents.",
        analysis=(
            Analysis(4, 3, "Cœur du défi : régularité et âge visés.", ("Description", "budget.pdf, page 2")),
            Analysis(7, 2, "Public éloigné des équipements."),
            Analysis(1, 1, ""),
        ),
        voices=(Voice("État", "Favorable"), Voice("Ville", "Favorable", "Éviter le doublon.", 4_000_00)),
        waited=("CAF",), points=(Point("warn", "Produits et charges diffèrent de 500 €."),),
        plan=(
            Line("Métropole", 5_000_00, "demandé"), Line("État P147", 4_000_00, "confirmé"),
            Line("CAF", 9_800_00, "demandé"), Line("Région", 8_000_00, "demandé"),
            Line("Ressources propres", 14_500_00, "", True),
        ),
        opinion="Favorable", motive="Reconduction d’une action suivie.",
    )  # fmt: skip
    return replace(made, **facts)  # type: ignore[arg-type]  # facts of a Fiche


HARD: tuple[dict[str, object], ...] = (
    {"title": f"{LONG} : {LONG}", "summary": (TEXT * 25)[:4000], "away": ("C. Durand-Exemple",)},
    {
        "applicant": LONG,
        "levels": (3,) * 11,
        "analysis": tuple(
            Analysis(n, 3, TEXT, ("Description", "budget 2026.pdf, page 12")) for n in range(1, 12)
        ),
    },
    {
        "quarters": ("QN0", "QN1", "QN2", "QN3"),
        "voices": tuple(
            Voice(f"{LONG[: 20 + 12 * n]} {n}", "Réservé", TEXT * (n % 3), 300_00 * n, n == 5)
            for n in range(12)
        ),
    },
    {
        "cost": 7_654_321_99, "asked": 1_234_567_89, "proposed": 1_000_000_00, "before": 9_999_999_99,
        "shares": tuple(Share(f.code, 1_234_567_89, 1_000_000_00) for f in FUNDERS),
        "plan": tuple(Line(f"{LONG[:60]} {n}", 123_456_78 + n, "demandé") for n in range(14)),
    },
    {
        "cost": 0, "asked": 0, "proposed": 0, "before": None, "plan": (), "summary": "", "public": "",
        "analysis": (), "voices": (), "waited": (), "points": (), "levels": (), "beneficiaries": None,
        "opinion": "", "motive": "", "renewal": None, "quarters": (), "period": "", "officer": "",
    },
    {
        "points": tuple(Point("bad", TEXT) for _ in range(9)), "summary": "mot" * 400, "public": TEXT * 9,
        "outcome": "Accord partiel", "granted": 8_500_00, "reasons": (TEXT,), "conditions": (TEXT,),
    },
    {"summary": (TEXT * 25)[:3100], "motive": TEXT * 2},
    {"summary": (TEXT * 25)[:2300]},
)  # fmt: skip


def sitting(count: int = 24, *, hard: bool = True, **facts: object) -> Pack:
    """A session of `count` dossiers; `hard`: one in each kind of hardship, in turn."""
    fiches = tuple(
        fiche(rank, count, **(HARD[rank % len(HARD)] if hard else {})) for rank in range(1, count + 1)
    )
    made = Pack(
        code="S2026-03", name="Comité technique d’Étouvie", kind="Comité technique", held_on="2026-03-12",
        starts_at="14:00", place="Maison du quartier", quarter="Étouvie", office="Amiens Métropole",
        service="Politique de la ville", call="Engagements Quartiers 2030", quorum=5, final=True,
        funders=FUNDERS, challenges=tuple(Challenge(n, s, s, c) for n, (s, c) in enumerate(GRID, start=1)),
        quarters=tuple(Quarter(f"QN{n}", name, name, 4000) for n, name in enumerate(QUARTERS)),
        seats=tuple(
            Seat(LONG if n == 3 else f"Personne Exemple {n}", "Amiens Métropole", "member" if n else "chair")
            for n in range(30)
        ),
        recusals=(Recusal("C. Durand-Exemple", "2026-0008", LONG, LONG, "trésorière"),), fiches=fiches,
        earlier=tuple(
            Said("Comité du 4 mars 2025", "2025-03-04", f"2025-{n:04d}", "Asso exemple", "Un titre", "Refus",
                 None, ("Hors quartier prioritaire",))
            for n in range(40)
        ),
        purses=(
            Purse("Métropole 2026", "METROPOLE", 500_000_00, 120_000_00, 210_000_00, 170_000_00),
            Purse("État 147, 2026", "ETAT147", 200_000_00, 150_000_00, 90_000_00, -40_000_00),
            Purse("Droit commun CAF", "CAF", 12_345_678_90, 0, 0, 12_345_678_90, common_law=True),
        ),
        refused=tuple(
            Said("", "2026-02-01", f"2026-9{n:03d}", LONG, "Un titre", "Ajournement" if n < 3 else "Refus",
                 None, ("Budget non équilibré", TEXT))
            for n in range(6)
        ),
        missing=(Missing("2026-0003", "Asso exemple", "Un titre", 2025, 8_000_00, "manquant"),),
        instalments=(
            Instalment("2026-0002", "Asso exemple", "Convention", 2026, 12_000_00, None, None, None),
        ),
    )  # fmt: skip
    return replace(made, **facts)  # type: ignore[arg-type]  # facts of a Pack
