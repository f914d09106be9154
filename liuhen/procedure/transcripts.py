"""Saving a document as it is being written, together with what was said and shown meanwhile.

What the officer taps while writing (rights told, certificates shown, recusal asked) goes into the
words of the document and into the facts of its activity in one transaction: nothing is typed twice,
and neither stands without the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liuhen import clock
from liuhen.cases.actions import Told
from liuhen.cases.models import Activity, Case
from liuhen.cases.on_site import show_certificates, tell_rights
from liuhen.documents import actions as documents
from liuhen.documents.actions.drafting import type_of
from liuhen.documents.models import Document
from liuhen.documents.types import DocumentType
from liuhen.people.acting import acting
from liuhen.people.actors import Actor
from liuhen.procedure.prefill import prefilled
from liuhen.regulation.casefile import Right


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said and shown on the spot, each with its moment; what was not is left out.

    `rights` were told by `by` in the way of `means`; `shown` are the ids of participants who showed
    their certificates; `recusal` is the answer to the question whether recusal is applied for.
    """

    by: str
    rights: tuple[str, ...] = ()
    means: str = ""
    rights_at: datetime | None = None
    answer: str = ""
    shown: tuple[int, ...] = ()
    recusal: str = ""
    recusal_means: str = ""
    recusal_at: datetime | None = None


def begin(
    actor: Actor,
    case: Case,
    *,
    type_code: str,
    activity: Activity | None,
    fields: Mapping[str, Any],
    said: Said | None = None,
) -> Document:
    """Begin a document, and record what was said meanwhile."""
    with acting(actor):
        kind = type_of(case, type_code)
        filled = _filled(kind, fields, said, activity)
        document = documents.draft(
            actor,
            case,
            type_code=type_code,
            activity=activity,
            fields=filled,
            gathered=prefilled(case, type_code, activity=activity),
        )
        _record(actor, activity, said)
    return document


def save(
    actor: Actor,
    document: Document,
    fields: Mapping[str, Any],
    *,
    base: str = "",
    said: Said | None = None,
) -> Document:
    """Save a draft, and record what was said meanwhile.

    Raises documents.actions.SavedMeanwhile as `save_draft` does; then nothing is recorded either.
    """
    with acting(actor):
        filled = _filled(document.type, fields, said, document.activity)
        document = documents.save_draft(actor, document, filled, base=base)
        _record(actor, document.activity, said)
    return document


def _filled(
    kind: DocumentType, fields: Mapping[str, Any], said: Said | None, activity: Activity | None
) -> dict[str, Any]:
    """Put what was said into the fields of the same name; what is written there already stays."""
    filled = dict(fields)
    if said is None:
        return filled
    names = {spec.name for spec in kind.fields}
    if said.rights and "rights_told" in names:
        written = filled.get("rights_told") or []
        filled["rights_told"] = list(dict.fromkeys([*written, *said.rights]))
    answer = said.recusal or said.answer
    if answer and "rights_answer" in names and not filled.get("rights_answer"):
        filled["rights_answer"] = answer
    if "certificates_shown" in names and activity is not None and _all_shown(activity, said):
        filled["certificates_shown"] = True
    return filled


def _all_shown(activity: Activity, said: Said) -> bool:
    officers = activity.participants.filter(capacity="officer")
    shown = [one.certificate_shown is True or one.pk in said.shown for one in officers]
    return bool(said.shown) and bool(shown) and all(shown)


def _record(actor: Actor, activity: Activity | None, said: Said | None) -> None:
    if said is None or activity is None:
        return
    told = [
        Told(
            right=one,
            means=said.means,
            by=said.by,
            at=_past(said.rights_at),
            answer=said.answer,
        )
        for one in said.rights
    ]
    if said.recusal:
        told.append(
            Told(
                right=Right.RECUSAL,
                means=said.recusal_means,
                by=said.by,
                at=_past(said.recusal_at),
                answer=said.recusal,
            )
        )
    if told:
        tell_rights(actor, activity, told)
    if said.shown:
        show_certificates(actor, activity, said.shown)


def _past(at: datetime | None) -> datetime:
    """The moment of a tap as the device told it, but never later than now."""
    now = clock.now()
    return min(at, now) if at else now
