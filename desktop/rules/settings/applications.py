"""Settings of what is asked and decided: pieces, calls, reasons, checks, phrases, labels, partners."""

from __future__ import annotations

from desktop.rules.settings import choices, sound
from desktop.rules.settings.field import Field, Subject

_RANK = Field("rank", "Rang", "number", needed=True, least=1, most=999)
_ALIASES = Field(
    "aliases", "Autres noms", "lines", about="Comme un export ou un agent l’écrit, un par ligne."
)
_CODE = Field("code", "Code", needed=True, fixed=True)
_GROUP = "Demandes et décisions"

PIECES = Subject(
    "pieces", "Pièces demandées",
    "Les pièces que doit chaque sorte de porteur. Une pièce qui n’est plus demandée : « aucun appel ».",
    _GROUP, "paperclip",
    (
        Field("code", "Code", needed=True, fixed=True, shape=r"[a-z0-9_-]+",
              shape_words="des lettres minuscules"),
        Field("asked_of", "Demandée à", "choice", needed=True, choices=choices.APPLICANTS, fixed=True),
        _RANK,
        Field("title", "Pièce", needed=True),
        Field("moment", "Quand", "choice", needed=True, choices=choices.MOMENTS),
        Field("required", "Obligatoire", "yes"),
        Field("calls", "Appels qui la demandent", "many", choices=(*choices.CALLS, choices.NO_CALL),
              about="Tous, quand rien n’est coché."),
        Field("valid_months", "Validité, en mois", "number", needed=True, least=0, most=120,
              about="Depuis la date du document ; 0 quand elle ne se périme pas."),
        Field("reusable", "Sert de nouveau", "yes",
              about="Encore valable, celle d’un dossier précédent suffit."),
        Field("rule", "Ce que l’on vérifie", "text", needed=True),
        Field("aliases", "Mots qui la désignent", "lines", about="Dans un nom de fichier ou un libellé."),
    ),
    table="piece_kind", label=("title", "asked_of"), meaning=("asked_of", "code"), comes_back=True,
    checks=(sound.distinct("asked_of", "code", words="Code"), sound.pieces_that_can_be_due),
)  # fmt: skip
CALLS = Subject(
    "calls", "Appels",
    "Les appels du service et la grille qui note leurs dossiers. Les vagues se règlent à part.",
    _GROUP, "calendar",
    (
        _CODE,
        Field("title", "Intitulé", needed=True),
        Field("kind", "Sorte", "choice", needed=True, choices=choices.CALLS),
        Field("year", "Année", "number", needed=True, least=2000, most=2100),
        Field("grid_id", "Grille de défis", "row", needed=True, of="grids", fixed=True),
        Field("score_grid_id", "Grille de notation", "row", of="score-grids"),
    ),
    table="call", label=("title",), meaning=("code",), removes=False, door="waves",
    checks=(sound.distinct("code", words="Code"),),
)  # fmt: skip
REASONS = Subject(
    "reasons", "Motifs de décision",
    "Le motif se choisit en décidant ; sa phrase suit « En effet, » dans le courrier.",
    _GROUP, "gavel",
    (
        _CODE, _RANK,
        Field("label", "Motif", needed=True),
        Field("outcomes", "Décisions", "many", needed=True, choices=choices.OUTCOMES),
        Field("sentence", "Phrase du courrier", "text", needed=True),
    ),
    table="reason", label=("label",), meaning=("code",),
    checks=(sound.distinct("code", words="Code"), sound.sentences_in_a_letter),
)  # fmt: skip
CHECKS = Subject(
    "checks", "Contrôles",
    "Ce que Parvis regarde dans chaque dossier. Un contrôle changé est refait sur tous. Les mots "
    "entre accolades sont remplis par le calcul.",
    _GROUP, "shield",
    (
        Field("enabled", "Fait ce contrôle", "yes"),
        Field("title", "Contrôle", needed=True),
        Field("level", "Niveau", "choice", needed=True, choices=choices.LEVELS),
        Field("sentence", "Ce que lit l’agent", "text", needed=True),
        Field("values", "Limites", "figures", about="Des montants en centimes, des parts en pour cent."),
        Field("kinds", "Porteurs", "many", choices=choices.APPLICANTS, about="Tous, quand rien n’est coché."),
        Field("calls", "Appels", "many", choices=choices.CALLS, about="Tous, quand rien n’est coché."),
        Field("why", "Pourquoi", "text", needed=True),
        Field("law", "Texte", "line", needed=True),
    ),
    room="checks", listed="rule", label=("title",), adds=False, removes=False,
)  # fmt: skip
PHRASES = Subject(
    "phrases", "Phrases",
    "Celles qui sont proposées en écrivant une note, les plus employées d’abord.",
    _GROUP, "quote",
    (
        Field("text", "Phrase", "text", needed=True),
        Field("challenge", "Défi", about="Son code, comme D04 ; rien pour toutes les notes."),
    ),
    table="phrase", label=("text",), meaning=("text",), checks=(sound.distinct("text", words="Phrase"),),
)  # fmt: skip
LABELS = Subject(
    "labels", "Étiquettes",
    "Les étiquettes qu’un dossier peut porter ; chacun peut en créer d’autres depuis un dossier.",
    _GROUP, "tags",
    (
        Field("name", "Étiquette", needed=True),
        Field("colour", "Couleur", "colour", needed=True),
    ),
    table="label", label=("name",), meaning=("name",), checks=(sound.distinct("name", words="Étiquette"),),
)  # fmt: skip
PARTNERS = Subject(
    "partners", "Partenaires",
    "Ceux à qui un avis est demandé : qui les reçoit, sous quels noms les fichiers les écrivent.",
    _GROUP, "handshake",
    (
        Field("code", "Code", needed=True, fixed=True, shape=r"[A-Z0-9]+", shape_words="des capitales"),
        _RANK,
        Field("name", "Nom", needed=True),
        Field("short", "Nom court"),
        Field("person", "Personne à qui écrire"),
        Field("email", "Courriel", shape=r"[^@\s]+@[^@\s]+\.\w+",
              shape_words="une adresse comme nom@exemple.fr"),
        Field("confidential", "Avis entre agents", "yes", about="Ses avis restent dans le service."),
        Field("active", "Consulté", "yes", about="Sinon, il n’est plus proposé."),
        _ALIASES,
    ),
    table="partner", label=("name",), meaning=("code",), comes_back=True,
    checks=(sound.distinct("code", words="Code"), sound.aliases_apart),
)  # fmt: skip
RESIDENTS = Subject(
    "residents", "Habitants du contrat",
    "Combien d’habitants vivent dans tous les quartiers ensemble : les chiffres par habitant s’y rapportent, "
    "tant que chaque quartier n’a pas le sien.",
    _GROUP, "users",
    (
        Field("residents_total", "Habitants", "number", empty=True, least=1, most=10_000_000,
              about="Rien tant que nul ne le sait."),
        Field("residents_total_source", "D’où vient ce chiffre"),
    ),
    room="quarters", setting="own:quarters:residents", one=True, adds=False, removes=False, label=(),
)  # fmt: skip
QUARTERS = Subject(
    "quarters", "Quartiers",
    "Les quartiers prioritaires : leur nom, comment un courrier l’écrit, leurs habitants s’ils sont connus.",
    _GROUP, "map-pin",
    (
        Field("code", "Code", needed=True, fixed=True, shape=r"QN\d{5}[A-Z]", shape_words="comme QN08003M"),
        _RANK,
        Field("name", "Nom", needed=True),
        Field("short", "Nom court", needed=True),
        Field("article", "Dans un courrier", needed=True, about="« d’Étouvie », « du Pigeonnier »…",
              shape=r"(de |du |des |d’).+", shape_words="commence par « de », « du », « des » ou « d’ »"),
        Field("residents", "Habitants", "number", empty=True, least=1, most=1_000_000,
              about="Rien tant que nul ne le sait."),
        _ALIASES,
    ),
    table="quarter", label=("name",), meaning=("code",),
    checks=(sound.distinct("code", words="Code"), sound.aliases_apart),
)  # fmt: skip
