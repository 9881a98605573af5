"""`parvis demo --years`: five years of invented requests, from a seed, in a base of their own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from db.store import Store
from desktop.flow.example_after import follow
from desktop.flow.example_agreements import agree
from desktop.flow.example_follow import pay, report
from desktop.flow.example_projects import join_up
from desktop.flow.example_years import files, live, open_calls, outlines, wanted
from desktop.flow.receive import receive
from desktop.paths import resources
from desktop.rules.invented import Request, bodies, story, tranches

Tell = Callable[[str, float], bool]


def play_years(store: Store, tell: Tell | None = None, share: float = 1.0) -> dict[str, int]:
    """Play the story on a founded base; returns what was done, by name. `share`: of the requests of each
    year, for a shorter one."""
    told = wanted(resources())
    told["counts"] = {year: max(1, round(count * share)) for year, count in told["counts"].items()}
    requests = story(told)
    under = tranches(told)
    years = sorted({one.year for one in requests})
    store.do(open_calls, resources=resources(), years=years)
    drawn = outlines(store.reader)
    known = bodies(told)
    done = dict.fromkeys(("dossiers", "decided", "joined", "payments", "reports"), 0)
    waves = [list(part) for _, part in groupby(requests, key=_wave_of)]
    for place, (read, part) in enumerate(zip(files(requests, drawn), waves, strict=True)):
        if tell and not tell(f"Vague {part[0].wave} de {part[0].year}", place / len(waves)):
            break
        intakes = store.do(receive, read=read).value
        done["dossiers"] += sum(intake.status == "new" for intake in intakes)
        done["joined"] += store.do(join_up, requests=part, bodies=known).value
        done["decided"] += store.do(live, requests=part, today=told["today"]).value
    for read, (_, group) in zip(files(under, drawn), groupby(_by_year(under), key=_wave_of), strict=True):
        part = list(group)
        done["dossiers"] += sum(intake.status == "new" for intake in store.do(receive, read=read).value)
        done["decided"] += store.do(live, requests=part, today=told["today"]).value
    done["agreements"] = store.do(agree, requests=under).value
    for year in years:
        part = [one for one in (*requests, *under) if one.year == year]
        if tell and not tell(f"Versements et bilans de {year}", 1.0):
            break
        done["reports"] += store.do(report, requests=part, today=told["today"]).value
        done["payments"] += store.do(pay, requests=part, today=told["today"]).value
    store.do(follow, requests=(*requests, *under), today=told["today"])
    return done


def _wave_of(one: Request) -> tuple[int, int]:
    return one.year, one.wave


def _by_year(requests: list[Request]) -> list[Request]:
    return sorted(requests, key=lambda one: (one.year, one.number))
