"""The commands of what follows a decision: payments, visits, changes, money paid back."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call

_ROOM = "follow_up"
_DAY = "jour, 2026-06-12 ou 12/06/2026"


def follow_grammar(verb: Verb) -> None:
    sub = verb(
        "payments", call("payments", "payments_"), "les versements, leur bordereau, le retour des finances"
    )
    sub.add_argument("--due", action="store_true", help="ceux qui sont dus et ne sont pas faits")
    sub.add_argument("--where", help="requête qui choisit les dossiers")
    sub.add_argument("--out", metavar="FICHIER", help="bordereau pour les finances, .xlsx, .csv ou .pdf")
    sub.add_argument("--mask", action="store_true", help="masque les comptes bancaires du bordereau")
    sub.add_argument("--read", metavar="FICHIER", help="tableau rendu par les finances, .xlsx, .csv ou .ods")
    sub.add_argument("--dry-run", action="store_true", help="avec --read : montre sans rien noter")
    sub = verb("pay", call("payments", "pay"), "note un versement d’un dossier, ou prévoit ses versements")
    sub.add_argument("number")
    sub.add_argument("--amount", metavar="MONTANT", help="montant versé, en euros")
    sub.add_argument("--on", metavar="JOUR", help=f"jour du versement ({_DAY})")
    sub.add_argument("--order", metavar="N°", help="numéro de mandat")
    sub.add_argument("--funder", metavar="CODE", help="financeur, quand ils sont plusieurs")
    sub.add_argument("--advance", type=int, metavar="%", help="prévoit un acompte de tant, puis le solde")
    sub.add_argument("--plan", action="store_true", help="prévoit les versements sans rien noter de versé")
    _visit(verb)
    _change(verb)
    _repay(verb)


def _visit(verb: Verb) -> None:
    sub = verb("visit", call(_ROOM, "visit"), "note une visite à une action, ou en donne la fiche")
    sub.add_argument("number")
    sub.add_argument("--on", metavar="JOUR", help=_DAY)
    sub.add_argument("--place", metavar="LIEU")
    sub.add_argument("--met", metavar="QUI", help="personnes rencontrées")
    sub.add_argument("--present", type=int, metavar="N", help="combien de personnes étaient là")
    sub.add_argument("--note", metavar="TEXTE", help="ce qui a été vu")
    sub.add_argument("--next", metavar="TEXTE", help="suites à donner")
    sub.add_argument("--photo", nargs="+", default=[], metavar="FICHIER", help="photographies")
    sub.add_argument("--out", metavar="FICHIER.pdf", help="la fiche de la dernière visite")


def _change(verb: Verb) -> None:
    sub = verb("change", call(_ROOM, "change"), "note un changement demandé après la décision, et y répond")
    sub.add_argument("number")
    what = sub.add_mutually_exclusive_group()
    what.add_argument("--dates", metavar="DÉBUT..FIN", help="nouvelles dates ; l’une peut manquer")
    what.add_argument("--amount", metavar="MONTANT", help="subvention ramenée à tant, en euros")
    what.add_argument("--content", metavar="TEXTE", help="nouveau contenu de l’action")
    what.add_argument("--withdraw", action="store_true", help="le porteur renonce")
    what.add_argument("--cancel", action="store_true", help="l’action est déprogrammée")
    sub.add_argument("--reason", metavar="TEXTE", help="pourquoi ce changement est demandé")
    answer = sub.add_mutually_exclusive_group()
    answer.add_argument("--grant", action="store_true", help="l’accorde")
    answer.add_argument("--refuse", action="store_true", help="le refuse ; --answer dit pourquoi")
    sub.add_argument("--answer", metavar="TEXTE", help="ce que le courrier répond")


def _repay(verb: Verb) -> None:
    sub = verb("repay", call(_ROOM, "repay"), "ce qui est à reverser : proposé, décidé, demandé, reçu")
    sub.add_argument("number")
    deed = sub.add_mutually_exclusive_group()
    deed.add_argument(
        "--propose", action="store_true", help="propose ce que le bilan laisse, avec son calcul"
    )
    deed.add_argument("--decide", action="store_true", help="décide le reversement et prépare son courrier")
    deed.add_argument("--keep", metavar="RAISON", help="excédent conservé, par la convention")
    deed.add_argument("--offset", metavar="RAISON", help="déduit de la prochaine subvention")
    deed.add_argument("--title", metavar="N°", help="numéro du titre de recette")
    deed.add_argument("--received", metavar="MONTANT", help="montant reçu, en euros")
    deed.add_argument("--waive", metavar="RAISON", help="abandonne le reversement")
    sub.add_argument("--on", metavar="JOUR", help=f"jour de ce qui est reçu ({_DAY})")
