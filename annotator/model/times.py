"""Times shown to people: UTC, ISO 8601, milliseconds. Never used for ordering."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> str:
    """Return the present as in ``2026-11-22T14:32:07.125Z``."""
    return _written(datetime.now(UTC))


def parse_time(text: str) -> str:
    """Return ``text``, any ISO 8601 time, in the one way we write it.

    A time without a zone is taken as UTC.

    Raises:
        ValueError: ``text`` is not an ISO 8601 time.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return _written(moment.astimezone(UTC))


def local_time(text: str) -> str:
    """Return the hour and minute of one of our times, where the user is."""
    return datetime.fromisoformat(text).astimezone().strftime("%H:%M")


def local_day_and_time(text: str) -> str:
    """Return the day, hour and minute of one of our times, where the user is."""
    return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
