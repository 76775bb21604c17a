"""Tells people who listen to a screen reader what the caret stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from annotator.model.annotation import Mark
from annotator.model.span import Span, quote_of
from annotator.ui.open_document import OpenDocument

if TYPE_CHECKING:
    from annotator.ui.text.document_view import DocumentView

_MOST_WORDS = 60
"""As many characters of an annotation are read out."""


class Speech:
    """Keeps the accessible description of a view, while somebody listens."""

    def __init__(self, view: DocumentView) -> None:
        self._view = view
        # The caret moves first and then an annotation becomes current.
        self._soon = QTimer(view)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)

    def tell_soon(self) -> None:
        """The caret is elsewhere, or another annotation is current."""
        if QAccessible.isActive():
            self._soon.start(0)

    def _tell(self) -> None:
        opened = self._view.opened
        words = description(opened, self._view.caret()) if opened else ""
        if words == self._view.accessibleDescription():
            return
        # Qt tells of the changed description by itself.
        self._view.setAccessibleDescription(words)
        if words.startswith("In "):
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self._view, words)
            )


def description(opened: OpenDocument, caret: int) -> str:
    """Say in which annotations the caret stands, and where.

    Args:
        opened: The document.
        caret: In code points.
    """
    marks = opened.visible_at(caret)
    marks.sort(key=lambda mark: mark.id != opened.current)
    where = f"character {caret:,}"
    if not marks:
        return f"No annotation; {where}"
    told = ", in ".join(_told(opened, mark) for mark in marks)
    return f"In {told}; {where}"


def _told(opened: OpenDocument, mark: Mark) -> str:
    tag = opened.session.codebook.tag(mark.tag_id).name
    person = opened.session.people().get(mark.annotator_id)
    spans = [Span(*span) for span in mark.spans]
    words = " ".join(quote_of(opened.document.text, spans).split())
    if len(words) > _MOST_WORDS:
        words = f"{words[: _MOST_WORDS - 1].rstrip()}…"
    by = f" by {person.name}" if person else ""
    return f"{tag} “{words}”{by}"
