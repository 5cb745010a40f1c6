"""Files that are no lists: what they are, and what to do with them."""

from __future__ import annotations

import re

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.language import _

_TOML = re.compile(r"\s*(?:#.*\n\s*)*(?:\[\[?[A-Za-z0-9_.-]+\]\]?|[A-Za-z0-9_-]+ *= *[\"\[{'0-9].*)\s*(?:\n|$)")
_YAML = re.compile(r"(?:\s*#.*\n)*(?:---\s*\n|(?:- *)?[A-Za-z_][\w-]*:(?: .*)?\n\s*(?:- |[A-Za-z_][\w-]*:))")
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml|!--)", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} |\|?(?: *:?-{3,}:? *\|)+|\[.+\]\(.+\))", re.MULTILINE)


def refuse_document(data: bytes, path: str) -> None:
    """Raise `Refusal` for a document that is no text; workbooks are none."""
    is_word = data.startswith(b"PK") and (b"word/document.xml" in data or b"opendocument.text" in data[:100])
    is_text = is_word or "WordDocument".encode("utf-16-le") in data[: 1 << 20] or data.startswith(b"{\\rtf")
    if is_text or data.startswith(b"%PDF"):
        copied = _("copy its table into Excel and save that; or copy its text into a file that ends in .txt")
        raise _no_list(path, _("a text document") if is_text else "PDF", copied)


def refuse_language(text: str, suffix: str, path: str) -> None:
    """Raise `Refusal` for a text that is written in a language of its own."""
    if suffix == ".toml" or (suffix not in (".csv", ".tsv", ".json") and _TOML.match(text)):
        if re.search(r"^\[(?:network\]|\[members\]\])", text, re.MULTILINE):
            whole: dict[str, str | bool] = {"ledger": path, "all": True, "o": "members.xlsx"}
            raise _no_list(path, _("a ledger"), Hint(_("write its list first: {command}"), "list", options=whole))
        raise _no_list(path, "TOML", _("save its list as .csv, .xlsx or .json"))
    if suffix in (".html", ".htm", ".xml") or _HTML.match(text):
        raise _no_list(path, "HTML", _("open it in a browser, copy its table into Excel, and save that"))


def refuse_without_table(text: str, suffix: str, path: str) -> None:
    """Raise `Refusal` for a text without a table that is a list in a language of its own."""
    if suffix in (".yaml", ".yml") or _YAML.match(text):
        raise _no_list(path, "YAML", _("save its list as .csv, .xlsx or .json"))
    if suffix in (".md", ".markdown") or _MARKDOWN.search(text):
        raise _no_list(path, "Markdown", _("save the names, one per line, in a file that ends in .txt"))


def _no_list(path: str, kind: str, remedy: str | Hint) -> Refusal:
    return Refusal(_("{path} is not a list, but {kind}").format(path=path, kind=kind), (remedy,))
