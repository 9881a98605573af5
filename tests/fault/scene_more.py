"""Calls of the verbs that no test makes, or that only a window makes: small scenes, each in an office of its own.

`python -m tests.fault.scene_more FOLDER` keeps what FOLDER does not hold yet.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from db import queries
from db.queries import reports as read_reports
from db.queries.payments import payments_of
from db.store import Store
from desktop.exchange import keys
from desktop.exchange.application import ReadFile
from desktop.flow import annotate, change_ask, consult, enrol, instruct, notify, numbers, pay, proofs, views
from desktop.flow import report_lines as lines
from desktop.flow.agreement_end import keep_scan
from desktop.flow.decide import decide
from desktop.flow.keyin import key_in
from desktop.flow.reports import receive_report
from desktop.flow.taking_up import take_up
from desktop.paths import resources
from desktop.terminal.demo_agreements import play_agreements
from desktop.terminal.years import play_years
from tests.fault import record
from tests.office import application, bring, open_office
from tests.reporting import grant, told
from tests.session import funder, ready, running
from tests.years import asked, convention

DAY = dt.date(2026, 6, 1)


def notes(store: Store) -> None:
    dossier = bring(store, application())[0].dossier
    challenge = queries.challenges(store.reader)[0]
    key = store.do(
        annotate.annotate, dossier=dossier, place="dossier", text="Une phrase.", challenge=challenge.id
    ).value
    (objective,) = store.reader.execute("SELECT id FROM objective LIMIT 1").fetchone()
    (quarter,) = store.reader.execute("SELECT id FROM quarter LIMIT 1").fetchone()
    store.do(annotate.set_strength, note=key, strength=1)
    store.do(annotate.set_objective, note=key, objective=bytes(objective))
    store.do(annotate.set_quarter, note=key, quarter=bytes(quarter))


def signs(store: Store) -> None:
    """Labels, views, partners, numbers, a paper application."""
    dossier = bring(store, application())[0].dossier
    store.do(instruct.label, dossier=dossier, name="Urgent")
    store.do(instruct.unlabel, dossier=dossier, name="Urgent")
    view = store.do(views.save_view, name="Les miens", query="quartier:nord").value
    store.do(views.remove_view, view=view)
    (partner,) = store.reader.execute("SELECT id FROM partner LIMIT 1").fetchone()
    store.do(
        consult.change_partner, partner=bytes(partner), person="Mme Essai", email="essai@exemple.invalid",
        confidential=True,
    )  # fmt: skip
    store.do(numbers.give_numbers, numbers={dossier: "2026-0901"})
    store.do(key_in, application=application("", source="paper"), read=ReadFile(Path("papier"), "paper", []))


def money(store: Store) -> None:
    """Payments, a change that is dropped, a letter withdrawn, a notification without a letter."""
    dossier = bring(store, application())[0].dossier
    assert dossier is not None
    own = funder(store)
    store.do(decide, dossier=dossier, outcome="granted", amounts={own: 9_000_00})
    letter = store.do(notify.prepare, dossier=dossier, template="accord_partiel").value
    store.do(notify.withdraw, letter=letter)
    store.do(pay.add_payment, dossier=dossier, funder=own, amount=3_000_00)
    (payment,) = payments_of(store.reader, dossier)
    store.do(pay.change_payment, payment=payment.id, amount=2_500_00, comment="Moins")
    change = store.do(
        change_ask.ask_change,
        dossier=dossier,
        kind="content",
        reason="Une salle plus petite",
        body="Au square",
    ).value
    store.do(change_ask.drop_change, change=change, why="Le porteur y renonce")
    notice = store.do(
        proofs.tell_otherwise, dossier=dossier, sent_on=DAY, means="hand", comment="Au guichet", today=DAY
    ).value
    store.do(proofs.track, notice=notice, tracking="1A 234 567 8901 2")


def reports(store: Store) -> None:
    one, other = (each.dossier for each in bring(store, application(), application("26500002")))
    for dossier in (one, other):
        grant(store, dossier)
    first, second = (row.id for row in read_reports.reports(store.reader))
    store.do(receive_report, report=first, told=told(why="Un poste vacant"))
    (line,) = store.reader.execute("SELECT id FROM report_line WHERE report_id = ?", (first,)).fetchone()
    store.do(lines.drop_line, report=first, line=bytes(line))
    store.do(lines.write_facts, report=first, changes={"comment": "Vu avec le porteur"})
    store.do(lines.waive_report, report=second, why="L’action a été reprise par la Ville")
    store.do(lines.reopen_report, report=second, why="Une erreur")


def agreements(store: Store) -> None:
    key = convention(store, asked(store, 1))
    store.do(keep_scan, agreement=key, scan=("convention.pdf", b"%PDF-1.7 scan"))


def sitting(store: Store) -> None:
    """A decision written before its session."""
    dossiers = ready(store, 2)
    committee = running(store)
    amounts = {funder(store): 4_000_00}
    store.do(decide, dossier=dossiers[0], outcome="granted", amounts=amounts, motive="Vu en réunion")
    store.do(take_up, committee=committee)


def hub(store: Store) -> None:
    store.do(enrol.become_hub, public=keys.make("Mairie").public)
    store.do(enrol.set_escrow, recipient=keys.make("Coffre").public.recipient)


def example(store: Store) -> None:
    """The story of five years, a few requests of it."""
    play_years(store, share=0.06)


def example_agreements(store: Store) -> None:
    from desktop.exchange.registry import read as read_file
    from desktop.flow.receive import receive
    from desktop.paths import import_maps

    (path,) = (resources() / "demo").glob("*.xlsx")
    store.do(receive, read=read_file(path, import_maps()))
    play_agreements(store, resources() / "demo" / "agreements.toml")


SCENES: tuple[Callable[[Store], None], ...] = (
    notes, signs, money, reports, agreements, sitting, hub, example, example_agreements,
)  # fmt: skip


def play(folder: Path) -> list[str]:
    """Play the scenes, keeping in `folder` the calls it lacks; what kept a scene from its end."""
    faults = []
    with tempfile.TemporaryDirectory(prefix="parvis-scene-") as place, record.keeping(folder):
        for scene in SCENES:
            with contextlib.closing(open_office(Path(place) / scene.__name__)) as store:
                try:
                    scene(store)
                except Exception as error:  # noqa: BLE001 - the other scenes go on, this one is told
                    faults.append(f"{scene.__name__}: {type(error).__name__}: {error}")
    return faults


if __name__ == "__main__":
    told_of = play(Path(sys.argv[1]))
    print("\n".join(told_of), file=sys.stderr)  # noqa: T201
    sys.exit(1 if told_of else 0)
