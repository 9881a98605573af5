"""A file of resources/ read: whole, or a sentence that names it. Anybody may have opened it in an editor."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from desktop.rules import disk


class AlteredFile(ValueError):
    """A file that ships with the program no longer says what it must; the message is a French sentence."""


class Told(dict[str, Any]):
    """A table of the file: what it lacks is said with its name, wherever it is asked."""

    def __init__(self, values: dict[str, Any], file: str) -> None:
        super().__init__({name: _named(value, file) for name, value in values.items()})
        self.file = file

    def __missing__(self, name: str) -> Any:
        raise AlteredFile(f"« {self.file} » a été altéré : « {name} » y manque. {_TO_DO}")


_TO_DO = "Réinstallez Parvis ou remettez ce fichier comme il était."


def _named(value: Any, file: str) -> Any:
    if isinstance(value, dict):
        return Told(value, file)
    return [_named(each, file) for each in value] if isinstance(value, list) else value


def told_file(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises AlteredFile when it is absent, cut, or not written as it should."""
    name = f"{path.parent.name}/{path.name}"
    try:
        return Told(_tables(path.read_text(encoding="utf-8")), name)
    except OSError as error:
        raise AlteredFile(f"« {name} » ne se lit pas ({disk.reason(error)}). {_TO_DO}") from error
    except UnicodeDecodeError as error:
        raise AlteredFile(f"« {name} » a été altéré : il n’est plus en UTF-8. {_TO_DO}") from error
    except tomllib.TOMLDecodeError as error:
        raise AlteredFile(f"« {name} » a été altéré : {error}. {_TO_DO}") from error


@lru_cache(maxsize=256)  # several rooms read the same files; Told is a copy of what is kept here
def _tables(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


@contextmanager
def as_shipped(what: str, *also: type[Exception]) -> Iterator[None]:
    """Of a deed that reads several files: a value of another kind than it must be is said as such. `also`:
    what else such a value raises."""
    odd: tuple[type[Exception], ...] = (TypeError, AttributeError, LookupError, ValueError, *also)
    try:
        yield
    except AlteredFile:
        raise
    except odd as error:
        said = str(error).partition("\n")[0]
        raise AlteredFile(f"Un fichier de « {what} » a été altéré ({said}). {_TO_DO}") from error
