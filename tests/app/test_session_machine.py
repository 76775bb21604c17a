"""Any sequence of edits, undos and restarts agrees with a plain dictionary."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from annotator.app import edits
from annotator.app.projects import create_project, load_codebook, open_project
from annotator.app.settings import Settings
from annotator.model.change import Change, Edit
from annotator.model.document import Document, text_sha256
from annotator.model.ids import new_id
from annotator.model.span import Span

TEXT = "Sales rose 😀 by 4%, “a record”, said Café owners; קפה denied\u00a0it.\n"
CODEBOOK = load_codebook()
TAGS = st.sampled_from(CODEBOOK.tags)


@st.composite
def spans(draw):
    """One to three spans in order, not overlapping, sometimes touching."""
    count = draw(st.integers(1, 3))
    ends = draw(
        st.lists(
            st.integers(0, len(TEXT)),
            min_size=count * 2,
            max_size=count * 2,
            unique=True,
        )
    )
    ends.sort()
    return [Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]


class AtWork(RuleBasedStateMachine):
    """A person at work; ``seen`` is what they should see, by annotation."""

    annotations = Bundle("annotations")

    @initialize()
    def start(self):
        self.folder = tempfile.TemporaryDirectory()
        self.settings = Settings(name="Ada", device=1)
        path = Path(self.folder.name) / "study.annotator"
        self.session = create_project(path, self.settings)
        self.document = Document(
            id=new_id(),
            name="a.txt",
            text=TEXT,
            sha256=text_sha256(TEXT),
            created_at="2026-03-10T09:00:00.000Z",
        )
        edit = Edit("Import", (Change(None, self.document),))
        self.session.project.save(edit, by=None)
        self.seen = {}
        self.past = []
        self.future = []

    def did(self, now):
        """Take note that an edit has led to ``now``."""
        self.past.append(self.seen)
        self.future.clear()
        self.seen = now

    def changed(self, one, **values):
        return self.seen | {one: self.seen[one] | values}

    @rule(target=annotations, tag=TAGS, where=spans())
    def add(self, tag, where):
        edit = edits.tag_spans(self.document, where, tag, self.session.me.id)
        self.session.apply(edit)
        one = edit.changes[0].after.id
        said = {"tag": tag.id, "spans": tuple(where), "note": "", "attributes": {}}
        self.did(self.seen | {one: said})
        return one

    @rule(one=annotations, tag=TAGS)
    def retag(self, one, tag):
        if one not in self.seen:
            return
        annotation = self.session.annotation(one)
        self.session.apply(edits.retag(annotation, tag, CODEBOOK))
        fitting = {attribute.id for attribute in CODEBOOK.attributes_of(tag.id)}
        kept = self.seen[one]["attributes"]
        kept = {name: value for name, value in kept.items() if name in fitting}
        self.did(self.changed(one, tag=tag.id, attributes=kept))

    @rule(one=annotations, note=st.text(st.characters(exclude_categories=["Cs"])))
    def write_a_note(self, one, note):
        if one not in self.seen:
            return
        self.session.apply(edits.set_note(self.session.annotation(one), note))
        self.did(self.changed(one, note=note))

    @rule(one=annotations, data=st.data(), value=st.sampled_from(["", "4", "é=x"]))
    def set_an_attribute(self, one, data, value):
        if one not in self.seen:
            return
        offered = CODEBOOK.attributes_of(self.seen[one]["tag"])
        attribute = data.draw(st.sampled_from(offered))
        annotation = self.session.annotation(one)
        self.session.apply(edits.set_attribute(annotation, attribute, value))
        values = self.seen[one]["attributes"] | {attribute.id: value}
        values = {name: value for name, value in values.items() if value}
        self.did(self.changed(one, attributes=values))

    @rule(target=annotations, one=consumes(annotations))
    def delete(self, one):
        if one in self.seen:
            annotation = self.session.annotation(one)
            self.session.apply(edits.delete(annotation, []))
            self.did({name: v for name, v in self.seen.items() if name != one})
        return multiple(one)  # an undo may bring it back

    @rule()
    def undo(self):
        assert (self.session.undo() is not None) == bool(self.past)
        if self.past:
            self.future.append(self.seen)
            self.seen = self.past.pop()

    @rule()
    def redo(self):
        assert (self.session.redo() is not None) == bool(self.future)
        if self.future:
            self.past.append(self.seen)
            self.seen = self.future.pop()

    @precondition(lambda self: self.past)
    @rule()
    def reopen(self):
        assert self.session.close() == ""
        self.session = open_project(self.session.path, self.settings)

    @invariant()
    def what_is_stored_is_what_should_be_seen(self):
        stored = self.session.project.annotations.of_document(self.document.id)
        assert all(whole for _, whole in stored)
        assert {
            a.id: {
                "tag": a.tag_id,
                "spans": a.spans,
                "note": a.note,
                "attributes": dict(a.attributes),
            }
            for a, _ in stored
        } == self.seen

    @invariant()
    def what_is_painted_is_what_is_stored(self):
        marks, damage = self.session.marks(self.document)
        assert damage == []
        assert {m.id: m.spans for m in marks} == {
            one: tuple((span.start, span.end) for span in said["spans"])
            for one, said in self.seen.items()
        }

    @invariant()
    def what_can_be_undone_is_what_was_done(self):
        assert (self.session.undoable is None) == (not self.past)
        assert (self.session.redoable is None) == (not self.future)

    def teardown(self):
        if hasattr(self, "session"):
            self.session.close()
            self.folder.cleanup()


def test_any_sequence_of_edits_undos_and_restarts_agrees_with_a_dictionary():
    run_state_machine_as_test(
        AtWork,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
