"""A keyring for tests: a real backend of the keyring library, its entries in a file that a test names."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordDeleteError


class FileRing(KeyringBackend):
    """Chosen by PYTHON_KEYRING_BACKEND=tests.ring.FileRing; kept in the file that PARVIS_TEST_RING names."""

    @properties.classproperty
    def priority(self) -> float:
        """None but for the tests that name its file: the library takes every backend that it has seen."""
        if "PARVIS_TEST_RING" not in os.environ:
            raise RuntimeError("no test has named a file")
        return 1

    def _read(self) -> dict[str, str]:
        path = Path(os.environ["PARVIS_TEST_RING"])
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    def _write(self, entries: dict[str, str]) -> None:
        Path(os.environ["PARVIS_TEST_RING"]).write_text(json.dumps(entries), encoding="utf-8")

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write(self._read() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        entries = self._read()
        if entries.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("absent")
        self._write(entries)
