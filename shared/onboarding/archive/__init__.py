"""The archive of one municipality: everything it had, in open formats, checked before anything is dropped."""

from shared.onboarding.archive.contents import ArchiveDescription
from shared.onboarding.archive.reading import ArchiveDamaged, digest_of, verify_archive
from shared.onboarding.archive.restoring import ArchiveDoesNotFit, restore_archive
from shared.onboarding.archive.writing import WrittenArchive, write_archive

__all__ = [
    "ArchiveDamaged",
    "ArchiveDescription",
    "ArchiveDoesNotFit",
    "WrittenArchive",
    "digest_of",
    "restore_archive",
    "verify_archive",
    "write_archive",
]
