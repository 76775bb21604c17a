"""Which key belongs to which action, and what stands in the way of another.

What was chosen is kept as the keys of those actions that differ from the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from annotator.model.codebook import Codebook
from annotator.ui.action_table import ACTIONS, MENUS
from annotator.ui.keys import is_key, shown_key

Chosen = Mapping[str, tuple[str, ...]]
"""The keys of actions that have other keys than usual, by the actions' names."""

_BY_NAME = {action.name: action for action in ACTIONS}
_MOVING = ("Left", "Right", "Up", "Down", "Home", "End")
_CARET = frozenset(
    (
        *(
            f"{held}{key}"
            for held in ("", "Shift+", "Ctrl+", "Ctrl+Shift+")
            for key in _MOVING
        ),
        *(f"{held}{key}" for held in ("", "Shift+") for key in ("PgUp", "PgDown")),
    )
)
_FIELDS = frozenset(("Ctrl+A", "Ctrl+V", "Ctrl+X"))


class Clash(NamedTuple):
    """Why a key cannot simply be had.

    Attributes:
        words: To be read by people.
        owner: The name of the action it can be taken from; "" if it has to stay.
    """

    words: str
    owner: str = ""


def title_of(name: str) -> str:
    """Return what an action is called in the middle of a sentence."""
    return _BY_NAME[name].title.rstrip("…")


def usual_keys(name: str) -> tuple[str, ...]:
    """Return the keys of an action by the table."""
    return _BY_NAME[name].keys


def keys_in_use(chosen: Chosen) -> dict[str, tuple[str, ...]]:
    """Return the keys of all actions.

    A key that was chosen for one action is no longer the usual one of another: Qt
    does nothing at all for a key that two actions claim.
    """
    owners: dict[str, str] = {}
    for name, keys in chosen.items():
        if name in _BY_NAME:
            for key in keys:
                owners.setdefault(key, name)
    return {
        name: tuple(
            key
            for key in chosen.get(name, action.keys)
            if is_key(key) and owners.get(key, name) == name
        )
        for name, action in _BY_NAME.items()
    }


def with_key(chosen: Chosen, name: str, key: str) -> Chosen:
    """Return the choice with one more key for an action, whoever has it now."""
    keys = keys_in_use(chosen)[name]
    return _only_unusual(_without(chosen, {key}) | {name: (*keys, key)})


def without_key(chosen: Chosen, name: str, key: str) -> Chosen:
    """Return the choice with one key less for an action."""
    left = tuple(one for one in keys_in_use(chosen)[name] if one != key)
    return _only_unusual({**chosen, name: left})


def with_usual_keys(chosen: Chosen, name: str) -> Chosen:
    """Return the choice with the keys of the table for an action, whoever has them."""
    others = _without(chosen, set(usual_keys(name)))
    others.pop(name, None)
    return _only_unusual(others)


def clash_of(
    key: str, name: str, chosen: Chosen, codebook: Codebook | None
) -> Clash | None:
    """Return what speaks against a key for an action, or None.

    Args:
        key: As ``keys.key_of`` has it.
        name: Of the action that is to have it.
        chosen: The keys as they are.
        codebook: Of the open project, whose tags have keys of their own.
    """
    shown = shown_key(key)
    stays = _why_it_stays(key, codebook)
    if stays:
        return Clash(f"{shown} {stays}")
    owner = next((one for one, keys in keys_in_use(chosen).items() if key in keys), "")
    if owner == name:
        return Clash(f"{shown} is one of its keys already.")
    if owner:
        return Clash(f"{shown} is the key of “{title_of(owner)}”.", owner)
    return None


def _why_it_stays(key: str, codebook: Codebook | None) -> str:
    letter = key.removeprefix("Shift+")
    tag = codebook.tag_for_key(letter) if codebook and len(letter) == 1 else None
    menu = next((m.title for m in MENUS if key == f"Alt+{_mnemonic(m.title)}"), "")
    if tag is not None:
        does = "tags as" if letter == key else "locks the tag"
        return f"{does} {tag.name}. A tag’s letter is changed in the codebook."
    if key in _CARET:
        return "moves the caret, and stays."
    if key in _FIELDS:
        return "is what one types with in every field, and stays."
    if menu:
        return f"opens the menu {menu.replace('&', '')}, and stays."
    return ""


def _mnemonic(title: str) -> str:
    return title.partition("&")[2][:1].upper()


def _without(chosen: Chosen, keys: set[str]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(key for key in its if key not in keys)
        for name, its in chosen.items()
    }


def _only_unusual(chosen: Chosen) -> Chosen:
    """Leave out what is as the table has it, and actions there are no more."""
    return {
        name: keys
        for name, keys in chosen.items()
        if name in _BY_NAME and set(keys) != set(usual_keys(name))
    }
