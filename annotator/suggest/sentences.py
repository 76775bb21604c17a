"""Sentences and clauses around a place: what a claim or a denial begins as.

A line break always ends a sentence. Within a line one ends at [.?!…] with the marks
that close there, if white space and a capital, a digit or an opening mark follow, and
at the full stops of scripts that use no spaces.
"""


# ruff: noqa: RUF001, SIM905 - marks are meant as they look; lists read best as words

from __future__ import annotations

import re
from bisect import bisect_right

from annotator.model.span import Span
from annotator.suggest.passages import passage_around
from annotator.suggest.quotes import Quotation, inside, quotations_near

_CLOSING = "[\"'”’»›“)\\]」』]"
_OPENING = "[\"'“‘«‹„‚»(\\[「『¿¡—–-]"
_END = re.compile(
    rf"(?<![.?!…])(?P<stop>[.?!…]+){_CLOSING}*\s+(?P<next>(?={_OPENING}*[^\W\d_a-z]|{_OPENING}*\d))"
    rf"|[。！？｡]+{_CLOSING}*\s*|[؟۔।॥]+{_CLOSING}*\s+"
)
_TITLES = frozenset(
    "mr mrs ms mx dr prof st sr gen col maj capt cmdr lt sgt cpl adm rear rev hon sen "
    "rep gov pres amb sec min supt insp det fr bros messrs mme mlle vs v cf eg ie viz "
    "fig vol art sec ch approx ca bzw hrsg nr jan feb mar apr jun jul aug sept sep oct "
    "nov dec mt ft al".split()
)
# A sentence may well end with these; only what follows tells.
_MAY_END = frozenset("inc ltd co corp plc etc jr sr no esq dept ave blvd".split())
_STARTER = re.compile(
    rf"{_OPENING}*(?:The|A|An|He|She|It|They|We|I|You|This|That|These|Those|In|On|At|But"
    r"|And|His|Her|Their|Its|There|As|After|Before|If|When|While|For|Many|Some|Most"
    r"|Officials|President|Police)\b"
)
_WORD_BEFORE = re.compile(r"(?:\w\.)*\w+\Z")
_SPEAKER_NEXT = re.compile(
    r"(?:[^\W\d_][\w’'-]*\s+){1,5}?(?:said|says|asked|asks|told|added|adds|wrote|replied"
    r"|tweeted|insisted|declared|shouted|wondered)\b"
)
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.){2,}\Z")
_FULL_STOPS = ".。｡।۔"

_PARTS = re.compile(
    r"[,;:–—]+(?=[\s\"'”’»]|$)|(?<=\w)—(?=\w)|\s-+(?=\s)|[、，；：،؛]"
    r"|\s(?=(?:that|which|who|whom|whose|because|although|though|but|while|whereas"
    r"|saying|adding|arguing|claiming|insisting|if|unless|when|where|according to)\s)"
)
_BRACKETED = re.compile(r"\((?:[^\s()]+\s+){2}[^()]*\)")
_LEADING = re.compile(
    r"(?:[\s,;:–—-]|[\"'”’»](?=\s))*"
    r"(?:(?:(?:but|and)\s+)?(?:saying|adding|arguing|claiming|insisting)\s+)?"
    r"(?:(?:(?:but|and)\s+)?that\s+)?",
    re.IGNORECASE,
)
_SEPARATORS = " \t\u00a0,;:–—-"
_LEFT_HANGING = frozenset(("and", "but", "or"))
_CONNECTORS = frozenset("and but or so yet then that who which".split())
_LOOK_BACK = 30
_REACH = 1_000
"""How many code points of a sentence are read for a clause, before and behind."""

_DIRECT = 5
"""A quotation of so many words is a clause of its own; a shorter one is mentioned."""


