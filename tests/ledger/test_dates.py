"""Dates keep the precision that is known."""

from __future__ import annotations

import datetime

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli import language
from engagiert_cli.ledger.dates import UNKNOWN, Date, NotADate, Precision
from tests.ledger.ledgers import TODAY, day

DAYS = st.dates(min_value=datetime.date(1000, 1, 1))
YEARS = DAYS.map(lambda any_day: f"{any_day.year:04}")
MONTHS = DAYS.map(lambda any_day: any_day.isoformat()[:7])
POINTS = st.one_of(YEARS, MONTHS, DAYS.map(datetime.date.isoformat))


def time_since(asked: Date) -> Date:
    """Return all the time from the first day of a date on."""
    return UNKNOWN._replace(earliest=asked.earliest)


def time_until(asked: Date) -> Date:
    """Return all the time to the last day of a date."""
    return UNKNOWN._replace(latest=asked.latest)


def _in_order(ends: tuple[str, str]) -> str:
    first, last = sorted(ends, key=lambda text: (Date.parse(text).earliest, Date.parse(text).latest))
    return f"{first}..{last}"


INTERVALS = st.one_of(st.tuples(POINTS, POINTS).map(_in_order), POINTS.map("..{}".format), POINTS.map("{}..".format))
DATES = st.one_of(POINTS, INTERVALS).map(Date.parse)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2012-12-05", "2012-12-05", "2012-12-05", Precision.DAY),
        ("2012-12", "2012-12-01", "2012-12-31", Precision.MONTH),
        ("2012-02", "2012-02-01", "2012-02-29", Precision.MONTH),
        ("1900-02", "1900-02-01", "1900-02-28", Precision.MONTH),
        ("2012", "2012-01-01", "2012-12-31", Precision.YEAR),
        ("1000", "1000-01-01", "1000-12-31", Precision.YEAR),
        ("9999-12", "9999-12-01", "9999-12-31", Precision.MONTH),
        ("2016-02-29", "2016-02-29", "2016-02-29", Precision.DAY),
        ("2013-10..2016-06", "2013-10-01", "2016-06-30", Precision.BETWEEN),
        ("2013..2016-06-04", "2013-01-01", "2016-06-04", Precision.BETWEEN),
        ("2016-06..2016", "2016-06-01", "2016-12-31", Precision.BETWEEN),
        ("..2016", "0001-01-01", "2016-12-31", Precision.BETWEEN),
        ("2013..", "2013-01-01", "9999-12-31", Precision.BETWEEN),
    ],
)
def test_a_ledger_writes_a_date_as_far_as_it_is_known(
    text: str, earliest: str, latest: str, precision: Precision
) -> None:
    """A day, a month, a year, or some time between two of these, stands for every day that it can mean."""
    date = Date.parse(text)
    assert (date.text, date.earliest, date.latest) == (text, day(earliest), day(latest))
    assert date.precision is precision


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("5.12.2012", "2012-12-05"),
        ("05.12.2012", "2012-12-05"),
        ("5.1.2012", "2012-01-05"),
        ("12.2012", "2012-12"),
        ("1.2012", "2012-01"),
        ("2012", "2012"),
        ("2012-12-05", "2012-12-05"),
        (" 5.12.2012 ", "2012-12-05"),
        ("10.2013..6.2016", "2013-10..2016-06"),
        ("10.2013 .. 2016-06", "2013-10..2016-06"),
        ("..31.12.2016", "..2016-12-31"),
        ("2013..", "2013.."),
        ("2012..2012", "2012"),
        ("5.12.2012..2012-12-05", "2012-12-05"),
        ("15. 6. 2015", "2015-06-15"),
        ("06/2015", "2015-06"),
        ("2015/06/15", "2015-06-15"),
        ("15. Juni 2015", "2015-06-15"),
        ("15.Juni 2015", "2015-06-15"),
        ("Juni 2015", "2015-06"),
        ("Dez. 2012", "2012-12"),
        ("1. M\u00e4rz 2012", "2012-03-01"),
        ("JUNE 2015", "2015-06"),
        ("1. Ma\u0308rz 2012", "2012-03-01"),
        ("\u200e5.\u200e12.\u200e2012", "2012-12-05"),
        ("2013 BIS 2016", "2013..2016"),
        ("15 June 2015", "2015-06-15"),
        ("June 15, 2015", "2015-06-15"),
        ("15th Sept. 2015", "2015-09-15"),
        ("2015-6-5", "2015-06-05"),
        ("2015.06.15", "2015-06-15"),
        ("Montag, 15. Juni 2015", "2015-06-15"),
        ("Montag, den 15.6.2015", "2015-06-15"),
        ("am Montag, dem 15. Juni 2015", "2015-06-15"),
        ("den 15. Juni 2015", "2015-06-15"),
        ("So 14.6.2015", "2015-06-14"),
        ("Sonnabend, 13.6.2015", "2015-06-13"),
        ("Mon, 15 June 2015", "2015-06-15"),
        ("Monday, June 15, 2015", "2015-06-15"),
        ("Mi, 5.12.2012", "2012-12-05"),
        ("Mittwoch, 05.12.2012", "2012-12-05"),
        ("15.06.2015 00:00:00", "2015-06-15"),
        ("15.6.2015, 10:30 Uhr", "2015-06-15"),
        ("2015-06-15T10:30:00.000Z", "2015-06-15"),
        ("2015-06-15 10:30:00+02:00", "2015-06-15"),
        ("2015-06-14T21:59Z", "2015-06-14"),
        ("2015-06-14T23:30:00+02:00", "2015-06-14"),
        ("Mon, 15 Jun 2015 00:00:00 GMT", "2015-06-15"),
        ("2013 - 2016", "2013..2016"),
        ("2013-2016", "2013..2016"),
        ("2013/2016", "2013..2016"),
        ("2012/13", "2012..2013"),
        ("Q1/2018", "2018-01..2018-03"),
        ("Q4 2018", "2018-10..2018-12"),
        ("2018-Q2", "2018-04..2018-06"),
        ("3. Quartal 2018", "2018-07..2018-09"),
        ("1st quarter 2018", "2018-01..2018-03"),
        ("1999/00", "1999..2000"),
        ("10.2013 bis Juni 2016", "2013-10..2016-06"),
        ("zwischen 2013 und 2016", "2013..2016"),
        ("between 2013 and June 2016", "2013..2016-06"),
    ],
)
def test_people_may_type_a_date_the_german_way(typed: str, canonical: str) -> None:
    """What is typed in German figures or with blanks around it becomes the form that ledgers hold."""
    assert Date.parse_typed(typed).text == canonical


