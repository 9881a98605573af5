"""What each command is called and takes; its room is imported when it is run."""

from __future__ import annotations

from collections.abc import Callable

from desktop.terminal.grammar_agreements import agreements_grammar
from desktop.terminal.grammar_committee import committee_grammar
from desktop.terminal.grammar_guidance import guidance_grammar
from desktop.terminal.grammar_hub import hub_grammar
from desktop.terminal.grammar_keeping import keeping_grammar
from desktop.terminal.grammar_papers import paper_grammar, posting_grammar, sitting_papers_grammar
from desktop.terminal.grammar_parts import Verb, call, copy_grammar, decide_grammar
from desktop.terminal.grammar_people import people_grammar, work_grammar
from desktop.terminal.grammar_reports import reports_grammar
from desktop.terminal.grammar_safe import safe_grammar
from desktop.terminal.grammar_satchel import satchel_grammar
from desktop.terminal.grammar_scenarios import scenarios_grammar
from desktop.terminal.grammar_settings import settings_grammar
from desktop.terminal.grammar_traces import traces_grammar
from desktop.terminal.grammar_vault import vault_grammar
from desktop.terminal.grammar_years import YEARS


def _intake_grammar(verb: Verb) -> None:
    sub = verb("demo", call("demo"), "joue la démonstration : import, annotations, décisions, courriers")
    sub.add_argument("--out", default="out", help="dossier où déposer courriers, classeur et images")
    sub.add_argument("--no-pictures", action="store_true", help="sans les images des écrans")
    sub.add_argument("--years", action="store_true", help="cinq ans d’histoire : 1 200 dossiers, 2022 à 2026")
    sub = verb("import", call("intake"), "prend des demandes depuis des fichiers")
    sub.add_argument("files", nargs="+", metavar="FICHIER")
    sub.add_argument("--call", help="appel : code, titre ou année")
    sub.add_argument("--map", help="nom d’une correspondance de colonnes")
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait et n’écrit rien")


def _work_grammar(verb: Verb) -> None:
    sub = verb("list", call("work", "list_"), "liste des dossiers")
    sub.add_argument("--where", help="requête, par exemple « quartier:nord demandé>5000 »")
    sub = verb("show", call("work", "show"), "un dossier en entier")
    sub.add_argument("number")
    sub = verb("annotate", call("work", "annotate"), "annote un passage au titre d’un défi")
    sub.add_argument("number")
    sub.add_argument("--challenge", required=True, help="D01 à D11")
    sub.add_argument("--level", default="none", help="none, weak, medium, strong")
    sub.add_argument("--quote", default="", help="les mots du passage")
    sub.add_argument("--note", default="", help="la phrase de l’agent")
    sub.add_argument("--audience", default="team", choices=("me", "team", "committee", "applicant"))
    decide_grammar(verb("decide", call("work", "decide_"), "enregistre la décision d’un dossier"))
    verb("undo", call("work", "undo"), "annule la dernière action")
    verb("redo", call("work", "undo"), "rétablit la dernière action annulée")
    sub = verb("history", call("work", "history"), "tout ce qui a changé dans un dossier, en phrases")
    sub.add_argument("number")
    sub.add_argument("--words", help="seulement les phrases qui ont ces mots")
    sub.add_argument("--author", metavar="NOM")
    sub.add_argument("--kind", help="stage, request, party, piece, note, opinion, proposal, decision, letter")
    sub.add_argument("--since", metavar="AAAA-MM-JJ")
    sub.add_argument("--until", metavar="AAAA-MM-JJ")


