"""Models: one file a subject. Verbs change them; screens never see them."""

from __future__ import annotations

from db.models.committee import Committee, CommitteeDocument, Item, ItemAmount, Leaving, Member, Pack
from db.models.contract import (
    Call,
    Challenge,
    Criterion,
    Funder,
    Grid,
    Objective,
    Quarter,
    ScoreGrid,
    Wave,
)
from db.models.decision import (
    Condition,
    Decision,
    DecisionReason,
    Letter,
    Notice,
    Printing,
    Reason,
    Signatory,
)
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
from db.models.exchange import conflict, parked, refused, shipment, site_version, trace
from db.models.judging import Assessment, Interest, PieceRequest, Score, Settlement, Sift
from db.models.money import Allocation, Envelope, MoneyRule, Scenario
from db.models.office import ExportModel, Loan, Person, Question, SavedView, Setting, Workstation
from db.models.opinion import Opinion, OpinionPack, OpinionRequest, Partner
from db.models.party import Applicant, Contact, Likeness, Merging, PastGrant
from db.models.reading import Annotation, DossierLabel, File, Label, Mark, Phrase, Piece, PieceKind
from db.models.time import Deadline, Incoming, Triage
from db.models.trail import op, step

__all__ = [
    "ActionPlace", "Allocation", "AlsoKnown", "Amount", "Annotation", "Applicant", "Assessment", "BudgetLine",
    "Call", "Challenge", "Committee", "CommitteeDocument", "Condition", "Contact", "Criterion", "Deadline",
    "Decision", "DecisionReason", "Declared", "Dossier", "DossierLabel", "DossierQuarter", "Envelope",
    "ExportModel", "File", "Funder", "FundingLine", "Grid", "Imported", "Incoming", "Interest", "Item",
    "ItemAmount", "Label", "Leaving", "Letter", "Likeness", "Loan", "Mark", "Member", "Merging", "MoneyRule",
    "Notice", "Objective", "Opinion", "OpinionPack", "OpinionRequest", "OwnBudgetLine", "Pack", "Partner",
    "PastGrant", "Person", "Phrase", "Piece", "PieceKind", "PieceRequest", "Printing", "Quarter", "Question",
    "Reason", "SavedView", "Scenario", "Score", "ScoreGrid", "Section", "Setting", "Settlement", "Sift",
    "Signatory", "Source", "Triage", "Version", "Wave", "Workstation", "conflict", "op", "parked", "refused",
    "shipment", "site_version", "step", "trace",
]  # fmt: skip
