"""Settings of the money and of what it obliges to: funders, sharing, thresholds, reports, keeping."""

from __future__ import annotations

from desktop.rules.settings import choices, sound
from desktop.rules.settings.field import Field, Subject

_RANK = Field("rank", "Rang", "number", needed=True, least=1, most=999)
_CODE = Field("code", "Code", needed=True, fixed=True)
_GROUP = "Argent et obligations"

FUNDERS = Subject(
    "funders", "Financeurs",
    "Qui donne l’argent : le nom du tableau, celui du courrier, le compte du plan de financement.",
    _GROUP, "hand-coins",
    (
        Field("code", "Code", needed=True, fixed=True, shape=r"[A-Z0-9]+", shape_words="des capitales"),
        _RANK,
        Field("name", "Nom", needed=True),
        Field("letter_name", "Dans un courrier", needed=True),
        Field("account", "Compte", shape=r"74\w*", shape_words="commence par 74"),
        Field("aliases", "Autres noms", "lines", about="Comme un plan de financement l’écrit."),
    ),
    table="funder", label=("name",), meaning=("code",),
    checks=(sound.distinct("code", words="Code"), sound.aliases_apart),
)  # fmt: skip
SHARING = Subject(
    "sharing", "Règles de répartition",
    "Ce qu’une répartition des enveloppes devrait respecter : chaque règle est une jauge de l’atelier. "
    "Les enveloppes elles-mêmes se règlent à leur place.",
    _GROUP, "wallet",
    (
        _CODE, _RANK,
        Field("label", "Règle", needed=True),
        Field("axis", "Mesurée", "choice", needed=True, choices=choices.AXES),
        Field("bound", "Sens", "choice", needed=True, choices=choices.BOUNDS),
        Field("percent", "Part, en pour cent", "number", needed=True, least=0, most=100),
        Field("subject", "Un seul", about="Un code de l’axe ; rien pour chacun."),
        Field("active", "Appliquée", "yes"),
    ),
    table="money_rule", label=("label",), meaning=("code",), comes_back=True, door="envelopes",
    checks=(sound.distinct("code", words="Code"),),
)  # fmt: skip
THRESHOLDS = Subject(
    "thresholds", "Seuils",
    "Au-dessus de quoi un organisme doit une convention, une publication, des comptes certifiés.",
    _GROUP, "chart-column",
    (
        Field("label", "Seuil", needed=True),
        Field("sums", "Ce qui est compté", "choice", needed=True, choices=choices.SUMS),
        Field("above", "Au-delà de", "money", needed=True, least=1),
        Field("share", "Ou de cette part des produits", "number", least=0, most=100, empty=True),
        Field("kinds", "Porteurs", "many", needed=True, choices=choices.APPLICANTS),
        Field("law", "Texte", needed=True),
        Field("mark", "Source", "choice", needed=True, choices=choices.SOURCES),
        Field("demands", "Ce qui est demandé", "rows", needed=True, fields=(
            Field("code", "Comment Parvis le sait", "choice", needed=True, choices=choices.DEMANDS),
            Field("label", "Ce qui est demandé", needed=True),
        )),
    ),
    room="thresholds", listed="threshold", label=("label",), adds=False, removes=False,
)  # fmt: skip
REPORTS = Subject(
    "reports", "Bilans et relances",
    "Quand un bilan est attendu, quand on le relance, à partir de quel écart il doit s’expliquer.",
    _GROUP, "file-check",
    (
        Field("gap_percent", "Écart expliqué au-delà de (%)", "number", needed=True, least=0, most=100),
        Field("gap_amount", "et au-delà de", "money", needed=True, least=0),
        Field("intermediate", "Bilan intermédiaire attendu le", needed=True,
              shape=r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
              shape_words="le mois puis le jour, comme 12-31"),
        Field("again_after", "Jours entre deux relances", "number", needed=True, least=1, most=365),
        Field("formal_from", "Mise en demeure à la relance", "number", needed=True, least=1, most=9),
        Field("lock", "Sans le bilan d’avant, une reconduction", "choice", choices=choices.LOCKS,
              about="Rien : elle n’est jamais arrêtée."),
    ),
    room="reports", setting="report_rules", one=True, adds=False, removes=False, label=(),
)  # fmt: skip
PAYMENTS = Subject(
    "payments", "Versements",
    "Comment une subvention accordée se verse quand rien d’autre n’est dit : en une fois, ou en deux.",
    _GROUP, "hand-coins",
    (
        Field("two_above", "En deux fois au-delà de", "money", least=0, empty=True,
              about="Rien : toujours en une fois."),
        Field("advance", "Part de l’acompte, en pour cent", "number", least=1, most=99, empty=True,
              about="Rien : la moitié. Les versements déjà prévus ne changent pas."),
    ),
    room="reports", setting="payments", one=True, adds=False, removes=False, label=(),
)  # fmt: skip
KEEPING = Subject(
    "keeping", "Durées de conservation",
    "Combien de temps chaque sorte de dossier est gardée, et ce qu’elle devient. Archives › Conservation dit "
    "ce qui est à échéance.",
    _GROUP, "archive",
    (
        _CODE, _RANK,
        Field("label", "Règle", needed=True),
        Field("applies", "Vaut pour", "many", needed=True, choices=choices.KEPT),
        Field("years", "Années", "number", empty=True, least=0, most=100, about="Rien : pour toujours."),
        Field("starts", "Comptées depuis", "choice", needed=True, choices=choices.STARTS),
        Field("fate", "Sort final", "choice", needed=True, choices=choices.FATES),
        Field("sample", "Gardés au tri : un sur", "number", needed=True, least=0, most=1000),
        Field("basis", "Texte", "text"),
        Field("to_confirm", "À confirmer par les archives", "yes"),
    ),
    table="retention_rule", label=("label",), meaning=("code",), comes_back=True, door="archives",
    checks=(sound.distinct("code", words="Code"),),
)  # fmt: skip
COMMITTEES = Subject(
    "committees", "Comités",
    "Qui siège d’ordinaire dans chaque sorte de séance. Une séance reprend les membres de la précédente "
    "de sa sorte ; ces listes ne servent qu’à la première.",
    _GROUP, "users",
    (
        Field("quorum", "Quorum", "number", empty=True, least=1, most=99),
        Field("member", "Membres", "rows", needed=True, fields=(
            Field("name", "Fonction ou nom", needed=True),
            Field("body", "Organisme"),
            Field("role", "Rôle", "choice", choices=choices.SEATS),
            Field("voting", "Vote", "yes", empty=True),
        )),
    ),
    room="committees", listed="committee", coded="kind", label=(), names=choices.COMMITTEES, adds=False,
    removes=False, checks=(sound.one_chair,),
)  # fmt: skip
PUBLICATION = Subject(
    "publication", "Publication",
    "Qui publie les données ouvertes, et sous quels codes l’État connaît le contrat.",
    _GROUP, "upload",
    (
        Field("authority.funder", "Financeur qui publie", needed=True, about="Son code."),
        Field("authority.siren", "SIREN", needed=True, shape=r"\d{9}", shape_words="neuf chiffres"),
        Field("authority.siret", "SIRET", shape=r"\d{14}", shape_words="quatorze chiffres"),
        Field("authority.notified_to_eu", "Aides notifiées à la Commission européenne", "yes"),
        Field("contract.code", "Code du contrat de ville", needed=True),
        Field("contract.insee_dep", "Département", needed=True),
        Field("contract.insee_reg", "Région", needed=True),
    ),
    room="opendata", setting="publication", one=True, adds=False, removes=False, label=(), door="duties",
)  # fmt: skip
