"""The places of the panes: the current one on the left, as wide as its rows need, the others stacked beside it."""

import itertools

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from desk.widgets.row_columns import SMALLEST

SEVERAL_PANES = 120  # cells: in a narrower terminal, one pane at a time
STACKED = 4  # lines: the title and three rows


def stack_room(size: Size) -> int:
    """The number of panes that fit beside the current one."""
    return size.height // STACKED if size.width >= SEVERAL_PANES else 0


def pane_regions(size: Size, others: int) -> list[Region]:
    """The place of the current pane, then of the others.

    The current pane has a little more than half of the width, but never less than the whole of a terminal of 80 columns: its rows
    would be cut where a narrower terminal shows them whole. One blank cell separates the two sides.
    """
    if not others:
        return [size.region]
    width = max(SMALLEST, size.width * 11 // 20)
    bounds = [size.height * place // others for place in range(others + 1)]
    beside = size.width - width - 1
    stack = [Region(width + 1, top, beside, bottom - top) for top, bottom in itertools.pairwise(bounds)]
    return [Region(0, 0, width, size.height), *stack]


class PaneLayout(Layout):
    """Arranges the visible panes by `pane_regions`. current: the id of the current one."""

    name = "panes"

    def __init__(self, current: str) -> None:
        self.current = current

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:  # noqa: ARG002
        """Places the children; `greedy` does not matter, since nothing is sized by its content."""
        parent.pre_layout(self)
        ordered = sorted(children, key=lambda child: child.id != self.current)  # stable: the others keep their order
        places = pane_regions(size, len(children) - 1)
        return [WidgetPlacement(place, NULL_OFFSET, NULL_SPACING, child) for child, place in zip(ordered, places, strict=True)]
