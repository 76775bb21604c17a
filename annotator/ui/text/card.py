"""The card about the annotations under the mouse."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from annotator.model.annotation import Mark
from annotator.ui.open_document import OpenDocument
from annotator.ui.tag_colors import ink
from annotator.ui.theme import current_colors

if TYPE_CHECKING:
    from annotator.ui.text.document_view import DocumentView


def card_at(view: DocumentView, point: QPoint) -> str:
    """Return what to tell about the annotations under ``point``.

    Args:
        view: Where the mouse is.
        point: In pixels of the viewport.

    Returns:
        Rich text of escaped words, or "" when there are no annotations.
    """
    opened = view.opened
    if opened is None:
        return ""
    offset = view.offset_at(point)
    return "<br>".join(
        _line(opened, mark)
        for mark in opened.visible_at(offset)
        if any(start <= offset < end for start, end in mark.spans)
    )


def _line(opened: OpenDocument, mark: Mark) -> str:
    tag = opened.session.codebook.tag(mark.tag_id)
    person = opened.session.people().get(mark.annotator_id)
    who = "" if person is None else f" · {html.escape(person.name)}"
    color = ink(QColor(tag.color), current_colors().color("surface")).name()
    mark_html = f'<span style="color: {color}">{html.escape(tag.mark)}</span>'
    return f"{mark_html} <b>{html.escape(tag.name)}</b>{who}"
