"""What goes when a dossier is eliminated, table by table, and what stays for the figures and the proof."""

from __future__ import annotations

# Words and names; the numbers, dates, amounts and codes of the same rows stay.
ERASED: dict[str, str] = {
    "action_place": "name",
    "amendment": "body",
    "annotation": "quote before after text rects",
    "assessment": "comment",
    "budget_line": "label",
    "change_request": "reason body was answer",
    "condition": "text why",
    "contact": "civility first_name last_name position phone email",
    "deadline": "title person",
    "decision": "comment reopen_reason",
    "dossier": "place proposal_reason",
    "dossier_link": "comment",
    "funding_line": "proof comment",
    "imported": "file payload",
    "incoming": "name path why",
    "indicator_value": "comment",
    "interest": "nature",
    "item": "conditions comment",
    "leaving": "why",
    "letter": "body approval_note approved_words",
    "mark": "reason",
    "member_line": "label",
    "notice": "tracking comment",
    "opinion": "comment origin",
    "own_budget_line": "label",
    "payment": "why comment",
    "piece": "label name reason origin",
    "piece_request": "items body",
    "project": "regrant_words comment",
    "project_member": "task civility first_name last_name position email",
    "question": "note",
    "repayment": "reason comment",
    "report": "comment",
    "report_line": "label reason",
    "report_text": "body",
    "scan_page": "code ticks",
    "score": "reason",
    "section": "body",
    "settlement": "reason",
    "sift": "comment",
    "site_visit": "place people body next_steps",
    "source": "label value",
    "version": "file payload",
}
# Of an applicant that has no other dossier here: what tells of a person, or of its account.
OF_APPLICANT = "email phone address iban bic account_holder"
# Files referred to by the rows of a dossier: the reference goes, and the content when nothing else names it.
FILES: dict[str, tuple[str, ...]] = {
    "piece": ("file_id",),
    "letter": ("file_id", "signed_file_id"),
    "notice": ("file_id",),
    "opinion": ("file_id",),
}
TABLES: dict[str, str] = {
    "contact": "contacts", "section": "textes de la demande", "annotation": "notes", "letter": "courriers",
    "opinion": "avis", "piece": "pièces", "source": "autres réponses", "imported": "demandes importées",
    "version": "versions", "mark": "raisons des défis", "report_text": "textes de bilan",
    "site_visit": "visites", "project_member": "membres",
}  # fmt: skip