def sentence_at(text: str, offset: int) -> Span | None:
    """Return the sentence at the caret, or None on an empty line.

    It begins and ends with a word: the final full stop is left out, and so are the
    marks around a sentence that is all quotation, or half of whose marks it lacks. A
    caret between two sentences is at the one before it.

    Args:
        text: The whole text; only the caret's paragraph is read.
        offset: The caret, in code points from the start of the text.
    """
    start, end = passage_around(text, offset)
    first, last = _limits(text, offset, start, end)
    span = _stripped(text, first, last)
    if span is None:
        return None
    quotes = quotations_near(text, start, end, offset)
    for quote in quotes:
        crossing = quote.span.overlaps(span) and not (
            quote.span.contains(span) or span.contains(quote.span)
        )
        if crossing:
            first, last = _uncrossed(Span(first, last), quote.span, offset)
    return _core(text, first, last, quotes)


def clause_at(text: str, offset: int) -> Span | None:
    """Return the clause at the caret: the part of its sentence that says one thing.

    A sentence is parted at its punctuation, at longer quotations and before words
    such as "which", "because" and "saying"; a leading "that" is left out. A sentence
    of one clause is returned whole, and None on an empty line.

    Args:
        text: The whole text; only the caret's paragraph is read.
        offset: The caret, in code points from the start of the text.
    """
    sentence = sentence_at(text, offset)
    if sentence is None:
        return None
    clauses = _clauses(text, _near(text, sentence, offset), offset)
    starts = [clause.start for clause in clauses]
    return clauses[max(0, bisect_right(starts, offset) - 1)] if clauses else sentence


