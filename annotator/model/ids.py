"""Identifiers: a UUID for every entity, written as 32 hexadecimal digits."""

from __future__ import annotations

import os
import re
from typing import NewType
from uuid import UUID, uuid5

DocumentId = NewType("DocumentId", str)
AnnotationId = NewType("AnnotationId", str)
AnnotatorId = NewType("AnnotatorId", str)
TagId = NewType("TagId", str)
AttributeId = NewType("AttributeId", str)
RelationTypeId = NewType("RelationTypeId", str)
RelationId = NewType("RelationId", str)
CodebookId = NewType("CodebookId", str)

_NAMESPACE = UUID("6b0c4a0e-3c0e-5c3f-9b43-6d1f3f0f5a11")

# int(text, 16) would take "0x", underscores and the digits of other scripts too.
_digits = re.compile("[0-9A-Fa-f]{32}").fullmatch


def new_id() -> str:
    """Return a random UUID (version 4) as 32 hexadecimal digits."""
    # os.urandom and two masks: uuid4() spends most of its time on the object.
    number = int.from_bytes(os.urandom(16)) & ~(0xF << 76) & ~(0x3 << 62)
    return f"{number | (4 << 76) | (2 << 62):032x}"


def derived_id(kind: str, *names: str) -> str:
    """Return the UUID (version 5) that always belongs to these names.

    Two people who add a tag of the same name, or import the same file, get the
    same id for it, so that their projects can be merged later.
    """
    return uuid5(_NAMESPACE, "\x1f".join((kind, *names))).hex


def parse_id(text: str) -> str | None:
    """Return ``text`` as 32 lower-case hexadecimal digits, or None if it is no UUID."""
    plain = text.removeprefix("urn:uuid:").replace("-", "")
    return plain.lower() if _digits(plain) else None
