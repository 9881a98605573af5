"""Every verb from a terminal; no arguments open the window. Exits 0, or 1 with a plain sentence."""

from __future__ import annotations

import json
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

Answer = tuple[Any, list[str], list[str]]


def _import(args: Namespace) -> Answer:
    from desktop.terminal.intake import run

    return run(args)


def _work(name: str) -> Callable[[Namespace], Answer]:
    def call(args: Namespace) -> Answer:
        from desktop.terminal import work

        answer: Answer = getattr(work, name)(args)
        return answer

    return call


def _care(name: str) -> Callable[[Namespace], Answer]:
    def call(args: Namespace) -> Answer:
        from desktop.terminal import care

        answer: Answer = getattr(care, name)(args)
        return answer

    return call


def _paper(name: str) -> Callable[[Namespace], Answer]:
    def call(args: Namespace) -> Answer:
        from desktop.terminal import paper

        answer: Answer = getattr(paper, name)(args)
        return answer

    return call


def _arrivals(name: str) -> Callable[[Namespace], Answer]:
    def call(args: Namespace) -> Answer:
        from desktop.terminal import arrivals

        answer: Answer = getattr(arrivals, name)(args)
        return answer

    return call


def _pieces(name: str) -> Callable[[Namespace], Answer]:
    def call(args: Namespace) -> Answer:
        from desktop.terminal import completeness

        answer: Answer = getattr(completeness, name)(args)
        return answer

    return call


def _demo(args: Namespace) -> Answer:
    from desktop.terminal.demo import run

    return run(args)


def _reference(args: Namespace) -> Answer:
    from desktop.terminal.reference import run

    return run(args)


def _window(args: Namespace) -> int:
    from desktop.app import run_window
    from desktop.paths import default_database, user_data

    if args.demo:
        from desktop.terminal.demo import ready

        return run_window(ready(user_data() / "demonstration.db"))
    return run_window(Path(args.db) if args.db else default_database())


class Grammar(ArgumentParser):
    """A parser that refuses as every command does: one French sentence, exit code 1."""

    def error(self, message: str) -> NoReturn:
        del message  # argparse says it in English; the usage line shows what is missing
        usage = self.format_usage().removeprefix("usage: ").strip()
        self.exit(1, f"La commande est incomplète ou inconnue : rien n’a été fait. Elle s’écrit :\n{usage}\n")


Verb = Callable[[str, Callable[[Namespace], Answer], str], ArgumentParser]


def parser() -> ArgumentParser:
    """The whole grammar of the command line."""
    made = Grammar(prog="parvis", description="Instruire sans réseau les demandes de subvention.")
    made.add_argument("--self-check", action="store_true", help="vérifie que le programme est complet")
    made.add_argument("--demo", action="store_true", help="ouvre la fenêtre sur l’appel de démonstration")
    made.add_argument("--db", help="fichier de la base")
    made.set_defaults(json=False)
    verbs = made.add_subparsers(dest="command", metavar="VERBE")

    def verb(name: str, run: Callable[[Namespace], Answer], text: str) -> ArgumentParser:
        sub = verbs.add_parser(name, help=text, description=text)
        sub.add_argument(
            "--db", default=SUPPRESS, help="fichier de la base (par défaut : celle de l’utilisateur)"
        )
        sub.add_argument("--json", action="store_true", help="répond en JSON")
        sub.set_defaults(run=run)
        return sub

    _intake_grammar(verb)
    _work_grammar(verb)
    _pieces_grammar(verb)
    _paper_grammar(verb)
    _care_grammar(verb)
    _arrivals_grammar(verb)
    _reference_grammar(verb)
    return made


def _intake_grammar(verb: Verb) -> None:
    sub = verb("demo", _demo, "joue la démonstration : import, annotations, décisions, courriers")
    sub.add_argument("--out", default="out", help="dossier où déposer courriers, classeur et images")
    sub.add_argument("--no-pictures", action="store_true", help="sans les images des écrans")
    sub = verb("import", _import, "prend des demandes depuis des fichiers")
    sub.add_argument("files", nargs="+", metavar="FICHIER")
    sub.add_argument("--call", help="appel : code, titre ou année")
    sub.add_argument("--map", help="nom d’une correspondance de colonnes")
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait et n’écrit rien")


def _work_grammar(verb: Verb) -> None:
    sub = verb("list", _work("list_"), "liste des dossiers")
    sub.add_argument("--where", help="requête, par exemple « quartier:nord demandé>5000 »")
    sub = verb("show", _work("show"), "un dossier en entier")
    sub.add_argument("number")
    sub = verb("annotate", _work("annotate"), "annote un passage au titre d’un défi")
    sub.add_argument("number")
    sub.add_argument("--challenge", required=True, help="D01 à D11")
    sub.add_argument("--level", default="none", help="none, weak, medium, strong")
    sub.add_argument("--quote", default="", help="les mots du passage")
    sub.add_argument("--note", default="", help="la phrase de l’agent")
    sub.add_argument("--audience", default="team", choices=("me", "team", "committee", "applicant"))
    _decide_grammar(verb("decide", _work("decide_"), "enregistre la décision d’un dossier"))
    verb("undo", _work("undo"), "annule la dernière action")
    verb("redo", _work("undo"), "rétablit la dernière action annulée")
    sub = verb("history", _work("history"), "tout ce qui a changé dans un dossier")
    sub.add_argument("number")


