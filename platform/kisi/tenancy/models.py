"""The kernel's own tables, all in the public schema."""

from __future__ import annotations

from django.db import models


class SchemaBlueprint(models.Model):
    """The statements that make one municipality's schema, for one state of the migrations.

    ``state`` is the hash of the migrations they stand for (see ``kisi.tenancy.migration_state``);
    ``statements`` a list of SQL strings with ``{schema}`` where the schema's name belongs.
    """

    state = models.CharField(max_length=32, unique=True)
    statements = models.JSONField()
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "Bauplan eines Schemas"
        verbose_name_plural = "Baupläne"

    def __str__(self) -> str:
        return self.state


class RejectedTask(models.Model):
    """A message that named no valid realm: kept for the operator, never run."""

    task = models.CharField(max_length=200)
    message_id = models.CharField(max_length=100)
    reason = models.CharField(max_length=500)
    rejected_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "abgewiesene Aufgabe"
        verbose_name_plural = "abgewiesene Aufgaben"
        ordering = ["-rejected_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.task}: {self.reason}"


class TaskRun(models.Model):
    """The last run of one periodic task; ``problem`` is empty when it went well (``kisi.tenancy.task_runs``)."""

    task = models.CharField(max_length=200, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "letzter Lauf einer Aufgabe"
        verbose_name_plural = "letzte Läufe der Aufgaben"
        ordering = ["task"]

    def __str__(self) -> str:
        return self.task