@pytest.mark.parametrize("text", ["5.12.2012", "12.2012", " 2012", "2012 ", "2012-12-05\n", "2012 ..2013", "20121205"])
def test_a_ledger_holds_only_the_canonical_form(text: str) -> None:
    """German figures, blanks and the form without hyphens are typed, but never stand in a ledger."""
    with pytest.raises(ValueError):  # noqa: PT011
        Date.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "..",
        " .. ",
        "...",
        "2012...",
        "2012..2013..2014",
        "5/12/2012",
        "24-1-2",
        "12-12",
        "2012-1",
        "2012-13",
        "2012-00",
        "2012-12-00",
        "2012-12-32",
        "2015-02-31",
        "2015-02-29",
        "1900-02-29",
        "31.2.2015",
        "0.1.2015",
        "1.0.2015",
        "1.13.2015",
        "13.2015",
        "5.12.12",
        "005.12.2012",
        "0000",
        "0000-01-01",
        "1.1.0000",
        "10000",
        "12012-01-01",
        "-2012",
        "+2012",
        "２０１２",
        "2012-１2",
        "٢٠١٢",
        "2009/10",
        "2000/01",
        "2012/14",
        "2012/13..2015",
        "2012-W49",
        "2012-340",
        "heute",
        "2016..2013",
        "2016-06..2013-10",
        "2016-06-04..2016-06-03",
        "2016-06..2016-05-31",
    ],
)
def test_any_other_form_is_refused(text: str) -> None:
    """Slashes, missing figures, days that do not exist, foreign digits and reversed intervals are no dates."""
    with pytest.raises(ValueError):  # noqa: PT011
        Date.parse(text)
    with pytest.raises(ValueError):  # noqa: PT011
        Date.parse_typed(text)


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("2012-12-05", "05.12.2012", "2012-12-05"),
        ("2012-12", "12.2012", "2012-12"),
        ("2012", "2012", "2012"),
        ("2013-10..2016-06-04", "10.2013–04.06.2016", "2013-10–2016-06-04"),
        ("..2016", "–2016", "–2016"),
        ("2013-10..", "10.2013–", "2013-10–"),
    ],
)
def test_people_see_dates_in_their_own_figures(text: str, german: str, english: str) -> None:
    """German has the day first, English the form of ISO 8601; nothing is padded to a day that nobody knows."""
    date = Date.parse(text)
    language.use("de")
    assert date.in_figures == german
    language.use("en")
    assert date.in_figures == english


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("2012-12-05", "05.12.2012", "2012-12-05"),
        ("2014..2016", "2014–2016", "2014–2016"),
        ("..2016", "2016 oder früher", "2016 or earlier"),
        ("2013-10..", "Okt. 2013 oder später", "Oct 2013 or later"),
    ],
)
def test_sentences_have_an_open_end_in_words(text: str, german: str, english: str) -> None:
    """»until 2016–« is no English."""
    date = Date.parse(text)
    language.use("de")
    assert str(date) == german
    language.use("en")
    assert str(date) == english


