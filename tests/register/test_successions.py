"""What became of bodies that the register has no more."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from engagiert_cli.register.bodies import open_register
from engagiert_cli.register.lines import FOLDER

GERMANY = open_register("de")
TABLE = FOLDER / "successions.tsv"


@pytest.mark.parametrize(
    ("key", "fate"),
    [
        ("06635005", ("Bromskirchen", False, datetime.date(2023, 1, 1), ("06635001",))),
        ("03152012", ("Göttingen", True, datetime.date(2016, 11, 1), ("03159016",))),
        ("05354004", ("Alsdorf", True, datetime.date(2009, 10, 21), ("05334004",))),
        # Divided: the larger part comes first.
        ("16076091", ("Vogtländisches Oberland", False, datetime.date(2012, 12, 31), ("16076087", "16076022"))),
        # A court undid the merger of 2011; another one followed.
        ("15085255", ("Rieder", False, datetime.date(2013, 12, 1), ("15085040",))),
        # Another key in 2007, a merger seven years later: one body until then.
        ("15364007", ("Gernrode", False, datetime.date(2014, 1, 1), ("15085235",))),
        ("05111000", None),  # still there
        ("05999999", None),  # never was
        ("", None),
    ],
)
def test_what_became_of_a_body(key: str, fate: tuple[Any, ...] | None) -> None:
    """Its name, what happened and when, and who it is or belongs to now."""
    found = GERMANY.fate_of(key)
    assert fate == ((*found[:3], tuple(heir for heir, _name in found.heirs)) if found else None)


def test_every_fate_ends_in_the_register_of_today() -> None:
    """Each key of the table is still one, or leads to bodies that are; without going round in a circle."""
    keys = {line.partition("\t")[0] for line in TABLE.read_text("utf-8").splitlines()[1:]}
    # Three Regierungsbezirke became a Land without any.
    gone = [key for key in keys if len(key) > 3 and not GERMANY.get(key)]
    assert len(gone) > 3000
    for key in gone:
        fate = GERMANY.fate_of(key)
        assert fate, key
        assert fate.heirs or fate.day is None or fate.day > GERMANY.edition, (key, fate)
        assert all(heir == (GERMANY.get(heir[0]) or heir)[:2] for heir in fate.heirs)
