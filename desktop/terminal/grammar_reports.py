"""The commands of the reports: those owed, files read in, reminders."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def reports_grammar(verb: Verb) -> None:
    sub = verb("reports", call("reports", "list_reports"), "bilans attendus, en retard, reçus, acceptés")
    sub.add_argument("--late", action="store_true", help="seulement ceux en retard")
    sub.add_argument("--dossier", metavar="NUMÉRO", help="ceux d’un dossier, avec leur tableau")
    sub.add_argument("--expect", action="store_true", help="fait attendre ceux que l’on doit et qui manquent")
    sub = verb("report-in", call("reports", "report_in"), "lit des bilans (Cerfa 15059, XLSX, ODS, CSV)")
    sub.add_argument("files", nargs="+", metavar="FICHIER")
    sub.add_argument("--dossier", metavar="NUMÉRO", help="le dossier auquel ils répondent")
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui est compris sans rien écrire")
    sub = verb("remind-reports", call("reports", "remind"), "prépare la relance des bilans en retard")
    sub.add_argument("--dry-run", action="store_true", help="dit combien, sans rien écrire")
