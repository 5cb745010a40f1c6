"""The command that imports lists."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engagiert_cli.cli.changes import make_change, round_started
from engagiert_cli.cli.emit import destination, publish, total
from engagiert_cli.cli.options import DryRun, RoundId, argument, option
from engagiert_cli.errors import RowsRefused, WrongUsage
from engagiert_cli.language import _, named, ngettext
from engagiert_cli.ledger import changes
from engagiert_cli.ledger.changes import Change
from engagiert_cli.ledger.document import Document
from engagiert_cli.ledger.judging import Judgement, judge
from engagiert_cli.ledger.members import FIELDS, NO_ROUND
from engagiert_cli.output import messages
from engagiert_cli.output.hints import all_worded
from engagiert_cli.output.progress import bar
from engagiert_cli.reports.problems import table

if TYPE_CHECKING:
    from engagiert_cli.intake.rows import Reader, Rows

_NAMED = 25  # members of a round that are listed by name; of more, only the number is told


def _parse_column(text: str) -> tuple[str, str]:
    field, _equals, header = text.partition("=")
    if not header.strip() or field not in FIELDS:
        raise typer.BadParameter(
            _('"{text}" names no column; write FIELD=HEADER with one of the fields {fields}').format(
                text=text, fields=", ".join(FIELDS)
            )
        )
    return field, header.strip()


_LIST = _("The list: .xlsx, .csv, .tsv, .json, .ndjson; - is standard input.")
ListFile = Annotated[str, argument(_("FILE"), _LIST)]
_COLUMN = _("Which column holds a field: name=Ort, name=B, name=Vorname+Nachname; found by its header by default.")
Column = Annotated[list[Any] | None, option("--column", _("FIELD=HEADER"), _COLUMN, parser=_parse_column)]
_SHEET = _("Which sheet of a workbook; by default, the one that fits best.")
SheetName = Annotated[str | None, option("--sheet", _("NAME"), _SHEET)]
_KIND = _("What a bare name in this list is: Stadt, Kreis …")
ListKind = Annotated[str | None, option("--kind", _("KIND"), _KIND, "kinds")]
_UPDATE = _("Also fill in what the ledger does not know about its members, and take over more exact dates.")
Update = Annotated[bool, typer.Option("--update", help=_UPDATE)]
_PROBLEMS = _("Write all problems of the list to a file, such as problems.xlsx.")
ProblemsFile = Annotated[Path | None, option("-o --output", _("FILE"), _PROBLEMS)]


def import_(
    context: typer.Context,
    file: ListFile,
    round_id: RoundId = None,
    column: Column = None,
    sheet: SheetName = None,
    kind: ListKind = None,
    update: Update = False,
    output: ProblemsFile = None,
    dry_run: DryRun = False,
) -> None:
    """Import a list."""
    to = destination(None, output) if output else None  # raises before anything is done
    if output and output.exists() and os.path.exists(file) and output.samefile(file):
        raise WrongUsage(_("{path} is the list itself").format(path=output), (_("choose another file"),))
    label = _("importing {file}").format(file=file)
    columns = dict(column or ())
    with bar(label):
        from engagiert_cli.intake import files
        from engagiert_cli.intake.columns import listed
        from engagiert_cli.intake.rows import Reader

        listing = files.read(file, columns, sheet)
        reader = Reader(listing, columns, kind)
        for note in (*listing.notes, *reader.where()):
            messages.note(note)
    if round_id is None and reader.columns.keys().isdisjoint(("round", "signed")):
        hints = [_("say in which round they signed: --round ID")]
        if reader.header[:2] != (0, ("name",)):  # else no column has a header
            hints += [_("or which column holds dates: --column signed=HEADER"), listed(reader.header.cells)]
        raise WrongUsage(
            _("{file} does not say when these signed, or in which round").format(file=listing.path), tuple(hints)
        )

    def edit(document: Document) -> Change:
        with bar(label) as through:
            rows = reader.read(document.ledger, round_id, through)
            judgement = judge(document, rows.entries, listed=True, update=update, rounds=rows.rounds)
        _tell_columns(rows, reader)
        _require_all(reader, rows, judgement)
        change = changes.enter(document, judgement)
        _tell_rows(rows)
        return change

    try:
        make_change(context.obj, edit, _brought_in, dry_run=dry_run)
    except RowsRefused as refused:
        if to:
            publish(table(all_worded(refused.problems), refused.summary, listed=True), to)
        raise
    if to:
        publish(table((), _("no problems"), listed=True), to)


def _require_all(reader: Reader, rows: Rows, judgement: Judgement) -> None:
    """Raise `RowsRefused` if any row cannot be imported: a list is imported as a whole, or not at all."""
    problems = [*rows.problems, *(reader.refused(entry, refusal) for entry, refusal in judgement.refused)]
    if not problems:
        return
    problems.sort(key=lambda problem: (problem.place.line, problem.place.column))
    count = rows.refused + len(judgement.refused)
    refused = ngettext("{count} row cannot be imported", "{count} rows cannot be imported", count).format(count=count)
    added, refined, known = len(judgement.added), len(judgement.refined), len(judgement.unchanged)
    would = [ngettext("{count} would join", "{count} would join", added).format(count=added)]
    if refined:
        would.append(_("more would be known about {count}").format(count=refined))
    if known:
        would.append(ngettext("{count} is known already", "{count} are known already", known).format(count=known))
    summary = _("{refused}, so nothing was imported; of the others, {would}")
    raise RowsRefused(problems, summary.format(refused=refused, would=", ".join(would)))


def _tell_columns(rows: Rows, reader: Reader) -> None:
    """Note how the columns were understood, where that is not obvious."""
    used, unused = map(", ".join, reader.headers())
    if unused:
        messages.note(_("imported columns: {columns}; ignored: {others}").format(columns=used, others=unused))
    if rows.left_out:
        messages.note(_("left out, since these are not members: {rows}").format(rows=_rows(rows.left_out)))


def _tell_rows(rows: Rows) -> None:
    """Note which imported rows look unusual, and which bare names another body has as well."""
    sentences = {
        "hidden": _("hidden in the workbook, and imported all the same: {rows}"),
        "struck": _("struck through in the workbook, and imported all the same: {rows}"),
        "marked": _("with a mark whose meaning is unknown, and imported all the same: {rows}"),
        "elsewhere": _("not a known district, region or Land, and ignored: {rows}"),
    }
    for kind, odd in rows.odd.items():
        messages.note(sentences[kind].format(rows=_rows(odd)))
    if rows.homonyms:
        names = ", ".join(f"{name} ({designation})" for name, designation in rows.homonyms.items())
        others = _("for the others, write the name in full, such as: Kreis Lippe")
        messages.note(_("other bodies have these names, too; taken as: {names}").format(names=names), (others,))


def _rows(texts: Mapping[int, str]) -> str:
    return named([_("{text} (row {row})").format(text=text, row=row) for row, text in texts.items()])


def _brought_in(change: Change) -> Iterator[str]:
    yield from map(round_started, change.rounds_started)
    joined: dict[str, list[str]] = {round_.id: [] for round_ in (*change.document.ledger.rounds, NO_ROUND)}
    for member in change.members:
        joined[member.round.id].append(member.name)
    for round_id, names in joined.items():
        if not names:
            continue
        sentence = (
            ngettext("{count} member joined in round {round}", "{count} members joined in round {round}", len(names))
            if round_id
            else ngettext("{count} member joined without a round", "{count} members joined without a round", len(names))
        ).format(count=len(names), round=round_id)
        yield f"{sentence}: {', '.join(names).removesuffix('.')}." if len(names) <= _NAMED else f"{sentence}."
    if change.corrected:
        from engagiert_cli.reports.differences import told

        names = told(change.corrected)
        sentence = ngettext(
            "More is now known about {count} member: {names}.",
            "More is now known about {count} members: {names}.",
            len(names),
        )
        yield sentence.format(count=len(names), names=named(names))
    if known := len(change.unchanged):
        yield ngettext(
            "{count} row is known already, as it stands in the ledger.",
            "{count} rows are known already, as they stand in the ledger.",
            known,
        ).format(count=known)
    if not change.wrote:
        yield _("Nothing to change.")
    yield total(change.document)
