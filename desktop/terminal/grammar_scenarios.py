"""What `scenario` takes: ways to give the money, tried apart, one of them proposed."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def scenarios_grammar(verb: Verb) -> None:
    deeds = verb("scenario", call("scenarios"), "les répartitions essayées dans l’atelier").add_subparsers(
        dest="deed", required=True, metavar="list|show|new|promote"
    )
    deeds.add_parser("list", help="les scénarios et leurs totaux")
    sub = deeds.add_parser("show", help="ses cases, ses totaux par enveloppe, ses règles")
    sub.add_argument("name", metavar="NOM")
    sub = deeds.add_parser("new", help="crée un scénario")
    sub.add_argument("--name", required=True, metavar="NOM")
    sub.add_argument(
        "--from", dest="start", default="proposed", metavar="DÉPART",
        help="proposed (ce qui est proposé), asked (ce qui est demandé), empty, ou le nom d’un scénario",
    )  # fmt: skip
    sub.add_argument("--where", default="", help="requête qui choisit les dossiers")
    sub = deeds.add_parser("promote", help="en fait la proposition de tous ses dossiers, en une étape")
    sub.add_argument("name", metavar="NOM")
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait et n’écrit rien")