def _pieces_grammar(verb: Verb) -> None:
    sub = verb("pieces", call("completeness", "pieces"), "les pièces d’un dossier et leur état")
    sub.add_argument("number")
    sub.add_argument("--reuse", action="store_true", help="reprend celles que l’on détient déjà")
    sub = verb("sift", call("completeness", "sift_"), "dit si un dossier est recevable")
    sub.add_argument("number")
    sub.add_argument("--verdict", required=True, choices=("admissible", "incomplete", "inadmissible"))
    sub.add_argument("--reason", action="append", default=[], help="motif : code ou libellé")
    sub.add_argument("--comment", default="", help="une phrase")
    sub = verb("request", call("completeness", "request_"), "demande au porteur les pièces qui manquent")
    sub.add_argument("number")
    sub.add_argument("--mail", action="store_true", help="en texte à coller dans un courriel")
    sub.add_argument("--due", help="date jusqu’à laquelle la réponse est attendue")
    sub.add_argument("--remind", action="store_true", help="relance la demande qui attend")
    sub.add_argument("--withdraw", action="store_true", help="retire la demande faite par erreur")
    sub = verb("answer", call("completeness", "answer_"), "note la réponse à une demande : le délai reprend")
    sub.add_argument("number")
    sub.add_argument("--on", help="date de la réponse (par défaut : ce jour)")


def _checks_grammar(verb: Verb) -> None:
    sub = verb("check", call("checks", "check"), "dit ce que les contrôles trouvent, avec les deux sources")
    sub.add_argument("number", nargs="?", help="un seul dossier, en entier")
    sub.add_argument("--where", help="requête, par exemple « contrôle:anomalie »")
    sub = verb("accept", call("checks", "accept_"), "accepte un contrôle d’un dossier, avec sa raison")
    sub.add_argument("number")
    sub.add_argument("code", help="le code du contrôle, tel que « check » l’écrit")
    sub.add_argument("--because", metavar="RAISON", help="pourquoi, en une ligne")
    sub.add_argument("--undo", action="store_true", help="ne l’accepte plus")


def _signed_grammar(verb: Verb) -> None:
    sub = verb("signed", call("signed", "signed"), "classe des lettres signées et scannées, par leur code")
    sub.add_argument("files", nargs="+", metavar="SCAN", help="PDF, JPEG, PNG ou TIFF")
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui est reconnu et n’écrit rien")
    sub.add_argument("--all", action="store_true", help="aussi les incomplètes et celles déjà classées")
    sub.add_argument("--on", metavar="AAAA-MM-JJ", help="jour de la signature (par défaut : ce jour)")
    sub = verb("setting", call("settings", "setting"), "lit ou change un réglage du service")
    sub.add_argument("name", choices=("approval_required",), help="second regard sur les courriers")
    sub.add_argument("value", nargs="?", choices=("never", "decisions", "all"))


def _care_grammar(verb: Verb) -> None:
    sub = verb("backup", call("care", "backup_"), "copie la base et ses pièces")
    sub.add_argument("file")
    sub = verb("restore", call("care", "restore"), "reprend une copie")
    sub.add_argument("file")
    verb("self-check", call("care", "self_check"), "vérifie que le programme est complet")


def _record_grammar(verb: Verb) -> None:
    sub = verb("applicant", call("record", "applicant"), "l’historique du porteur d’un dossier, par année")
    sub.add_argument("number")
    sub.add_argument("--same", action="append", default=[], metavar="NOM", help="ce nom est le sien")
    sub.add_argument("--other", action="append", default=[], metavar="NOM", help="ce nom n’est pas le sien")


def _arrivals_grammar(verb: Verb) -> None:
    sub = verb("watch", call("arrivals", "watch_"), "surveille un dossier de fichiers qui arrivent")
    sub.add_argument("folder")
    sub.add_argument("--leave", action="store_true", help="ne plus le surveiller")
    verb("arrivals", call("arrivals", "arrivals"), "ce qui attend dans les dossiers surveillés")
    sub = verb("attach", call("arrivals", "attach_"), "joint un fichier ou un courriel à un dossier")
    sub.add_argument("file")
    sub.add_argument("number")


def _reference_grammar(verb: Verb) -> None:
    sub = verb("reference", call("reference"), "base de référence : RNA, SIRENE, quartiers prioritaires")
    sub.add_argument("deed", choices=("load", "status", "forget"), help="charger, dire l’état, retirer")
    sub.add_argument("files", nargs="*", metavar="FICHIER", help="extraits à charger")
    verb("twins", call("twins", "twins"), "ce qui paraît avoir été reçu deux fois")
    sub = verb("merge", call("twins", "merge"), "réunit deux dossiers ; le premier continue")
    sub.add_argument("kept", metavar="GARDÉ")
    sub.add_argument("gone", metavar="RÉUNI")
    sub.add_argument("--take", action="append", default=[], metavar="CHAMP", help="champ à prendre du second")
    sub = verb("separate", call("twins", "separate"), "sépare un dossier de celui avec lequel il a été réuni")
    sub.add_argument("number")


