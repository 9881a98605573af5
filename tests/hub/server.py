"""A real PostgreSQL for tests: its own cluster in a temporary folder, its own port on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

MISSING = (
    "PostgreSQL 15 ou plus récent n’est pas installé : « ./run test » l’installe (paquet postgresql), "
    "ou bien ajoutez le dossier d’initdb au PATH."
)


@cache
def bin_folder() -> Path:
    """Where initdb, postgres and pg_basebackup are."""
    asked = shutil.which("pg_config")
    told = []
    if asked:
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        told.append(Path(answer.stdout.strip()))
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    found = shutil.which("initdb")
    for folder in (*debian, *told, *([Path(found).resolve().parent] if found else [])):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise AssertionError(MISSING)


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as somebody else."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise AssertionError("ni « postgres » ni « nobody » n’existent sur cette machine")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Server:
    """One cluster. `admin` is its superuser; everybody on loopback is trusted, unless told otherwise."""

    admin = "chef"

    def __init__(self, *, fsync: bool = False, folder: Path | None = None) -> None:
        self.fsync = fsync
        self._user = _owner()
        self._mine = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="parvis-pg-"))
        self.data = self.folder / "data"
        if self._user:
            shutil.chown(self.folder, self._user)
        self.port = free_port()

    def call(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """One of PostgreSQL's programs, as the user who owns the cluster."""
        return subprocess.run(
            [str(bin_folder() / program), *arguments], cwd=self.folder, user=self._user, text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "HOME": str(self.folder)}, check=check,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def make(self) -> Server:
        self.call(
            "initdb", "-D", str(self.data), "-U", self.admin, "-A", "trust", "-E", "UTF8", "--no-sync",
            "--locale=C.UTF-8",
        )  # fmt: skip
        with (self.data / "postgresql.auto.conf").open("a") as settings:
            settings.write("wal_level = logical\nmax_wal_senders = 8\nhot_standby = on\n")
        return self

    def own(self, path: Path) -> None:
        """Give a file to the user who runs the server, for their eyes only."""
        path.chmod(0o600)
        if self._user:
            shutil.chown(path, self._user)

    def start(self) -> Server:
        """On its port; on another when somebody took it since it was found free."""
        log = Path(self.folder / "log")
        for _ in range(5):
            made = self._try_to_start(log)
            if made.returncode == 0:
                return self
            self.port = free_port()
        raise AssertionError(made.stdout + log.read_text(errors="replace")[-2000:])

    def _try_to_start(self, log: Path) -> subprocess.CompletedProcess[str]:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} "
            f"-c fsync={'on' if self.fsync else 'off'} -c shared_buffers=64MB -c max_connections=60 "
            f"-c full_page_writes={'on' if self.fsync else 'off'}"
        )
        return self.call(
            "pg_ctl",
            "-D",
            str(self.data),
            "-w",
            "-t",
            "240",
            "-l",
            str(log),
            "-o",
            options,
            "start",
            check=False,
        )

    def stop(self, mode: str = "fast") -> None:
        self.call("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop", check=False)

    def connect(self, base: str = "postgres", user: str = "", **more: Any) -> psycopg.Connection[Any]:
        return psycopg.connect(self.dsn(base, user), **more)

    def dsn(self, base: str = "parvis", user: str = "") -> str:
        return f"host=127.0.0.1 port={self.port} dbname={base} user={user or self.admin}"

    def standby(self) -> Server:
        """A second server that follows this one, as docs/hub.md sets it up; started."""
        made = Server(fsync=self.fsync)
        made.call(
            "pg_basebackup", "-D", str(made.data), "-R", "-X", "stream", "-c", "fast", "--no-sync",
            "-h", "127.0.0.1", "-p", str(self.port), "-U", self.admin,
        )  # fmt: skip
        return made.start()

    def promote(self) -> None:
        self.call("pg_ctl", "-D", str(self.data), "-w", "promote")

    def close(self) -> None:
        self.stop("immediate")
        if self._mine:
            shutil.rmtree(self.folder, ignore_errors=True)

    def new_base(self, name: str) -> str:
        """An empty database of this name."""
        with self.connect(autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return name
