"""Serializers that only describe: the problem document."""

from __future__ import annotations

from rest_framework import serializers


class FieldErrorSerializer(serializers.Serializer):
    """One thing that is wrong with a request."""

    pointer = serializers.CharField(
        help_text="JSON Pointer in den Inhalt („/coordinator/email“), „?name“ für einen Parameter der Adresse"
        " oder der Name einer Kopfzeile. Leer meint den ganzen Inhalt."
    )
    code = serializers.CharField(help_text="Kurzes Wort für Programme.")
    detail = serializers.CharField(help_text="Ein Satz für Menschen.")


class ProblemSerializer(serializers.Serializer):
    """Problem details nach RFC 9457."""

    type = serializers.URLField(help_text="Adresse der Beschreibung dieser Art von Problem.")
    title = serializers.CharField(help_text="Was geschehen ist; für alle Fälle dieser Art gleich.")
    status = serializers.IntegerField(help_text="Der HTTP-Statuscode.")
    detail = serializers.CharField(help_text="Was in diesem Fall zu tun ist.")
    instance = serializers.CharField(required=False, help_text="Nummer des Falls, für Nachfragen beim Betrieb.")
    links = serializers.DictField(
        child=serializers.CharField(), required=False, help_text="Adressen, die weiterhelfen, je nach Problem."
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        """With ``errors``, a name that DRF's base class uses itself."""
        listed = FieldErrorSerializer(many=True, help_text="Alles, was an der Anfrage nicht passt, auf einmal.")
        return {**super().get_fields(), "errors": listed}
