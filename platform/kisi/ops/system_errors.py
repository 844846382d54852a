"""What the operating system refuses, said in German."""

import errno

_REASONS = {
    errno.ENOSPC: "auf dem Datenträger ist kein Platz mehr",
    errno.EDQUOT: "das Kontingent dieses Benutzerkontos ist erschöpft",
    errno.EACCES: "der Zugriff ist diesem Benutzerkonto nicht erlaubt",
    errno.EPERM: "das ist diesem Benutzerkonto nicht erlaubt",
    errno.EROFS: "das Dateisystem ist schreibgeschützt",
    errno.ENOTDIR: "ein Teil des Pfades ist kein Verzeichnis",
    errno.EEXIST: "dort liegt schon eine Datei",
    errno.ENAMETOOLONG: "der Pfad ist zu lang",
}


def reason(error: OSError) -> str | None:
    """The refusal as half a sentence; None for one that nobody can be told how to mend."""
    return _REASONS.get(error.errno or 0)
