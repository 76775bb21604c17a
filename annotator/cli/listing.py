"""Commands that print what is in a project: documents, annotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from annotator.app.exporting import DAMAGED, DAMAGED_TEXT, ExportReport, bundles
from annotator.app.jobs import Unwatched
from annotator.app.session import Session
from annotator.cli.output import plain, print_json, print_table
from annotator.cli.places import examples, project_argument, reading_session
from annotator.errors import UnknownNameError
from annotator.model.bundle import Bundle, BundleAnnotation
from annotator.model.codebook import Codebook
from annotator.model.counts import counted
from annotator.model.document import DocumentInfo

_SHOWN = 8  # digits of an id
_FEWEST = 6  # digits of an id that may stand for all of it
_LISTED = 10  # names in a hint

Found = tuple[Bundle, BundleAnnotation]


@click.command(
    "documents",
    epilog=examples(
        "annotator documents election.annotator",
        "annotator documents election.annotator --json",
    ),
)
@project_argument
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def documents_command(project: Path, *, as_json: bool) -> None:
    """List the documents of PROJECT, in the order they came.

    Length is in characters (Unicode code points); status is your own.
    """
    with reading_session(project) as session:
        listing = session.documents()
    if as_json:
        print_json([_document_json(info) for info in listing])
        return
    print_table(
        ("id", "status", "annotations", "length", "name", "title"),
        [
            (
                *(info.id[:_SHOWN], info.status.value, info.annotations, info.length),
                *(info.name, info.title if info.title != info.name else ""),
            )
            for info in listing
        ],
    )


@click.command(
    "annotations",
    epilog=examples(
        "annotator annotations election.annotator --tag figure",
        "annotator annotations election.annotator --document debate.txt --json",
    ),
)
@project_argument
@click.option(
    "--document",
    metavar="D",
    help=f"Only in this document: its name, title, id or {_FEWEST} digits of it.",
)
@click.option("--tag", metavar="T", help="Only with this tag.")
@click.option("--layer", metavar="NAME", help="Only of this annotator.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def annotations_command(
    project: Path,
    document: str | None,
    tag: str | None,
    layer: str | None,
    *,
    as_json: bool,
) -> None:
    """List the annotations of PROJECT, in the order of its texts.

    Offsets are Unicode code points; the end is the first character no longer
    in it.
    """
    report = ExportReport()
    with reading_session(project) as session:
        tag = _tag_name(session.codebook, tag) if tag else None
        chosen = [_chosen(session, document).id] if document else None
        of_documents = bundles(
            session.project,
            layers=[layer] if layer else [],
            documents=chosen,
            report=report,
            monitor=Unwatched(),
        )
        found = [
            (bundle, annotation)
            for bundle in of_documents
            for annotation in bundle.annotations
            if tag in (None, annotation.tag)
        ]
    if as_json:
        print_json([_annotation_json(*pair) for pair in found])
    else:
        _print_annotations(found)
    for what in (DAMAGED, DAMAGED_TEXT):
        if count := report.losses.counts[what]:
            click.echo(
                f"Left out: {counted(count, what)}. See: annotator check {project}",
                err=True,
            )


def _document_json(info: DocumentInfo) -> dict[str, object]:
    return {
        "id": info.id,
        "name": info.name,
        "title": info.title,
        "sha256": info.sha256,
        "length": info.length,
        "annotations": info.annotations,
        "status": info.status.value,
        "metadata": dict(info.metadata),
    }


def _annotation_json(bundle: Bundle, annotation: BundleAnnotation) -> dict[str, object]:
    return {
        "document": bundle.name,
        "document_sha256": bundle.sha256,
        "id": annotation.id,
        "tag": annotation.tag,
        "spans": annotation.spans,
        "quote": annotation.quote,
        "annotator": annotation.annotator,
        "attributes": dict(annotation.attributes),
        "note": annotation.note,
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
    }


def _print_annotations(found: Sequence[Found]) -> None:
    print_table(
        ("id", "document", "start", "end", "tag", "annotator", "quote"),
        [
            (
                *(annotation.id[:_SHOWN], bundle.name),
                *(annotation.spans[0][0], annotation.spans[-1][1]),
                *(annotation.tag, annotation.annotator, annotation.quote or ""),
            )
            for bundle, annotation in found
        ],
    )


def _tag_name(codebook: Codebook, name: str) -> str:
    tag = codebook.tag_named(name)
    if tag is None:
        raise UnknownNameError(
            f"The codebook has no tag “{plain(name)}”.",
            hint=f"Its tags are: {_listed(known.name for known in codebook.tags)}.",
        )
    return tag.name


def _chosen(session: Session, wanted: str) -> DocumentInfo:
    listing = session.documents()
    found = [info for info in listing if _is_called(info, wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownNameError(
            f"“{plain(wanted)}” may be {counted(len(found), 'document')}.",
            hint=f"Name one by its id: {_listed(map(_candidate, found))}.",
        )
    raise UnknownNameError(
        f"The project has no document “{plain(wanted)}”.",
        hint=f"Its documents are: {_listed(map(_candidate, listing))}.",
    )


def _is_called(info: DocumentInfo, wanted: str) -> bool:
    folded = wanted.casefold()
    digits = folded.replace("-", "")
    return folded in (info.name.casefold(), info.title.casefold()) or (
        len(digits) >= _FEWEST and info.id.startswith(digits)
    )


def _candidate(info: DocumentInfo) -> str:
    return f"{plain(info.name)} ({info.id[:_SHOWN]})"


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = len(found) - _LISTED
    return ", ".join(found[:_LISTED]) + (f" and {more} more" if more > 0 else "") or (
        "none yet"
    )
