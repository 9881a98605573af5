"""The proposal at the bottom of the notebook: amount, split by funder, reason, envelope, next step."""

from desktop.ui.proposal.amount import AmountEdit
from desktop.ui.proposal.card import ProposalCard
from desktop.ui.proposal.rows import Envelope, FunderShare, Proposal

__all__ = ["AmountEdit", "Envelope", "FunderShare", "Proposal", "ProposalCard"]
