"""What an HTML tree shows, block by block, every letter as it stands there.

Spaces collapse as in a browser: runs of ASCII white space become one space, but
a no-break space stays, and in ``pre`` everything does.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

# https://html.spec.whatwg.org/multipage/rendering.html: what is inline by default.
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code"),
        *("data", "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd"),
        *("label", "mark", "meter", "nobr", "output", "progress", "q", "rp", "rt"),
        *("ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    )
)
# Not head: lxml leaves in it what stands before the first known tag of a body.
_UNSEEN = frozenset(
    (
        *("audio", "canvas", "datalist", "embed", "frameset", "iframe", "map"),
        *("math", "noframes", "noscript", "object", "script", "select", "style"),
        *("svg", "template", "textarea", "title", "video"),
    )
)
_CELLS = frozenset(("td", "th"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_spaces = re.compile("[ \t\n\r\f]+")


def visible_blocks(root: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """Return the paragraphs, headings, list items and table rows under ``root``.

    Cells of a row are separated by a tab; ``br`` is a line end.
    """
    blocks = _Blocks()
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        if event == "start":
            if _is_unseen(node):
                # Its end comes all the same, and with it what follows it.
                walker.skip_subtree()
            else:
                blocks.open(node)
            continue
        if event == "end" and not _is_unseen(node):
            blocks.close(node)
        if node is not root:
            blocks.say(node.tail)
    blocks.flush()
    return blocks.done


class _Blocks:
    """Collects text until a block ends."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._text = ""
        self._pre = 0

    def open(self, node: Any) -> None:  # noqa: ANN401
        if node.tag == "pre":
            self._pre += 1
        if node.tag == "br":
            self._text = f"{self._text.rstrip(' ')}\n"
        elif node.tag in _CELLS:
            self._text = f"{self._text.rstrip(' ')}\t" if self._text.strip() else ""
        elif node.tag not in _INLINE:
            self.flush()
        self.say(node.text)

    def close(self, node: Any) -> None:  # noqa: ANN401
        if node.tag not in _INLINE and node.tag != "br" and node.tag not in _CELLS:
            self.flush()
        if node.tag == "pre":
            self._pre -= 1

    def say(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            self._text += text
            return
        text = _spaces.sub(" ", text)
        if not self._text or self._text[-1] in " \n\t":
            text = text.lstrip(" ")
        self._text += text

    def flush(self) -> None:
        text = self._text.strip("\n") if self._pre else self._text.strip(" \n\t\r")
        if text.strip():
            self.done.append(text)
        self._text = ""


def _is_unseen(node: Any) -> bool:  # noqa: ANN401
    return (
        node.tag in _UNSEEN
        or node.get("hidden") is not None
        or bool(_HIDDEN.search(node.get("style", "")))
    )
