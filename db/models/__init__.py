"""Models: one file a subject. Verbs change them; screens never see them."""

from __future__ import annotations

from db.models.contract import (
    Call,
    Challenge,
    Criterion,
    Envelope,
    Funder,
    Grid,
    Objective,
    Quarter,
    ScoreGrid,
    Wave,
)
from db.models.decision import Condition, Decision, DecisionReason, Letter, Printing, Reason, Signatory
from db.models.dossier import (
    ActionPlace,
    AlsoKnown,
    Amount,
    BudgetLine,
    Declared,
    Dossier,
    DossierQuarter,
    FundingLine,
    Imported,
    OwnBudgetLine,
    Section,
    Source,
    Version,
)
from db.models.judging import Assessment, Interest, Opinion, PieceRequest, Score, Settlement, Sift
from db.models.office import Person, SavedView, Setting, Workstation
from db.models.party import Applicant, Contact, Likeness, Merging, PastGrant
from db.models.reading import Annotation, DossierLabel, File, Label, Mark, Phrase, Piece, PieceKind
from db.models.time import Deadline, Incoming, Triage
from db.models.trail import op, step

__all__ = [
    "ActionPlace", "AlsoKnown", "Amount", "Annotation", "Applicant", "Assessment", "BudgetLine", "Call",
    "Challenge", "Condition", "Contact", "Criterion", "Deadline", "Decision", "DecisionReason", "Declared",
    "Dossier", "DossierLabel", "DossierQuarter", "Envelope", "File", "Funder", "FundingLine", "Grid",
    "Imported", "Incoming", "Interest", "Label", "Letter", "Likeness", "Mark", "Merging", "Objective",
    "Opinion", "OwnBudgetLine", "PastGrant", "Person", "Phrase", "Piece", "PieceKind", "PieceRequest",
    "Printing", "Quarter", "Reason", "SavedView", "Score", "ScoreGrid", "Section", "Setting", "Settlement",
    "Sift", "Signatory", "Source", "Triage", "Version", "Wave", "Workstation", "op", "step",
]  # fmt: skip
