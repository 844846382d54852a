"""Reads with more than one caller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from kisi.accounts.models import User
from kisi.core.access import GRANTED, Permission
from kisi.core.due_work import DueItem
from kisi.core.vocabulary import Perspective, Topic
from tenants.needs.models import Decision, Evidence, Need, NeedsSettings
from tenants.needs.vocabulary import NeedState
from tenants.results.computing.intervals import Share
from tenants.results.queries import TopicRow


def listed() -> QuerySet[Need]:
    """Present needs with ``evidence_count``, that of needs merged into them included."""
    counted = (
        Evidence.objects.filter(removed_at=None)
        .annotate(root=Coalesce("need__merged_into", "need"))
        .filter(root=OuterRef("pk"))
        .order_by()
        .values("root")
        .annotate(number=Count("pk"))
        .values("number")
    )
    found = Need.objects.present().select_related("responsible")
    return found.annotate(evidence_count=Coalesce(Subquery(counted), 0, output_field=IntegerField()))


def family_of(need: Need) -> list[int]:
    """The keys of a need and of those merged into it."""
    return [need.pk, *Need.objects.filter(merged_into=need).order_by("pk").values_list("pk", flat=True)]


def merged_with(need: Need) -> list[Need]:
    """Every need that was merged into it, also over others (``merged_via`` is where each was merged)."""
    return list(Need.objects.filter(Q(merged_into=need) | Q(merged_via=need)).order_by("pk"))


def evidence_of(family: Iterable[int]) -> QuerySet[Evidence]:
    """Everything that speaks for needs."""
    return all_evidence_of(family).filter(removed_at=None)


def all_evidence_of(family: Iterable[int]) -> QuerySet[Evidence]:
    """The same with what was removed."""
    return Evidence.objects.filter(need__in=family).select_related("need", "wave")


def decisions_of(family: Iterable[int]) -> QuerySet[Decision]:
    """The history of needs, the newest first."""
    return Decision.objects.filter(need__in=family).select_related("need").order_by("-decided_at", "-pk")


def people_to_choose() -> QuerySet[User]:
    """Who can be responsible: active accounts that may change needs."""
    return User.objects.filter(is_active=True, role__in=GRANTED[Permission.NEEDS_EDIT]).order_by("name", "pk")


def open_needs_of(user_id: int) -> QuerySet[Need]:
    """What somebody is responsible for and is not settled."""
    return Need.objects.open().filter(responsible_id=user_id)


def due_reviews(user_id: int, until: date, limit: int) -> list[DueItem]:
    """Needs somebody has to look at again by a day, the earliest first."""
    rows = open_needs_of(user_id).filter(review_on__lte=until).order_by("review_on", "pk")[:limit]
    return [
        DueItem(row.title, reverse("needs:need", args=[row.pk]), row.review_on, row.get_topic_display())
        for row in rows
        if row.review_on
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Needs that wait for a decision: how many, how many of them too long, and the first ones."""

    number: int
    overdue: int
    first: Sequence[Need]


def waiting_for_decision(limit: int = 5) -> Waiting:
    """What is stated but not decided, in one statement: the start page asks it."""
    period = Subquery(NeedsSettings.objects.values("decide_within_days")[:1])
    rows = list(Need.objects.undecided().annotate(days=Coalesce(period, NeedsSettings().decide_within_days)))
    today = timezone.localdate()
    overdue = sum(1 for row in rows if row.stated_on and row.stated_on < today - timedelta(days=row.days))
    return Waiting(len(rows), overdue, rows[:limit])


@dataclass(frozen=True, slots=True)
class Cell:
    """One topic in one perspective: what the newest wave says, and how many needs are stated."""

    topic: str
    perspective: str
    share: Share | None
    is_seen: bool
    needs: int

    @property
    def label(self) -> str:
        """The perspective's name."""
        return str(Perspective(self.perspective).label)

    @property
    def is_gap(self) -> bool:
        """The perspective sees a need, and nobody has stated one."""
        return self.is_seen and not self.needs


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A topic with its cells in the order of the perspectives; ``needs``: how many are stated in all."""

    topic: str
    cells: Sequence[Cell]
    needs: int

    @property
    def label(self) -> str:
        """The topic's name."""
        return str(Topic(self.topic).label)

    @property
    def gaps(self) -> list[Cell]:
        """Cells that show a need nobody stated."""
        return [cell for cell in self.cells if cell.is_gap]


def matrix(rows: Iterable[TopicRow], *, seen_from: float, smallest: int) -> list[MatrixRow]:
    """Topics × perspectives: where the results show a need (``seen_from`` of at least ``smallest`` answers)
    and where one is stated. Drafts and dropped needs do not close a gap.
    """
    views = {row.topic: row for row in rows}
    stated: Counter[tuple[str, str]] = Counter()
    by_topic: Counter[str] = Counter()
    counting = Need.objects.present().exclude(state__in=(NeedState.DRAFT, NeedState.DROPPED))
    for topic, perspectives in counting.order_by().values_list("topic", "perspectives"):
        by_topic[topic] += 1
        stated.update((topic, one) for one in perspectives)

    def cell(topic: str, perspective: str) -> Cell:
        share = views[topic].need(perspective) if topic in views else None
        is_seen = share is not None and share.total >= smallest and share.value >= seen_from
        return Cell(topic, perspective, share, is_seen, stated[topic, perspective])

    return [
        MatrixRow(topic, [cell(topic, one) for one in Perspective.values], by_topic[topic]) for topic in Topic.values
    ]
