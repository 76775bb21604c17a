import pytest

from annotator.sources import SourceOptions
from annotator.sources.reading import read_bytes
from annotator.sources.workshop import Workshop


@pytest.fixture(scope="session")
def workshop():
    with Workshop() as workshop:
        yield workshop


@pytest.fixture
def read_all(workshop):
    """Reads bytes as a file of a name; returns all that was found in it."""

    def read_all(name, content, **options):
        return list(read_bytes(content, name, SourceOptions(**options), workshop))

    return read_all


@pytest.fixture
def read(read_all):
    """Reads bytes as a file of a name that holds one text."""

    def read(name, content, **options):
        (found,) = read_all(name, content, **options)
        return found

    return read
