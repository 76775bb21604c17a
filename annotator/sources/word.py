"""Word documents: paragraphs and tables in order, footnotes at the end.

The text is as it would be with all tracked changes accepted. Comments are kept
in the metadata, each with the range it speaks of.
"""

from __future__ import annotations

from typing import Any

from annotator.errors import SourceError
from annotator.model.counts import counted
from annotator.sources.base import Extracted, SourceOptions, Unusable
from annotator.sources.container import Container, attribute, local_name

_MAIN = ("document.main+xml", "documentMacroEnabled.main+xml")
_NOT_READ = frozenset(
    (
        *("del", "moveFrom", "Fallback", "rPr", "pPr", "tblPr", "trPr", "tcPr"),
        *("sectPr", "instrText", "delText", "sdtPr"),
    )
)
_LETTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_NOTES = ("footnotes", "endnotes")
_OFF = frozenset(("0", "false", "off"))


class WordDocument:
    """Word since 2007."""

    title = "Word"
    suffixes = (".docx", ".docm")
    largest = 100_000_000
    apart = True

    def read(
        self,
        content: bytes,
        file_name: str,
        options: SourceOptions,  # noqa: ARG002
    ) -> list[Extracted | Unusable]:
        """Return the one text of a document."""
        parts = Container(content, file_name, "a Word document (.docx)")
        main = _main_part(parts)
        writer = _Writer()
        writer.blocks(parts.xml(main))
        notes = writer.notes(parts, main.rpartition("/")[0])
        text = writer.text()
        if not text.strip():
            raise SourceError(f"{file_name} has no text.")
        changes = []
        if notes:
            notes_put = counted(notes, "note")
            changes.append(f"put {notes_put} at the end, marked [1] and so on")
        if writer.tracked:
            changes.append("took all tracked changes as accepted")
        metadata = _properties(parts)
        comments = _comments(parts, main.rpartition("/")[0], writer)
        if comments:
            metadata["comments"] = comments
        return [
            Extracted(
                text=text, extractor="word", metadata=metadata, changes=tuple(changes)
            )
        ]


class _Writer:
    """Collects the text of a document, and where comments begin and end in it."""

    def __init__(self) -> None:
        self.tracked = False
        self.ranges: dict[str, list[int]] = {}
        self._pieces: list[str] = []
        self._length = 0
        self._references: list[tuple[str, str]] = []
        self._cells = 0

    def text(self) -> str:
        return "".join(self._pieces)

    def blocks(self, node: Any) -> None:  # noqa: ANN401
        """Write what stands below ``node``, a line a paragraph and a row."""
        for child in node:
            name = local_name(child)
            if name in {"del", "moveFrom", "ins", "moveTo"}:
                self.tracked = True
            if name in _NOT_READ or (name == "r" and _is_hidden(child)):
                continue
            if name == "p":
                self.blocks(child)
                self._say(" " if self._cells else "\n")
            elif name == "tr":
                self._row(child)
            else:
                self._inline(child, name)
                self.blocks(child)

    def notes(self, parts: Container, folder: str) -> int:
        """Write the notes that were referred to, and return how many there are."""
        found = {kind: _notes(parts, f"{folder}/{kind}.xml") for kind in _NOTES}
        references = list(self._references)
        for number, (kind, key) in enumerate(references, start=1):
            self._say(f"\n[{number}] " if number == 1 else f"[{number}] ")
            note = found[kind].get(key)
            if note is None:
                self._say("\n")
            else:
                self.blocks(note)
        return len(references)

    def _row(self, row: Any) -> None:  # noqa: ANN401
        cells = [cell for cell in row.iterdescendants() if _is_cell_of(cell, row)]
        for number, cell in enumerate(cells):
            if number:
                self._say("\t")
            self._cells += 1
            self.blocks(cell)
            self._cells -= 1
            self._trim()
        self._say(" " if self._cells else "\n")

    def _inline(self, node: Any, name: str) -> None:  # noqa: ANN401
        if name == "t":
            self._say((node.text or "").replace("\r\n", "\n").replace("\r", "\n"))
        elif name in _LETTERS:
            self._say(" " if self._cells and name == "br" else _LETTERS[name])
        elif name == "sym":
            self._say(_symbol(attribute(node, "char")))
        elif name in {"footnoteReference", "endnoteReference"}:
            key = attribute(node, "id") or ""
            self._references.append((f"{name.removesuffix('Reference')}s", key))
            self._say(f"[{len(self._references)}]")
        elif name in {"commentRangeStart", "commentRangeEnd"}:
            key = attribute(node, "id") or ""
            self.ranges.setdefault(key, []).append(self._length)

    def _say(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _trim(self) -> None:
        """Take back the space after the last paragraph of a cell."""
        if self._pieces and self._pieces[-1] == " ":
            self._pieces.pop()
            self._length -= 1


def _main_part(parts: Container) -> str:
    """Return the name of the part that holds the body."""
    for node in parts.xml("[Content_Types].xml"):
        if node.get("ContentType", "").endswith(_MAIN):
            return str(node.get("PartName", "")).lstrip("/")
    raise SourceError(f"{parts.file_name} is no Word document.")


def _notes(parts: Container, name: str) -> dict[str, Any]:
    if name not in parts.names:
        return {}
    return {attribute(node, "id") or "": node for node in parts.xml(name)}


def _comments(
    parts: Container, folder: str, writer: _Writer
) -> list[dict[str, object]]:
    """Return the comments with author, date, and range in code points."""
    comments = []
    for key, node in _notes(parts, f"{folder}/comments.xml").items():
        said = _Writer()
        said.blocks(node)
        comment: dict[str, object] = {"text": said.text().strip()}
        for name in ("author", "date"):
            value = attribute(node, name)
            if value:
                comment[name] = value
        place = writer.ranges.get(key, [])
        if len(place) == 2:  # noqa: PLR2004 - from and to
            comment |= {"start": place[0], "end": place[1]}
        comments.append(comment)
    return comments


def _properties(parts: Container) -> dict[str, object]:
    if "docProps/core.xml" not in parts.names:
        return {}
    names = {"title": "title", "creator": "author", "language": "language"}
    return {
        names[local_name(node)]: node.text.strip()
        for node in parts.xml("docProps/core.xml")
        if local_name(node) in names and (node.text or "").strip()
    }


def _is_cell_of(node: Any, row: Any) -> bool:  # noqa: ANN401
    if local_name(node) != "tc":
        return False
    above = node.getparent()
    while local_name(above) not in {"tr", "tc"}:
        above = above.getparent()
    return above is row


def _is_hidden(run: Any) -> bool:  # noqa: ANN401
    return any(
        local_name(node) == "vanish" and attribute(node, "val") not in _OFF
        for properties in run
        if local_name(properties) == "rPr"
        for node in properties
    )


def _symbol(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
