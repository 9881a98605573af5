"""`setting`: what the office asks of itself, read and changed."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from desktop.flow.approve import level_of, require
from desktop.rules import approval
from desktop.terminal.office import Refusal, open_store

Answer = tuple[Any, list[str], list[str]]


def setting(args: Namespace) -> Answer:
    """Tell a setting, or change it when a value is given."""
    with open_store(args.db) as store:
        if args.value:
            try:
                store.do(require, level=args.value)
            except ValueError as refusal:
                raise Refusal(str(refusal)) from refusal
        level = level_of(store.reader)
    return {args.name: level}, [f"{args.name} = {level} : {approval.LEVELS[level]}."], []