def test_dates_are_ordered_by_their_first_possible_day_then_by_their_last() -> None:
    """A year comes behind its first day and its first month, and before its second day."""
    texts = ["..2016", "2012-01-01", "2012-01", "2012", "2012..2013", "2012..", "2012-01-02", "2013"]
    assert sorted(texts, key=lambda text: Date.parse(text).sort_key) == texts


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("2026", "2026-11-23"),
        ("2026-11", "2026-11-23"),
        ("2013..", "2026-11-23"),
        ("2025..2027", "2026-11-23"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23..", "2026-11-23"),
        ("..2026-11-23", "2026-11-23"),
        ("2025", "2025-12-31"),
        ("2027", "2027-12-31"),
        ("2026-11-24..", "9999-12-31"),
    ],
)
def test_what_has_happened_ends_today(text: str, latest: str) -> None:
    """A period that contains today ends today; one that is over or has not begun stays as it is."""
    date = Date.parse(text)
    known = date.known_on(TODAY)
    assert (known.text, known.earliest, known.latest) == (text, date.earliest, day(latest))


def test_a_date_that_nobody_knows_can_be_any_day() -> None:
    """The unknown date is possible on every day, certain on none, and is not written into a ledger."""
    assert (UNKNOWN.earliest, UNKNOWN.latest) == (datetime.date.min, datetime.date.max)
    assert UNKNOWN.precision is Precision.BETWEEN
    assert UNKNOWN.straddles(TODAY)
    with pytest.raises(ValueError):  # noqa: PT011
        Date.parse(UNKNOWN.text)


@pytest.mark.parametrize(
    ("signed", "since", "certainly", "possibly"),
    [
        ("2015-07-01", "2015-07", True, True),
        ("2015-06-30", "2015-07", False, False),
        ("2015", "2015-07", False, True),
        ("2015", "2015", True, True),
        ("2015-07", "2015-07-01", True, True),
        ("2015-07", "2015-07-02", False, True),
        ("2013..2016", "2016-12-31", False, True),
        ("2013..2016", "2017", False, False),
        ("..2016", "1000", False, True),
    ],
)
def test_since_counts_from_the_first_day_of_what_is_asked(
    signed: str, since: str, certainly: bool, possibly: bool
) -> None:
    """Signed "2015" is perhaps, not certainly, since July 2015."""
    date, asked = Date.parse(signed), Date.parse(since)
    assert (date.within(time_since(asked)), not date.certainly_before(asked)) == (certainly, possibly)


@pytest.mark.parametrize(
    ("signed", "until", "certainly", "possibly"),
    [
        ("2015-07-31", "2015-07", True, True),
        ("2015-08-01", "2015-07", False, False),
        ("2015", "2015-07", False, True),
        ("2015", "2015", True, True),
        ("2013..2016", "2012-12-31", False, False),
        ("2013..2016", "2013-01-01", False, True),
        ("2013..", "9999", True, True),
    ],
)
def test_until_counts_to_the_last_day_of_what_is_asked(
    signed: str, until: str, certainly: bool, possibly: bool
) -> None:
    """Signed in July is until July, to its last day."""
    date, asked = Date.parse(signed), Date.parse(until)
    assert (date.within(time_until(asked)), not asked.certainly_before(date)) == (certainly, possibly)


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("2015", "2016", True),
        ("2015", "2015-12-31", False),
        ("2015-06", "2015-07", True),
        ("2015-07-01", "2015-07", False),
        ("..2015", "2016..", True),
    ],
)
def test_one_date_is_certainly_before_another_only_where_they_share_no_day(
    first: str, second: str, before: bool
) -> None:
    """Two periods with a common day can have happened in either order."""
    assert Date.parse(first).certainly_before(Date.parse(second)) is before
    assert not Date.parse(second).certainly_before(Date.parse(first))


