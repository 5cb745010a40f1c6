"""The pages under docs/ that are made from the program say what the program says."""

from __future__ import annotations

import importlib.util
import os
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engagiert_cli import language
from tests.ledger.test_corpus import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(autouse=True)
def language_as_before() -> Iterator[None]:
    """The page is written in English, whatever comes after."""
    yield
    language.use(None)


def made_by(name: str) -> ModuleType:
    """Return the script of that name under docs/."""
    found = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    script = importlib.util.module_from_spec(found)
    found.loader.exec_module(script)
    return script


@pytest.mark.skipif(os.name == "nt", reason="they show a terminal of Unix")
def test_the_pictures_of_the_readme_are_what_the_program_draws(tmp_path: Path) -> None:
    """In its language; after a change of how reports look: `.venv/bin/python docs/make_pictures.py`."""
    made_by("make_pictures").draw(tmp_path)
    names = set(re.findall(r"\(docs/([a-z]+\.svg)\)", (DOCS.parent / "README.md").read_text("utf-8")))
    assert names == {path.name for path in tmp_path.iterdir()}
    for name in names:
        # Of the terminal, only the words: how Rich draws a window is its own.
        shown, drawn = (
            re.findall("<text [^>]*>([^<]*)<", (folder / name).read_text("utf-8")) for folder in (DOCS, tmp_path)
        )
        assert shown == drawn, name
        assert "As of" in "".join(shown).replace("&#160;", " "), name


def test_the_page_of_errors_is_what_the_program_says() -> None:
    """After a change of a check or its words: `.venv/bin/python docs/make_errors.py`."""
    script = made_by("make_errors")
    assert (DOCS / "errors.md").read_text("utf-8") == script.page()


def test_every_problem_has_its_entry() -> None:
    """Every code that the source can give stands on the page, with an example and what is said of it."""
    source = "".join(path.read_text("utf-8") for path in SOURCE.glob("*.py"))
    codes = set(re.findall(r'(?:Problem|_problem|_error|_warning)\(\s*"([a-z-]+)"', source))
    sections = re.split(r"^## ", (DOCS / "errors.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert codes <= {section.splitlines()[0] for section in sections}
    assert all("```toml" in section and "```text" in section for section in sections)


def test_what_the_page_of_reliability_names_is_there() -> None:
    """Every test that docs/reliability.md names as the proof of a promise exists."""
    page = (DOCS / "reliability.md").read_text("utf-8")
    named = re.findall(r"`(tests/[a-z_/.]+)(?:::([a-z_]+))?`", page)
    assert len(named) > 10
    for path, test in named:
        text = (DOCS.parent / path).read_text("utf-8")
        assert not test or f"def {test}(" in text, test


def test_what_the_page_of_the_architecture_names_is_there() -> None:
    """Every module, class, function or constant of ours that it names by its full name exists."""
    page = (DOCS / "architecture.md").read_text("utf-8")
    rooms = {path.stem for path in SOURCE.parent.iterdir()}
    named = [name for name in re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", page) if name.partition(".")[0] in rooms]
    assert len(named) > 20
    for name in named:
        if not name.endswith((".py", ".md", ".tsv", ".json")):
            pkgutil.resolve_name(f"engagiert_cli.{name}")
