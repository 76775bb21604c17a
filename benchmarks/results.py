"""What was measured, beside its limit, as a table and as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One row of the table.

    Attributes:
        ours: In seconds, or in bytes if ``in_bytes``.
        limit: What bare thing was measured beside it, or "".
        bare: What that took, in the same unit.
        most_ratio: How many times ``bare`` is allowed, or None.
        most: How much is allowed whatever ``bare`` took, or None.
    """

    job: str
    size: str
    ours: float
    limit: str = ""
    bare: float | None = None
    most_ratio: float | None = None
    most: float | None = None
    in_bytes: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the bare thing ours took."""
        return self.ours / self.bare if self.bare else None

    @property
    def met(self) -> bool | None:
        """Whether it is within what is allowed; None if everything is."""
        if self.most_ratio is None and self.most is None:
            return None
        within = self.most is None or self.ours <= self.most
        if self.most_ratio is not None:
            within = within and self.ratio is not None and self.ratio <= self.most_ratio
        return within

    def cells(self) -> list[str]:
        """Return the row as people read it."""
        allowed = []
        if self.most_ratio is not None:
            allowed.append(f"{self.most_ratio:g} times")
        if self.most is not None:
            allowed.append(self._amount(self.most))
        return [
            *(self.job, self.size, self._amount(self.ours)),
            "–" if self.bare is None else f"{self.limit} {self._amount(self.bare)}",
            "–" if self.ratio is None else f"{self.ratio:.1f}",
            ", ".join(allowed) or "–",
            {True: "yes", False: "NO", None: "–"}[self.met],
        ]

    def as_json(self) -> dict[str, object]:
        """Return the row for programs."""
        return asdict(self) | {"ratio": self.ratio, "met": self.met}

    def _amount(self, value: float) -> str:
        if self.in_bytes:
            return f"{value / MEGABYTE:.0f} MB"
        return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"


HEADINGS = ("job", "size", "ours", "limit", "ratio", "allowed", "met")


def table(results: Sequence[Result]) -> str:
    """Return the rows as a Markdown table with even columns."""
    rows = [list(HEADINGS), *[result.cells() for result in results]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, _line(["-" * width for width in widths], widths))
    return "\n".join(lines)


def percentile_95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
    return f"| {' | '.join(padded)} |"
