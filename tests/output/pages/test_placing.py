"""Labels beside their places."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.output.pages.placing import Box, Label, placed

FRAME = Box(0, 0, 1000, 900)


def anywhere(_number: int, _box: Box) -> bool:
    """Whatever it stands on suits a label."""
    return True


def meet(one: Box, other: Box) -> bool:
    """Whether the two have any part in common."""
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


SPOTS = st.builds(
    Label, st.floats(30, 970), st.floats(30, 870), st.sampled_from([0.0, 7.0]), st.floats(20, 120), st.just(13.0)
)


def test_a_label_stands_on_the_right_of_its_place() -> None:
    """Where there is room it begins there, three units from what is kept free, at the height of the place."""
    assert placed([Label(100, 100, 7, 50, 12)], FRAME, anywhere) == [Box(110, 94, 50, 12)]


def test_the_name_of_an_area_stands_in_its_middle() -> None:
    """Where nothing is kept free, the label stands on its place."""
    assert placed([Label(100, 100, 0, 50, 12)], FRAME, anywhere) == [Box(75, 94, 50, 12)]


def test_at_the_edge_it_stands_on_the_other_side() -> None:
    """It never leaves the frame."""
    assert placed([Label(980, 100, 7, 50, 12)], FRAME, anywhere) == [Box(920, 94, 50, 12)]


def test_without_any_room_there_is_no_label() -> None:
    """Nor where nothing suits it."""
    assert placed([Label(100, 100, 7, 50, 12)], FRAME, lambda _number, _box: False) == [None]


@given(st.lists(SPOTS, max_size=60))
def test_no_label_covers_another_or_a_place(spots: list[Label]) -> None:
    """Each is in the frame, meets no other and no square of another place."""
    boxes = placed(spots, FRAME, anywhere)
    for box in filter(None, boxes):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= FRAME.width
        assert box.y + box.height <= FRAME.height
    for one, other in combinations(filter(None, boxes), 2):
        assert not meet(one, other)
    for number, own in enumerate(boxes):
        for index, spot in enumerate(spots):
            if own and index != number and spot.free:
                square = Box(spot.x - spot.free, spot.y - spot.free, 2 * spot.free, 2 * spot.free)
                assert not meet(own, square)


def test_a_hundred_and_twenty_labels_find_room() -> None:
    """On a grid as tight as the Ruhr, each has its label."""
    spots = [Label(100 + 80 * (number % 10), 100 + 60 * (number // 10), 7, 70, 12) for number in range(120)]
    assert None not in placed(spots, FRAME, anywhere)
