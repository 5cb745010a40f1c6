"""The pages in a real browser; skipped where there is no Chromium, and the last check where npm cannot fetch axe-core."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from engagiert_cli.output.formats import FORMATS, FORMATS_OF
from tests.reports.networks import FOUNDING, report

from . import maps, sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=20000",
]
PAGES = ("founding", "large", "nobody", "table", "report")
BETWEEN = (660, 750, 770, 900, 1280)
DARK = "--blink-settings=preferredColorScheme=0"


def page(which: str) -> str:
    """Return a page that the program writes."""
    out = io.StringIO(newline="")
    if which == "table":
        FORMATS["html"].write(sample.COHORTS, out)
    elif which == "report":
        FORMATS["html"].write(report("cohorts", FOUNDING), out)
    else:
        FORMATS_OF["map"]["html"].write(getattr(maps, which)(), out)
    return out.getvalue()


class Asked(NamedTuple):
    """A script in a page, in a window of that many columns, which tells something by calling `tell` with it."""

    which: str
    script: str
    columns: int = 1000


def told(asked: Iterable[Asked], folder: Path, *flags: str) -> dict[Asked, Any]:
    """Return what each script tells: the browser is started once, which takes longest, and each has a frame of its own."""
    frames = []
    for number, each in enumerate(asked):
        probe = f"<script>function tell(value) {{ parent.told({number}, value); }}</script><script>{each.script}</script></body>"
        content = html.escape(page(each.which).replace("</body>", probe))
        frames.append(f'<iframe style="width: {each.columns}px; height: 900px; border: 0" srcdoc="{content}"></iframe>')
    file = folder / "page.html"
    file.write_text(
        '<!doctype html><meta charset="utf-8"><style>:root {color-scheme: light dark}</style><script>'
        "function told(number, value) { const told = document.createElement('pre'); told.id = number;"
        " told.textContent = JSON.stringify(value); document.body.append(told); }</script><body>" + "".join(frames),
        "utf-8",
    )
    command = [str(CHROMIUM), *FLAGS, *flags, f"--user-data-dir={folder / 'profile'}", "--window-size=1000,900"]
    done = subprocess.run([*command, "--dump-dom", file.as_uri()], capture_output=True, check=True, timeout=120)
    found = dict(re.findall(r'<pre id="(\d+)">(.*?)</pre>', done.stdout.decode(), re.DOTALL))
    assert len(found) == len(frames), done.stderr.decode()[-2000:]
    return {each: json.loads(html.unescape(found[str(number)])) for number, each in enumerate(asked)}


LABELS = (
    "tell([...document.querySelectorAll('.map .label')].map(label => { const box = label.getBBox();"
    " return [box.x, box.y + 3, box.x + box.width, box.y + box.height - 3, label.textContent]; }));"
)
ON_OTHERS = (
    "const areas = [...document.querySelectorAll('.place')].map(place => { const path = place.firstElementChild;"
    " return [place.dataset.name, path, place.classList.contains('tint'), path.getBBox()]; });"
    "const labels = [...document.querySelectorAll('.map .label')];"
    "const ground = areas[0][1].getCTM().inverse().multiply(labels[0].getCTM());"
    "tell(labels.map(label => { const box = label.getBBox(), on = [];"
    " for (let part = 0; part <= 20; part++) {"
    "  const point = new DOMPoint(box.x + box.width * part / 20, box.y + box.height * (1 + part % 3) / 4)"
    "   .matrixTransform(ground);"
    "  on.push(...areas.filter(([name, path, tint, around]) => (!tint || label.classList.contains('district')) &&"
    "   around.x <= point.x && point.x <= around.x + around.width && around.y <= point.y &&"
    "   point.y <= around.y + around.height && path.isPointInFill(point)).map(area => area[0]));"
    " }"
    " return [label.textContent, on.filter(name => name === label.textContent).length,"
    "  on.filter(name => name !== label.textContent).length]; }));"
)
BESIDE = (
    "const all = [...document.querySelectorAll('.place')], found = [];"
    "for (const place of all) { place.focus(); const box = place.getBoundingClientRect();"
    " const its = tip.getBoundingClientRect();"
    " found.push(Math.max(its.top - box.bottom, box.top - its.bottom)); } tell(found);"
)
FOCUSED = (
    "const all = [...document.querySelectorAll('.place')], tips = [];"
    "const note = () => tips.push(tip.hidden ? '' : tip.innerText);"
    "note(); all.find(each => each.dataset.name === 'Witten').focus(); note();"
    "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'})); note();"
    "all[0].dispatchEvent(new PointerEvent('pointerenter')); note();"
    "all[0].dispatchEvent(new PointerEvent('pointerleave')); note(); tell(tips);"
)
SORTED = (
    "const buttons = document.querySelectorAll('thead button'), seen = [];"
    "const note = () => seen.push([document.querySelector('tbody th').textContent,"
    " [...document.querySelectorAll('thead th')].map(head => head.getAttribute('aria-sort'))]);"
    "buttons[0].click(); note(); buttons[3].click(); note(); buttons[3].click(); note(); tell(seen);"
)
BEYOND = (
    "tell([document.documentElement, ...document.querySelectorAll('.scroll')]"
    ".map(each => each.scrollWidth - each.clientWidth));"
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[Asked, Any]:
    """Return what the pages tell of themselves."""
    asked = [Asked(which, LABELS) for which in ("founding", "large")]
    asked += [Asked("full", ON_OTHERS), *(Asked("founding", script) for script in (BESIDE, FOCUSED, SORTED))]
    asked += [Asked(which, BEYOND, 360) for which in ("founding", "large", "table", "report")]
    asked += [Asked(which, BEYOND, width) for which in ("founding", "table", "report") for width in BETWEEN]
    return told(asked, tmp_path_factory.mktemp("answers"))


@pytest.mark.parametrize("which", ["founding", "large"])
def test_labels_do_not_collide(which: str, answers: dict[Asked, Any]) -> None:
    """As the browser sets them, in its own letters, no label covers another, and none leaves the map."""
    boxes = answers[Asked(which, LABELS)]
    assert len(boxes) == {"founding": 23, "large": 105}[which]  # where there is no room, a name is in the table only
    for number, (left, top, right, bottom, name) in enumerate(boxes):
        assert left >= 0
        assert right <= 1000
        for other_left, other_top, other_right, other_bottom, other in boxes[:number]:
            apart = right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
            assert apart, f"{name} and {other}"


def test_no_label_stands_on_another_member(answers: dict[Asked, Any]) -> None:
    """On a map that is full each begins in its own area, and lies there for the most part, or beside the Land."""
    shown = answers[Asked("full", ON_OTHERS)]
    assert len(shown) > 80
    for name, own, others in shown:
        assert own > 0, name
        assert name.startswith("Kreis") or others < 14, name


def test_a_tip_hides_nothing_beside_its_place(answers: dict[Asked, Any]) -> None:
    """It stands at the other end of the window."""
    boxes = answers[Asked("founding", BESIDE)]
    assert len(boxes) == 23
    assert min(boxes) > 100


def test_focus_tells_of_a_member(answers: dict[Asked, Any]) -> None:
    """The keyboard shows what the pointer shows, and Escape takes it away."""
    shown = answers[Asked("founding", FOCUSED)]
    assert shown == [
        "",
        "Witten\nEnnepe-Ruhr-Kreis, round 2015, signed on 2015",
        "",
        "Kreis Lippe\nRegierungsbezirk Detmold, round 2012, signed on 2012-12",
        "",
    ]


def test_the_table_is_sorted_by_its_headers(answers: dict[Asked, Any]) -> None:
    """Once upwards, once more downwards; the header says which way."""
    found = answers[Asked("founding", SORTED)]
    assert found == [
        ["Alsdorf", ["ascending", None, None, None, None]],
        ["Bonn", [None, None, None, "ascending", None]],
        ["Alsdorf", [None, None, None, "descending", None]],
    ]


@pytest.mark.parametrize("which", ["founding", "large", "table", "report"])
def test_a_phone_needs_no_scrolling_sideways(which: str, answers: dict[Asked, Any]) -> None:
    """Only the table scrolls in its own frame."""
    assert answers[Asked(which, BEYOND, 360)][0] <= 0


@pytest.mark.parametrize("width", BETWEEN)
@pytest.mark.parametrize("which", ["founding", "table", "report"])
def test_a_table_is_seen_whole(which: str, width: int, answers: dict[Asked, Any]) -> None:
    """In a window between a phone's and a desk's, no column lies beyond its edge."""
    assert max(answers[Asked(which, BEYOND, width)]) <= 0


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Any]:
    """Return what axe-core finds in a bright window of a desk, and in a dark one of a phone."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    if done.returncode:
        pytest.skip("axe-core cannot be fetched")
    axe = (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    script = f"{axe}</script><script>axe.run().then(done => tell(done.violations.map(each => [each.id, each.impact])));"
    found: dict[tuple[str, int], Any] = {}
    for columns, flags in ((1000, ()), (500, (DARK,))):
        asked = [Asked(which, script, columns) for which in PAGES]
        found |= {(each.which, columns): said for each, said in told(asked, folder, *flags).items()}
    return found


@pytest.mark.parametrize("columns", [1000, 500], ids=["light-desktop", "dark-phone"])
@pytest.mark.parametrize("which", PAGES)
def test_an_accessibility_checker_finds_nothing(which: str, columns: int, findings: dict[tuple[str, int], Any]) -> None:
    """axe-core has no finding, of whatever weight."""
    assert findings[which, columns] == []
