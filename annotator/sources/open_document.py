"""OpenDocument texts: paragraphs, headings, lists and tables in order."""

from __future__ import annotations

from typing import Any

from annotator.errors import SourceError
from annotator.model.counts import counted
from annotator.sources.base import Extracted, SourceOptions, Unusable
from annotator.sources.container import Container, attribute, local_name

_NOT_READ = frozenset(
    (
        *("annotation", "annotation-end", "tracked-changes", "note-citation"),
        *("sequence-decls", "variable-decls", "user-field-decls", "forms", "ruby-text"),
        *("title", "desc"),
    )
)
_MOST_SPACES = 10_000  # in one element; a text has room for no more
_FIELDS = {"title": "title", "creator": "author", "language": "language"}


class OpenDocumentText:
    """Texts of LibreOffice and its relatives."""

    title = "OpenDocument"
    suffixes = (".odt", ".ott")
    largest = 100_000_000
    apart = True

    def read(
        self,
        content: bytes,
        file_name: str,
        options: SourceOptions,  # noqa: ARG002
    ) -> list[Extracted | Unusable]:
        """Return the one text of a document."""
        parts = Container(content, file_name, "an OpenDocument text (.odt)")
        _require_readable(parts)
        bodies = list(parts.xml("content.xml").iter("{*}text"))
        pieces: list[str] = []
        notes: list[Any] = []
        if bodies:
            _blocks(bodies[0], pieces, notes, 0)
        changes = []
        if notes:
            notes_put = counted(len(notes), "note")
            changes.append(f"put {notes_put} at the end, marked [1] and so on")
            _add_notes(pieces, notes)
        text = "".join(pieces)
        if not text.strip():
            raise SourceError(f"{file_name} has no text.")
        return [
            Extracted(
                text=text,
                extractor="open document",
                metadata=_metadata(parts),
                changes=tuple(changes),
            )
        ]


def _require_readable(parts: Container) -> None:
    if "META-INF/manifest.xml" in parts.names and list(
        parts.xml("META-INF/manifest.xml").iter("{*}encryption-data")
    ):
        raise SourceError(
            f"{parts.file_name} is encrypted.", hint="Save it without a password."
        )


def _blocks(node: Any, pieces: list[str], notes: list[Any], cells: int) -> None:  # noqa: ANN401
    """Write what stands below a node, a line a paragraph and a row."""
    for child in node:
        name = local_name(child)
        if name in {"p", "h"}:
            _inline(child, pieces, notes)
            pieces.append(" " if cells else "\n")
        elif name == "table-row":
            _row(child, pieces, notes, cells)
        elif name not in _NOT_READ:
            _blocks(child, pieces, notes, cells)


def _row(row: Any, pieces: list[str], notes: list[Any], cells: int) -> None:  # noqa: ANN401
    found = [cell for cell in row if local_name(cell) == "table-cell"]
    for number, cell in enumerate(found):
        if number:
            pieces.append("\t")
        start = len(pieces)
        _blocks(cell, pieces, notes, cells + 1)
        if len(pieces) > start and pieces[-1] == " ":
            pieces.pop()
    pieces.append(" " if cells else "\n")


def _inline(node: Any, pieces: list[str], notes: list[Any]) -> None:  # noqa: ANN401
    """Write the letters of a paragraph."""
    _say(node.text, pieces)
    for child in node:
        name = local_name(child)
        if name == "s":
            count = attribute(child, "c") or "1"
            spaces = int(count) if count.isascii() and count.isdigit() else 1
            pieces.append(" " * min(spaces, _MOST_SPACES))
        elif name in {"tab", "line-break"}:
            pieces.append("\t" if name == "tab" else "\n")
        elif name == "note":
            notes.append(child)
            pieces.append(f"[{len(notes)}]")
        elif name not in _NOT_READ:
            _inline(child, pieces, notes)
        _say(child.tail, pieces)


def _say(text: str | None, pieces: list[str]) -> None:
    """Write letters; OpenDocument 1.2, 6.1.2: white space collapses, and none leads."""
    for letter_or_space in _split(text or ""):
        ends = not pieces or pieces[-1][-1:] in {" ", "\n", "\t"}
        if letter_or_space != " " or not ends:
            pieces.append(letter_or_space)


def _split(text: str) -> list[str]:
    words = text.replace("\t", " ").replace("\r", " ").replace("\n", " ").split(" ")
    spaced = [piece for word in words for piece in (word, " ")][:-1]
    return [piece for piece in spaced if piece]


def _add_notes(pieces: list[str], notes: list[Any]) -> None:
    pieces.append("\n")
    # A note may refer to no other; what it would add to this list is not read.
    for number, note in enumerate(list(notes), start=1):
        pieces.append(f"[{number}] ")
        start = len(pieces)
        for body in note.iter("{*}note-body"):
            _blocks(body, pieces, [], 0)
        if len(pieces) == start:
            pieces.append("\n")


def _metadata(parts: Container) -> dict[str, object]:
    if "meta.xml" not in parts.names:
        return {}
    return {
        _FIELDS[local_name(node)]: node.text.strip()
        for node in parts.xml("meta.xml").iter("{*}*")
        if local_name(node) in _FIELDS and (node.text or "").strip()
    }
