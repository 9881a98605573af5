"""What `scan` takes: printed papers that came back from a scanner."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def scan_grammar(verb: Verb) -> None:
    sub = verb(
        "scan", call("scan", "scan"), "dit ce que sont des papiers numérisés, et les classe avec --file"
    )
    sub.add_argument("files", nargs="+", metavar="SCAN", help="PDF, JPEG, PNG ou TIFF")
    sub.add_argument("--file", action="store_true", help="classe les pages reconnues dans leur dossier")
    sub.add_argument("--again", action="store_true", help="même un lot déjà classé")
