"""What the entries of a codebook may be: checked before an edit is made of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from annotator.errors import CodebookError
from annotator.model.codebook import (
    AttributeDefinition,
    AttributeKind,
    Codebook,
    CodebookEntry,
    RelationType,
    Tag,
)
from annotator.model.codebook_values import is_color, is_key, is_mark, is_name
from annotator.model.ids import TagId


def checked(
    codebook: Codebook,
    before: CodebookEntry | None,
    after: CodebookEntry,
    reserved: Collection[str],
) -> CodebookEntry:
    """Return ``after`` put in order; what is as before is not checked again.

    Args:
        codebook: The project's.
        before: What ``after`` takes the place of, or None if it is to be added.
        after: As it is to be.
        reserved: Letters that do something else in the window.

    Raises:
        CodebookError: What differs cannot be had.
    """
    after = replace(after, name=one_line(after.name))
    if before is None or before.name != after.name:
        _require_free_name(codebook, after)
    match after:
        case Tag():
            return _checked_tag(codebook, before, after, reserved)
        case AttributeDefinition():
            return _checked_attribute(codebook, before, after)
        case RelationType():
            _require_tags(codebook, after, after.source_tag_ids, after.target_tag_ids)
            if after.acyclic and not after.directed:
                raise CodebookError(
                    f"The relation type “{after.name}” cannot make chains: it has no "
                    "direction.",
                    hint="Make it directed, or let it not be a chain.",
                )
            return after


def kind_of(entry: CodebookEntry) -> str:
    """Return what people call an entry of this kind, such as ``relation type``."""
    match entry:
        case Tag():
            return "tag"
        case AttributeDefinition():
            return "attribute"
        case RelationType():
            return "relation type"


def holder_of(codebook: Codebook, key: str, *, but: Tag) -> Tag | None:
    """Return the tag that is offered under this letter, or None."""
    return next(
        (t for t in codebook.active_tags() if key and t.key == key and t.id != but.id),
        None,
    )


def one_line(text: str) -> str:
    """Return ``text`` on one line, without white space at its ends."""
    return " ".join(text.split())


def _checked_tag(
    codebook: Codebook,
    before: CodebookEntry | None,
    tag: Tag,
    reserved: Collection[str],
) -> Tag:
    tag = replace(tag, key=tag.key.strip().casefold(), mark=tag.mark.strip())
    old = before if isinstance(before, Tag) else None
    if tag.key and (old is None or (old.key, old.retired) != (tag.key, tag.retired)):
        _require_free_key(codebook, tag, reserved)
    if (old is None or old.color != tag.color) and not is_color(tag.color):
        raise CodebookError(
            f"“{tag.color}” is not a colour.",
            hint="Write it as # and six digits from 0 to F, such as #0072B2.",
        )
    if (old is None or old.mark != tag.mark) and not is_mark(tag.mark):
        raise CodebookError(
            f"The mark “{tag.mark}” is not one character."
            if tag.mark
            else f"The tag “{tag.name}” has no mark.",
            hint="Choose one sign, such as ● or §; colour must not be the only one.",
        )
    return tag


def _checked_attribute(
    codebook: Codebook, before: CodebookEntry | None, attribute: AttributeDefinition
) -> AttributeDefinition:
    _require_tags(codebook, attribute, attribute.tag_ids)
    if attribute.kind is not AttributeKind.CHOICE:
        return replace(attribute, choices=())
    choices = tuple(map(one_line, attribute.choices))
    if isinstance(before, AttributeDefinition) and before.choices == choices:
        return attribute
    if not choices:
        raise CodebookError(
            f"The attribute “{attribute.name}” has nothing to choose from.",
            hint="List its choices, or make it a text.",
        )
    twice = next((c for n, c in enumerate(choices) if c in choices[:n] or not c), None)
    if twice is not None:
        raise CodebookError(
            f"The choice “{twice}” is there twice." if twice else "A choice is empty.",
            hint="Take one out.",
        )
    return replace(attribute, choices=choices)


def _require_free_name(codebook: Codebook, entry: CodebookEntry) -> None:
    kind = kind_of(entry)
    if not is_name(entry.name):
        raise CodebookError(
            f"The name “{entry.name}” has characters that cannot be seen."
            if entry.name
            else f"The {kind} has no name.",
            hint="Give it a name of letters, such as “claim”.",
        )
    folded = entry.name.casefold()
    for other in codebook.alike(entry):
        if other.id != entry.id and other.name.casefold() == folded:
            retired = " (it is retired)" if other.retired else ""
            raise CodebookError(
                f"There is a {kind} “{other.name}” already{retired}.",
                hint="Bring it back, or choose another name."
                if other.retired
                else "Choose another name.",
            )


def _require_free_key(codebook: Codebook, tag: Tag, reserved: Collection[str]) -> None:
    if not is_key(tag.key):
        raise CodebookError(
            f"“{tag.key}” is not one letter.",
            hint="Choose one letter, or none. Numbers are given by the order.",
        )
    if tag.retired:
        return
    if tag.key in reserved:
        raise CodebookError(
            f"The letter “{tag.key}” does something else in the window.",
            hint="Choose another letter.",
        )
    holder = holder_of(codebook, tag.key, but=tag)
    if holder:
        raise CodebookError(
            f"The letter “{tag.key}” belongs to the tag “{holder.name}”.",
            hint=f"Choose another letter, or give “{holder.name}” another one first.",
        )


def _require_tags(
    codebook: Codebook, entry: CodebookEntry, *lists: tuple[TagId, ...]
) -> None:
    known = {tag.id for tag in codebook.tags}
    if any(tag_id not in known for tag_ids in lists for tag_id in tag_ids):
        raise CodebookError(
            f"The {kind_of(entry)} “{entry.name}” names a tag that is not in the "
            "codebook.",
            hint="Choose its tags again.",
        )
