"""Files are written whole, on Windows too, where a program that holds a file open is in the way."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import pytest

from engagiert_cli import files
from engagiert_cli.errors import Refusal

if TYPE_CHECKING:
    from pathlib import Path

SHARING_VIOLATION = 32


class Held:
    """Stands for `os.replace` on Windows, where another program has the file open for the first so many tries."""

    def __init__(self, tries: float) -> None:
        self.left = tries
        self.replace = os.replace

    def __call__(self, *paths: str, **descriptors: Any) -> None:
        """Replace the file, or say what Windows says."""
        if self.left > 0:
            self.left -= 1
            error = PermissionError(13, "The process cannot access the file")
            error.winerror = SHARING_VIOLATION  # type: ignore[attr-defined,unused-ignore]
            raise error
        self.replace(*paths, **descriptors)


def test_a_file_that_is_held_for_a_moment_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanner of viruses looks at every new file for some milliseconds."""
    (tmp_path / "list.csv").write_text("old")
    monkeypatch.setattr(os, "replace", Held(3))
    files.export(tmp_path / "list.csv", b"new", "list.csv")
    assert (tmp_path / "list.csv").read_text() == "new"


def test_who_replaces_a_file_does_not_hold_it_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows would refuse that, whoever holds it."""
    target = tmp_path / "list.csv"
    target.write_text("old")
    replace = os.replace

    def checked(*paths: str, **descriptors: Any) -> None:
        for descriptor in range(3, 256):
            with contextlib.suppress(OSError):
                assert not os.path.samestat(os.fstat(descriptor), target.stat())
        replace(*paths, **descriptors)

    monkeypatch.setattr(os, "replace", checked)
    files.export(target, b"new", "list.csv")
    assert target.read_text() == "new"


def test_a_file_that_stays_open_elsewhere_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a second the user is told, and nothing lies about."""
    monkeypatch.setattr(files, "_HELD_FOR", 0.05)
    (tmp_path / "list.csv").write_text("old")
    monkeypatch.setattr(os, "replace", Held(float("inf")))
    with pytest.raises(Refusal, match="it is open in another program"):
        files.export(tmp_path / "list.csv", b"new", "list.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]
    assert (tmp_path / "list.csv").read_text() == "old"
