"""What people type for what is called otherwise here, in German and in English: commands, options and their values.

A word that is unknown is looked up here; what is nearly one that there is has its spelling corrected; and nothing is
offered else.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from engagiert_cli.language import _
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    Table = tuple[tuple[str, str], ...]
    """What there is, and the words for it."""

_NEAR = 0.75
"""Two letters in turned order are near in a word of four, two other ones are not in a word of six."""

# What there is, and the words for it. Of commands that change something it is their help. What is none of the commands,
# options or values where somebody types is not offered there.
COMMANDS = (
    ("init --help", "new create start begin neu anlegen beginnen anfangen starten erstellen setup"),
    ("import --help", "load read open upload ingest einlesen importieren laden öffnen excel xlsx csv"),
    ("join --help", "add enter sign insert append register neu aufnehmen aufnahme beitritt beitreten eintragen"),
    ("join --help", "hinzufügen unterzeichnen mitmachen zugang"),
    ("leave --help", "quit exit end resign austritt austreten kündigen kündigung abgang verlassen"),
    ("amend --help", "edit change correct set update modify fix rename mv name"),
    ("amend --help", "ändern berichtigen korrigieren korrektur bearbeiten umbenennen aktualisieren"),
    ("remove --help", "rm delete del drop erase löschen entfernen streichen"),
    ("round --help", "rounds signing runde runden unterzeichnung"),
    ("undo --dry-run", "revert back rückgängig zurück zurücknehmen widerrufen"),
    ("list", "ls members member all mitglieder mitglied liste auflisten alle verzeichnis teilnehmer"),
    ("list --help", "find search query filter grep suchen suche finden filtern"),
    ("list -o list.xlsx", "export save download write dump exportieren speichern ausgeben ausgabe"),
    ("show --help", "info view get display detail details zeigen anzeigen zeige wer"),
    ("check", "validate verify lint test doctor prüfen pruefen kontrolle kontrollieren validieren"),
    ("report", "stats stat statistics statistik summary overview count zahlen zahl zählen anzahl auswertung bericht"),
    ("report growth", "growth chart graph timeline wachstum entwicklung verlauf diagramm"),
    ("report coverage", "coverage abdeckung anteil quote einwohner population"),
    ("report announcement", "announcement announce press letter notice presse pressemitteilung pressemeldung meldung"),
    ("report --by region", "regions region regionen bezirke regierungsbezirke"),
    ("report --by district", "districts district county counties kreis kreise landkreise"),
    ("report --by land", "länder bundesländer laender states land bundesland"),
    ("report --by year", "years year jahre jahr"),
    ("report cohorts", "cohort cohorts kohorte kohorten"),
    ("map", "karte landkarte draw zeichnen geo"),
    ("merge --help", "git zusammenführen mergen vereinen sync"),
    ("schema", "jsonschema format"),
    ("edit --help", "open editor öffnen bearbeiten"),
    ("log", "history verlauf chronik protokoll journal historie"),
    ("diff --help", "compare vergleich vergleichen unterschied unterschiede"),
    ("report changes --help", "changes änderungen veränderungen neuigkeiten"),
    ("report anniversaries", "anniversaries anniversary jubiläum jubiläen jahrestag jahrestage"),
    ("--version", "version"),
    ("help", "hilfe man manual usage docs ?"),
)
OPTIONS = (
    ("--signed", "date datum on am when day tag unterzeichnet beitritt joined sign unterzeichnung seit"),
    ("--on", "date datum am when day tag left austritt signed"),
    ("--left", "on austritt ausgetreten bis"),
    ("--at", "date datum on am when day tag stand zum as-of asof year jahr round runde"),
    ("--since … --until …", "year jahr years between zwischen from von to bis range zeitraum"),
    ("--since", "after seit ab nach"),
    ("--until", "before vor"),
    ("--by year", "year jahr"),
    ("--by", "group group-by nach gruppe"),
    ("--format json", "json jq"),
    ("--format csv", "csv"),
    ("--format markdown", "markdown md"),
    ("--format", "f fmt type output-format ausgabeformat"),
    ("-o list.xlsx", "excel xlsx xls"),
    ("-o", "out file datei ausgabe export save speichern to nach format f svg html pdf png"),
    ("-n", "dry test preview probe simulate what-if whatif vorschau"),
    ("--in", "area region district county kreis bezirk land gebiet where wo"),
    ("--kind", "type art typ designation bezeichnung"),
    ("--note", "comment bemerkung notiz anmerkung kommentar remark message m"),
    ("--source", "quelle url link beleg"),
    ("--round", "runde cohort kohorte r id"),
    ("--name", "title titel bezeichnung"),
    ("--former", "left ausgetreten ehemalige ehemals ex gone"),
    ("--all", "alle a everything"),
    ("--sort", "order sortieren order-by sort-by sortiert"),
    ("--sheet", "blatt tab tabelle tabellenblatt worksheet"),
    ("--column", "spalte columns spalten col mapping"),
    ("--register", "land bundesland"),
    ("--force", "overwrite yes y überschreiben"),
    ("--possible", "maybe vielleicht möglich"),
    ("--version", "v version"),
    ("engagiert report", "count anzahl zahl total summe"),
)
VALUES = (
    ("district", "kreis kreise landkreis landkreise county counties"),
    ("region", "regierungsbezirk regierungsbezirke bezirk"),
    ("land", "bundesland bundesländer länder state"),
    ("year", "jahr jahre"),
    ("round", "runde runden unterzeichnung"),
    ("kind", "art typ type bezeichnung designation"),
    ("signed", "date datum unterzeichnet beitritt"),
    ("key", "schlüssel ags"),
    ("name", "alphabet namen"),
    ("file", "datei reihenfolge"),
    ("xlsx", "excel xls"),
    ("markdown", "md"),
    ("sqlite", "db sqlite3 datenbank database sql"),
    ("html", "web htm"),
    ("plain", "text txt"),
    ("table", "tabelle"),
    ("growth", "wachstum entwicklung verlauf zuwachs timeline"),
    ("coverage", "abdeckung anteil quote"),
    ("announcement", "announce press letter notice presse pressemitteilung pressemeldung meldung"),
    ("cohorts", "cohort kohorte kohorten runden rounds"),
    ("map", "karte landkarte"),
    ("changes", "änderungen veränderungen diff"),
    ("anniversaries", "anniversary jubiläum jubiläen jahrestag jahrestage"),
    ("powershell", "pwsh ps ps1"),
)


def meant(word: str, known: Iterable[str], table: Table) -> list[str]:
    """Return what the table has for the word; of that, what begins with one of those known."""
    typed, there = fold(word.lstrip("-")), set(known)
    return [line for line, words in table if line.split()[0] in there and typed in map(fold, words.split())]


def choice_meant(word: str, choices: Collection[str]) -> str:
    """Return the question whether some of the choices are meant, behind a full stop; nothing where none is."""
    return question(meant(word, choices, VALUES) or near(word, choices))


def question(lines: Sequence[str]) -> str:
    """Return the question whether one of the lines is meant, or the command to try, behind a full stop."""
    if not lines:
        return ""
    if lines[0].startswith("engagiert"):
        return ". " + _("Try: {command}").format(command=lines[0])
    *others, last = lines
    options = _("{names} or {last}").format(names=", ".join(others), last=last) if others else last
    return ". " + _("Did you mean {options}?").format(options=options)


def near(word: str, known: Collection[str]) -> list[str]:
    """Return those of the known words that the word is nearly spelt like, the nearest first."""
    return get_close_matches(word.casefold(), known, cutoff=_NEAR)
