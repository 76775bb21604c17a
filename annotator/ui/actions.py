"""The actions of the window at work: who does what, and by which keys.

What a deed does is provided by whoever can do it; as long as nobody does, its menu
entry is grey.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from annotator.ui.action_table import ACTIONS, MENUS, Action
from annotator.ui.keys import is_plain, shown_key, shown_keys
from annotator.ui.rebinding import keys_in_use, title_of

Deed = Callable[[], object]


class ActionBook(QObject):
    """The table as Qt's actions, with who does each at the moment.

    Signals:
        changed: A deed can be done now, or no longer, or has other keys.
    """

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._deeds: dict[str, Deed] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._refused: set[str] = set()
        self._writable = False
        self.qt: dict[str, QAction] = {}
        for action in ACTIONS:
            self.qt[action.name] = self._make(action, window)
        self.use_keys({})

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus."""
        for menu in MENUS:
            shown = bar.addMenu(menu.title)
            for number, part in enumerate(menu.parts):
                if number:
                    shown.addSeparator()
                shown.addActions([self.qt[action.name] for action in part])

    def provide(self, deeds: Mapping[str, Deed]) -> None:
        """Let these be done from now on.

        Raises:
            KeyError: The table has no action of such a name.
        """
        for name, deed in deeds.items():
            if name not in self.qt:
                raise KeyError(name)
            self._deeds[name] = deed
        self._enable()

    def withdraw(self, deeds: Mapping[str, Deed]) -> None:
        """Let these not be done any more."""
        for name in deeds:
            self._deeds.pop(name, None)
        self._enable()

    def set_writable(self, writable: bool) -> None:  # noqa: FBT001
        """Let what changes the project be done, or not."""
        self._writable = writable
        self._enable()

    def allow(self, name: str, possible: bool) -> None:  # noqa: FBT001
        """Say whether a deed that is provided has anything to do just now."""
        if possible == (name in self._refused):
            self._refused ^= {name}
            self._enable()

    def use_keys(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Use the keys of the table, but for the actions in ``chosen`` those."""
        self._keys = keys_in_use(chosen)
        for action in ACTIONS:
            self._show_keys(action)
        self.changed.emit()

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of an action as they are now."""
        return self._keys[name]

    def shown(self, name: str) -> str:
        """Return for a sentence by what an action is done: a key, or its title."""
        keys = self._keys[name]
        return shown_key(keys[0]) if keys else f"“{title_of(name)}”"

    def plain_keys(self) -> frozenset[str]:
        """Return the keys of the text and the list that mean something now."""
        return frozenset(
            key
            for name, keys in self._keys.items()
            if name in self._deeds
            for key in keys
            if is_plain(key)
        )

    def can(self, name: str) -> bool:
        """Tell whether an action can be done now."""
        return self.qt[name].isEnabled()

    def run(self, name: str) -> bool:
        """Do it, if it can be done; tell whether it was."""
        if not self.can(name):
            return False
        self._deeds[name]()
        return True

    def press(self, key: str) -> bool:
        """Do what a plain key of the text stands for; tell whether it means anything.

        A key of something that cannot be done now is swallowed all the same.
        """
        for name, keys in self._keys.items():
            if key in keys and name in self._deeds:
                self.run(name)
                return True
        return False

    def _make(self, action: Action, window: QWidget) -> QAction:
        made = QAction(action.words, window)
        made.setObjectName(action.name)
        made.setCheckable(action.checkable)
        made.triggered.connect(lambda _=False: self.run(action.name))
        window.addAction(made)
        return made

    def _show_keys(self, action: Action) -> None:
        keys = self._keys[action.name]
        made = self.qt[action.name]
        made.setShortcuts([QKeySequence(key) for key in keys if not is_plain(key)])
        plain = [key for key in keys if is_plain(key)]
        # Behind a tab the menu shows a key without taking it from the window.
        words = made.text().partition("\t")[0]
        if plain and plain[0] == keys[0]:
            words = f"{words}\t{shown_keys(plain)}"
        made.setText(words)

    def _enable(self) -> None:
        for action in ACTIONS:
            self.qt[action.name].setEnabled(
                action.name in self._deeds
                and action.name not in self._refused
                and (self._writable or not action.writes)
            )
        self.changed.emit()
