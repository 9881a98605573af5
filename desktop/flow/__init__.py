"""Verbs: what people do, one file a stage; each takes a session, never commits, never asks.

Whoever reads a verb hands the cellar what each role may do, and what is changed only with a reason: no base
can be opened without it.
"""

from db import reasons
from db.rights import hold
from desktop.rules.milestones import asked_of, reason_wanted
from desktop.rules.roles import RIGHTS, may_write, why_not, why_not_settle

hold(why_not, may_write, why_not_settle, RIGHTS)
reasons.hold(reason_wanted, asked_of())
