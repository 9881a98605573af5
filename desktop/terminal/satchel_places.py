"""`satchel request`, `hub`, `card`, `enrol`, `confirm`, `join`, `scope`, `revoke`, `escrow`, `places`."""

from __future__ import annotations

import contextlib
import datetime as dt
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.merge.scope import Scope
from db.store import Store
from desktop.exchange import key_store
from desktop.exchange import keys as key_files
from desktop.exchange.keys import Keys
from desktop.flow import enrol as verbs
from desktop.flow.escrow import make_escrow
from desktop.flow.satchel_paper import scope_words, sheet_pdf
from desktop.flow.satchel_trust import Place, places, standing
from desktop.letters.files import write_whole
from desktop.paths import default_database, user_data
from desktop.terminal.office import Refusal, day, open_store
from desktop.terminal.satchel_keys import ask, own_keys, place_of_name, scope_of

Answer = tuple[Any, list[str], list[str]]


def _made_keys(site: str) -> tuple[Keys, str]:
    """The keys of a workstation, made when it has none, and where they are kept."""
    if key_store.held(site, user_data()):
        return own_keys(site), ""
    made = key_files.make(site)
    return made, key_store.store(made, user_data(), ask)


def _request(args: Namespace) -> Answer:
    made, where = _made_keys(args.site)
    path = Path(args.out)
    key_files.write_public(path, made.public, "request")
    told = {"site": args.site, "file": str(path), "fingerprint": made.public.fingerprint}
    lines = [
        *([where] if where else []),
        f"Demande d’enrôlement : {path}",
        f"Empreinte à comparer : {made.public.fingerprint}",
    ]
    return told, lines, []


def _hub(args: Namespace) -> Answer:
    path = Path(args.db) if args.db else default_database()
    with open_store(args.db) as store:
        site = args.site or store.site
    renamed = Store(path, place=site)  # from now on this base writes under this name
    with contextlib.closing(renamed) as store:
        made, where = _made_keys(site)
        store.do(verbs.become_hub, public=made.public)
    told = {"site": site, "fingerprint": made.public.fingerprint}
    lines = [
        *([where] if where else []),
        f"Cette base est le poste central « {site} ». Empreinte : {made.public.fingerprint}",
        "Faites ensuite la clé de secours : « parvis satchel escrow --out cle.pdf ».",
    ]
    return told, lines, []


def _card(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        told = standing(store.reader, store.site)
        if told.role != "hub":
            raise Refusal("Cette base n’est pas le poste central : « parvis satchel hub » l’en fait.")
        place = place_of_name(store.reader, told.hub)
    key_files.write_public(Path(args.out), place.public, "card", escrow=told.escrow)
    answer = {"site": place.name, "file": args.out, "fingerprint": place.public.fingerprint}
    return answer, [f"Carte de « {place.name} » : {args.out}", f"Empreinte : {place.public.fingerprint}"], []


def _enrol(args: Namespace) -> Answer:
    asked = key_files.read_public(Path(args.request))
    with open_store(args.db) as store:
        scope = scope_of(store, args, Scope()) or Scope()
        store.do(verbs.enrol, public=asked.public, kind=args.kind, place=args.location, scope=scope)
        place = place_of_name(store.reader, asked.public.site)
        if args.sheet:
            hub = place_of_name(store.reader, standing(store.reader, store.site).hub)
            write_whole(Path(args.sheet), sheet_pdf(store.reader, hub.public, place))
        told = _told(store, place)
    lines = [
        f"« {place.name} » est enrôlé, en attente de la comparaison des empreintes.",
        f"Empreinte : {place.public.fingerprint}",
        "Une fois lue à voix haute : « parvis satchel confirm ».",
    ]
    return {**told, "sheet": args.sheet}, lines, []


def _confirm(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        place = place_of_name(store.reader, args.place)
        store.do(verbs.confirm, workstation=place.id, fingerprint=args.fingerprint)
        told = _told(store, place_of_name(store.reader, args.place))
    return told, [f"L’empreinte de « {place.name} » est confirmée : il peut échanger."], []


def _join(args: Namespace) -> Answer:
    card = key_files.read_public(Path(args.card))
    made, where = _made_keys(args.site)
    with open_store(args.db) as store:
        store.do(
            verbs.join, hub=card.public, fingerprint=args.fingerprint, own=made.public, escrow=card.escrow
        )
    told = {"site": args.site, "hub": card.public.site, "fingerprint": made.public.fingerprint}
    return (
        told,
        [*([where] if where else []), f"Cette base échange désormais avec « {card.public.site} »."],
        [],
    )


def _scope(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        place = place_of_name(store.reader, args.place)
        scope = scope_of(store, args, place.holds)
        if scope is not None:
            store.do(verbs.change_scope, workstation=place.id, scope=scope)
        place = place_of_name(store.reader, args.place)
        told = _told(store, place)
    return told, [f"« {place.name} » emporte : {told['holds']}."], []


def _revoke(args: Namespace) -> Answer:
    lost = day(args.on)
    with open_store(args.db) as store:
        place = place_of_name(store.reader, args.place)
        on = dt.datetime.combine(lost, dt.time()) if lost else None
        store.do(verbs.revoke, workstation=place.id, why=args.because, on=on)
        told = _told(store, place_of_name(store.reader, args.place))
    return told, [f"« {place.name} » est révoqué : ses mallettes ne seront plus reprises."], []


def _escrow(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        recipient = make_escrow(store, Path(args.out))
    lines = [
        f"Clé de secours : {args.out}. Imprimez ce fichier, mettez-le au coffre, puis détruisez-le.",
        "Les cartes déjà remises ne la connaissent pas : « parvis satchel card » en écrit de nouvelles.",
    ]
    return {"file": args.out, "recipient": recipient}, lines, []


def _places(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        told = [_told(store, place) for place in places(store.reader) if place.verifier]
    lines = [
        f"{one['name']} ({one['state']}){' : ' if one['holds'] else ''}{one['holds']}. "
        f"Empreinte : {one['fingerprint']}"
        for one in told
    ]
    return {"places": told}, lines or ["Aucun poste n’est enrôlé."], []


def _told(store: Store, place: Place) -> dict[str, Any]:
    state = (
        f"révoqué le {day(place.revoked_at):%d/%m/%Y}" if place.revoked_at
        else "poste central" if place.kind == "hub"
        else "empreinte à comparer" if place.enrolled_at is None
        else "enrôlé"
    )  # fmt: skip
    return {
        "name": place.name, "kind": place.kind, "place": place.place, "state": state,
        "holds": "" if place.kind == "hub" else scope_words(store.reader, place.holds),
        "fingerprint": place.public.fingerprint,
        "enrolled_at": place.enrolled_at, "revoked_at": place.revoked_at, "revoked_why": place.revoked_why,
    }  # fmt: skip


DEEDS: dict[str, Callable[[Namespace], Answer]] = {
    "request": _request,
    "hub": _hub,
    "card": _card,
    "enrol": _enrol,
    "confirm": _confirm,
    "join": _join,
    "scope": _scope,
    "revoke": _revoke,
    "escrow": _escrow,
    "places": _places,
}
