"""The oracle of every attack: one random word a municipality, in every place where text can stand.

A word of Butzbach in an answer, a file, a cache value, a task or a table of Bensheim is a leak – whatever
the way it took. Rows are made from the models, so a table added later is covered on the day it appears.
"""

from __future__ import annotations

import base64
import datetime
import json
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import psycopg
import redis
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from psycopg import sql
from psycopg.types.json import Jsonb

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tests.shared.instruments.samples import definition, group, page, question, texts

BROKER_KEYS: Final = ("_kombu.", "unacked", "default", "provisioning", "celery", "probe")
"""Keys of Celery's transport: queues, bindings and unacknowledged messages. Everything else belongs to a realm."""
TEXT_TYPES: Final = ("text", "character varying", "character", "json", "jsonb", "bytea", "citext", "ARRAY")


@dataclass(frozen=True, slots=True)
class Leak:
    """A word that was found where it must not be."""

    word_of: str
    place: str

    def __str__(self) -> str:
        return f"{self.word_of}'s word in {self.place}"


@dataclass
class Canaries:
    """The words of some municipalities, and the search for them."""

    towns: list[MunicipalityRef]
    words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for town in self.towns:
            self.words.setdefault(town.schema, f"kanari{secrets.token_hex(6)}")
        self._needles = {schema: _spellings(word) for schema, word in self.words.items()}

    def word(self, town: MunicipalityRef) -> str:
        """The town's word: lower-case letters and digits, fit for names, addresses, keys and file names."""
        return self.words[town.schema]

    # -- planting -----------------------------------------------------------------------------

    def plant(self, admin: psycopg.Connection[Any]) -> int:
        """Put each town's word into every text column of every table, a file and a cache value; rows made."""
        made = 0
        for town in self.towns:
            made += sum(_insert(admin, model, town.schema, self.word(town)) for model in town_models())
            with inside(realm_of(town)):
                cache.set(f"greeting-{self.word(town)}", f"cached {self.word(town)}", timeout=3600)
                cache.set("greeting", f"cached {self.word(town)}", timeout=3600)
                default_storage.save(
                    f"letters/{self.word(town)}.txt", ContentFile(f"letter {self.word(town)}".encode())
                )
        return made

    # -- searching ----------------------------------------------------------------------------

    def owners_in(self, content: str | bytes) -> set[str]:
        """The schemas whose word stands in this content, also in capitals, hexadecimal or base64."""
        data = content.encode(errors="surrogateescape") if isinstance(content, str) else content
        lowered = data.lower()
        return {
            schema
            for schema, (plain, encoded) in self._needles.items()
            if any(needle in lowered for needle in plain) or any(needle in data for needle in encoded)
        }

    def foreign_in(self, content: str | bytes, *, home: str, place: str) -> list[Leak]:
        """Words in this content that are not ``home``'s (a schema; empty: nobody's words may be here)."""
        return [Leak(owner, place) for owner in sorted(self.owners_in(content) - {home})]

    def leaks_in_tables(self, admin: psycopg.Connection[Any]) -> list[Leak]:
        """Foreign words in any row of any schema, ``public`` included."""
        return [
            leak
            for schema, table in _tables(admin)
            for (row,) in admin.execute(
                sql.SQL("SELECT to_jsonb(t)::text FROM {}.{} t").format(sql.Identifier(schema), sql.Identifier(table))
            )
            for leak in self.foreign_in(row, home=schema, place=f"table {schema}.{table}")
        ]

    def leaks_in_files(self, root: Path | str | None = None) -> list[Leak]:
        """Foreign words in names or contents of files, by the realm's folder they lie in."""
        root = Path(root or settings.MEDIA_ROOT)
        found: list[Leak] = []
        for path in (path for path in root.rglob("*") if path.is_file()):
            relative = path.relative_to(root)
            home = relative.parts[0]
            found += self.foreign_in(str(relative), home=home, place=f"file name {relative}")
            found += self.foreign_in(path.read_bytes(), home=home, place=f"file {relative}")
        return found

    def leaks_in_valkey(self, url: str) -> list[Leak]:
        """Foreign words in cache values, and words of anybody in broker keys; keys that belong to no realm."""
        found: list[Leak] = []
        for key, value in valkey_entries(url):
            home = key.split(":", 1)[0]
            if key.startswith(BROKER_KEYS):
                home = ""
            elif home not in self.words and home not in {"central", "provisioning", "ministry"}:
                found.append(Leak("nobody", f"Valkey key {key!r} without a realm"))
            found += self.foreign_in(key, home=home, place=f"Valkey key {key!r}")
            found += self.foreign_in(value, home=home, place=f"value of Valkey key {key!r}")
        return found

    def leaks_in_logs(self, files: Iterable[Path]) -> list[Leak]:
        """Anybody's word in a log: logs hold references, never contents (T44)."""
        return [
            leak for file in files for leak in self.foreign_in(file.read_bytes(), home="", place=f"log {file.name}")
        ]

    def all_leaks(self, admin: psycopg.Connection[Any], redis_url: str) -> list[Leak]:
        """Everything that is kept somewhere: tables (outbox and audit trail included), files, cache, broker."""
        return [*self.leaks_in_tables(admin), *self.leaks_in_files(), *self.leaks_in_valkey(redis_url)]


