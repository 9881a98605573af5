"""`parvis demo`: the whole road on the demonstration call, and what it leaves behind."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.store import Store
from desktop.exchange.registry import read as read_file
from desktop.flow.begin import in_its_place
from desktop.flow.receive import receive
from desktop.flow.take_in import take_in
from desktop.paths import import_maps, resources
from desktop.terminal.demo_agreements import play_agreements
from desktop.terminal.demo_committee import play_committee
from desktop.terminal.demo_money import play_money
from desktop.terminal.office import open_store
from desktop.terminal.paper import write_letters, write_workbook
from desktop.terminal.speech import say
from desktop.terminal.story import Story
from desktop.terminal.years import play_years

AUTHOR = "A. Exemple"
Answer = tuple[Any, list[str], list[str]]


def build(store: Store, tell: Callable[[str, float], None] = lambda _words, _share: None) -> dict[str, int]:
    """Fill a new base with the demonstration call; returns what was done, by name. `tell` may raise, to
    stop between two of its steps."""
    folder = resources() / "demo"
    tell("Import des soixante-cinq dossiers et de leurs pièces", 0.1)
    done = {"dossiers": 0, "pieces": 0, "grants": 0}
    for path in sorted([*folder.glob("*.xlsx"), *folder.glob("*.zip")], key=lambda p: p.suffix != ".xlsx"):
        read = read_file(path, import_maps())
        intakes = store.do(receive, read=read).value
        done["dossiers"] += sum(intake.status == "new" for intake in intakes)
        done["pieces"] += sum(len(application.attachments) for application in read.applications)
    tell("Subventions des années passées", 0.35)
    for path in sorted(folder.glob("historique-*.csv")):
        learnt = store.do(take_in, read=read_file(path, import_maps())).value.learnt
        done["grants"] += learnt.new
    tell("Notes, forces, décisions et courriers", 0.45)
    done["deeds"] = Story(store).play(folder / "story.toml")
    tell("Enveloppes, séances et conventions", 0.75)
    done["envelopes"] = play_money(store, folder / "envelopes.toml")
    done["sessions"] = play_committee(store, folder / "committee.toml")
    done["agreements"] = play_agreements(store, folder / "agreements.toml")
    return done


def ready(database: Path, tell: Callable[[str, float], None] = lambda _words, _share: None) -> Path:
    """The demonstration base, built at its first use: whole, or not at all."""

    def work(path: Path) -> None:
        tell("Base neuve\u00a0: grille, quartiers, pièces, courriers", 0.0)
        with open_store(str(path), author=AUTHOR) as store:
            build(store, tell)
            tell("Recherche et contrôles", 0.85)

    if not database.exists():
        in_its_place(database, work)
    return database


def run(args: Namespace) -> Answer:
    """Play the road in a base of its own inside `--out` and leave letters, a workbook and pictures."""
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    database = Path(args.db) if args.db else out / ("cinq-ans.db" if args.years else "demonstration.db")
    if not args.db:
        for old in (database, *database.parent.glob(database.name + "-*")):
            old.unlink(missing_ok=True)
    if args.years:
        return _years(database)
    with open_store(str(database), author=AUTHOR) as store:
        done = build(store)
        made, blocked = write_letters(store, None, out / "courriers", draft=True, leave=False)
        done["letters"] = len(made)
        write_workbook(store, None, out / "dossiers.xlsx")
    pictures: list[str] = []
    if not args.no_pictures:
        from desktop.shots import take

        pictures = [path.name for path in take(database, out / "ecrans")]
    answer = {**done, "blocked": blocked, "pictures": pictures, "out": str(out)}
    lines = [
        f"{done['dossiers']} dossiers importés, {done['pieces']} pièces, "
        f"{done['grants']} subventions passées.",
        f"{done['deeds']} gestes joués : annotations, forces, propositions, décisions, courriers.",
        f"{done['letters']} courriers dans {out / 'courriers'}, le classeur {out / 'dossiers.xlsx'}, "
        f"{len(pictures)} images d’écran dans {out / 'ecrans'}.",
        *(f"Resté en projet : {line}" for line in blocked),
    ]
    return answer, lines, []


def _years(database: Path) -> Answer:
    """Five years of requests, from a seed, in a base that the window opens with --db."""
    with open_store(str(database), author=AUTHOR) as store:
        done = play_years(store, _tell)
    lines = [
        f"{done['dossiers']} dossiers de cinq ans dans {database}, dont {done['decided']} décidés.",
        f"{done['agreements']} conventions de trois ans, {done['joined']} projets de plusieurs associations, "
        f"{done['payments']} versements, "
        f"{done['reports']} bilans reçus.",
        f"Pour les voir : parvis --db {database}",
    ]
    return {**done, "base": str(database)}, lines, []


def _tell(sentence: str, share: float) -> bool:
    say(f"{round(100 * share):3} %  {sentence}", sys.stderr)
    return True
