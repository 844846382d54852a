"""What of a municipality lies outside the database: its files and its cached values. Both may be removed twice."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import redis
from django.conf import settings

from kisi.tenancy.database import quoted

BATCH: Final = 500


def media_folder(schema: str) -> Path:
    """The folder of a municipality's files (``kisi.tenancy.storage`` names it after the schema)."""
    quoted(schema)
    return Path(settings.MEDIA_ROOT) / schema


def remove_media(schema: str) -> int:
    """Delete a municipality's folder; how many files that were."""
    folder = media_folder(schema)
    if not folder.exists():
        return 0
    count = sum(1 for path in folder.rglob("*") if not path.is_dir())
    shutil.rmtree(folder)
    return count


def remove_cached_values(schema: str) -> int:
    """Delete every cache key of a municipality (they begin with the realm's key); how many that were.

    SCAN goes on beside other clients' work; KEYS would stop them all.
    """
    quoted(schema)
    if not settings.KISI_REDIS_URL:
        return 0
    removed = 0
    with redis.Redis.from_url(settings.KISI_REDIS_URL) as client:
        batch: list[bytes] = []
        for key in client.scan_iter(match=f"{schema}:*", count=BATCH):
            batch.append(key)
            if len(batch) == BATCH:
                removed += client.unlink(*batch)
                batch.clear()
        if batch:
            removed += client.unlink(*batch)
    return removed
