"""The order in which Tab goes through widgets that were not made in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_in_order(anchor: QWidget, widgets: Sequence[QWidget]) -> None:
    """Let Tab go through ``widgets`` one by one, from where ``anchor`` stands.

    Args:
        anchor: Stands still; it need not take the focus itself.
        widgets: All in the window of the anchor; each takes the focus itself.
    """
    policy = anchor.focusPolicy()
    # Qt overlooks the order of what does not take the focus.
    anchor.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for one, other in pairwise([anchor, *widgets]):
        QWidget.setTabOrder(one, other)
    anchor.setFocusPolicy(policy)
