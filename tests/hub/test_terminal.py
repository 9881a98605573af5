"""`parvis hub …` from the first command on an empty server to two workstations that exchange."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from tests.hub.server import Server, free_port


class Terminal:
    """Commands as people type them, on one workstation each."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.folder, self.capsys, self.patch = folder, capsys, patch

    def run(self, *words: str, base: str = "ville", user: str = "leroy") -> tuple[int, Any, str]:
        self.patch.setenv("LOGNAME", user)
        code = main([words[0], words[1], "--db", str(self.folder / f"{base}.db"), "--json", *words[2:]])
        told = self.capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(tmp_path, capsys, monkeypatch)


def test_from_an_empty_server_to_two_workstations(server: Server, terminal: Terminal) -> None:
    run, admin = terminal.run, server.dsn("mairie")
    code, told, _ = run("hub", "init", "--at", admin, "--name", "PIVOT")
    assert code == 0 and told["done"][0] == "Base « mairie » créée."
    code, told, _ = run("hub", "init", "--at", admin)
    assert code == 0 and "0 créées" in " ".join(told["done"])

    people = ("--login", "leroy", "--name", "leroy", "--role", "administrator", "--site", "VILLE")
    code, told, _ = run("hub", "enrol", "--at", admin, *people, "--new-password")
    assert code == 0 and len(told["password"]) >= 20 and "leroy" in told["done"][0]
    office = (
        "--login",
        "nadia",
        "--name",
        "nadia",
        "--role",
        "quarter_office",
        "--site",
        "ANT-1",
        "--place",
        "Q1",
    )
    code, _, err = run("hub", "enrol", "--at", admin, *office)
    assert code == 1 and "--quarters" in err
    assert run("hub", "enrol", "--at", admin, *office, "--quarters", "QN08001M")[0] == 0

    code, told, err = run("hub", "sync", "--at", server.dsn("mairie", "leroy"), "--site", "VILLE")
    assert (code, told["state"], told["refused"]) == (0, "done", []), err
    assert told["sent"] > 200
    nadia = {"base": "antenne", "user": "nadia"}
    code, told, err = run("hub", "sync", "--at", server.dsn("mairie", "nadia"), "--site", "ANT-1", **nadia)
    assert code == 0 and told["received"] > 200, err
    code, told, _ = run("hub", "sync")  # the address was kept
    assert code == 0 and told["state"] == "done"

    code, told, _ = run("hub", "status")
    assert (code, told["reachable"], told["to_send"], told["site"]) == (0, True, 0, "VILLE")
    code, told, err = run("hub", "verify", "--at", server.dsn("mairie", "leroy"))
    assert (code, told["workstation"]) == (0, []), err
    code, told, err = run("hub", "verify", "--at", admin)
    assert code == 0 and told["sound"] and told["operations"] > 200, err

    code, told, err = run("hub", "project", "--at", admin)
    assert code == 0 and told["rows"] > 200 and told["upto"] > 200, err
    code, told, err = run("hub", "report", "stage")
    assert (code, told) == (0, []), err

    assert run("hub", "revoke", "--at", admin, "--site", "ANT-1", "--why", "volé")[0] == 0
    code, told, err = run("hub", "sync", **nadia)
    assert code == 1 and told["state"] == "refused" and "révoqué" in err


def test_a_server_that_is_not_there_is_told_plainly(terminal: Terminal) -> None:
    at = f"host=127.0.0.1 port={free_port()} dbname=parvis user=leroy"
    code, told, err = terminal.run("hub", "sync", "--at", at, "--site", "VILLE")
    assert code == 1 and told["state"] == "unreachable" and "le travail continue" in err
    code, told, _ = terminal.run("hub", "status")
    assert code == 0 and not told["reachable"] and told["to_send"] > 200
    code, _, err = terminal.run("hub", "init", "--at", at)
    assert code == 1 and "ne répond pas" in err


def test_a_link_that_is_not_sure_is_refused_before_anything_leaves(terminal: Terminal) -> None:
    at = "host=serveur.invalid dbname=parvis user=leroy sslmode=require"
    code, told, err = terminal.run("hub", "sync", "--at", at, "--site", "VILLE")
    assert code == 1 and told["state"] == "refused" and "sslmode=verify-full" in err
    code, _, err = terminal.run("hub", "sync", "--at", at.replace("sslmode", "password=x sslmode"))
    assert code == 1 and "mot de passe" in err


def test_a_base_that_writes_under_another_name_is_not_mixed_up(terminal: Terminal) -> None:
    at = f"host=127.0.0.1 port={free_port()} dbname=parvis user=leroy"
    terminal.run("hub", "sync", "--at", at, "--site", "VILLE")
    code, _, err = terminal.run("hub", "sync", "--at", at, "--site", "ANT-3")
    assert code == 1 and "« VILLE »" in err and "Rien n’a été échangé" in err
