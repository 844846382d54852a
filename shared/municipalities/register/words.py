"""The register's fixed words, usable without Django; the labels are on the models."""

from __future__ import annotations

from enum import StrEnum


class MunicipalityKind(StrEnum):
    """What a municipality is in law (HGO §§ 4a, 13): stable over time, so peer groups can rest on it."""

    INDEPENDENT_CITY = "independent_city"
    TOWN = "town"
    MUNICIPALITY = "municipality"


class DistrictKind(StrEnum):
    """The two kinds of units with a 5-digit key."""

    DISTRICT = "district"
    INDEPENDENT_CITY = "independent_city"


class ChangeKind(StrEnum):
    """What happened to a municipality."""

    MERGER = "merger"
    INCORPORATION = "incorporation"
    RENAMING = "renaming"
    RECODING = "recoding"


class Origin(StrEnum):
    """Where a row comes from; an official import outranks the data shipped with the product."""

    SHIPPED = "shipped"
    GV100AD = "gv100ad"
