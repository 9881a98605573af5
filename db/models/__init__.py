"""Models: one file a subject. Verbs change them; screens never see them."""

from __future__ import annotations

from db.models.agreement import Agreement, Amendment, Commitment, Indicator, IndicatorValue, Promise
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
from db.models.duty import ChallengeTheme, ContractTotal, Publication, PublishedGrant, Theme
from db.models.exchange import conflict, parked, refused, shipment, site_version, trace
from db.models.follow import (
    Audience,
    ChangeRequest,
    Payment,
    Repayment,
    Report,
    ReportLine,
    ReportText,
    SiteVisit,
)
from db.models.judging import Assessment, Interest, PieceRequest, Score, Settlement, Sift
from db.models.keeping import (
    Elimination,
    EliminationLine,
    Erasure,
    RetentionRule,
    RightsRequest,
    ScanHeap,
    ScanPage,
)
from db.models.money import Allocation, Envelope, MoneyRule, Scenario
from db.models.office import ExportModel, Loan, Person, Question, SavedView, Setting, Workstation
from db.models.opinion import Opinion, OpinionPack, OpinionRequest, Partner
from db.models.party import Applicant, Contact, Likeness, Merging, PastGrant
from db.models.reading import Annotation, DossierLabel, File, Label, Mark, Phrase, Piece, PieceKind
from db.models.time import Deadline, Incoming, Triage
from db.models.together import DossierLink, MemberLine, MemberShare, Project, ProjectMember
from db.models.trail import op, step

__all__ = [
    "ActionPlace", "Agreement", "Allocation", "AlsoKnown", "Amendment", "Amount", "Annotation", "Applicant",
    "Assessment", "Audience", "BudgetLine", "Call", "Challenge", "ChallengeTheme", "ChangeRequest",
    "Commitment", "Committee", "CommitteeDocument", "Condition", "Contact", "ContractTotal", "Criterion",
    "Deadline", "Decision", "DecisionReason", "Declared", "Dossier", "DossierLabel", "DossierLink",
    "DossierQuarter", "Elimination", "EliminationLine", "Envelope", "Erasure", "ExportModel", "File",
    "Funder", "FundingLine", "Grid", "Imported", "Incoming", "Indicator", "IndicatorValue", "Interest",
    "Item", "ItemAmount", "Label", "Leaving", "Letter", "Likeness", "Loan", "Mark", "Member", "MemberLine",
    "MemberShare", "Merging", "MoneyRule", "Notice", "Objective", "Opinion", "OpinionPack",
    "OpinionRequest", "OwnBudgetLine", "Pack", "Partner", "PastGrant", "Payment", "Person", "Phrase",
    "Piece", "PieceKind", "PieceRequest", "Printing", "Project", "ProjectMember", "Promise", "Publication",
    "PublishedGrant", "Quarter", "Question", "Reason", "Repayment", "Report", "ReportLine", "ReportText",
    "RetentionRule", "RightsRequest", "SavedView", "ScanHeap", "ScanPage", "Scenario", "Score", "ScoreGrid",
    "Section", "Setting", "Settlement", "Sift", "Signatory", "SiteVisit", "Source", "Theme", "Triage",
    "Version", "Wave", "Workstation", "conflict", "op", "parked", "refused", "shipment", "site_version",
    "step", "trace",
]  # fmt: skip
