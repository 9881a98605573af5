"""A row of Dauphin's own lists brought to what its documents say: same numbers, same states."""

from __future__ import annotations

from desktop.exchange.application import Application
from desktop.exchange.dauphin_status import state_of
from desktop.exchange.dauphin_values import number_of

SOURCE = "dauphin"


def settle(app: Application) -> None:
    """Number and state as the JSON of the same dossier would give them; what the list lacks is left alone."""
    number, part = number_of(app.source_id)
    app.source_id = f"{number}-{part}" if part else number
    app.adds = {"other", "also_known", "funding"}
    if app.state:
        handed_in = {"dateDemande": "oui"} if app.deposited_at else {}
        _, stage = state_of({"virtualStatusLabel": app.state, **handed_in})
        app.stage = stage or app.stage
