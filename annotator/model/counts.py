"""Numbers of things, as people write them."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """Return such as ``1 document`` or ``2,500 documents``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
