"""Why something in the library is refused; every message can be shown to people."""

from __future__ import annotations


class LibraryProblem(ValueError):
    """Something that was asked for is not possible; the message says why and what to do."""


class MalformedContent(LibraryProblem):
    """The content does not fit the template's kind; the message says where."""


class VersionExists(LibraryProblem):
    """This number is taken by a version with another content; published versions never change."""


class NotADraft(LibraryProblem):
    """Only drafts can be changed."""


class FourEyes(LibraryProblem):
    """Nobody reviews what they wrote themselves."""


class UnreadableFile(LibraryProblem):
    """A file is not a template; the message says what is wrong with it."""
