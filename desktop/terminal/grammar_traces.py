"""The commands that prove and retrace: verify, traces, the dossier on a date."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call, copy_grammar


def traces_grammar(verb: Verb) -> None:
    sub = verb("verify", call("proof", "verify"), "vérifie la base, le journal, les traces et les pièces")
    sub.add_argument("--anchor", metavar="FICHIER", help="écrit l’état de la chaîne, à garder ailleurs")
    sub.add_argument("--against", metavar="FICHIER", help="compare à une ancre gardée")
    sub.add_argument(
        "--paper", metavar="ÉTAPE:EMPREINTE", help="compare à celle d’un reçu ou d’un dossier de séance"
    )
    sub.add_argument(
        "--repair", action="store_true", help="refait d’après le journal les lignes altérées, après une copie"
    )
    sub = verb("dossier-at", call("asof"), "un dossier tel qu’il était à une date")
    sub.add_argument("number")
    sub.add_argument("--on", required=True, metavar="DATE", help="AAAA-MM-JJ, ou « AAAA-MM-JJ HH:MM »")
    sub.add_argument(
        "--written", action="store_true", help="ce qui était écrit sur tous les postes, même arrivé plus tard"
    )
    sub.add_argument("--out", metavar="FICHIER.pdf", help="l’écrit, la date en tête de chaque page")
    copy_grammar(sub)
    sub = verb("traces", call("proof", "traces"), "qui a consulté, imprimé, exporté quoi")
    sub.add_argument("number", nargs="?", help="un seul dossier")
    sub.add_argument("--author", metavar="NOM")
    sub.add_argument(
        "--deed", choices=("consulted", "printed", "exported", "prepared", "purged", "repaired"), help="acte"
    )
    sub.add_argument("--since", metavar="AAAA-MM-JJ")
    sub.add_argument("--until", metavar="AAAA-MM-JJ")
    sub.add_argument("--limit", type=int, default=500, help="les plus récentes (500 par défaut)")
    sub.add_argument(
        "--keep", type=int, metavar="MOIS", help="règle la durée de conservation, 0 pour toujours"
    )
    sub.add_argument("--purge", type=int, metavar="MOIS", help="retire ce qui est plus vieux")
