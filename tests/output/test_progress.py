"""The progress bar: for who waits longer than a second at a terminal, and for nobody else."""

import os
import re
import threading

import pytest

from engagiert_cli.output.progress import bar


def counted(monkeypatch: pytest.MonkeyPatch, patience: float, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what is shown while 20 things are done, which takes until a bar without patience has shown itself."""
    monkeypatch.setattr("engagiert_cli.output.progress._PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    with bar("importing [bold]\x1b") as through:
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer) and not patience:
                thread.join()
        assert list(through(range(20))) == list(range(20))
    return re.sub("\x1b\\[[0-9;]*m", "", capsys.readouterr().err)


def test_it_shows_what_is_done(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With its label, in which nothing acts on the terminal; and it goes away again."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = counted(monkeypatch, 0, capsys)
    assert "importing [bold]\\x1b" in shown
    assert ("-" if os.name == "nt" else "━") * 3 in shown  # what Rich draws on a terminal of old Windows


def test_who_waits_less_sees_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even an empty line."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert counted(monkeypatch, 30, capsys) == ""


def test_a_file_gets_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Only a terminal does."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert counted(monkeypatch, 0, capsys) == ""
