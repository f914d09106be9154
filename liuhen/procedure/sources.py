"""Reads everything a case file needs, in a fixed number of queries, whatever the case's size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from liuhen.approvals.models import Matter, MatterStep
from liuhen.cases.models import (
    Activity,
    Case,
    CaseOfficer,
    Isolation,
    Participant,
    Party,
    RightTold,
)
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document, DocumentVersion, Signature
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.people.models import (
    Bureau,
    CalendarYear,
    Certificate,
    Clearance,
    Keeper,
    ManagementRule,
    Parameter,
    Post,
    Role,
)
from liuhen.people.queries import entered_years, own_numbers

Row = TypeVar("Row")


def by(rows: Iterable[Row], attribute: str) -> dict[int, list[Row]]:
    """Group rows by an id column, keeping their order."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, attribute)].append(row)
    return groups


@dataclass(frozen=True)
class Sources:
    """The rows of one case, grouped for compiling."""

    case: Case
    bureau: Bureau
    keepers: list[Keeper]
    rules: list[ManagementRule]
    parameters: list[Parameter]
    calendar: list[CalendarYear]
    parties: list[Party]
    officers: list[CaseOfficer]
    certificates: dict[int, list[Certificate]]
    activities: list[Activity]
    participants: dict[int, list[Participant]]
    rights: list[RightTold]
    documents: list[Document]
    versions: dict[int, list[DocumentVersion]]
    signatures: dict[int, list[Signature]]
    recordings: list[Recording]
    evidence: list[EvidenceItem]
    matters: list[Matter]
    steps: dict[int, list[MatterStep]]
    deliveries: list[Delivery]
    head_ids: frozenset[int] = field(default_factory=frozenset)
    earlier_orders: list[Document] = field(default_factory=list)
    clearances: list[Clearance] = field(default_factory=list)
    isolations: list[Isolation] = field(default_factory=list)

    @cached_property
    def isolated(self) -> frozenset[str]:
        """The ids of the records whose words nobody may see; they prove nothing."""
        return frozenset(row.record for row in self.isolations)


SETTLED = (Document.State.FINAL, Document.State.ISSUED, Document.State.VOID)


def read(case: Case) -> Sources:
    """Read the case; `case` must come from a gate (`case_for_reading`) or from the system."""
    case = Case.objects.select_related("bureau").get(pk=case.pk)
    bureau = case.bureau
    parties = list(case.parties.order_by("pk"))
    officers = list(case.officers.order_by("pk"))
    person_ids = [officer.person_id for officer in officers]
    documents = list(
        Document.objects.filter(case=case)
        .exclude(state=Document.State.DISCARDED)
        .order_by("dated", "pk")
    )
    versions = list(DocumentVersion.objects.filter(document__case=case).order_by("number"))
    return Sources(
        case=case,
        bureau=bureau,
        keepers=list(bureau.keepers.order_by("pk")),
        rules=list(bureau.management_rules.order_by("pk")),
        parameters=own_numbers(bureau),
        calendar=entered_years(),
        parties=parties,
        officers=officers,
        certificates=by(
            Certificate.objects.filter(person_id__in=person_ids).order_by("valid_to"), "person_id"
        ),
        activities=list(case.activities.order_by("started_at", "pk")),
        participants=by(
            Participant.objects.filter(activity__case=case).order_by("pk"), "activity_id"
        ),
        rights=list(RightTold.objects.filter(activity__case=case).order_by("pk")),
        documents=documents,
        versions=by(versions, "document_id"),
        signatures=by(
            Signature.objects.filter(version__document__case=case).order_by("pk"), "version_id"
        ),
        recordings=list(case.recordings.order_by("captured_from", "pk")),
        evidence=list(case.evidence.order_by("collected_at", "pk")),
        matters=list(case.matters.order_by("pk")),
        steps=by(
            MatterStep.objects.filter(matter__case=case).order_by("taken_at", "pk"), "matter_id"
        ),
        deliveries=list(
            Delivery.objects.filter(document__case=case)
            .select_related("activity")
            .order_by("activity__started_at", "pk")
        ),
        head_ids=frozenset(
            Post.objects.filter(bureau=bureau, role=Role.HEAD).values_list("person_id", flat=True)
        ),
        earlier_orders=_earlier_orders(case, parties),
        clearances=list(bureau.clearances.order_by("pk")),
        isolations=list(case.isolations.order_by("pk")),
    )


def _earlier_orders(case: Case, parties: list[Party]) -> list[Document]:
    """Return orders to correct against the same parties in other cases of the bureau (L15-1)."""
    codes = [party.code for party in parties if party.code]
    return list(
        Document.objects.filter(
            type_code="correction_order",
            state=Document.State.ISSUED,
            case__bureau_id=case.bureau_id,
            case__parties__code__in=codes,
        )
        .exclude(case=case)
        .select_related("case")
        .order_by("dated", "pk")
        .distinct()
    )


__all__ = ["SETTLED", "Sources", "by", "read"]
