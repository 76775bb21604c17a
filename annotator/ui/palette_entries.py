"""What the palette lists: all actions, the documents and the tags of the project."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from annotator.model.ids import DocumentId
from annotator.ui.action_table import MENUS, Action
from annotator.ui.actions import ActionBook
from annotator.ui.annotate_place import AnnotatePlace
from annotator.ui.keys import shown_key, tag_keys
from annotator.ui.palette_list import Entry

PALETTE = "view.palette"
"""The one action that the palette does not list: it is open already."""


def all_entries(
    book: ActionBook, place: AnnotatePlace | None, go_to: Callable[[DocumentId], object]
) -> list[Entry]:
    """Return everything that can be done, in the order of the menus.

    Args:
        book: What can be done at all.
        place: The open project, if there is one.
        go_to: Shows a document.
    """
    entries = [
        _of_action(action, menu.title.replace("&", ""), book)
        for menu in MENUS
        for part in menu.parts
        for action in part
        if action.name != PALETTE
    ]
    return (
        entries
        if place is None
        else [*entries, *_tags(place), *_documents(place, go_to)]
    )


def _of_action(action: Action, menu: str, book: ActionBook) -> Entry:
    checked = " · on" if action.checkable and book.qt[action.name].isChecked() else ""
    return Entry(
        name=action.name,
        title=action.title,
        about=f"{menu}{checked}",
        deed=lambda: book.run(action.name),
        caps=tuple(shown_key(key) for key in book.keys(action.name)),
        possible=book.can(action.name),
    )


def _tags(place: AnnotatePlace) -> list[Entry]:
    shown = place.isVisible() and place.document is not None
    return [
        Entry(
            name=f"tag.{tag.id}",
            title=f"Tag as {tag.name}",
            about="Tag",
            deed=partial(place.tagging.tag, tag),
            caps=tag_keys(tag, number),
            possible=shown and not place.session.read_only,
            typed_only=True,
        )
        for number, tag in enumerate(place.session.codebook.active_tags(), start=1)
    ]


def _documents(
    place: AnnotatePlace, go_to: Callable[[DocumentId], object]
) -> list[Entry]:
    return [
        Entry(
            name=f"document.{info.id}",
            title=f"Go to {info.title}",
            about="Document" if info.title == info.name else info.name,
            deed=partial(go_to, info.id),
            typed_only=True,
        )
        for info in place.documents.infos()
    ]
