"""Errors a person can act on: what was wrong, which one, what to do next."""

from __future__ import annotations


class KraftsamlingError(Exception):
    """Base of every error we raise on purpose. Shown to people without a traceback."""


class WrongSetting(KraftsamlingError):
    """A setting in the environment cannot be used: nothing is done before it is corrected."""


class ContentError(KraftsamlingError):
    """A content file cannot be used as it stands."""


class NotCanonical(KraftsamlingError):
    """A value has no canonical JSON form, so nobody could recompute its hash."""


class SourceFault(KraftsamlingError):
    """A producer of data did not answer as agreed."""


class UnusableData(KraftsamlingError):
    """Data came in whole but is not what it was said to be."""


class UnanswerableQuestion(KraftsamlingError):
    """The question names something that the evidence does not have."""
