"""Words that announce a denial, by the codebook's decision rule.

Found are cues that presuppose an allegation ("denied", "baseless", "in no way"),
refusals and silences ("declined to comment", "did not respond") and corrections of
what was said before; a negative sentence alone is no denial.
"""

from __future__ import annotations

import re

from annotator.model.span import Span

_NOT = r"(?:not|never|yet\s+to)"
_HELPERS = (
    r"(?:(?:has|have|had|is|are|was|were|be|been|being|will|would|could|can|did|does|do)"
    r"\s+)"
)
_HOW = (
    r"(?:(?:also|repeatedly|consistently|always|strongly|categorically|flatly|again"
    r"|firmly|vehemently|strenuously|publicly|immediately|previously|later|initially"
    r"|since|so\s+far|yet|ever|specifically|officially)\s+)"
)
_SAYS_NO = (
    r"(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?"
    r"|refut(?:e[sd]?|ing)|rebut(?:s|ted|ting)?|disput(?:e[sd]|ing)"
    r"|repudiat(?:e[sd]?|ing)|disavow(?:s|ed|ing)?|debunk(?:s|ed|ing)?|contradict(?:s|ed|ing)"
    r"|disclaim(?:s|ed|ing))(?!\w)"
)
_SAID = (
    r"(?:return|returned|respond(?:ed)?|repl(?:y|ied)|comment(?:ed)?|say|said"
    r"|answer(?:ed)?|confirm(?:ed)?|elaborated?|acknowledged?|disclosed?)(?!\w)"
)
_MAY = r"(?:did|do|does|has|have|had|would|will|could|can)"
_HIDES = (
    r"(?:comment|say|discuss|answer|respond|confirm|elaborate|disavow"
    r"|acknowledge)(?!\w)"
)
_REJECTED = rf"{_SAYS_NO}|denials?(?!\w)"
_REFUSED = (
    r"(?:declin|refus)(?:e[sd]?|ing)\s+(?:to|any)\s+"
    rf"(?:(?:immediately|publicly|further)\s+)?{_HIDES}"
    r"|(?:no\s+comment|without\s+comment(?:ing)?)(?!\w)"
)
_SILENT = (
    rf"{_MAY}(?:\s+{_HOW}{{0,2}}{_NOT}|n['’]t)\s+{_HOW}{{0,2}}{_SAID}"
    r"|never\s+(?:responded|replied|answered|returned|commented)(?!\w)"
    r"|(?:was|were|is|are)(?:\s+not|n['’]t)\s+(?:immediately\s+)?available"
    r"\s+(?:for|to)\s+comment(?!\w)"
    r"|(?:could|can)(?:\s+not|not|n['’]t)\s+(?:immediately\s+)?be\s+reached(?!\w)"
)
_UNTRUE = (
    r"(?:baseless|groundless|unfounded|fabricated|fake\s+news|a\s+fake|false|untrue"
    r"|nonsense|a\s+lie|without\s+foundation|no\s+truth|in\s+no\s+way"
    r"|nothing\s+(?:to\s+do\s+with|of\s+the\s+(?:sort|kind)))(?!\w)"
)
_CORRECTED = (
    r"(?:not|contrary\s+to\s+what\s+(?:was|had\s+been))\s+(?:as\s+)?"
    r"(?:previously|earlier|initially|first)\s+"
    r"(?:stated|reported|said|thought|announced|claimed)(?!\w)"
)
_CUE = re.compile(
    rf"\b(?:{_REJECTED}|{_REFUSED}|{_SILENT}|{_UNTRUE}|{_CORRECTED})", re.IGNORECASE
)
_AUXILIARIES = re.compile(rf"(?<!\w){_HELPERS}{{0,3}}{_HOW}{{0,2}}\Z", re.IGNORECASE)
_LOOK_BACK = 60


def denial_cues(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the cues of denials in ``text[start:end]``, in order, with auxiliaries.

    Offsets are code points from the start of the text.
    """
    stop = len(text) if end is None else end
    found: list[Span] = []
    for match in _CUE.finditer(text, start, stop):
        floor = found[-1].end if found else start
        near = max(floor, match.start() - _LOOK_BACK)
        auxiliaries = _AUXILIARIES.search(text, near, match.start())
        first = auxiliaries.start() if auxiliaries else match.start()
        found.append(Span(first, match.end()))
    return found
