"""Settings in one file: what leaves comes back equal, in one step; what was altered or newer is refused."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from desktop.exchange import settings_file
from desktop.flow.letter_models import letter_models
from desktop.flow.settings import add, change
from desktop.flow.settings_parcel import compared, parcel, read_parcel, take_in
from desktop.flow.settings_read import entries
from desktop.rules.settings import BY_CODE, SUBJECTS
from tests.flow.test_settings import another
from tests.office import open_office
from tests.two_offices import city, hand_over, quarter

DAY = dt.date(2026, 3, 20)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An office that changed something in every subject, and added a phrase."""
    opened = open_office(tmp_path_factory.mktemp("there"))
    for subject in SUBJECTS:
        row, entry = next(iter(entries(opened.reader, subject).items()))
        found = ((field.name, another(subject, field, entry[field.name])) for field in subject.fields)
        name, value = next((name, value) for name, value in found if value is not None)
        opened.do(change, subject=subject.code, changes={row: {name: value}}, agreed=True)
    opened.do(add, subject="phrases", values={"text": "Le calendrier tient."})
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_office(tmp_path_factory.mktemp("here"), author="B. Exemple")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def path(there: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("file") / "service.parvis-reglages"
    made.write_bytes(parcel(there.reader, "A. Exemple", DAY))
    return made


def all_of(store: Store) -> dict[str, object]:
    return {subject.code: entries(store.reader, subject) for subject in SUBJECTS}


def test_a_file_says_what_it_would_change_changes_it_in_one_step_and_is_undone(
    there: Store, here: Store, path: Path
) -> None:
    before, file = all_of(here), read_parcel(path)
    assert (file.made_by, file.made_on) == ("A. Exemple", "2026-03-20") and "Amiens" in file.office
    told = compared(here.reader, file)
    assert {one.code for one in told if one.state == "changed"} == {subject.code for subject in SUBJECTS}
    assert [one.name for one in told if one.state == "new"] == ["Le calendrier tient."]
    assert not [one for one in told if one.state == "refused"] and all_of(here) == before
    here.do(take_in, file=file)
    assert all_of(here) == all_of(there)
    assert {one.state for one in compared(here.reader, file)} == {"same"}
    assert "Reprendre" in here.next_undo()[0]
    here.undo()
    assert all_of(here) == before


def test_chosen_subjects_alone_leave_and_are_taken(there: Store, here: Store, tmp_path: Path) -> None:
    path = tmp_path / "partenaires.parvis-reglages"
    path.write_bytes(parcel(there.reader, "A. Exemple", DAY, ["partners", "labels"]))
    file = read_parcel(path)
    assert set(file.subjects) == {"partners", "labels"}
    assert {one.code for one in here.do(take_in, file=file, codes=["labels"]).value} == {"labels"}
    here.undo()
    with pytest.raises(ValueError, match="n’est pas un réglage"):
        parcel(there.reader, "A. Exemple", DAY, ["ailleurs"])


def test_the_same_settings_make_the_same_bytes(there: Store, path: Path) -> None:
    assert parcel(there.reader, "A. Exemple", DAY) == path.read_bytes()


def rewritten(path: Path, out: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, content if each == name else old.read(each))
    return out


def test_a_file_altered_newer_or_of_something_else_is_refused_whole(path: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("manifeste.json"))
        labels = archive.read("labels.json").replace(b"#1f7fb0", b"#000000")
    out = tmp_path / "x.parvis-reglages"
    newer = json.dumps({**told, "format": settings_file.FORMAT + 1}).encode()
    for name, content, why in (
        ("labels.json", labels, "a été changé depuis"),
        ("manifeste.json", newer, "version plus récente"),
        ("manifeste.json", b'{"kind": "autre"}', "n’est pas un fichier de réglages"),
        ("manifeste.json", b"[1", "abîmé"),
    ):
        with pytest.raises(ValueError, match=why):
            read_parcel(rewritten(path, out, name, content))
    out.write_bytes(path.read_bytes()[:200])
    with pytest.raises(ValueError, match="abîmé"):
        read_parcel(out)


def test_what_would_not_be_sound_here_is_left_with_its_reason(here: Store) -> None:
    before = all_of(here)
    labels = entries(here.reader, BY_CODE["labels"])
    first, second, *_ = labels
    weights = dict(entries(here.reader, BY_CODE["criteria"]))
    row = next(iter(weights))
    subjects = {
        "labels": {
            first: {**labels[first], "colour": "rouge"},
            second: {**labels[second], "colour": "#123456"},
            "../x": {"name": "Ailleurs", "colour": "#123456"},
        },
        "criteria": {row: {**weights[row], "weight": 99}},
        "checks": {"inconnu": {"title": "Autre"}},
        "objectives": {
            "0" * 32: {"code": "D99.1", "challenge_id": "f" * 32, "title": "Sans défi", "to_confirm": True}
        },
        "futur": {"x": {}},
    }
    file = settings_file.SettingsFile(subjects, "", "", "")
    told = {(one.code, one.entry): one for one in here.do(take_in, file=file).value}
    assert told["labels", first].state == "refused" and "couleur" in told["labels", first].why
    assert told["labels", second].state == "changed"
    assert told["labels", "../x"].state == "refused"
    assert "doivent faire 100" in told["criteria", row].why
    assert told["checks", "inconnu"].state == "refused"
    assert "se rapporte manque" in told["objectives", "0" * 32].why
    assert "ne connaît pas" in told["futur", ""].why
    assert entries(here.reader, BY_CODE["labels"])[second]["colour"] == "#123456"
    here.undo()
    assert all_of(here) == before


def test_settings_travel_with_the_dossiers_of_a_satchel(tmp_path: Path) -> None:
    hub = city(tmp_path / "city")
    station = quarter(hub, tmp_path / "quarter")
    hub.do(change, subject="head", changes={"head": {"monogramme": "B"}})
    label = next(iter(entries(hub.reader, BY_CODE["labels"])))
    hub.do(change, subject="labels", changes={label: {"name": "Visite faite"}})
    assert hand_over(hub, station, 0).refused == ()
    assert letter_models(station.reader)["accord"].head.monogram == "B"
    assert entries(station.reader, BY_CODE["labels"])[label]["name"] == "Visite faite"
    hub.close()
    station.close()
