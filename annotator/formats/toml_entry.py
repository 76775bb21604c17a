"""One table of a TOML file that people write by hand, and what may be wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from annotator.errors import CodebookError
from annotator.formats.checks import shown, uuid_in
from annotator.model.ids import TagId, derived_id


class Entry:
    """One table of the file: gives out its values, and its name in messages."""

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        self._values = values
        self._place = place

    def error(self, problem: str, hint: str) -> CodebookError:
        """Return the error that says what is wrong here and how to mend it."""
        return CodebookError(f"{self._place}: {problem}.", hint=hint)

    def require_known(self, keys: str) -> None:
        """Refuse misspelt keys, whose values would be lost without a word."""
        unknown = sorted(self._values.keys() - set(keys.split()))
        if unknown:
            raise self.error(
                f"the key {shown(unknown[0])} is unknown",
                f"Use one of: {', '.join(keys.split())}.",
            )

    def name(self) -> str:
        """Return the name every entry must have."""
        name = self.text("name")
        if not name or name != name.strip() or not name.isprintable():
            raise self.error(
                f"the name {shown(name)} is empty, or has white space at its ends"
                " or line breaks",
                'Give it one, as in name = "claim".',
            )
        return name

    def id(self, kind: str) -> str:
        """Return the id, or the one that always belongs to this kind and name."""
        text = self.text("id")
        uuid = uuid_in(text) if text else derived_id(kind, self.name())
        if uuid is None:
            raise self.error(
                f"the id {shown(text)} is not a UUID",
                "Leave it out to get one.",
            )
        return uuid

    def has(self, key: str) -> bool:
        """Tell whether there is anything under ``key``."""
        return key in self._values

    def text(self, key: str) -> str:
        """Return a text, or "" if there is none."""
        value = self._values.get(key, "")
        if not _is_text(value):
            raise self.error(f"{key} is not text", f'Write it as in {key} = "…".')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, or nothing if there is none."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(map(_is_text, value)):
            raise self.error(
                f"{key} is not a list of texts", f'Write it as in {key} = ["…", "…"].'
            )
        return tuple(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self.error(
                f"{key} is neither true nor false",
                f"Write {key} = true, or leave it out.",
            )
        return value

    def tables(self, key: str) -> list[Mapping[str, object]]:
        """Return the tables under ``[[key]]``."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.error(
                f"{key} is not a list of tables", f"Begin each of them with [[{key}]]."
            )
        return value

    def tag_ids(self, key: str, tag_ids: Mapping[str, TagId]) -> tuple[TagId, ...]:
        """Return the ids of the tags that are named under ``key``."""
        names = self.texts(key)
        for name in names:
            if name.casefold() not in tag_ids:
                raise self.error(
                    f"{key} names {shown(name)}, which is no tag of this codebook",
                    "Add the tag, or correct the name.",
                )
        return tuple(dict.fromkeys(tag_ids[name.casefold()] for name in names))

    def inner(self, values: Mapping[str, object], number: int, what: str) -> Entry:
        """Return the entry for one of the tables in this one."""
        name = values.get("name")
        title = shown(name) if isinstance(name, str) else str(number)
        return Entry(values, f"{self._place}, {what} {title}")


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and "\0" not in value