@pytest.mark.parametrize(
    ("text", "on", "straddles"),
    [
        ("2015", "2014-12-31", False),
        ("2015", "2015-01-01", True),
        ("2015", "2015-12-30", True),
        ("2015", "2015-12-31", False),
        ("2015-06-01", "2015-06-01", False),
    ],
)
def test_a_period_straddles_a_day_that_is_neither_before_it_nor_its_last(text: str, on: str, straddles: bool) -> None:
    """By the end of its last day a thing has happened, before its first it has not; between nobody knows."""
    assert Date.parse(text).straddles(day(on)) is straddles


@pytest.mark.parametrize(
    ("text", "year"),
    [("2015", "2015"), ("2015-12-31", "2015"), ("2015-01..2015-03", "2015"), ("2014-12..2015", None), ("2015..", None)],
)
def test_the_year_of_a_date_is_that_of_every_possible_day(text: str, year: str | None) -> None:
    """An interval that begins in one year and ends in another is of none."""
    assert Date.parse(text).year == (Date.parse(year) if year else None)


@pytest.mark.parametrize(
    ("text", "other", "inside"),
    [
        ("2015-06-15", "2015-06", True),
        ("2015-06", "2015", True),
        ("2015", "2015", True),
        ("2015", "2014..2016", True),
        ("2015", "2015-06", False),
        ("2014", "2015", False),
        ("2014-06..2015-06", "2015", False),
        ("2015..", "2015", False),
    ],
)
def test_a_date_lies_within_one_that_says_the_same_less_exactly(text: str, other: str, inside: bool) -> None:
    """Every possible day of it is a possible day of the other."""
    assert Date.parse(text).within(Date.parse(other)) is inside
    assert Date.parse(text).within(UNKNOWN)
    assert not UNKNOWN.within(Date.parse(other))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2015-02-31", "2015-02-31: Feb 2015 has 28 days"),
        ("29.2.2100", "29.2.2100: Feb 2100 has 28 days"),
        ("31. Juni 2015", "31. Juni 2015: Jun 2015 has 30 days"),
        ("0.5.2015", "0.5.2015: May 2015 has 31 days"),
        ("2015-13-01", "2015-13-01: there is no month 13"),
        ("13.2015", "13.2015: there is no month 13"),
        ("Montag, 5.12.2012", "Montag, 5.12.2012: that day is a Wednesday"),
        ("Mo 5.12.2012", "Mo 5.12.2012: that day is a Wednesday"),
        ("Tuesday, December 5, 2012", "Tuesday, December 5, 2012: that day is a Wednesday"),
        ("Samstag, den 14.6.2015", "Samstag, den 14.6.2015: that day is a Sunday"),
        ("Montag 2012", '"Montag 2012" is not a date'),
        ("Q5 2018", '"Q5 2018" is not a date'),
        ("10. Quartal 2018", '"10. Quartal 2018" is not a date'),
        ("Ende 2012", '"Ende 2012" is not a date'),
        ("Montag, 12.2012", '"Montag, 12.2012" is not a date'),
        ("2009/10", "2009/10: a month or two years? write 2009-10 or 2009..2010"),
        ("2012/14", "2012/14: there is no month 14"),
        ("2016..2013", "2016..2013: it ends before it begins"),
        ("5.12.2012 bis 3.12.2012", "5.12.2012 bis 3.12.2012: it ends before it begins"),
        (
            "2012-12-04T23:00:00.000Z",
            "2012-12-04T23:00:00.000Z: in Germany that may be the day after: write the day alone",
        ),
        ("4.6.2012 22:00 UTC", "4.6.2012 22:00 UTC: in Germany that may be the day after: write the day alone"),
        ("5.12.12", '"5.12.12" is not a date'),
        ("15. Juni 15", '"15. Juni 15" is not a date'),
        ("06/15", '"06/15" is not a date'),
        ("3/11/2026", '"3/11/2026" is not a date'),
        ("15", '"15" is not a date'),
        ("0015", '"0015" is not a date'),
        ("Ju 2015", '"Ju 2015" is not a date'),
        ("Junius 2015", '"Junius 2015" is not a date'),
        ("Juni", '"Juni" is not a date'),
        ("heute", '"heute" is not a date'),
    ],
)
def test_what_is_no_date_is_told_with_the_reason(typed: str, said: str) -> None:
    """A day that does not exist is told so; a year of two digits, or a day that may be a month, is not guessed."""
    with pytest.raises(NotADate) as caught:
        Date.parse_typed(typed)
    assert str(caught.value) == said


