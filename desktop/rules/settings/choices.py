"""The codes that settings are made of, with their French words: shared by several subjects."""

from __future__ import annotations

from desktop.rules import committee, retention, ruling

APPLICANTS: tuple[tuple[str, str], ...] = (
    ("association", "association"),
    ("school", "école, collège, lycée"),
    ("public", "établissement public"),
    ("other", "autre organisme"),
)
CALLS: tuple[tuple[str, str], ...] = (
    ("general", "appel général"),
    ("specific", "appel spécifique"),
    ("multiyear", "convention de plusieurs années"),
)
NO_CALL = ("none", "aucun appel")  # a piece that is not asked any more
# Of a piece: when it is given.
MOMENTS: tuple[tuple[str, str], ...] = (
    ("once", "une fois, puis à chaque changement"),
    ("yearly", "chaque année"),
    ("request", "à chaque demande"),
    ("renewal", "en renouvellement seulement"),
    ("conditional", "si le cas se présente"),
    ("asked", "quand l’instructeur la demande"),
)
LEVELS: tuple[tuple[str, str], ...] = (
    ("bad", "anomalie"),
    ("warn", "à voir"),
    ("info", "à savoir"),
    ("good", "en ordre"),
)
AXES: tuple[tuple[str, str], ...] = (
    ("quarter", "par quartier"),
    ("challenge", "par défi"),
    ("applicant", "par porteur"),
    ("funder", "par financeur"),
    ("renewal", "reconductions"),
)
BOUNDS: tuple[tuple[str, str], ...] = (("at_least", "au moins"), ("at_most", "au plus"))
SCALES: tuple[tuple[str, str], ...] = (("points", "points, de 0 à 5"), ("letters", "lettres, de A à D"))
LETTER_NAME = r"[a-z0-9_]{1,60}"  # of a model of letter, which names its file where it has one
# Of a letter that the office made: in which dossiers it is proposed.
ALWAYS = "free"
PROPOSED: tuple[tuple[str, str], ...] = ((ALWAYS, "toujours"), *ruling.LABELS.items())
OUTCOMES: tuple[tuple[str, str], ...] = tuple(ruling.LABELS.items())
COMMITTEES: tuple[tuple[str, str], ...] = tuple(committee.KINDS.items())
SEATS: tuple[tuple[str, str], ...] = tuple(committee.ROLES.items())
KEPT: tuple[tuple[str, str], ...] = tuple({**retention.KINDS, **retention.PAPERS}.items())
STARTS: tuple[tuple[str, str], ...] = tuple(retention.STARTS.items())
FATES: tuple[tuple[str, str], ...] = tuple(retention.FATES.items())
LOCKS: tuple[tuple[str, str], ...] = (
    ("complete", "ne devient pas complète"),
    ("committee", "ne va pas au comité"),
)
SUMS: tuple[tuple[str, str], ...] = (
    ("own", "nos aides de l’année"),
    ("public", "tout l’argent public de l’année"),
)
SOURCES: tuple[tuple[str, str], ...] = (
    ("S", "trouvé dans un texte officiel"),
    ("K", "à confirmer par le service des finances"),
)
DEMANDS: tuple[tuple[str, str], ...] = (
    ("convention", "convention signée"),
    ("publication", "publiée en données ouvertes"),
    ("accounts", "pièce « comptes » reçue"),
    ("hand", "à vérifier à la main"),
)
APPEALS: tuple[tuple[str, str], ...] = (
    ("none", "aucune"),
    ("decision", "contre une décision"),
    ("accuse", "contre un silence"),
)
BLOCKS: tuple[tuple[str, str], ...] = (
    ("paragraph", "paragraphe"),
    ("list", "liste à tirets"),
    ("table", "tableau des financeurs"),
    ("small", "petits caractères"),
    ("article", "titre d’article"),
    ("annex", "titre d’annexe"),
    ("budget", "budget"),
    ("grid", "tableau par année"),
    ("text", "un paragraphe par ligne d’une liste"),
    ("groups", "retour, défi par défi"),
)
# What the limits of a check count, by the name its arithmetic knows.
FIGURES: dict[str, str] = {
    "above": "Au-delà de (en centimes)",
    "at_least": "Au moins",
    "ceiling": "Au plus (en pour cent)",
    "common": "Part commune (en pour cent)",
    "floor": "Au moins (en pour cent)",
    "gear": "Mots d’un achat",
    "last_day": "Dernier jour (l’année d’après)",
    "last_month": "Dernier mois (l’année d’après)",
    "least": "À partir de (en euros)",
    "near_metres": "Distance (en mètres)",
    "nouns": "Noms comptés",
    "sections": "Parties lues",
    "short": "Trop court sous (signes)",
    "shortest": "À partir de (mots)",
    "slack_days": "Jours d’écart",
    "times": "Fois la moyenne",
    "verbs": "Verbes",
    "words": "Mots",
}
