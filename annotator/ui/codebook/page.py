"""The page of the codebook: what is in it, the current entry, import and export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from annotator.app import codebook_edits
from annotator.app.codebook_checks import kind_of
from annotator.app.codebook_files import CodebookMerge, replacing
from annotator.app.projects import load_codebook
from annotator.errors import AnnotatorError
from annotator.model.change import ChangeSet, Edit
from annotator.model.codebook import (
    Codebook,
    CodebookEntry,
)
from annotator.ui.actions import ActionBook, Deed
from annotator.ui.codebook.attribute_form import AttributeForm
from annotator.ui.codebook.contents import (
    ABOUT,
    ATTRIBUTE,
    RELATION,
    TAG,
    WIDTH,
    Contents,
)
from annotator.ui.codebook.draft import draft_of
from annotator.ui.codebook.editing import Editing
from annotator.ui.codebook.exchange import ask_and_export, ask_for_codebook, copy_label
from annotator.ui.codebook.form_area import FormArea
from annotator.ui.codebook.forms import AboutForm, EntryForm, Form
from annotator.ui.codebook.import_preview import ImportPreview
from annotator.ui.codebook.relation_form import RelationForm
from annotator.ui.codebook.tag_form import TagForm
from annotator.ui.dialogs import plain_label
from annotator.ui.pages import Page
from annotator.ui.theme import S
from annotator.ui.workbench import Workbench


class CodebookPage(Page):
    """Shows a project's codebook; whatever is changed is saved."""

    allows = frozenset(("edit.undo", "edit.redo"))

    def __init__(
        self, bench: Workbench, book: ActionBook, parent: QWidget | None = None
    ) -> None:
        self.contents = Contents(writable=not bench.session.read_only)
        self.label = plain_label("", "secondary")
        self.copy = _link("Copy", "Copy name, version and the whole SHA-256")
        self.import_button = QPushButton("Import TOML…")
        self.export_button = QPushButton("Export TOML…")
        if bench.session.read_only:
            self.import_button.hide()
        self.stack = QStackedWidget()
        super().__init__("Codebook", "Find an entry", parent)
        self.editing = Editing(bench, book, self)
        self.about = AboutForm(self.editing)
        self.forms: dict[str, EntryForm] = {
            TAG: TagForm(self.editing),
            ATTRIBUTE: AttributeForm(self.editing),
            RELATION: RelationForm(self.editing),
        }
        self.preview = ImportPreview()
        self._merge: CodebookMerge | None = None
        self._usage = self.editing.session.codebook_usage()
        self._current = ABOUT
        self._draft: CodebookEntry | None = None
        pages = (self.about, *self.forms.values(), self.preview)
        self._areas: dict[QWidget, FormArea] = {p: FormArea(p) for p in pages}
        for area in self._areas.values():
            self.stack.addWidget(area)
        self._connect()
        first = next(iter(self.editing.codebook.active_tags()), None)
        self.show_entry(first.id if first else ABOUT)

    # Public ----------------------------------------------------------------

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done here, by the names of the actions."""
        return {
            "view.next_panel": self.cycle_focus,
            "view.previous_panel": self.cycle_focus,
        }

    @property
    def form(self) -> Form | None:
        """The form on screen, or None while an import is looked at."""
        shown = self.stack.currentWidget()
        page = next(page for page, area in self._areas.items() if area is shown)
        return page if isinstance(page, Form) else None

    def show_entry(self, entry_id: str) -> None:
        """Show an entry, or what the codebook says of itself."""
        self._leave_form()
        self._current = entry_id
        self._draft = self._merge = None
        self.refresh(anew=True)

    def add_entry(self, kind: str) -> None:
        """Begin an entry of this kind; with a name it is in the codebook."""
        self._leave_form()
        self._merge = None
        self._draft = draft_of(self.editing.codebook, kind)
        self.refresh(anew=True)
        self.forms[kind].fields["name"].setFocus()

    def commit(self) -> None:
        """Save what was typed and has not been saved yet."""
        if self.form is not None:
            self.form.commit()

    def refresh(self, *, anew: bool = False) -> None:
        """Show all as it is stored; what is being typed stays unless ``anew``."""
        codebook, usage = self.editing.codebook, self._usage
        entry = self._draft or _find(codebook, self._current)
        if entry is None and self._current != ABOUT:
            self._go_on_from_what_is_gone()
            return
        self.label.setText(f"Version {codebook.version}  ·  {codebook.sha256[:8]}")
        self.label.setToolTip(f"SHA-256 {codebook.sha256}")
        self.contents.show_codebook(
            codebook,
            usage,
            current="" if self._draft else self._current,
            only=self.filter.text(),
        )
        if entry is None:
            self.about.refresh(anew=anew)
            self._turn_to(self.about, anew=anew)
        else:
            form = self.forms[kind_of(entry)]
            form.show_entry(entry, None if self._draft else usage, anew=anew)
            self._turn_to(form, anew=anew)

    def take_over(self, changes: ChangeSet) -> None:
        """Follow what was saved."""
        if changes.codebook:
            # It was made for the codebook as it was.
            self._merge = None
        if changes.codebook or changes.annotations:
            self._usage = self.editing.session.codebook_usage()
            self.refresh()

    def focus_contents(self) -> None:
        """Go to the row that is chosen."""
        self.contents.current_list.setFocus()

    def cycle_focus(self) -> None:
        """Go from the column at the left to the form, or back."""
        focus = self.focusWidget()
        if focus is not None and self.stack.isAncestorOf(focus):
            self.focus_contents()
        elif self.form is not None:
            next(iter(self.form.fields.values())).setFocus()
        else:
            self.preview.leave.setFocus()

    # Qt --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Give up what has no name yet with Esc, before going back with it."""
        if event.key() == Qt.Key.Key_Escape and self._draft is not None:
            self.show_entry(self._current)
            self.focus_contents()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Save what was typed, wherever one goes."""
        self._leave_form()
        super().hideEvent(event)

    # Private: putting together ---------------------------------------------

    def _head(self, title: str) -> QWidget:
        head = super()._head(title)
        row = head.layout()
        if isinstance(row, QBoxLayout):
            row.setStretch(1, 0)
            self.label.setWordWrap(False)
            row.insertWidget(2, self.label)
            row.insertWidget(3, self.copy)
            row.insertStretch(4, 1)
            row.insertWidget(5, self.import_button)
            row.insertWidget(6, self.export_button)
        return head

    def _body(self) -> QWidget:
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setHandleWidth(1)
        body.setChildrenCollapsible(False)
        self.contents.setMinimumWidth(WIDTH - 3 * S)
        body.addWidget(self.contents)
        body.addWidget(self.stack)
        body.setStretchFactor(1, 1)
        body.setSizes([WIDTH, 1280 - WIDTH])
        return body

    def _connect(self) -> None:
        bench = self.editing.bench
        bench.saver.changed.connect(self.take_over)
        bench.saver.saved.connect(self.refresh)
        bench.about_to_edit.connect(self.commit)
        self.filter.returnPressed.connect(self.contents.enter)
        self.contents.chosen.connect(self.show_entry)
        self.contents.add_wanted.connect(self.add_entry)
        self.contents.moved.connect(self._on_moved)
        self.contents.stepped.connect(self._on_stepped)
        self.copy.clicked.connect(self._on_copy)
        self.import_button.clicked.connect(self._on_import)
        self.export_button.clicked.connect(self._on_export)
        self.preview.accepted.connect(self._on_import_accepted)
        self.preview.left.connect(self._on_import_left)
        for form in self.forms.values():
            form.added.connect(self._on_added)

    def _on_filter(self, _typed: str) -> None:
        self.refresh()

    # Private: entries ------------------------------------------------------

    def _leave_form(self) -> None:
        """Save what was typed; say so if that is not possible."""
        form = self.form
        if form is not None:
            form.commit()
            problem = form.problem()
            if problem:
                self.editing.bench.hint(f"Not saved: {problem}")

    def _go_on_from_what_is_gone(self) -> None:
        """Show the next entry; no button is to have the focus that was meant for it."""
        focus = self.focusWidget()
        known = {entry.id for entry in self.editing.codebook.entries()}
        self._current = self.contents.next_to(self._current, known)
        self.refresh(anew=True)
        if focus is not None and self.stack.isAncestorOf(focus):
            self.focus_contents()

    def _turn_to(self, form: Form, *, anew: bool) -> None:
        if self._merge is None:
            area = self._areas[form]
            self.stack.setCurrentWidget(area)
            if anew:
                area.verticalScrollBar().setValue(0)

    def _on_added(self, entry: CodebookEntry) -> None:
        self._draft = None
        self._current = entry.id
        self.refresh(anew=True)

    def _on_moved(self, entry_id: str, place: int) -> None:
        self._reorder(
            entry_id, lambda whole, entry: codebook_edits.move(whole, entry, place)
        )

    def _on_stepped(self, entry_id: str, step: int) -> None:
        self._reorder(
            entry_id, lambda whole, entry: codebook_edits.move_by(whole, entry, step)
        )

    def _reorder(
        self, entry_id: str, how: Callable[[Codebook, CodebookEntry], Edit]
    ) -> None:
        entry = _find(self.editing.codebook, entry_id)
        if entry is not None:
            problem = self.editing.save(lambda whole: how(whole, entry))
            if problem:
                self.editing.bench.hint(problem)

    # Private: the codebook as a whole --------------------------------------

    def _on_copy(self) -> None:
        copy_label(self.editing)

    def _on_import(self) -> None:
        path = ask_for_codebook(self.editing, self)
        if path is not None:
            self.preview_import(path)

    def preview_import(self, path: Path) -> None:
        """Show what importing a file would change."""
        self._leave_form()
        try:
            self._merge = replacing(self.editing.codebook, load_codebook(path))
        except AnnotatorError as error:
            self.editing.bench.messages.warn(str(error))
            return
        self.stack.setCurrentWidget(self._areas[self.preview])
        self.preview.show_merge(self._merge, path.name)

    def _on_import_accepted(self) -> None:
        edit = self._merge.edit if self._merge else None
        if edit is not None:
            problem = self.editing.save(lambda _codebook: edit)
            if problem:
                self.editing.bench.messages.warn(problem)
        self._on_import_left()

    def _on_import_left(self) -> None:
        self.show_entry(self._current)
        self.focus_contents()

    def _on_export(self) -> None:
        self.commit()
        ask_and_export(self.editing, self)


def _find(codebook: Codebook, entry_id: str) -> CodebookEntry | None:
    return next((entry for entry in codebook.entries() if entry.id == entry_id), None)


def _link(words: str, about: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName("link")
    button.setAccessibleName(about)
    button.setToolTip(about)
    return button
