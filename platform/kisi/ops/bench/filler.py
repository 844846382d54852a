"""Fills a municipality's schema up to a realistic size, with a Django app written at run time.

The platform's own apps are measured as they are; where they have fewer tables, indexes and
migrations than a grown municipality (44, 183 and 70 in the trial, TENANCY.md), this app brings the
difference, the same one for every entrant. It also holds the table that a request reads, and it is
where "one added column" appears.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

PACKAGE: Final = "kisi_bench_filler"
LABEL: Final = "filler"


@dataclass(frozen=True, slots=True)
class Shape:
    """How much a municipality's schema consists of."""

    tables: int
    indexes: int
    migrations: int

    def without(self, other: Shape) -> Shape:
        """What is missing to this shape when there is ``other`` already (at least a small app)."""
        return Shape(
            max(2, self.tables - other.tables),
            max(2, self.indexes - other.indexes),
            max(1, self.migrations - other.migrations),
        )


REALISTIC: Final = Shape(tables=44, indexes=183, migrations=70)
"""The municipality of the trial (TENANCY.md)."""

_FIELDS: Final = """\
reference = models.CharField(max_length=40)
title = models.CharField(max_length=200)
note = models.TextField(blank=True)
amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
happened_on = models.DateField(null=True)
details = models.JSONField(default=dict)
is_open = models.BooleanField(default=True)
created_at = models.DateTimeField(auto_now_add=True)
"""
_INDEXES: Final = (
    'models.Index(fields=["reference"], name="{name}")',
    'models.Index(fields=["happened_on", "is_open"], name="{name}")',
    'models.UniqueConstraint(fields=["reference", "happened_on"], name="{name}")',
    'models.Index(fields=["title"], name="{name}")',
    'models.Index(fields=["created_at"], name="{name}")',
    'models.Index(fields=["amount"], condition=models.Q(is_open=True), name="{name}")',
)


@dataclass(frozen=True, slots=True)
class _Model:
    """One table of the app: its name, its fields as source lines, its indexes as source."""

    name: str
    fields: list[str]
    indexes: list[str]

    def source(self, columns: list[str]) -> str:
        """The class in ``models.py``."""
        lines = [
            f"class {self.name}(models.Model):",
            *(f"    {line}" for line in self.fields + columns),
            "    class Meta:",
        ]
        for option, kind in (("indexes", "models.Index"), ("constraints", "models.UniqueConstraint")):
            lines.append(f"        {option} = [{', '.join(i for i in self.indexes if i.startswith(kind))}]")
        return "\n".join(lines)

    def creation(self) -> str:
        """The operation that makes the table, in a migration."""
        pairs = [f'("{field}", {value})' for field, _, value in (line.partition(" = ") for line in self.fields)]
        key = '("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))'
        return f'migrations.CreateModel(name="{self.name}", fields=[{", ".join([key, *pairs])}])'

    def index_operations(self) -> list[str]:
        """The operations that make the indexes."""
        return [
            f'migrations.AddConstraint(model_name="{self.name.lower()}", constraint={index})'
            if index.startswith("models.UniqueConstraint")
            else f'migrations.AddIndex(model_name="{self.name.lower()}", index={index})'
            for index in self.indexes
        ]


class Filler:
    """The app below ``folder`` (which belongs on the Python path), with a number of columns added later."""

    def __init__(self, folder: Path, shape: Shape) -> None:
        self.package = folder / PACKAGE
        self.shape = shape
        self.columns = 0
        self._models = _models(shape)

    def write(self) -> None:
        """Write the app with all migrations of its shape."""
        migrations = self.package / "migrations"
        migrations.mkdir(parents=True)
        for folder in (self.package, migrations):
            (folder / "__init__.py").touch()
        (self.package / "apps.py").write_text(
            "from django.apps import AppConfig\n\n\n"
            f'class FillerConfig(AppConfig):\n    name = "{PACKAGE}"\n    label = "{LABEL}"\n'
            '    default_auto_field = "django.db.models.BigAutoField"\n'
        )
        self._write_models()
        operations = [model.creation() for model in self._models]
        operations += [operation for model in self._models for operation in model.index_operations()]
        for number, part in enumerate(_parts(operations, self.shape.migrations), start=1):
            self._write_migration(number, part)

    def add_column(self) -> None:
        """One more migration, which adds one column to one table."""
        self.columns += 1
        field = f'name="added_{self.columns}", field=models.IntegerField(null=True)'
        operation = f'migrations.AddField(model_name="record01", {field})'
        self._write_migration(len(list((self.package / "migrations").glob("0*.py"))) + 1, [operation])
        self._write_models()

    def _write_models(self) -> None:
        added = [f"added_{number} = models.IntegerField(null=True)" for number in range(1, self.columns + 1)]
        classes = [model.source(added if index == 0 else []) for index, model in enumerate(self._models)]
        (self.package / "models.py").write_text("\n\n\n".join(["from django.db import models", *classes]) + "\n")

    def _write_migration(self, number: int, operations: list[str]) -> None:
        needed = f'[("{LABEL}", "{number - 1:04d}_step")]' if number > 1 else "[]"
        listed = "".join(f"        {operation},\n" for operation in operations)
        (self.package / "migrations" / f"{number:04d}_step.py").write_text(
            "from django.db import migrations, models\nimport django.db.models.deletion\n\n\n"
            f"class Migration(migrations.Migration):\n    initial = {number == 1}\n    dependencies = {needed}\n"
            f"    operations = [\n{listed}    ]\n"
        )


def _models(shape: Shape) -> list[_Model]:
    """Tables in a chain of foreign keys, with the indexes spread evenly over them."""
    models = []
    for number in range(1, shape.tables + 1):
        fields = _FIELDS.splitlines()
        if number > 1:
            target = f'"{LABEL}.record{number - 1:02d}"'
            fields.append(f"belongs_to = models.ForeignKey({target}, null=True, on_delete=models.deletion.PROTECT)")
        models.append(_Model(f"Record{number:02d}", fields, []))
    # Primary keys and foreign keys bring an index each.
    for count in range(max(0, min(shape.indexes - (2 * shape.tables - 1), shape.tables * len(_INDEXES)))):
        round_, position = divmod(count, shape.tables)
        name = f"filler_{position + 1:02d}_{round_ + 1}"
        models[position].indexes.append(_INDEXES[round_].format(name=name))
    return models


def _parts(operations: list[str], count: int) -> list[list[str]]:
    """The operations in at most ``count`` lists of about equal length, in order."""
    count = min(count, len(operations))
    bounds = [len(operations) * number // count for number in range(count + 1)]
    return [operations[start:end] for start, end in pairwise(bounds)]
