"""Files that are no lists: what they are, and what to do with them."""

from __future__ import annotations

import re

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.language import _

_TOML = re.compile(r"\s*(?:#.*\n\s*)*(?:\[\[?[A-Za-z0-9_.-]+\]\]?|[A-Za-z0-9_-]+ *= *[\"\[{'0-9].*)\s*(?:\n|$)")
_YAML = re.compile(r"(?:\s*#.*\n)*(?:---\s*\n|(?:- *)?[A-Za-z_][\w-]*:(?: .*)?\n\s*(?:- |[A-Za-z_][\w-]*:))")
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml|!--)", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} |\|?(?: *:?-{3,}:? *\|)+|\[.+\]\(.+\))", re.MULTILINE)


def no_list(path: str, kind: str, remedy: str | Hint) -> Refusal:
    """Return the refusal of a file of that kind."""
    return Refusal(_("{path} is not a list, but {kind}").format(path=path, kind=kind), (remedy,))


def refused_bytes(data: bytes, path: str) -> Refusal | None:
    """Return what stands against the file, where it is a document that is no text; None for workbooks."""
    copied = _("copy its table into Excel and save that; or copy its text into a file that ends in .txt")
    is_word = data.startswith(b"PK") and (b"word/document.xml" in data or b"opendocument.text" in data[:100])
    if is_word or "WordDocument".encode("utf-16-le") in data[: 1 << 20] or data.startswith(b"{\\rtf"):
        return no_list(path, _("a text document"), copied)
    if data.startswith(b"%PDF"):
        return no_list(path, "PDF", copied)
    return None


def refused_text(text: str, suffix: str, path: str) -> Refusal | None:
    """Return what stands against a text that is written in a language of its own."""
    saved = _("save its list as .csv, .xlsx or .json")
    if suffix == ".toml" or (suffix not in (".csv", ".tsv", ".json") and _TOML.match(text)):
        if re.search(r"^\[(?:network\]|\[members\]\])", text, re.MULTILINE):
            whole: dict[str, str | bool] = {"ledger": path, "all": True, "o": "members.xlsx"}
            return no_list(path, _("a ledger"), Hint(_("write its list first: {command}"), "list", options=whole))
        return no_list(path, "TOML", saved)
    if suffix in (".html", ".htm", ".xml") or _HTML.match(text):
        return no_list(path, "HTML", _("open it in a browser, copy its table into Excel, and save that"))
    return None


def refused_without_header(text: str, suffix: str, path: str) -> Refusal | None:
    """Return what stands against a text in which there is no table, where it is a list in a language of its own."""
    if suffix in (".yaml", ".yml") or _YAML.match(text):
        return no_list(path, "YAML", _("save its list as .csv, .xlsx or .json"))
    if suffix in (".md", ".markdown") or _MARKDOWN.search(text):
        return no_list(path, "Markdown", _("save the names, one per line, in a file that ends in .txt"))
    return None
