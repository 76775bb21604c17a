"""The keys of all actions on the page of settings: seen, changed, and put back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from annotator.model.codebook import Codebook
from annotator.ui.action_table import MENUS
from annotator.ui.keys import shown_keys
from annotator.ui.pages import Line, ListPage
from annotator.ui.rebinding import (
    Chosen,
    clash_of,
    keys_in_use,
    title_of,
    usual_keys,
    with_key,
    with_usual_keys,
    without_key,
)
from annotator.ui.settings.key_line import KeyLine

_ABOUT = (
    "Press a line, then the new key. Without Ctrl or Alt, a key works in the text and "
    "the list."
)


class KeyLines(QObject):
    """A section of the page for each menu, with a line for each action.

    Signals:
        changed: Carries the keys of actions that have other keys than usual.
    """

    changed = Signal(object)

    def __init__(self, page: ListPage, codebook: Codebook | None) -> None:
        super().__init__(page)
        self._codebook = codebook
        self._chosen: Chosen = {}
        self._wanted = ""
        self.lines: dict[str, KeyLine] = {}
        self.all_back = QPushButton("All back to the usual keys")
        self.all_back.clicked.connect(lambda: self.changed.emit({}))
        section = page.add_section("Keys")
        section.add(Line("Your own keys", _ABOUT, self.all_back), "usual all back")
        for menu in MENUS:
            section = page.add_section(f"Keys: {menu.title.replace('&', '')}")
            for action in (action for part in menu.parts for action in part):
                line = KeyLine(action)
                self._connect(line)
                self.lines[action.name] = line
                section.add(line, f"{action.title} {action.help}")

    def show_keys(self, chosen: Chosen) -> None:
        """Show the keys as they are."""
        self._chosen = chosen
        self.all_back.setEnabled(bool(chosen))
        for name, keys in keys_in_use(chosen).items():
            self.lines[name].show_keys(keys, usual_keys(name))

    def _connect(self, line: KeyLine) -> None:
        name = line.action.name
        line.opened.connect(lambda: self._open(line))
        line.pressed.connect(lambda key: self._on_pressed(line, key))
        line.taken.connect(lambda: self._give(line, self._wanted))
        line.removed.connect(lambda key: self._on_removed(line, key))
        line.usual_wanted.connect(lambda: self._on_usual(line, name))

    def _open(self, line: KeyLine) -> None:
        for other in self.lines.values():
            other.close_strip()
        line.open_strip()

    def _on_pressed(self, line: KeyLine, key: str) -> None:
        clash = clash_of(key, line.action.name, self._chosen, self._codebook)
        if clash is None:
            self._give(line, key)
        else:
            self._wanted = key
            line.tell(clash.words, title_of(clash.owner) if clash.owner else "")

    def _give(self, line: KeyLine, key: str) -> None:
        self._change(line, with_key(self._chosen, line.action.name, key))

    def _on_removed(self, line: KeyLine, key: str) -> None:
        self._change(line, without_key(self._chosen, line.action.name, key))

    def _on_usual(self, line: KeyLine, name: str) -> None:
        self._change(line, with_usual_keys(self._chosen, name))

    def _change(self, line: KeyLine, chosen: Chosen) -> None:
        """Use other keys, and say which other actions have other keys by that."""
        before = keys_in_use(self._chosen)
        # What was pressed goes: the focus is to stay in this line.
        line.tell("")
        self.changed.emit(chosen)
        lines = [
            f"“{title_of(name)}” has {shown_keys(keys) or 'no key'} now."
            for name, keys in keys_in_use(self._chosen).items()
            if keys != before[name] and name != line.action.name
        ]
        line.tell(" ".join(lines))
