"""The key reference: everything that can be done, and how, as it is at the moment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.model.codebook import Codebook
from annotator.ui.action_table import MENUS
from annotator.ui.actions import ActionBook
from annotator.ui.gestures import GESTURES, TAKES, TAKES_SENTENCE
from annotator.ui.key_caps import KeyCaps
from annotator.ui.keys import shown_key, tag_keys
from annotator.ui.pages import Line, ListPage, Section


class KeyPage(ListPage):
    """Lists gestures, the tags of the open project, and all actions by their menus."""

    def __init__(
        self,
        book: ActionBook,
        codebook: Codebook | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Keys", "Find a key", parent)
        gestures = self.add_section("In the text")
        for gesture in GESTURES:
            _add(gestures, gesture.what, gesture.help, (gesture.how,))
        if codebook is not None:
            self._add_tags(codebook)
        for menu in MENUS:
            section = self.add_section(menu.title.replace("&", ""))
            for action in (action for part in menu.parts for action in part):
                caps = [shown_key(key) for key in book.keys(action.name)]
                _add(section, action.title, action.help, caps)

    def _add_tags(self, codebook: Codebook) -> None:
        section = self.add_section("Tags of this project")
        for number, tag in enumerate(codebook.active_tags(), start=1):
            takes = TAKES.get(tag.role, TAKES_SENTENCE)
            _add(section, f"{tag.mark}  {tag.name}", takes, tag_keys(tag, number))


def _add(section: Section, title: str, about: str, caps: Sequence[str]) -> None:
    line = Line(title.rstrip("…"), about, KeyCaps(caps))
    section.add(line, " ".join((title, about, *caps)))
