"""The link to the server: who it is, which account, which password; what is told when one is wrong."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.hub.client import Hub, NotAllowed, Unreachable, checked
from tests.hub.server import Server, free_port


def certificate(folder: Path, name: str) -> None:
    """A certificate that vouches for itself, for this host."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name}", "-keyout", f"{name}.key", "-out", f"{name}.crt"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server with a certificate for localhost, that asks passwords."""
    keys = tmp_path_factory.mktemp("cles")
    for name in ("localhost", "ailleurs.invalid"):
        certificate(keys, name)
    made = Server().make()
    for kind in ("crt", "key"):
        target = made.data / f"server.{kind}"
        target.write_bytes((keys / f"localhost.{kind}").read_bytes())
        made.own(target)
    with (made.data / "postgresql.auto.conf").open("a") as settings:
        settings.write("ssl = on\n")
    rules = made.data / "pg_hba.conf"
    rules.write_text("hostssl all leroy all scram-sha-256\n" + rules.read_text())
    made.start()
    with made.connect(autocommit=True) as connection:
        connection.execute("CREATE ROLE leroy LOGIN PASSWORD 'un-mot-de-passe'")
    yield made, keys
    made.close()


def dsn(server: Server, keys: Path, name: str = "localhost", host: str = "localhost") -> str:
    return (
        f"host={host} hostaddr=127.0.0.1 port={server.port} dbname=postgres user=leroy sslmode=verify-full "
        f"sslrootcert={keys / f'{name}.crt'}"
    )


def test_a_server_that_proves_who_it_is_is_spoken_to(sealed: tuple[Server, Path]) -> None:
    server, keys = sealed
    with Hub(dsn(server, keys), password="un-mot-de-passe") as hub:
        assert hub.connection.execute(
            "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        ).fetchone() == (True,)


def test_another_authority_or_another_name_is_not_believed(sealed: tuple[Server, Path]) -> None:
    server, keys = sealed
    for told in (dsn(server, keys, "ailleurs.invalid"), dsn(server, keys, host="mairie.invalid")):
        with pytest.raises(NotAllowed, match="prouvé qui il est"):
            Hub(told, password="un-mot-de-passe")


def test_a_wrong_password_is_not_told_as_a_server_that_is_down(sealed: tuple[Server, Path]) -> None:
    server, keys = sealed
    with pytest.raises(NotAllowed, match="mot de passe"):
        Hub(dsn(server, keys), password="faux")
    with pytest.raises(Unreachable, match="le travail continue"):
        Hub(f"host=127.0.0.1 port={free_port()} dbname=parvis user=leroy")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("host=srv.ville.example dbname=parvis", "sslmode=verify-full"),
        ("host=srv.ville.example sslmode=verify-full sslrootcert=ca.pem", "sslmode=verify-full"),
        ("host=127.0.0.1 dbname=parvis", "host=127.0.0.1"),
        ("host=localhost sslmode=disable", "sslmode=disable"),
    ],
)
def test_away_from_this_machine_the_link_is_verified(told: str, kept: str) -> None:
    assert kept in checked(told)


@pytest.mark.parametrize("mode", ["disable", "prefer", "require", "verify-ca"])
def test_a_weaker_link_needs_to_be_asked_for(mode: str) -> None:
    told = f"host=srv.ville.example sslmode={mode}"
    with pytest.raises(NotAllowed, match="--insecure"):
        checked(told)
    assert f"sslmode={mode}" in checked(told, insecure=True)
