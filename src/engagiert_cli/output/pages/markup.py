"""What pages and pictures share: text that is harmless in them, and the styles and scripts that stand beside this."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files

from engagiert_cli.output.safe import safe


def escaped(text: str) -> str:
    """Return a user's text so that a page or a picture shows it as it stands."""
    return escape(safe(text))


def asset(name: str) -> str:
    """Return the text of a style or a script of this package."""
    return files(__package__).joinpath(name).read_text("utf-8")


def on_paper(name: str) -> str:
    """Return a style with the colours of white paper written out, since word processors know no variables."""
    colours = dict(re.findall(r"--(\w+): (#\w+);", asset("page.css").partition("}")[0]))
    return re.sub(r"var\(--(\w+)\)", lambda match: colours[match[1]], asset(name))