def _spellings(word: str) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Needles to look for without and with regard to capitals."""
    plain = word.encode()
    shifted = [base64.b64encode(b"x" * pad + plain)[pad + (pad > 0) : -4] for pad in range(3)]
    return (plain, plain.hex().encode(), plain[::-1]), tuple(shifted)


def valkey_entries(url: str) -> Iterator[tuple[str, bytes]]:
    """Every key of the server with everything that it holds."""
    readers = {
        b"string": lambda client, key: client.get(key) or b"",
        b"list": lambda client, key: b"\n".join(client.lrange(key, 0, -1)),
        b"set": lambda client, key: b"\n".join(client.smembers(key)),
        b"hash": lambda client, key: b"\n".join(part for pair in client.hgetall(key).items() for part in pair),
        b"zset": lambda client, key: b"\n".join(client.zrange(key, 0, -1)),
    }
    with redis.Redis.from_url(url) as client:
        for key in client.scan_iter(count=1000):
            if reader := readers.get(client.type(key)):
                yield key.decode(errors="replace"), reader(client, key)


def _tables(admin: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    return admin.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'm') AND (n.nspname = 'public' OR n.nspname LIKE 'm\\_%') ORDER BY 1, 2"
    ).fetchall()


# -- rows from models ---------------------------------------------------------------------------


def town_models() -> list[type[models.Model]]:
    """Every model with a table in a town's schema, referred-to ones first."""
    found = [
        model
        for config in apps.get_app_configs()
        if config.name in settings.TENANT_APPS
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    ordered: list[type[models.Model]] = []
    while waiting := [model for model in found if model not in ordered]:
        ready = [m for m in waiting if not (_targets(m) & set(waiting)) - {m}]
        ordered += ready or waiting[:1]
    return ordered


def _targets(model: type[models.Model]) -> set[type[models.Model]]:
    return {f.related_model for f in model._meta.concrete_fields if f.is_relation and isinstance(f.related_model, type)}


def _insert(admin: psycopg.Connection[Any], model: type[models.Model], schema: str, word: str) -> int:
    """One row as a superuser with triggers off (history and audit tables fill and guard themselves otherwise)."""
    values = {
        f.column: value_for(f, word)
        for f in model._meta.concrete_fields
        if not getattr(f, "generated", False) and not isinstance(f, models.AutoField)
    }
    statement = sql.SQL("INSERT INTO {}.{} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        sql.Identifier(schema),
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    while True:
        try:
            with admin.transaction():
                admin.execute("SET LOCAL session_replication_role = replica")
                return admin.execute(statement, list(values.values())).rowcount
        except psycopg.errors.CheckViolation as error:
            # A word is no postal code. The database is this test's own copy: the rule may go, the word must stand.
            name = sql.Identifier(str(error.diag.constraint_name))
            table = sql.Identifier(schema, model._meta.db_table)
            admin.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(table, name))


def value_for(field_: models.Field[Any, Any], word: str) -> Any:
    """A value of the field's type; the word itself wherever free text fits."""
    if field_.choices:
        return next(key for key, _label in field_.flatchoices)
    if make_shaped := SHAPED.get(str(field_)):
        return Jsonb(make_shaped(word))
    if field_.primary_key and isinstance(field_, models.UUIDField):
        return _key_of(field_.model, word)
    for kinds, make in _MAKERS:
        if isinstance(field_, kinds):
            value = make(word)
            return value[: field_.max_length] if isinstance(value, str) and field_.max_length else value
    return _value_of_other_type(field_, word)


def _key_of(model: Any, word: str) -> int | uuid.UUID:
    """The key of the row that is planted for a model; random keys follow from the word."""
    if isinstance(model._meta.pk, models.UUIDField):
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{model._meta.label} {word}")
    return 1


def _instrument(word: str) -> dict[str, Any]:
    return definition(page("seite", group("gruppe", question("frage", text=texts(word)))), title=texts(word))


SHAPED: Final[dict[str, Callable[[str], Any]]] = {
    "instruments.InstrumentVersion.definition": _instrument,
    "instruments.DraftStep.before": _instrument,
    "surveys.Wave.targets": lambda word: {"language": {word: 1}},
    "surveys.Response.answers": lambda word: {"frage": word},
}
"""JSON of which pages know the shape; anything else there would only show that they fail loudly."""

_MAKERS: Final[list[tuple[tuple[type[models.Field[Any, Any]], ...], Any]]] = [
    ((models.EmailField,), lambda word: f"{word}@example.org"),
    ((models.URLField,), lambda word: f"https://{word}.example/"),
    ((models.GenericIPAddressField,), lambda _word: "192.0.2.1"),
    ((models.CharField, models.TextField), lambda word: word),
    ((models.JSONField,), lambda word: Jsonb({"word": word})),
    ((models.BinaryField,), lambda word: word.encode()),
]


def _value_of_other_type(field_: models.Field[Any, Any], word: str) -> Any:
    if field_.has_default():
        return field_.get_default()
    if field_.is_relation:
        return None if field_.null else _key_of(field_.related_model, word)
    now = datetime.datetime.now(datetime.UTC)
    by_type: dict[str, Any] = {
        "BooleanField": False,
        "DateTimeField": now,
        "DateField": now.date(),
        "TimeField": now.time(),
        "DurationField": datetime.timedelta(hours=1),
        "UUIDField": uuid.uuid4(),
        "DecimalField": Decimal(1),
        "FloatField": 1.0,
    }
    return by_type.get(field_.get_internal_type(), 1)


def columns_of_fixed_words() -> set[str]:
    """Columns whose words the platform chooses, never a person: fields with choices, as ``table.column``."""
    return {f"{m._meta.db_table}.{f.column}" for m in town_models() for f in m._meta.concrete_fields if f.choices}


def covered_columns(admin: psycopg.Connection[Any], schema: str, word: str) -> tuple[set[str], set[str]]:
    """Text columns of a schema that hold the word, and those that do not though it would fit, as ``table.column``."""
    columns = admin.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s"
        " AND data_type = ANY(%s) AND coalesce(character_maximum_length, 1000) >= %s",
        [schema, list(TEXT_TYPES), len(word)],
    ).fetchall()
    with_word, without = set(), set()
    for table, column in columns:
        query = sql.SQL("SELECT to_jsonb(t.{})::text FROM {}.{} t").format(
            *map(sql.Identifier, (column, schema, table))
        )
        texts = [json.dumps(row[0]) for row in admin.execute(query)]
        holds = any(word in text or word.encode().hex() in text for text in texts)
        (with_word if holds else without).add(f"{table}.{column}")
    return with_word, without
