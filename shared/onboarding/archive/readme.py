"""The page that explains an archive to somebody who has never seen the product."""

from __future__ import annotations

from shared.onboarding.archive.contents import (
    CHECKSUMS,
    DESCRIPTION,
    FILES_FOLDER,
    STRUCTURE,
    TABLES_FOLDER,
    ArchiveDescription,
)


def readme_for(archive: ArchiveDescription) -> str:
    """The German text of ``LIESMICH.md``."""
    who = archive.municipality
    rows = sum(table.rows for table in archive.tables)
    tables = "\n".join(
        f"| {table.label or table.name} | `{table.file}` | {table.rows} | {table.left_out} |"
        for table in archive.tables
    )
    return f"""# Archiv: {who["name"]}

Dieses Archiv enthält alles, was die Kommune {who["name"]} (AGS {who["ags"]}) in KISI gespeichert hatte.
Es wurde am {archive.created_at} geschrieben und danach vollständig geprüft.

**Es enthält personenbezogene Daten.** Verantwortlich ist die Kommune. Bewahren Sie es verschlüsselt auf,
geben Sie es nur an Berechtigte weiter, und löschen Sie es, wenn die Aufbewahrungsfristen enden.

## Was darin steht
- `{TABLES_FOLDER}/`: {len(archive.tables)} Tabellen mit zusammen {rows} Zeilen, je eine CSV-Datei.
- `{FILES_FOLDER}/`: {archive.files} hochgeladene Dateien, wie sie waren.
- `{DESCRIPTION}`: Tabellen, Spalten, Zeilenzahlen und der Stand der Software – für Programme.
- `{STRUCTURE}`: die SQL-Anweisungen, die die leeren Tabellen anlegen; `{{schema}}` steht für den Namen des Schemas.
- `{CHECKSUMS}`: eine Prüfsumme je Datei.

## Lesen
Die CSV-Dateien sind in UTF-8, mit Komma getrennt, die erste Zeile nennt die Spalten. Jede Tabellenkalkulation
öffnet sie. Ein leeres Feld ohne Anführungszeichen heißt „kein Wert“, `""` heißt „leerer Text“.
Zeitpunkte stehen in Weltzeit (UTC, Endung +00), Binärwerte als `\\x` mit Hexadezimalziffern.

## Prüfen
Entpacken Sie das Archiv und rufen Sie im Ordner `sha256sum -c {CHECKSUMS}` auf (macOS: `shasum -a 256 -c`).

## Wiederherstellen
Mit KISI: Legen Sie die Kommune mit derselben Version der Software neu an (Stand `{archive.schema_state}`,
Version {archive.software_version}), halten Sie sie an (`kisi municipality suspend AGS`), spielen Sie das Archiv ein
(`kisi municipality restore AGS DATEI`) und öffnen Sie sie wieder (`kisi municipality activate AGS`).
Ohne KISI: Führen Sie in PostgreSQL 18 die Anweisungen aus `{STRUCTURE}` aus, dann je Tabelle
`\\copy tabelle (spalten) FROM 'datei.csv' WITH (FORMAT csv, HEADER true)`.

## Tabellen
| Inhalt | Datei | Zeilen | Anmerkung |
|---|---|---|---|
{tables}
"""
