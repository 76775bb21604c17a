"""What has been done to an annotation, in words, and giving it back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.app.folding import shortened
from annotator.app.session import Session
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Action, Change, Edit
from annotator.model.codebook import Codebook
from annotator.model.ids import AnnotationId, TagId
from annotator.model.span import quote_of
from annotator.model.times import utc_now

_PREFIX = {Action.DO: "", Action.UNDO: "undone: ", Action.REDO: "redone: "}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One thing that was done to an annotation.

    Attributes:
        step: The journal's number of it; grows with time.
        at: UTC, ISO 8601 with milliseconds.
        who: The name of who did it, or "" where nobody is known, as of an import.
        what: In words, such as ``tag claim → denial``.
        state: The annotation after it.
    """

    step: int
    at: str
    who: str
    what: str
    state: Annotation


def history_of(session: Session, annotation_id: AnnotationId) -> list[HistoryEntry]:
    """Return what was done to an annotation, also a deleted one, newest first."""
    annotation = session.project.annotations.get(annotation_id)
    if annotation is None:
        return []
    people = session.people()
    state: Annotation | None = None
    history: list[HistoryEntry] = []
    entries = session.project.journal.entries_about(
        annotation_id, annotation.document_id
    )
    for entry in reversed(entries):
        for change in entry.changes:
            if isinstance(change.after, Annotation):
                state = change.after
        if state is None:
            continue
        words = [
            part for change in entry.changes for part in _words(session, state, change)
        ]
        person = people.get(entry.annotator_id) if entry.annotator_id else None
        history.append(
            HistoryEntry(
                step=entry.step,
                at=entry.at,
                who=person.name if person else "",
                what=_PREFIX[entry.action] + ("; ".join(words) or entry.title),
                state=state,
            )
        )
    history.reverse()
    return history


def restore(session: Session, entry: HistoryEntry) -> Edit:
    """Return the edit that makes an annotation what it was after ``entry``.

    Spans, tag, attributes and note come back; relations stay as they are.

    Raises:
        AnnotatorError: It is like that now, it is somebody else's, its tag is no
            longer used, or its words are not those of the text.
        UnknownNameError: Its document is not in the project any more.
    """
    then = entry.state
    now = session.project.annotations.get(then.id)
    if now is None:
        raise AnnotatorError("This annotation is not in the project.")
    if now.annotator_id != session.me.id:
        raise AnnotatorError("Only the person who made an annotation can restore it.")
    _require_tag(session.codebook, then.tag_id, now)
    document = session.document(then.document_id)
    if quote_of(document.text, then.spans) != then.quote:
        raise AnnotatorError(
            f"“{shortened(then.quote, 40)}” is not what the text has at "
            f"{_place(then)}, so it cannot be restored."
        )
    known = {attribute.id for attribute in session.codebook.attributes}
    after = replace(
        now,
        tag_id=then.tag_id,
        spans=then.spans,
        quote=then.quote,
        attributes={a: v for a, v in then.attributes.items() if a in known},
        note=then.note,
        deleted_at=None,
    )
    if after == now:
        raise AnnotatorError("The annotation is like that now.")
    after = replace(after, updated_at=utc_now())
    return Edit("Restore annotation", (Change(now, after),))


def _require_tag(codebook: Codebook, tag_id: TagId, now: Annotation) -> None:
    tag = next((tag for tag in codebook.tags if tag.id == tag_id), None)
    if tag is None:
        raise AnnotatorError("The tag it had then is not in the codebook any more.")
    if tag.retired and now.tag_id != tag_id:
        raise AnnotatorError(
            f"The tag it had then, “{tag.name}”, is no longer used.",
            hint="Bring the tag back in the codebook first.",
        )


def _words(session: Session, state: Annotation, change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if isinstance(after, Relation):
        old = before if isinstance(before, Relation) else None
        yield _link_words(session, state.id, old, after)
    elif isinstance(after, Annotation):
        if isinstance(before, Annotation):
            yield from _differences(session.codebook, before, after)
        else:
            tag = _tag_name(session.codebook, after.tag_id)
            yield f"tagged {tag}: “{shortened(after.quote)}”"


def _differences(
    codebook: Codebook, before: Annotation, after: Annotation
) -> Iterator[str]:
    if before.deleted_at is None and after.deleted_at is not None:
        yield "deleted"
    if before.deleted_at is not None and after.deleted_at is None:
        yield "brought back"
    if before.tag_id != after.tag_id:
        old, new = (_tag_name(codebook, one.tag_id) for one in (before, after))
        yield f"tag {old} → {new}"
    if before.spans != after.spans:
        moved = f"{_place(before)} → {_place(after)}"
        yield f"{_moved(before, after)} {moved}: “{shortened(after.quote)}”"
    names = {attribute.id: attribute.name for attribute in codebook.attributes}
    for attribute in [*names, *(before.attributes.keys() - names.keys())]:
        was, now = (one.attributes.get(attribute, "") for one in (before, after))
        if was != now:
            name = names.get(attribute, "attribute")
            yield f"{name}: {shortened(was) or '–'} → {shortened(now) or '–'}"
    if before.note != after.note:
        yield _note_words(before.note, after.note)


def _moved(before: Annotation, after: Annotation) -> str:
    if len(before.spans) > 1 or len(after.spans) > 1:
        return "parts changed"
    if before.start == after.start:
        return "end moved"
    return "start moved" if before.end == after.end else "moved"


def _place(annotation: Annotation) -> str:
    """Return the spans in words: half-open, in code points."""
    return ", ".join(f"{span.start}–{span.end}" for span in annotation.spans)


def _note_words(before: str, after: str) -> str:
    if not after:
        return "note taken away"
    return f"note {'changed' if before else 'added'}: “{shortened(after)}”"


def _link_words(
    session: Session,
    annotation_id: AnnotationId,
    before: Relation | None,
    after: Relation,
) -> str:
    types = {kind.id: kind.name for kind in session.codebook.relation_types}
    name = types.get(after.type_id, "link")
    outgoing = after.source_id == annotation_id
    other = session.project.annotations.get(
        after.target_id if outgoing else after.source_id
    )
    quote = f"“{shortened(other.quote, 40)}”" if other else "another annotation"
    link = f"{name} → {quote}" if outgoing else f"{quote} → {name}"
    if after.deleted_at is not None:
        return f"unlinked: {link}"
    if before is None or before.deleted_at is not None:
        return f"linked: {link}"
    if before.type_id != after.type_id:
        return f"link {types.get(before.type_id, 'link')} → {link}"
    return f"link reversed: {link}"


def _tag_name(codebook: Codebook, tag_id: TagId) -> str:
    return next((tag.name for tag in codebook.tags if tag.id == tag_id), "unknown tag")
