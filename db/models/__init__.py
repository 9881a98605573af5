"""Models: one file a subject. Verbs change them; screens never see them."""

from __future__ import annotations

from db.models.contract import Call, Challenge, Envelope, Funder, Grid, Objective, Quarter, Wave
from db.models.decision import Condition, Decision, DecisionReason, Letter, Printing, Reason, Signatory
from db.models.dossier import Amount, BudgetLine, Declared, Dossier, DossierQuarter, Imported, Section, Source
from db.models.office import Person, SavedView, Setting, Workstation
from db.models.party import Applicant, Contact, PastGrant
from db.models.reading import Annotation, DossierLabel, File, Label, Mark, Phrase, Piece, PieceKind
from db.models.trail import op, step

__all__ = [
    "Amount", "Annotation", "Applicant", "BudgetLine", "Call", "Challenge", "Condition", "Contact",
    "Decision", "DecisionReason", "Declared", "Dossier", "DossierLabel", "DossierQuarter", "Envelope", "File",
    "Funder",
    "Grid", "Imported", "Label", "Letter", "Mark", "Objective", "PastGrant", "Person", "Phrase", "Piece",
    "PieceKind", "Printing", "Quarter", "Reason", "SavedView", "Section", "Setting", "Signatory", "Source",
    "Wave", "Workstation", "op", "step",
]  # fmt: skip
