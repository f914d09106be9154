"""What is said and shown while a record is written: certificates, rights, recusal, one tap each.

Without scripts each part has a box to tick; what is ticked is recorded when the draft is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from liuhen import clock
from liuhen.cases.models import Activity, Case
from liuhen.documents.question_bank import OnSite, on_site
from liuhen.documents.types import DocumentType
from liuhen.people.actors import Actor
from liuhen.procedure.transcripts import Said
from liuhen.regulation.words import RIGHT

MEANS_LIMIT, ANSWER_LIMIT = 60, 200


@dataclass(frozen=True)
class Shower:
    """An officer on the spot with the certificate; `id` is the participant's, if there is one."""

    name: str
    post: str
    number: str
    valid_to: date | None
    shown: bool
    id: int | None


@dataclass(frozen=True)
class Telling:
    """The panel: who is there, the words of one tap, and what the activity has recorded already."""

    officers: tuple[Shower, ...]
    words: OnSite
    certificates: str
    rights: tuple[tuple[str, str], ...]
    asks_recusal: bool
    told: tuple[Any, ...]
    recorded: bool


def telling_of(kind: DocumentType, case: Case, activity: Activity | None) -> Telling | None:
    """Return the panel for a document, None for a type in which nothing is told."""
    names = {spec.name: spec for spec in kind.fields}
    asked = any(spec.kind == "qa" for spec in kind.fields)
    if not asked and "rights_told" not in names:
        return None
    officers = tuple(_officers(case, activity))
    words = on_site(settings.HOME / "questions")
    rights = names["rights_told"].options if "rights_told" in names else ()
    return Telling(
        officers=officers,
        words=words,
        certificates=words.certificates.format(
            bureau=case.bureau.name, officers="、".join(one.name for one in officers)
        ),
        rights=rights,
        asks_recusal=asked,
        told=tuple(activity.rights.order_by("pk")) if activity else (),
        recorded=activity is not None,
    )


def _officers(case: Case, activity: Activity | None) -> Iterable[Shower]:
    if activity is not None:
        present = activity.participants.filter(capacity="officer").order_by("pk")
        for one in present:
            yield Shower(
                one.name,
                one.post,
                one.certificate_number,
                one.certificate_valid_to,
                one.certificate_shown is True,
                one.pk,
            )
        if present:
            return
    for officer in case.officers.filter(until__isnull=True).order_by("pk"):
        yield Shower(officer.name, "", officer.certificate_number, None, False, None)


def said_in(
    data: Mapping[str, Any], telling: Telling | None, kind: DocumentType, actor: Actor
) -> Said | None:
    """Return what the sent page says was told and shown; None when nothing was."""
    if telling is None:
        return None
    done = _several(data, "said-done")
    if not done:
        return None
    known = {value for value, _label in telling.rights} & set(RIGHT)
    rights = tuple(one for one in _several(data, "said-rights") if one in known)
    present = {str(one.id) for one in telling.officers if one.id is not None}
    shown = tuple(int(one) for one in _several(data, "said-shown") if one in present)
    return Said(
        by="、".join(one.name for one in telling.officers)[:50] or actor.name,
        rights=rights if "rights" in done else (),
        means=str(data.get("said-means", ""))[:MEANS_LIMIT] or telling.words.means[0],
        rights_at=_moment(data.get("said-rights-at")),
        answer=str(data.get("said-answer", "")).strip()[:ANSWER_LIMIT],
        shown=shown if "shown" in done else (),
        recusal=_recusal(data, telling) if "recusal" in done else "",
        recusal_means=telling.words.recusal_ask[:MEANS_LIMIT],
        recusal_at=_moment(data.get("said-recusal-at")),
    )


def _recusal(data: Mapping[str, Any], telling: Telling) -> str:
    answer = str(data.get("said-recusal", ""))
    return answer if answer in telling.words.recusal_answers else ""


def _several(data: Mapping[str, Any], name: str) -> list[str]:
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
    return [str(one) for one in found]


def _moment(text: object) -> datetime | None:
    """Read the moment of a tap; without one the action takes the moment of saving."""
    try:
        at = datetime.fromisoformat(str(text or ""))
    except ValueError:
        return None
    return min(at, clock.now()) if at.tzinfo else None
