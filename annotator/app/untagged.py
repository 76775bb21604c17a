"""The next numeral or quotation that the person at work has not tagged."""

from annotator.suggest.done_check import Finding, NotYet, next_untagged

__all__ = ["Finding", "NotYet", "next_untagged"]
