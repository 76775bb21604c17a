"""Two texts, and datasets about them as people would write them."""

import json

from annotator.model.document import text_sha256

REPORT = (
    "Sales rose 😀 by 4%, the minister said.\n"
    "“We never promised more,” she added.\n"
    "Owners denied that on Monday.\n"
)
DEBATE = "The mayor claimed that 300 people came. Nobody counted them.\n"


def entry(words, tag="claim", text=REPORT, **values):
    """An annotation as JSON Lines have it, of words that are in the text once."""
    start = text.index(words)
    return {
        "tag": tag,
        "spans": [[start, start + len(words)]],
        "quote": words,
    } | values


def line(*annotations, text=REPORT, name="report.txt", **values):
    """A document as JSON Lines have it."""
    document = {"name": name, "text": text, "annotations": annotations} | values
    return json.dumps(document) + "\n"


def table(*rows, text=REPORT):
    """A CSV table of annotations: tag, words."""
    sha256 = text_sha256(text)
    lines = ["document_sha256,tag,start,end,quote"]
    for tag, words in rows:
        start = text.index(words)
        lines.append(f'{sha256},{tag},{start},{start + len(words)},"{words}"')
    return "\n".join(lines) + "\n"
