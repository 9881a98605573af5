"""Settings of the grids: challenges and sub-objectives, criteria and weights, themes of the State."""

from __future__ import annotations

from desktop.rules.settings import choices, sound
from desktop.rules.settings.field import Field, Subject

_RANK = Field("rank", "Rang", "number", needed=True, least=1, most=999)
_ALIASES = Field(
    "aliases", "Autres noms", "lines", about="Comme un export ou un agent l’écrit, un par ligne."
)
_GROUP = "Grilles"

CHALLENGES = Subject(
    "challenges", "Défis",
    "Les défis du contrat de ville, dans l’ordre de la grille. Leurs mots paraissent dans les listes, "
    "sur les fiches et dans les courriers à venir ; les forces déjà données restent.",
    _GROUP, "layout-dashboard",
    (
        Field("code", "Code", needed=True, fixed=True, shape=r"[A-Z]\d{2}",
              shape_words="une lettre et deux chiffres"),
        Field("grid_id", "Grille", "row", needed=True, of="grids", fixed=True),
        _RANK,
        Field("title", "Intitulé", "text", needed=True),
        Field("short", "Nom court", needed=True, about="Celui des tableaux et des boutons."),
        Field("colour", "Couleur", "colour", needed=True),
        Field("icon", "Dessin", "line", needed=True, about="Un nom du jeu de dessins livré."),
        _ALIASES,
    ),
    table="challenge", label=("code", "short"), meaning=("grid_id", "code"),
    checks=(
        sound.distinct("grid_id", "code", words="Code"), sound.ranks_follow("grid_id"), sound.aliases_apart,
    ),
)  # fmt: skip
OBJECTIVES = Subject(
    "objectives", "Sous-objectifs",
    "Ce que chaque défi vise. Un sous-objectif « à confirmer » le reste à l’écran tant que le contrat ne "
    "l’a pas arrêté.",
    _GROUP, "list-checks",
    (
        Field("code", "Code", needed=True, fixed=True, about="Par exemple D04.2."),
        Field("challenge_id", "Défi", "row", needed=True, of="challenges", fixed=True),
        Field("title", "Intitulé", "text", needed=True),
        Field("to_confirm", "À confirmer", "yes"),
    ),
    table="objective", label=("code", "title"),
    checks=(sound.distinct("challenge_id", "code", words="Code"),),
)  # fmt: skip
GRIDS = Subject(
    "grids", "Grille de défis",
    "Le nom et la version de la grille, tels que les fiches les citent.",
    _GROUP, "table",
    (
        Field("code", "Code", needed=True, fixed=True),
        Field("title", "Nom", needed=True),
        Field("version", "Version", needed=True, about="À changer quand la grille change."),
    ),
    table="grid", label=("title", "version"), adds=False, removes=False,
)  # fmt: skip
SCORE_GRIDS = Subject(
    "score-grids", "Grilles de notation",
    "Une grille où des dossiers sont déjà notés ne change pas d’échelle : faites-en une nouvelle version, "
    "elle servira aux appels où rien n’est encore noté.",
    _GROUP, "scale",
    (
        Field("code", "Code", needed=True, fixed=True),
        Field("title", "Nom", needed=True),
        Field("version", "Version", needed=True),
        Field("scale", "Échelle", "choice", needed=True, choices=choices.SCALES),
    ),
    table="score_grid", label=("title", "version"), meaning=("code",), adds=False, removes=False,
    comes_back=True,
)  # fmt: skip
CRITERIA = Subject(
    "criteria", "Critères",
    "Les poids d’une grille font 100 ensemble : pour en changer deux, enregistrez-les ensemble. Les poids "
    "d’une grille déjà notée ne changent pas : faites-en une nouvelle version.",
    _GROUP, "gauge",
    (
        Field("code", "Code", needed=True, fixed=True),
        Field("grid_id", "Grille", "row", needed=True, of="score-grids", fixed=True),
        _RANK,
        Field("title", "Intitulé", needed=True),
        Field("help", "Aide", "text", about="Ce que l’on regarde, lu à côté du critère."),
        Field("weight", "Poids", "number", needed=True, least=0, most=100),
        Field("eliminating", "Éliminatoire", "yes", about="Une note nulle écarte le dossier."),
    ),
    table="criterion", label=("code", "title"), adds=False, removes=False,
    checks=(sound.weights_of_hundred, sound.ranks_follow("grid_id")),
)  # fmt: skip
THEMES = Subject(
    "themes", "Thèmes de l’État",
    "Les thèmes du programme 147. Leur part dans chaque défi se règle dans Obligations › Thèmes de l’État.",
    _GROUP, "landmark",
    (
        Field("code", "Code", needed=True, fixed=True, shape=r"\d(\.\d[ab]?)?", shape_words="comme 1.3"),
        _RANK,
        Field("title", "Thème", needed=True),
        Field("parent", "Thème au-dessus", about="Son code ; rien pour un grand thème."),
    ),
    table="theme", label=("code", "title"), meaning=("code",), comes_back=True, door="duties",
    checks=(sound.distinct("code", words="Code"),),
)  # fmt: skip
