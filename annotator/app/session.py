"""A session: one person at work in one project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.app import edits
from annotator.app.codebook_upkeep import completed
from annotator.errors import (
    AnnotatorError,
    BackupError,
    SaveError,
    StaleError,
    UnknownNameError,
)
from annotator.model.annotation import Annotation, Annotator, Mark, Relation
from annotator.model.change import Action, Change, ChangeSet, Edit, Entity
from annotator.model.codebook import (
    AttributeDefinition,
    Codebook,
    CodebookInfo,
    CodebookUsage,
    RelationType,
    Tag,
)
from annotator.model.document import (
    Document,
    DocumentInfo,
    DocumentSource,
    DocumentStatus,
    Status,
    text_sha256,
)
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    AttributeId,
    DocumentId,
    TagId,
)
from annotator.model.span import Span, quote_of
from annotator.model.times import utc_now
from annotator.store.checks import Damage
from annotator.store.journal import Undoable, advance
from annotator.store.numbers import UNKNOWN
from annotator.store.project import Project

Listener = Callable[[ChangeSet], None]

PERSON_COLORS = (
    "#5B6BC0",
    "#00897B",
    "#C0567A",
    "#7A8B2E",
    "#8D6E63",
    "#3A8FB7",
    "#B0752A",
    "#7E57C2",
)


class Session:
    """What a person sees of a project and does in it.

    Attributes:
        project: The open project file.
        read_only_reason: Why nothing can be changed, or "".
    """

    def __init__(
        self,
        project: Project,
        *,
        annotator_id: AnnotatorId,
        name: str,
        read_only_reason: str = "",
    ) -> None:
        self.project = project
        self.read_only_reason = read_only_reason
        self._my_id = annotator_id
        self._my_name = name
        self._closed = False
        self._listeners: list[Listener] = []
        self._people: dict[AnnotatorId, Annotator] | None = None
        self._codebook: Codebook | None = None
        self._undo = project.journal.undo_state(annotator_id)

    # Reading ---------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Where the project file lies."""
        return self.project.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self.project.read_only

    @property
    def title(self) -> str:
        """The project's title."""
        return self.project.title

    @property
    def me(self) -> Annotator:
        """The person at work; a member of the project once they have changed it."""
        known = self.people().get(self._my_id)
        return known or Annotator(
            id=self._my_id,
            name=self._my_name,
            color=PERSON_COLORS[len(self.people()) % len(PERSON_COLORS)],
            created_at=utc_now(),
        )

    @property
    def codebook(self) -> Codebook:
        """The project's codebook."""
        if self._codebook is None:
            self._codebook = self.project.codebook.read()
        return self._codebook

    def codebook_usage(self) -> CodebookUsage:
        """Return how often each entry of the codebook is used, by everybody."""
        return self.project.codebook.usage()

    def values_of(self, attribute_id: AttributeId) -> dict[str, int]:
        """Return the values an attribute has in the project, and how often each."""
        return self.project.codebook.values_of(attribute_id)

    def examples_of(self, tag_id: TagId, limit: int) -> list[str]:
        """Return words that have this tag, my own first, the newest before the older.

        Args:
            tag_id: The tag.
            limit: At most so many.
        """
        me = self.project.people.numbers.find(self._my_id)
        return self.project.codebook.quotes(tag_id, me, limit)

    def people(self) -> dict[AnnotatorId, Annotator]:
        """Return everyone who has a layer, by id, in the order they came."""
        if self._people is None:
            self._people = {p.id: p for p in self.project.people.all()}
        return self._people

    def documents(self) -> list[DocumentInfo]:
        """Return the documents in the order they came, without their texts."""
        return self.project.documents.listing(self._my_id)

    def document_info(self, document_id: DocumentId) -> DocumentInfo | None:
        """Return one line of the list of documents, or None if it was taken out."""
        found = self.project.documents.listing(self._my_id, document_id)
        return found[0] if found else None

    def document(self, document_id: DocumentId) -> Document:
        """Return a document with its text.

        Raises:
            UnknownNameError: It is not in the project.
        """
        document = self.project.documents.get(document_id)
        if document is None or document.deleted_at:
            raise UnknownNameError("This document is not in the project any more.")
        return document

    def source(self, document_id: DocumentId) -> DocumentSource | None:
        """Return where a document's text came from."""
        return self.project.documents.source(document_id)

    def marks(self, document: Document) -> tuple[list[Mark], list[Damage]]:
        """Return what it takes to paint a document's annotations, and the damage.

        The marks come in reading order. A mark whose stored words are not those
        of the text is damage, and not among the marks.
        """
        good: list[Mark] = []
        damaged: list[Damage] = []
        text = document.text
        if text_sha256(text) != document.sha256:
            damaged.append(
                Damage("documents", document.id, document.name, "the text has changed")
            )
        marks, quotes = self.project.annotations.marks(document.id)
        for mark, quote in zip(marks, quotes, strict=True):
            if mark.several:
                found = quote_of(text, [Span(*span) for span in mark.several])
            else:
                found = text[mark.start : mark.end]
            if found == quote and UNKNOWN not in mark:
                good.append(mark)
            else:
                problem = (
                    "the quoted words are not those of the text"
                    if found != quote
                    else "its tag or its annotator is missing"
                )
                damaged.append(Damage("annotations", mark.id, document.name, problem))
        good.sort()
        return good, damaged

    def annotation(self, annotation_id: AnnotationId) -> Annotation | None:
        """Return a live annotation, or None."""
        annotation = self.project.annotations.get(annotation_id)
        return None if annotation is None or annotation.deleted_at else annotation

    def relations_of(self, annotation_id: AnnotationId) -> list[Relation]:
        """Return the relations from and to an annotation."""
        return self.project.relations.of_annotation(annotation_id)

    def documents_with(self, words: str) -> set[DocumentId]:
        """Return the documents whose name or text has all of ``words``."""
        return set(self.project.search.documents_with(words))

    # Changing --------------------------------------------------------------

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` after each saved edit, with what it touched."""
        self._listeners.append(listener)

    def apply(self, edit: Edit) -> ChangeSet:
        """Save an edit; when this returns it is on disk.

        One without changes is not saved.

        Raises:
            StaleError: What it starts from has changed in the meantime.
            SaveError: The disk did not take it; the project is as it was.
        """
        if not edit.changes:
            return ChangeSet()
        return self._save(edit, Action.DO, None)

    @property
    def undoable(self) -> Undoable | None:
        """What ``undo`` would take back, or None."""
        return self._undo.undo[-1] if self._undo.undo else None

    @property
    def redoable(self) -> Undoable | None:
        """What ``redo`` would do again, or None."""
        return self._undo.redo[-1] if self._undo.redo else None

    def undo(self) -> ChangeSet | None:
        """Take back the last edit, also one of an earlier session.

        Returns:
            What it touched, or None if there is nothing to undo.

        Raises:
            StaleError: What it changed has been changed since; it is passed over.
            SaveError: The disk did not take it.
        """
        return self._reverse(self.undoable, Action.UNDO)

    def redo(self) -> ChangeSet | None:
        """Do again what was undone last.

        Returns and raises as ``undo``.
        """
        return self._reverse(self.redoable, Action.REDO)

    def status_edit(self, document_id: DocumentId, *, done: bool) -> Edit:
        """Return the edit that marks a document as done, or not, by me."""
        before = self.project.documents.status(document_id, self._my_id)
        status = Status.DONE if done else Status.NEW
        return edits.set_status(before, document_id, self._my_id, status)

    def rename_me(self, name: str) -> None:
        """Change what the person at work is called, here and from now on."""
        self._my_name = name
        known = self.people().get(self._my_id)
        if known and known.name != name and not self.read_only:
            self.apply(edits.rename(known, name))
        else:
            self._announce(ChangeSet(people=True))

    def save_copy(self, target: Path) -> None:
        """Write a verified copy of the project to ``target``.

        Raises:
            BackupError: It could not be written.
        """
        self.project.copy_to(target)

    def close(self) -> str:
        """Make a backup if anything has changed, and close; safe to call twice.

        Returns:
            Why no backup could be made, or "".
        """
        if self._closed:
            return ""
        self._closed = True
        problem = ""
        try:
            if self.project.changed:
                self.project.backup("session")
        except (BackupError, SaveError) as error:
            problem = str(error)
        finally:
            self.project.close()
        return problem

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Private ---------------------------------------------------------------

    def _save(self, edit: Edit, action: Action, of_step: int | None) -> ChangeSet:
        adds_me = any(change.after.id == self._my_id for change in edit.changes)
        if self._my_id not in self.people() and not adds_me:
            edit = replace(edit, changes=(Change(None, self.me), *edit.changes))
        edit = completed(edit, self.codebook, self.codebook_usage)
        try:
            step = self.project.save(
                edit, by=self._my_id, action=action, of_step=of_step
            )
        except (SaveError, StaleError) as error:
            # A commit may fail in its very last step and be on disk all the same;
            # a retry of one that was then finds that everything is there.
            self._people = None
            again = isinstance(error, SaveError) or action is Action.DO
            if not again or not self._is_stored(edit):
                raise
            self._undo = self.project.journal.undo_state(self._my_id)
        else:
            advance(self._undo, action, step, of_step, edit.title)
        changes = _touched(edit)
        if changes.people:
            self._people = None
        if changes.codebook:
            self._codebook = None
        self._announce(changes)
        return changes

    def _reverse(self, what: Undoable | None, action: Action) -> ChangeSet | None:
        if what is None:
            return None
        changes = self.project.journal.changes_of(what.latest)
        edit = edits.reversal(what.title, changes)
        try:
            return self._save(edit, action, what.step)
        except StaleError as error:
            stack = self._undo.undo if action is Action.UNDO else self._undo.redo
            stack.pop()
            verb = "undone" if action is Action.UNDO else "redone"
            raise StaleError(
                f"“{what.title}” cannot be {verb}: {error.message}"
            ) from error

    def _is_stored(self, edit: Edit) -> bool:
        try:
            return all(self.project.holds(change.after) for change in edit.changes)
        except AnnotatorError:
            return False

    def _announce(self, changes: ChangeSet) -> None:
        for listener in self._listeners:
            listener(changes)


def _touched(edit: Edit) -> ChangeSet:
    documents: set[DocumentId] = set()
    annotations: set[AnnotationId] = set()
    kinds: set[type[Entity]] = set()
    for change in edit.changes:
        entity = change.after
        kinds.add(type(entity))
        if isinstance(entity, Annotation):
            annotations.add(entity.id)
            documents.add(entity.document_id)
        elif isinstance(entity, DocumentStatus):
            documents.add(entity.document_id)
        elif isinstance(entity, Relation):
            annotations.update((entity.source_id, entity.target_id))
    return ChangeSet(
        documents=frozenset(documents),
        annotations=frozenset(annotations),
        listing=Document in kinds,
        codebook=bool(kinds & {Tag, AttributeDefinition, RelationType, CodebookInfo}),
        people=Annotator in kinds,
        status=DocumentStatus in kinds,
    )
