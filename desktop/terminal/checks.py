"""`check` and `accept`: what is odd in the dossiers, with its two sources, and what was accepted."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from db import queries
from db.store import Store
from desktop.flow.checking import Checker, findings_of
from desktop.flow.rulebook import rulebook
from desktop.flow.settle import accept, reopen
from desktop.rules.findings import WORDS, Finding, Source
from desktop.terminal.office import Refusal, dossier_key, open_store
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]


def check(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        _catch_up(store)
        if args.number:
            return _one(store, args.number)
        rows = queries.export_rows(store.reader, tree_of(args.where, store.author))
        told = [(row.number, row.applicant, findings_of(store.reader, row.id)) for row in rows]
    lines: list[str] = []
    for number, applicant, found in told:
        odd = [finding for finding in found if finding.counts]
        if odd:
            lines += [f"{number} · {applicant}", *(f"  {_line(finding)}" for finding in odd)]
    left = sum(finding.counts for _, _, found in told for finding in found)
    answer = [{"number": number, "findings": [_json(f) for f in found]} for number, _, found in told]
    return answer, [*lines, f"{len(told)} dossiers, {left} contrôles à voir."], []


def _one(store: Store, number: str) -> Answer:
    found = findings_of(store.reader, dossier_key(store, number))
    lines: list[str] = []
    for finding in found:
        lines += [_line(finding), *(f"    {_said(source)}" for source in (finding.left, finding.right))]
        rule = rulebook(store.reader).get(finding.rule)
        if rule:
            lines.append(f"    {rule.why} ({rule.law})")
        if finding.accepted:
            a = finding.accepted
            lines.append(f"    Accepté par {a.author} le {a.at[:10]} : {a.reason}")
    return [_json(finding) for finding in found], lines, []


def accept_(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        _catch_up(store)
        key = dossier_key(store, args.number)
        found = next((f for f in findings_of(store.reader, key) if f.code == args.code), None)
        if found is None:
            raise Refusal(
                f"Le dossier {args.number} n’a pas de contrôle « {args.code} » : "
                f"« parvis check {args.number} » donne leurs codes. Rien n’a été enregistré."
            )
        if args.undo:
            store.do(reopen, dossier=key, codes=[found.code])
            return {"number": args.number, "code": found.code}, [f"De nouveau à voir : {found.sentence}"], []
        if not found.counts:
            raise Refusal(f"« {found.sentence} » n’a pas à être accepté. Rien n’a été enregistré.")
        store.do(accept, dossier=key, code=found.code, sources=found.sources, because=args.because or "")
    return {"number": args.number, "code": found.code}, [f"Accepté : {found.sentence}"], []


def _catch_up(store: Store) -> None:
    checker = Checker()
    while checker.catch_up(store, store.reader):
        pass


def _line(finding: Finding) -> str:
    word = "accepté" if finding.accepted else WORDS[finding.level]
    return f"{word:<9} {finding.code} : {finding.sentence}"


def _said(source: Source) -> str:
    return f"{source.where} : {source.value}"


def _json(finding: Finding) -> dict[str, Any]:
    accepted = finding.accepted
    return {
        "code": finding.code, "rule": finding.rule, "level": finding.level, "sentence": finding.sentence,
        "sources": [
            {"where": source.where, "value": source.value, "place": source.place or None}
            for source in (finding.left, finding.right)
        ],
        "accepted": accepted and {"because": accepted.reason, "by": accepted.author, "at": accepted.at},
    }  # fmt: skip