def _scores_grammar(verb: Verb) -> None:
    sub = verb("score", call("scores", "score_"), "note un critère d’un dossier")
    sub.add_argument("number")
    sub.add_argument("criterion", nargs="?", metavar="CRITÈRE", help="son code, par exemple N01")
    sub.add_argument("value", nargs="?", metavar="NOTE")
    sub.add_argument("--reason", default="", help="la raison de la note")
    sub.add_argument("--close", action="store_true", help="clôt la notation")
    verb("scores", call("scores", "scores_"), "les notes d’un dossier").add_argument("number")
    sub = verb("interest", call("scores", "interest"), "déclare un intérêt, ou liste le registre")
    sub.add_argument("number", nargs="?")
    sub.add_argument("--because", metavar="LIEN", help="le lien avec le porteur")


def _copies_grammar(verb: Verb) -> None:
    sub = verb("annotated", call("copies"), "copie d’une pièce avec ses notes dessinées")
    sub.add_argument("number")
    sub.add_argument("piece", help="mots de son nom")
    sub.add_argument("--out", required=True, metavar="FICHIER.pdf")
    sub.add_argument("--audience", default="team", choices=("me", "team", "committee", "applicant", "none"))
    copy_grammar(sub)


def _funding_grammar(verb: Verb) -> None:
    sub = verb("funding", call("funding"), "le plan de financement d’un dossier, et ce qui en découle")
    sub.add_argument("number")
    sub.add_argument("--funder", metavar="NOM", help="financeur à changer ou à ajouter")
    sub.add_argument("--status", choices=("asked", "announced", "confirmed", "refused", "unknown"))
    sub.add_argument("--asked", metavar="MONTANT")
    sub.add_argument("--answered", metavar="MONTANT")
    sub.add_argument("--proof", metavar="PREUVE")
    sub.add_argument("--common-law", action="store_true", help="droit commun")


def _notes_grammar(verb: Verb) -> None:
    sub = verb("notes", call("notes", "notes_"), "les notes de tous les dossiers")
    sub.add_argument("--where", default="", help="par exemple « défi:4 quartier:nord force>=2 collège »")
    sub.add_argument("--dossiers", metavar="REQUÊTE", help="seulement celles des dossiers de cette requête")
    sub.add_argument(
        "--by", choices=("challenge", "quarter", "author", "strength", "audience", "month", "dossier"),
        help="combien dans chaque groupe",
    )  # fmt: skip
    sub.add_argument("--limit", type=int, default=200, help="les plus récentes (200 par défaut)")
    sub.add_argument("--out", help="classeur .xlsx où les écrire toutes")


def _agenda_grammar(verb: Verb) -> None:
    sub = verb("today", call("agenda", "today"), "la pile du matin et les échéances")
    sub.add_argument("--everyone", action="store_true", help="tout le service")
    sub.add_argument("--order", default="advised", choices=("advised", "deadline", "risk", "size"))
    sub.add_argument("--on", metavar="AAAA-MM-JJ", help="un autre jour")
    sub = verb("triage", call("agenda", "triage_"), "dit quoi faire d’un dossier de la pile")
    sub.add_argument("number")
    sub.add_argument("verdict", choices=("later", "complete", "complements", "deep"))
    sub.add_argument("--until", metavar="AAAA-MM-JJ", help="jour où « later » revient")
    sub = verb("deadline", call("agenda", "deadline"), "note une échéance")
    sub.add_argument("title")
    sub.add_argument("--on", required=True, metavar="AAAA-MM-JJ")
    sub.add_argument("--number", help="dossier, sinon échéance du service")


