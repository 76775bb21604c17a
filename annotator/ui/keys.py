"""Keys as words: what was pressed, how it is shown, and what is a plain key."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.model.codebook import Tag

_MODIFIER = Qt.KeyboardModifier
_COMMANDS = _MODIFIER.ControlModifier | _MODIFIER.AltModifier | _MODIFIER.MetaModifier
_SHOWN = {"Return": "Enter", "Del": "Delete", "PgDown": "Page down", "PgUp": "Page up"}
_MODIFIER_KEYS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_unknown,
)


def key_of(event: QKeyEvent) -> str:
    """Return the key of an event in Qt's portable words, such as ``Ctrl+Shift+F``.

    What is written with Shift or AltGr, such as ``}``, is the character itself,
    whatever it takes on somebody's keyboard. A modifier alone is "".
    """
    if event.key() in _MODIFIER_KEYS:
        return ""
    modifiers = event.modifiers() & ~_MODIFIER.KeypadModifier
    text = event.text()
    # Windows reports AltGr as Ctrl and Alt together.
    alt_gr = modifiers & _COMMANDS == (
        _MODIFIER.ControlModifier | _MODIFIER.AltModifier
    )
    written = len(text) == 1 and text.isprintable() and not text.isspace()
    if written and (alt_gr or not modifiers & _COMMANDS):
        shift = modifiers & _MODIFIER.ShiftModifier and text.isalpha()
        return f"Shift+{text.upper()}" if shift else text.upper()
    key = Qt.Key(event.key())
    if key is Qt.Key.Key_Backtab:
        return "Shift+Tab"
    if key is Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    if _is_sign(key):
        modifiers &= ~_MODIFIER.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(
        QKeySequence.SequenceFormat.PortableText
    )


def is_plain(key: str) -> bool:
    """Tell whether a key is one of the text, not of the whole window.

    Letters, signs, Tab, Enter, Esc and Del are also what fields are typed with.
    """
    combination: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]
    if combination.keyboardModifiers() & _COMMANDS:
        return False
    return not Qt.Key.Key_F1 <= combination.key() <= Qt.Key.Key_F35


def shown_keys(keys: Iterable[str]) -> str:
    """Return keys as people read them: ``Tab or N``."""
    return " or ".join(shown_key(key) for key in keys)


def shown_key(key: str) -> str:
    """Return one key as people read it: ``Ctrl+Enter``."""
    if key.endswith("++"):
        return f"{key[:-2]} and plus" if len(key) > 2 else "+"  # noqa: PLR2004
    parts = key.split("+") if key != "+" else [key]
    return "+".join(_SHOWN.get(part, part) for part in parts)


def tag_keys(tag: Tag, number: int) -> tuple[str, ...]:
    """Return the keys of a tag: its letter, and its ``number`` from 1 to 9."""
    digit = str(number) if number < 10 else ""  # noqa: PLR2004
    return tuple(key for key in (tag.key.upper(), digit) if key)


def is_key(words: str) -> bool:
    """Tell whether Qt knows ``words`` as one key: a settings file may say anything."""
    sequence = QKeySequence(words)
    portable = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return sequence.count() == 1 and portable != ""


def _is_sign(key: Qt.Key) -> bool:
    return key < Qt.Key.Key_Escape and not chr(key).isalpha()
