"""Settings of what leaves on paper: the office, who signs, how a decision is contested, sheets of labels."""

from __future__ import annotations

from desktop.rules.settings import choices, sound
from desktop.rules.settings.field import Field, Subject

_GROUP = "Courriers"
_IF = Field("if", "Seulement si", about="Une condition, comme « decision.convention ».")
_LINES = (Field("text", "Mots", needed=True), _IF)

LETTERS = Subject(
    "letters", "Lettres",
    "Les mots de chaque courrier et de chaque convention. La page à droite est la vraie, avec un dossier de "
    "la base. Les courriers déjà partis ne changent jamais. Un modèle ajouté se prépare depuis un dossier.",
    _GROUP, "mail",
    (
        Field("title", "Nom du modèle", needed=True),
        Field("when", "Proposé", "many", choices=choices.PROPOSED,
              about="Dans le menu d’un dossier, Préparer un courrier : toujours, ou selon sa décision."),
        Field("object", "Objet", "text", needed=True),
        Field("block", "Paragraphes", "rows", needed=True, fields=(
            Field("kind", "Genre", "choice", choices=choices.BLOCKS),
            Field("text", "Mots", "text"),
            _IF,
            Field("from", "Liste", about="Le champ qui fait les lignes."),
            Field("items", "Tirets", "rows", fields=_LINES),
            Field("total", "Ligne du total"),
        )),
        Field("closing", "Formule de politesse", "text", needed=True),
        Field("signer", "Signataire", needed=True, about="Un mot de l’en-tête : direction, vice_presidence."),
        Field("appeal", "Voies de recours", "choice", needed=True, choices=choices.APPEALS),
        Field("enclosures", "Pièces jointes", "rows", fields=_LINES),
        Field("legal", "Mentions obligatoires", "lines",
              about="Des mots que le courrier doit porter : sans eux, il ne part pas."),
    ),
    room="letters", label=("title",), checks=(sound.distinct("title", words="Nom du modèle"),),
)  # fmt: skip

OFFICE = Subject(
    "office", "Organisme",
    "Le nom, le service et l’adresse en tête des courriers et des états.",
    _GROUP, "building-2",
    (
        Field("nom", "Nom", needed=True),
        Field("service", "Service", needed=True),
        Field("adresse", "Adresse", needed=True),
        Field("telephone", "Téléphone", needed=True),
        Field("courriel", "Courriel", needed=True),
        Field("ville", "Ville d’où l’on écrit", needed=True),
    ),
    room="letters", setting="letterhead", one=True, adds=False, removes=False, label=(),
)  # fmt: skip
SIGNATORIES = Subject(
    "signatories", "Signataires",
    "Qui signe, sous quelle délégation, de quand à quand. Hors de ces dates, un courrier ne part pas.",
    _GROUP, "signature",
    (
        Field("name", "Nom", needed=True),
        Field("position", "Qualité", needed=True, about="Comme le courrier l’écrit au-dessus du nom."),
        Field("delegation", "Mention", needed=True, about="« Pour le Président et par délégation, »"),
        Field("valid_from", "Délégation depuis", "day", needed=True),
        Field("valid_to", "jusqu’au", "day", needed=True),
        Field("to_confirm", "À confirmer", "yes"),
    ),
    table="signatory", label=("name", "position"), checks=(sound.dates_in_order,),
)  # fmt: skip
HEAD = Subject(
    "head", "En-tête et voies de recours",
    "Le logo ou la lettre du carré en tête, et les mentions de recours que les courriers portent. La page à "
    "droite est la vraie.",
    _GROUP, "stamp",
    (
        Field("logo", "Logo", "picture", about="Une image JPEG ou PNG ; sinon, la lettre dans son carré."),
        Field("logo_texte", "Ce que montre le logo",
              about="Lu à qui ne voit pas l’image ; rien : « Logo », et le nom de l’organisme."),
        Field("monogramme", "Lettre du carré", needed=True, shape=r".", shape_words="une seule lettre"),
        Field("reponse_jours", "Jours pour répondre à un accord partiel", "number", needed=True, least=1,
              most=365),
        Field("recours.decision", "Recours contre une décision", "text", needed=True),
        Field("recours.accuse", "Recours contre un silence", "text", needed=True),
        Field("a_confirmer", "Noms et dates à confirmer", "yes",
              about="Le contrôle avant impression le rappelle tant que c’est coché."),
    ),
    room="letters", setting="own:letters:letterhead", one=True, adds=False, removes=False, label=(),
)  # fmt: skip
SHEETS = Subject(
    "label-sheets", "Planches d’étiquettes",
    "Les mesures d’une planche d’adresses, en millimètres, telles que la boîte les donne.",
    _GROUP, "rows-3",
    (
        Field("title", "Planche", needed=True),
        Field("columns", "Colonnes", "number", needed=True, least=1, most=20),
        Field("rows", "Rangées", "number", needed=True, least=1, most=60),
        Field("width", "Largeur", "decimal", needed=True, least=5, most=210),
        Field("height", "Hauteur", "decimal", needed=True, least=5, most=297),
        Field("left", "Du bord gauche", "decimal", needed=True, least=0, most=100),
        Field("top", "Du bord haut", "decimal", needed=True, least=0, most=100),
        Field("gap_x", "Entre deux colonnes", "decimal", least=0, most=50),
        Field("gap_y", "Entre deux rangées", "decimal", least=0, most=50),
    ),
    room="papers", listed="format", label=("title",), removes=True, checks=(sound.on_a_sheet,),
)  # fmt: skip
