"""What most tests start from: a project with one text in it, and a person at work."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotator.app.projects import load_codebook
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.model.annotation import Annotation, Annotator, Relation
from annotator.model.change import Change, Edit
from annotator.model.document import Document, text_sha256
from annotator.model.ids import new_id
from annotator.model.span import Span, quote_of
from annotator.store.project import Project

ROOT = Path(__file__).parents[1]
TIME = "2026-03-10T09:00:00.000Z"
DEVICE = 7
TEXT = (
    "Sales rose 😀 by 4%, the minister said.\n"
    "“We never promised more,” she added.\n"
    "Cafe\u0301 owners denied\u00a0that on Monday.\n"
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """The folder of settings and of the sample; nobody's own is ever touched."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ANNOTATOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def root():
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def codebook():
    return load_codebook()


@pytest.fixture
def settings():
    return Settings(name="Ada", device=DEVICE)


@pytest.fixture
def child():
    """Starts Python programs in processes of their own; none outlives the test."""
    children = []

    def start(program, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", program, *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        children.append(process)
        return process

    yield start
    for process in children:
        process.kill()
        process.communicate()


@pytest.fixture
def path(tmp_path):
    """Where the project lies."""
    return tmp_path / "study.annotator"


@pytest.fixture
def project(path, codebook):
    """A project without documents, open for writing."""
    with Project.create(
        path, title="Study", codebook=codebook, device=DEVICE
    ) as project:
        yield project


@pytest.fixture
def new_document():
    """Makes documents that are in no project yet."""

    def make(text=TEXT, name="report.txt", **values):
        return Document(
            id=new_id(),
            name=name,
            text=text,
            sha256=text_sha256(text),
            created_at=TIME,
            **values,
        )

    return make


@pytest.fixture
def document(project, new_document):
    """The one document of the project."""
    document = new_document()
    project.save(Edit("Import", (Change(None, document),)), by=None)
    return project.documents.get(document.id)


@pytest.fixture
def person(project):
    """An annotator the project knows, who is not the one at work."""
    person = Annotator(id=new_id(), name="Bo", color="#00897B", created_at=TIME)
    project.save(Edit("Join", (Change(None, person),)), by=None)
    return project.people.get(person.id)


@pytest.fixture
def new_annotation(codebook):
    """Makes annotations of words, or of spans, that are in no project yet."""

    def make(document, who, *words, tag="claim", spans=None, **values):
        if spans is None:
            starts = [document.text.index(word) for word in words]
            spans = tuple(
                Span(start, start + len(word))
                for start, word in zip(starts, words, strict=True)
            )
        return Annotation(
            **{
                "id": new_id(),
                "document_id": document.id,
                "tag_id": codebook.tag_named(tag).id,
                "annotator_id": who.id,
                "spans": spans,
                "quote": quote_of(document.text, spans),
                "created_at": TIME,
                "updated_at": TIME,
            }
            | values
        )

    return make


@pytest.fixture
def new_relation(codebook):
    """Makes relations that are in no project yet."""

    def make(source, target, kind="denies", **values):
        kinds = {kind.name: kind.id for kind in codebook.relation_types}
        return Relation(
            **{
                "id": new_id(),
                "type_id": kinds[kind],
                "source_id": source.id,
                "target_id": target.id,
                "annotator_id": source.annotator_id,
                "created_at": TIME,
                "updated_at": TIME,
            }
            | values
        )

    return make


@pytest.fixture
def new(new_document, new_annotation, new_relation):
    """Makes documents, annotations and relations that are in no project yet."""
    return SimpleNamespace(
        document=new_document, annotation=new_annotation, relation=new_relation
    )


@pytest.fixture
def add(project):
    """Saves new entities in one edit and returns them as they are stored."""

    def save(*entities, by=None):
        changes = tuple(Change(None, entity) for entity in entities)
        project.save(Edit("Add", changes), by=by and by.id)

    return save


@pytest.fixture
def session(project, settings):
    """The person at work in the project."""
    with Session(
        project, annotator_id=settings.annotator_id, name=settings.shown_name
    ) as session:
        yield session