def _money_grammar(verb: Verb) -> None:
    sub = verb("envelopes", call("money", "envelopes_"), "les enveloppes : voté, engagé, proposé, reste")
    sub.add_argument("--year", type=int, metavar="ANNÉE", help="une seule année")
    sub.add_argument("--totals", action="store_true", help="les totaux par financeur seulement")
    sub = verb("grid", call("money", "grid_"), "la grille des défis et des quartiers")
    sub.add_argument("--measure", default="actions", choices=("actions", "asked", "proposed", "granted"))
    sub.add_argument("--per-resident", action="store_true", help="par habitant du quartier")
    sub.add_argument("--where", help="requête qui choisit les dossiers")
    sub.add_argument("--out", metavar="FICHIER", help="fichier .pdf ou .xlsx")


def _pack_grammar(verb: Verb) -> None:
    sub = verb("pack", call("pack"), "écrit le dossier d’une séance, en PDF ou en classeur")
    sub.add_argument("id", metavar="SÉANCE", help="numéro de la séance, par exemple S2026-03")
    sub.add_argument("--out", required=True, metavar="FICHIER", help="nom en .pdf ou en .xlsx")
    sub.add_argument("--since", type=int, metavar="VERSION", help="additif : seulement ce qui a changé")
    sub.add_argument(
        "--member", metavar="NOM", help="exemplaire d’un membre, sans ce qui le fait quitter la séance"
    )
    sub.add_argument("--large-print", action="store_true", help="en grands caractères, pour les habitants")
    sub.add_argument("--draft", action="store_true", help="avec la mention PROJET")
    copy_grammar(sub)
    sub.add_argument(
        "--force", action="store_true", help="malgré des valeurs à trancher, écrites alors en premier"
    )


def _batch_grammar(verb: Verb) -> None:
    sub = verb("batch", call("batch"), "décide en une fois les dossiers d’un tableau")
    sub.add_argument("deed", choices=("decide",), help="decide : enregistre les décisions du fichier")
    sub.add_argument(
        "--from", dest="file", required=True, metavar="FICHIER",
        help="CSV ou classeur : numéro, décision, montant ou une colonne par financeur, motifs, conditions, "
        "commentaire",
    )  # fmt: skip
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait et n’écrit rien")
    sub.add_argument("--skip-blocked", action="store_true", help="décide les lignes que rien ne bloque")


def _opinions_grammar(verb: Verb) -> None:
    from desktop.terminal.grammar_opinions import opinions_grammar

    opinions_grammar(verb("opinions", call("opinions"), "les avis des partenaires : demander, lire, noter"))


def _archive_grammar(verb: Verb) -> None:
    sub = verb(
        "archive-set", call("archive_set"), "archive des dossiers et leurs pièces, avec un index à ouvrir"
    )
    sub.add_argument("--where", help="requête qui choisit les dossiers")
    sub.add_argument(
        "--out", required=True, metavar="DOSSIER|FICHIER.zip", help="dossier vide ou archive ZIP"
    )
    sub.add_argument("--title", default="", help="titre de la page d’index")
    sub.add_argument("--confidential", action="store_true", help="avec les avis confidentiels, marqués")
    copy_grammar(sub, black=True)


# A new room of the terminal adds its own entry; those of the contract over its years, in grammar_years.
GRAMMARS: tuple[Callable[[Verb], None], ...] = (
    keeping_grammar,
    reports_grammar,
    _intake_grammar,
    _work_grammar,
    _pieces_grammar,
    _checks_grammar,
    paper_grammar,
    committee_grammar,
    _signed_grammar,
    sitting_papers_grammar,
    posting_grammar,
    agreements_grammar,
    _care_grammar,
    safe_grammar,
    traces_grammar,
    people_grammar,
    work_grammar,
    _record_grammar,
    _arrivals_grammar,
    _reference_grammar,
    _agenda_grammar,
    _scores_grammar,
    _funding_grammar,
    _notes_grammar,
    _copies_grammar,
    _money_grammar,
    _batch_grammar,
    scenarios_grammar,
    satchel_grammar,
    hub_grammar,
    _archive_grammar,
    _opinions_grammar,
    _pack_grammar,
    vault_grammar,
    guidance_grammar,
    settings_grammar,
    *YEARS,
)