def _pieces_grammar(verb: Verb) -> None:
    sub = verb("pieces", _pieces("pieces"), "les pièces d’un dossier et leur état")
    sub.add_argument("number")
    sub.add_argument("--reuse", action="store_true", help="reprend celles que l’on détient déjà")
    sub = verb("sift", _pieces("sift_"), "dit si un dossier est recevable")
    sub.add_argument("number")
    sub.add_argument("--verdict", required=True, choices=("admissible", "incomplete", "inadmissible"))
    sub.add_argument("--reason", action="append", default=[], help="motif : code ou libellé")
    sub.add_argument("--comment", default="", help="une phrase")
    sub = verb("request", _pieces("request_"), "demande au porteur les pièces qui manquent")
    sub.add_argument("number")
    sub.add_argument("--mail", action="store_true", help="en texte à coller dans un courriel")
    sub.add_argument("--due", help="date jusqu’à laquelle la réponse est attendue")
    sub.add_argument("--remind", action="store_true", help="relance la demande qui attend")
    sub.add_argument("--withdraw", action="store_true", help="retire la demande faite par erreur")
    sub = verb("answer", _pieces("answer_"), "note la réponse à une demande : le délai reprend")
    sub.add_argument("number")
    sub.add_argument("--on", help="date de la réponse (par défaut : ce jour)")


def _paper_grammar(verb: Verb) -> None:
    sub = verb("letters", _paper("letters"), "fait les courriers des décisions")
    sub.add_argument("--where", help="requête qui choisit les dossiers")
    sub.add_argument("--out", required=True, help="dossier des PDF")
    sub.add_argument("--one-file", action="store_true", help="un seul PDF pour l’imprimante")
    sub.add_argument("--draft", action="store_true", help="les courriers bloqués aussi, marqués PROJET")
    sub = verb("export", _paper("export"), "classeur Excel de la liste")
    sub.add_argument("--out", required=True, help="fichier .xlsx")
    sub.add_argument("--where", help="requête qui choisit les dossiers")


def _care_grammar(verb: Verb) -> None:
    verb("verify", _care("verify"), "vérifie la base, le journal et les pièces")
    sub = verb("backup", _care("backup_"), "copie la base et ses pièces")
    sub.add_argument("file")
    sub = verb("restore", _care("restore"), "reprend une copie")
    sub.add_argument("file")
    verb("self-check", _care("self_check"), "vérifie que le programme est complet")


def _arrivals_grammar(verb: Verb) -> None:
    sub = verb("watch", _arrivals("watch_"), "surveille un dossier de fichiers qui arrivent")
    sub.add_argument("folder")
    sub.add_argument("--leave", action="store_true", help="ne plus le surveiller")
    verb("arrivals", _arrivals("arrivals"), "ce qui attend dans les dossiers surveillés")
    sub = verb("attach", _arrivals("attach_"), "joint un fichier ou un courriel à un dossier")
    sub.add_argument("file")
    sub.add_argument("number")


def _reference_grammar(verb: Verb) -> None:
    sub = verb("reference", _reference, "base de référence : RNA, SIRENE, quartiers prioritaires")
    sub.add_argument("deed", choices=("load", "status", "forget"), help="charger, dire l’état, retirer")
    sub.add_argument("files", nargs="*", metavar="FICHIER", help="extraits à charger")


def _decide_grammar(sub: ArgumentParser) -> None:
    sub.add_argument("number")
    kind = sub.add_mutually_exclusive_group(required=True)
    kind.add_argument("--grant", metavar="MONTANT", help="accorde (en euros)")
    for option, text in (
        ("refuse", "refuse"), ("adjourn", "ajourne"), ("ineligible", "déclare inéligible"),
        ("redirect", "réoriente"), ("withdraw", "note le retrait"),
    ):  # fmt: skip
        kind.add_argument(f"--{option}", metavar="MOTIF", help=f"{text} : code, libellé ou phrase")
    sub.add_argument(
        "--funder", action="append", default=[], metavar="CODE=MONTANT", help="part d’un financeur"
    )
    sub.add_argument("--condition", action="append", default=[], help="condition, une phrase")
    sub.add_argument("--act", help="numéro de la délibération")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    grammar = parser()
    args = grammar.parse_args(arguments)
    if args.self_check:
        args.command, args.run = "self-check", _care("self_check")
    if args.command is None:
        return _window(args)
    return _answer(args)


def _answer(args: Namespace) -> int:
    from db.lock import Held
    from db.upgrade import Refused
    from desktop.terminal.office import Refusal
    from desktop.terminal.speech import say

    try:
        told, lines, faults = args.run(args)
    except (Refusal, Held, Refused, ValueError) as why:
        say(str(why), sys.stderr)
        return 1
    except OSError as error:
        say(f"Le fichier ne peut pas être lu ou écrit : {error.strerror or error}.", sys.stderr)
        return 1
    if args.json:
        say(json.dumps(told, ensure_ascii=False, indent=1), sys.stdout)
    else:
        for line in lines:
            say(line, sys.stdout)
    for fault in faults:
        say(fault, sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