@pytest.mark.parametrize("code", ["de", "en"])
@given(date=DATES)
def test_what_is_printed_of_a_date_is_read_as_that_date(code: str, date: Date) -> None:
    """In figures and in words, in either language, whatever the language in which it is read."""
    language.use(code)
    printed = date.in_figures, date.in_words, date.text, str(date)
    for reading in ("de", "en"):
        language.use(reading)
        assert [Date.parse_typed(text).text for text in printed] == [date.text] * 4


@given(DATES)
def test_the_text_of_a_date_is_read_as_that_date(date: Date) -> None:
    """A date written into a ledger is the same when it is read again, and when it is typed."""
    assert Date.parse(date.text) == date == Date.parse_typed(date.text)


@given(DAYS)
def test_the_german_form_of_a_day_is_the_iso_form(any_day: datetime.date) -> None:
    """Both forms of a day, with and without zeros in front, are one date."""
    iso = Date.of_day(any_day)
    assert iso == Date.parse(any_day.isoformat())
    assert iso == Date.parse_typed(f"{any_day.day}.{any_day.month}.{any_day.year:04}")
    assert iso == Date.parse_typed(f"{any_day.day:02}.{any_day.month:02}.{any_day.year:04}")


@given(POINTS)
def test_the_german_figures_that_people_see_can_be_typed(text: str) -> None:
    """A date copied from a German table is understood as the date that it shows."""
    language.use("de")
    assert Date.parse_typed(Date.parse(text).in_figures).text == text


@given(st.text(alphabet="0123456789.-/ ", max_size=24))
def test_figures_and_dots_are_a_date_or_refused(text: str) -> None:
    """Whatever is typed is a date in canonical form or refused as a value, never anything worse."""
    try:
        date = Date.parse_typed(text)
    except ValueError:
        return
    assert Date.parse(date.text) == date
    assert date.earliest <= date.latest


@given(DATES, DATES)
def test_what_is_certain_is_possible(date: Date, asked: Date) -> None:
    """Whatever certainly matches a filter also possibly matches it, and what does not even possibly, is beyond it."""
    assert not (date.within(time_since(asked)) and date.certainly_before(asked))
    assert not (date.within(time_until(asked)) and asked.certainly_before(date))


@given(DATES, DATES, st.data())
def test_every_day_of_a_period_that_certainly_matches_does(date: Date, asked: Date, data: st.DataObject) -> None:
    """A filter is certain of a period only where it is certain of each day in it, and possible where of one."""
    some_day = Date.of_day(data.draw(st.dates(date.earliest, date.latest)))
    first, last = Date.of_day(date.earliest), Date.of_day(date.latest)
    assert some_day.within(time_since(asked)) or not date.within(time_since(asked))
    assert some_day.within(time_until(asked)) or not date.within(time_until(asked))
    assert date.within(time_since(asked)) == first.within(time_since(asked))
    assert date.certainly_before(asked) != last.within(time_since(asked))
    assert date.within(time_until(asked)) == last.within(time_until(asked))
    assert asked.certainly_before(date) != first.within(time_until(asked))


@given(DATES, DAYS)
def test_what_is_known_today_never_says_more_than_the_text(date: Date, today: datetime.date) -> None:
    """Ending a period today takes away only days behind today, and never all days."""
    known = date.known_on(today)
    assert (known.text, known.earliest) == (date.text, date.earliest)
    assert known.earliest <= known.latest <= date.latest
    assert known.latest == date.latest or known.latest == today
    assert known.known_on(today) == known
    assert not known.straddles(today)


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("month", range(1, 13))
def test_the_months_are_named_as_unicode_names_them(code: str, month: int) -> None:
    """The short names of the months are those of Unicode CLDR, in both languages."""
    language.use(code)
    named = format_date(datetime.date(2012, month, 5), "MMM y", locale=code)
    assert Date.parse(f"2012-{month:02}").in_words == named
    assert Date.parse(f"2012-{month:02}-05").in_words == (f"5. {named}" if code == "de" else f"5 {named}")
