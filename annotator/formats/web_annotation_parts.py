"""What the parts of a W3C Web Annotation say: bodies, targets, selectors, creators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.formats import checks
from annotator.formats.checks import UnusableError, shown
from annotator.formats.offset_units import Claim
from annotator.model.span import QUOTE_JOINER

SHA256 = "urn:sha256:"
NOWHERE = (-1, -1)
"""The span of an annotation that says its words only, not their place."""

Node = dict[str, Any]


def listed(value: object) -> list[Any]:
    """Return the items of a list, a single value as the only one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def sha256_in(iri: str) -> str:
    """Return the SHA-256 an IRI of ours is made from, or "" if it is another."""
    if not iri.startswith(SHA256):
        return ""
    return checks.as_sha256(iri.removeprefix(SHA256))


def iri_of(value: object) -> str:
    """Return the IRI a node is, refers to or is about."""
    if isinstance(value, dict):
        value = value.get("id", value.get("source"))
    return value if isinstance(value, str) else ""


def bodies_of(node: Node) -> tuple[str, str]:
    """Return the tag and the note in the bodies of an annotation."""
    tags: list[str] = []
    notes: list[str] = []
    for body in listed(node.get("body")):
        if not isinstance(body, dict) or not isinstance(body.get("value"), str):
            continue
        purposes = listed(body.get("purpose")) or listed(node.get("motivation"))
        tagging = {"tagging", "classifying"} & {str(each) for each in purposes}
        (tags if tagging else notes).append(body["value"])
    if len(tags) > 1:
        raise UnusableError(f"it has {len(tags)} tags; an annotation has one")
    if isinstance(node.get("bodyValue"), str):
        notes.append(node["bodyValue"])
    return (tags or [""])[0], "\n".join(notes)


def claim_of(node: Node) -> tuple[str, Claim]:
    """Return what text an annotation is about, and where it stands in it."""
    sources, spans, quotes = set(), [], []
    before, after = "", ""
    for target in listed(node.get("target")):
        source, selectors = _selectors(target)
        sources.add(source)
        position = selectors.get("TextPositionSelector", {})
        words = selectors.get("TextQuoteSelector", {})
        if not position and not words:
            raise UnusableError("it is about no span of a text")
        start, end = position.get("start", -1), position.get("end", -1)
        if type(start) is not int or type(end) is not int:
            raise UnusableError("its start or end is not a whole number")
        spans.append((start, end))
        quotes.append(words.get("exact"))
        before = before or checks.as_text(words.get("prefix"), "prefix")
        after = checks.as_text(words.get("suffix"), "suffix")
    if len(sources) != 1:
        raise UnusableError("it is about several texts, or about none")
    texts = [quote for quote in quotes if isinstance(quote, str)]
    quote = QUOTE_JOINER.join(texts) if len(texts) == len(quotes) else None
    name = checks.as_name(node.get("id")) or shown(quote or "")
    return sources.pop(), Claim(name, tuple(spans), quote, before=before, after=after)


def _selectors(target: object) -> tuple[str, Mapping[str, Node]]:
    """Return what a target is about, and its selectors by kind."""
    if not isinstance(target, dict):
        return iri_of(target), {}
    found: dict[str, Node] = {}
    waiting = [(selector, 0) for selector in listed(target.get("selector"))]
    while waiting:
        selector, depth = waiting.pop(0)
        if isinstance(selector, dict):
            kind = str(selector.get("type"))
            # Inside another selector, a position counts from the start of that part.
            if not depth or kind != "TextPositionSelector":
                found.setdefault(kind, selector)
            inner = listed(selector.get("refinedBy"))
            waiting += [(each, depth + 1) for each in inner]
    return iri_of(target.get("source")), found


def person_in(value: object) -> str:
    """Return the name of the first creator, or ""."""
    first = next(iter(listed(value)), None)
    if isinstance(first, dict):
        names = [*listed(first.get("name")), *listed(first.get("nickname"))]
        return next((name for name in [*names, first.get("id")] if _is_name(name)), "")
    return first if isinstance(first, str) else ""


def _is_name(name: object) -> bool:
    """Tell whether ``name`` is a text."""
    return isinstance(name, str) and bool(name)


def attributes_in(value: object) -> Mapping[str, str]:
    """Return values by attribute."""
    pairs: dict[object, object] = {}
    for item in listed(value):
        if not isinstance(item, dict) or not isinstance(item.get("app:name"), str):
            raise UnusableError("its attributes are not names with values")
        pairs[item["app:name"]] = item.get("app:value")
    return checks.as_attributes(pairs)


def metadata_in(value: object) -> Mapping[str, object]:
    """Return metadata, which are JSON in a text."""
    if value is None:
        return {}
    metadata = checks.parsed(checks.as_text(value, "metadata"))
    checks.require_good_characters(metadata)
    return checks.as_metadata(metadata)


def without_prefix(value: object) -> object:
    """Return an object with its keys as they are without ``app:``."""
    if not isinstance(value, dict):
        return value
    return {str(key).removeprefix("app:"): item for key, item in value.items()}