def _limits(text: str, offset: int, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around ``offset`` begins and the next one does."""
    first = start
    for match in _END.finditer(text, start, end):
        if not _ends_sentence(text, match):
            continue
        if match.end() > offset:
            return first, match.end()
        if match.end() < end:
            first = match.end()
    return first, end


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    stop = match["stop"]
    if stop is None:
        return True
    closed = match.end("stop") < match.end() and not text[match.end("stop")].isspace()
    if closed:
        return _SPEAKER_NEXT.match(text, match.end()) is None
    if stop != ".":
        return True
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    word = _WORD_BEFORE.search(before)
    if word is None:
        return True
    last = word.group().lower()
    if last in _TITLES:
        return False
    # An initial, U.S., or Inc.: only a word that begins sentences makes it an end.
    doubtful = last in _MAY_END or "." in last or (len(last) == 1 and last.isalpha())
    return not doubtful or _STARTER.match(text, match.end()) is not None


def _uncrossed(span: Span, quote: Span, offset: int) -> tuple[int, int]:
    """Return the part of ``span`` inside the quotation it crosses, or outside of it.

    A quotation of several sentences ends within the sentence that names its speaker.
    """
    if quote.start < offset < quote.end:
        return max(span.start, quote.start), min(span.end, quote.end)
    if quote.start < span.start:
        return min(quote.end, span.end - 1), span.end
    return span.start, max(quote.start, span.start + 1)


def _core(text: str, first: int, last: int, quotes: list[Quotation]) -> Span | None:
    """Return ``first``–``last`` without what a claim leaves out at its ends."""
    span = Span(first, last).trimmed(text)
    opened = {quote.span.start: quote.span for quote in quotes}
    closed = {quote.span.end: quote.span for quote in quotes if quote.closed}
    while span is not None:
        quote = opened.get(span.start)
        whole = quote if quote and _is_all_of(text, quote, span) else None
        inner = inside(text, whole) if whole else _unmarked(span, opened, closed)
        if inner is None or inner == span:
            break
        span = _stripped(text, inner.start, inner.end)
    return _stripped(text, span.start, span.end) if span else None


def _is_all_of(text: str, quote: Span, span: Span) -> bool:
    rest = text[quote.end : span.end]
    return quote.end <= span.end and not rest.strip(_FULL_STOPS + " ")


def _unmarked(span: Span, opened: dict[int, Span], closed: dict[int, Span]) -> Span:
    """Return ``span`` without an opening or closing mark whose partner is outside.

    Args:
        span: Where to look.
        opened: The quotations by where they begin.
        closed: Those that have a closing mark, by where they end.
    """
    start, end = span.start, span.end
    while start in opened and opened[start].end > end:
        start += 1
    while end in closed and closed[end].start < start:
        end -= 1
    return Span(start, end) if start < end else span


def _stripped(text: str, first: int, last: int) -> Span | None:
    """Return the span without white space, a comma and the final full stop."""
    span = Span(first, last).trimmed(text) if first < last else None
    if span is None:
        return None
    words = span.of(text)
    if words.endswith((",", ";")) and len(words) > 1:
        return Span(span.start, span.end - 1).trimmed(text)
    stops = words[-1] in _FULL_STOPS and not words.endswith("..")
    if stops and len(words) > 1 and not _INITIALS.search(words[-_LOOK_BACK:]):
        return Span(span.start, span.end - 1).trimmed(text)
    return span


def _near(text: str, sentence: Span, offset: int) -> Span:
    """Return what of a very long sentence lies around the caret, in whole words."""
    at = min(max(offset, sentence.start), sentence.end)
    start = max(sentence.start, at - _REACH)
    if start > sentence.start:
        start = max(start, text.find(" ", start, at - 1) + 1)
    end = min(sentence.end, at + _REACH)
    if end < sentence.end:
        space = text.rfind(" ", at + 1, end)
        end = end if space == -1 else space
    return Span(start, end)


def _clauses(text: str, sentence: Span, offset: int) -> list[Span]:
    pieces = []
    at = sentence.start
    for start, end in [*_cuts(text, sentence, offset), (sentence.end, sentence.end)]:
        piece = _clause(text, at, start)
        if piece is not None:
            pieces.append((piece, text[start:end] == ","))
        at = max(at, end)
    return _joined(text, pieces)


def _cuts(text: str, sentence: Span, offset: int) -> list[tuple[int, int]]:
    """Return where the sentence is parted: start and end of each mark or gap."""
    start, end = sentence.start, sentence.end
    cuts = [match.span() for match in _PARTS.finditer(text, start, end)]
    for match in _BRACKETED.finditer(text, start, end):
        cuts += [(match.start(), match.start() + 1), (match.end() - 1, match.end())]
    for quote in quotations_near(text, start, end, offset):
        span = quote.span
        if len(span.of(text).split(maxsplit=_DIRECT)) >= _DIRECT:
            cuts.append((span.start, span.start + 1))
            cuts += [(span.end - 1, span.end)] if quote.closed else []
    return sorted(cuts)


def _clause(text: str, start: int, end: int) -> Span | None:
    """Return the words of a piece, or None if it says nothing."""
    leading = _LEADING.match(text, start, max(start, end))
    first = leading.end() if leading else start
    last = first + len(_without_trailing(text[first:end]))
    span = _stripped(text, first, last)
    if span is None or span.of(text).lower() in _CONNECTORS:
        return None
    return span if any(map(str.isalnum, span.of(text))) else None


def _without_trailing(words: str) -> str:
    """Return ``words`` without separators, or an "and", left hanging at their end."""
    kept = words.rstrip(_SEPARATORS)
    head, _, last = kept.rpartition(" ")
    return head.rstrip(_SEPARATORS) if last in _LEFT_HANGING else kept


def _joined(text: str, pieces: list[tuple[Span, bool]]) -> list[Span]:
    """Join pieces of one word to their neighbours: they are items of a list.

    Args:
        text: The whole text.
        pieces: Each piece, and whether a comma follows it.
    """
    joined: list[Span] = []
    to_previous = comma_before = False
    for piece, comma in pieces:
        single = len(piece.of(text).split()) == 1
        if joined and (to_previous or (single and comma_before)):
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
        to_previous = single
        comma_before = comma
    return joined
