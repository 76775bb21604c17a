"""The rows of annotating: switching, linking, searching, filtering, tagging many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from typing import TYPE_CHECKING

import bare
from results import Result, percentile_95
from workload import L, M
from workplace import Workplace

if TYPE_CHECKING:
    from timing import Times

HITS = 500
"""How many are tagged in one step."""


class AnnotatingRows:
    """Measures what one does in the window all day, each beside its limit."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    def jobs(self) -> dict[str, Callable[[], Iterator[Result]]]:
        """Return every job by its name, in the order in which they run."""
        return {
            "switch": self.switching,
            "link": self.linking,
            "search": self.searching,
            "filter": self.filtering,
            "tag-hits": self.tagging_hits,
            "find": self.finding,
        }

    def switching(self) -> Iterator[Result]:
        """Go through the documents of M by a key."""
        from annotating_jobs import switch_documents
        from window_jobs import start_qt

        start_qt()
        project = self._at.copy(self._at.project(M))
        times, whole = switch_documents(project, self._count(60))
        yield from _rows("switch, text painted", "M", times, "bare read and view", 0.06)
        yield Result(job="switch, whole window painted", size="M", ours=median(whole))

    def linking(self) -> Iterator[Result]:
        """Open the list of what a denial may be linked to, and type in it."""
        from annotating_jobs import link_denials
        from window_jobs import start_qt

        start_qt()
        project = self._at.copy(self._at.project(M))
        listed, typed = link_denials(project, self._count(40))
        limit = "bare read of the text’s annotations"
        yield from _rows("open the list of links", "M", listed, limit, 0.1)
        limit = "bare LIKE for 20 annotations"
        yield from _rows("type a word in it", "M", typed, limit)

    def searching(self) -> Iterator[Result]:
        """Search all texts of M until the first hits are painted."""
        from finding_jobs import search_everywhere
        from window_jobs import start_qt

        start_qt()
        project = self._at.copy(self._at.project(M))
        first, found = search_everywhere(project, self._count(20))
        limit = "bare index, read and str.find"
        for kind, times in found.items():
            yield from _rows(f"search for {kind}", "M", times, limit, 0.15)
        yield Result(job="search, first after an import", size="M", ours=first)

    def filtering(self) -> Iterator[Result]:
        """Type words into the filter of L's list."""
        from annotating_jobs import filter_list
        from window_jobs import start_qt

        start_qt()
        project = self._at.copy(self._at.project(L))
        first, times = filter_list(project, self._at.name(L), self._count(10))
        yield from _rows("filter, a key", "L", times, "bare `in` on each quote", 0.05)
        yield Result(job="filter, the very first key", size="L", ours=first)

    def tagging_hits(self) -> Iterator[Result]:
        """Tag 500 hits in one step: in many texts of M, and all in L."""
        from finding_jobs import tag_hits
        from window_jobs import start_qt

        start_qt()
        for size in (M, L):
            ours, limit = [], []
            for _ in range(self._at.rounds):
                commits = bare.Commits(self._at.bare_database(size))
                taken = tag_hits(
                    self._at.copy(self._at.project(size)),
                    self._at.name(size),
                    commits,
                    HITS,
                )
                commits.close()
                ours.append(taken[0])
                limit.append(taken[1])
            yield Result(
                job=f"tag {HITS} hits, whole window painted",
                size=size.name,
                ours=median(ours),
                limit=f"bare commit of {HITS} rows",
                bare=median(limit),
                most=1.0,
            )

    def finding(self) -> Iterator[Result]:
        """Find words in L, letter by letter."""
        from finding_jobs import find_in_text
        from window_jobs import start_qt

        start_qt()
        project = self._at.copy(self._at.project(L))
        times = find_in_text(project, self._at.name(L), self._count(10))
        yield from _rows("find, a key", "L", times, "bare str.find")

    def _count(self, usual: int) -> int:
        return max(2, usual // 10) if self._at.quick else usual


def _rows(
    job: str, size: str, times: Times, limit: str, most: float | None = None
) -> Iterator[Result]:
    """Yield the median, which must be within ``most`` seconds, and what most take."""
    yield Result(
        job=f"{job}, median",
        size=size,
        ours=median(times.ours),
        limit=limit,
        bare=median(times.bare),
        most=most,
    )
    yield Result(
        job=f"{job}, 95th percentile",
        size=size,
        ours=percentile_95(times.ours),
        limit=limit,
        bare=percentile_95(times.bare),
    )
