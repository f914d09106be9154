"""Papers made outside, taken as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from liuhen import clock
from liuhen.cases.acting import acting_in
from liuhen.cases.classing import check_intake
from liuhen.cases.models import Activity, Case
from liuhen.documents import fields as entry_fields
from liuhen.documents import numbers
from liuhen.documents.access import demand_writer
from liuhen.documents.actions.drafting import clear_facts, fields_digest, type_of
from liuhen.documents.actions.settling import stored_object
from liuhen.documents.models import Document, DocumentVersion
from liuhen.documents.signing import Mark, check_marks, open_places
from liuhen.faults import Invalid
from liuhen.people.actors import Actor
from liuhen.regulation.secrecy import Secrecy
from liuhen.vault import store


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper made outside, entered as it stands: its number, its date, its bytes."""

    dated: date
    number: str = ""
    issued: bool = True
    data: bytes | None = None
    media: str | None = None
    secrecy: str = Secrecy.NONE.value


def enter_paper(
    actor: Actor,
    case: Case,
    *,
    type_code: str,
    paper: Paper,
    fields: Mapping[str, Any] | None = None,
    activity: Activity | None = None,
    title: str = "",
    marks: Sequence[Mark] = (),
    late_reason: str = "",
) -> Document:
    """Take a paper as it is, however incomplete: incoming paper, or a document made on paper.

    Nothing is refused for what the paper lacks; the rules show it as a finding. A paper that is a
    state secret is not entered here at all (A29-1): its words are its content.
    """
    demand_writer(actor, case, activity, type_code)
    kind = type_of(case, type_code)
    if paper.dated > clock.today():
        raise Invalid("文书日期在将来。", {"dated": "请核对文书上的日期。"})
    check_marks(kind, marks)
    check_intake(paper.secrecy, content=True)
    with acting_in(actor, case) as act:
        state = Document.State.ISSUED if paper.issued else Document.State.FINAL
        document = Document.objects.create(
            case=case,
            activity=activity,
            type_code=kind.code,
            type_version=kind.version,
            title=title or kind.title,
            state=state,
            number=paper.number.strip(),
            dated=paper.dated,
            issued_on=paper.dated if paper.issued else None,
            paper=True,
            secrecy=paper.secrecy,
            fields=entry_fields.clean(kind, fields or {}, year=paper.dated.year),
            version=1,
            **act.entered(late_reason),
        )
        version = DocumentVersion.objects.create(
            document=document,
            number=1,
            fields=document.fields,
            type_digest=kind.digest,
            fields_sha256=fields_digest(kind, document.fields),
            **_paper_file(paper),
            **act.entered(),
        )
        rows: list[models.Model] = [document, version, *open_places(act, version, marks)]
        rows += numbers.reserve(act, document, kind)
        act.log(
            "document.entered",
            rows,
            case=case.stream,
            extra=clear_facts(document),
            stored=stored_object(version),
        )
    return document


def _paper_file(paper: Paper) -> dict[str, Any]:
    if paper.data is None:
        return {}
    stored = store.put_bytes(paper.data, paper.media)
    return {
        "file_sha256": stored.sha256,
        "file_sm3": stored.sm3,
        "file_size": stored.size,
        "file_media": stored.media,
        "pages": 1,
    }
