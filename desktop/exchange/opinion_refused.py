"""A pack of opinions handed to the import: it is no application, and the sentence says where it goes."""

from __future__ import annotations

from desktop.exchange.application import Progress, ReadFile, Unreadable
from desktop.exchange.opinion_return import code_in, may_carry_code
from desktop.exchange.probe import Probe


def RECOGNISES(probe: Probe) -> int:
    """Sure as soon as a code is found."""
    return 100 if may_carry_code(probe.path) and code_in(probe.path) else 0


def read(probe: Probe, _progress: Progress) -> ReadFile:
    """Raises Unreadable."""
    raise Unreadable(
        f"« {probe.path.name} » est un fichier d’avis (code {code_in(probe.path)}), pas une demande : "
        "lisez-le dans le lieu « Avis », touche L, ou par « parvis opinions read ». Rien n’a été importé."
    )
