"""What the party asked for, gave up and was heard on, read from the papers that record it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from liuhen import clock
from liuhen.cases.models import Activity
from liuhen.documents.models import Document
from liuhen.procedure.acts import Papers, day_of, entered
from liuhen.procedure.values import choices, day, rows, words
from liuhen.regulation import casefile as file


def waivers(papers: Papers) -> Iterator[file.Waiver]:
    """Yield the rights that the party gave up in writing (第十二条), one for each right."""
    for row in papers.of("rights_waiver"):
        for right in choices(row.fields.get("rights")):
            yield file.Waiver(
                right=file.Right(right),
                on=day(row.fields.get("declared_on")) or row.dated,
                document=f"d{row.pk}",
            )


@dataclass(frozen=True)
class _Form:
    """How one kind of request reads: the paper it came in, and the paper that answers it."""

    kind: str
    asked: str
    answered: str
    verdict: str
    granted: frozenset[str]
    reasons: str


_FORMS = (
    _Form(
        "recusal", "recusal_application", "recusal_decision", "result",
        frozenset({"recused"}), "findings",
    ),
    _Form(
        "investigate_evidence", "evidence_application", "evidence_reply", "accepted",
        frozenset({"accepted", "partly"}), "reasons",
    ),
    _Form(
        "deferral", "deferral_application", "deferral_decision", "result",
        frozenset({"deferral", "instalments"}), "findings",
    ),
    # A hearing is granted by the notice that says when it is held.
    _Form("hearing", "hearing_application", "hearing_notice", "", frozenset(), "closed_words"),
)  # fmt: skip


def requests(papers: Papers) -> Iterator[file.Request]:
    """Yield the party's requests, each with the first answer that came after it."""
    for form in _FORMS:
        answers = list(papers.of(form.answered))
        for row in papers.of(form.asked):
            made = _made_at(row)
            answer = next((one for one in answers if one.dated >= day_of(made)), None)
            if answer is not None:
                answers.remove(answer)
            yield _request(papers, form, row, made, answer)


def _made_at(row: Document) -> datetime:
    on = day(row.fields.get("received_on")) or day(row.fields.get("applied_on")) or row.dated
    return datetime.combine(on, datetime.min.time(), tzinfo=clock.SHANGHAI)


def _request(
    papers: Papers, form: _Form, row: Document, made: datetime, answer: Document | None
) -> file.Request:
    concerns = words(row.fields.get("concerns"))
    return file.Request(
        id=f"d{row.pk}",
        kind=form.kind,
        made_at=made,
        entered=entered(row),
        by=words(row.fields.get("applicant")),
        document=f"d{row.pk}",
        concerns_person=papers.handler_named(concerns) if concerns else None,
        accepted=_granted(form, answer),
        decided_at=papers.when(answer) if answer else None,
        decided_by=_decider(papers, answer) if answer else None,
        reasons=(words(answer.fields.get(form.reasons)) or None) if answer else None,
        told_on=papers.served_on(answer) if answer else None,
        until=_until(answer) if answer else None,
    )


def _granted(form: _Form, answer: Document | None) -> bool | None:
    if answer is None:
        return None
    return not form.verdict or answer.fields.get(form.verdict) in form.granted


def _decider(papers: Papers, answer: Document) -> str:
    return words(answer.fields.get("decided_by")) or papers.sources.bureau.name


def _until(answer: Document) -> date | None:
    """Return the last day of the payments that a deferral allows."""
    days = (day(row.get("due_on")) for row in rows(answer.fields.get("schedule")))
    return max((one for one in days if one), default=None)


def hearings(papers: Papers) -> Iterator[file.Hearing]:
    """Yield the hearings held, each with the notice that announced it, and those only announced."""
    notices = list(papers.of("hearing_notice"))
    for activity in papers.sources.activities:
        if activity.kind != "hearing":
            continue
        notice = _announcing(papers, notices, activity)
        if notice is not None:
            notices.remove(notice)
        people = papers.sources.participants.get(activity.pk, [])
        host = next((one for one in people if one.capacity == "host"), None)
        yield file.Hearing(
            id=f"a{activity.pk}",
            activity=f"a{activity.pk}",
            held_at=activity.started_at,
            host=host.name if host else None,
            host_person=f"p{host.person_id}" if host and host.person_id else None,
            notice_document=f"d{notice.pk}" if notice else None,
            transcript=_of(papers, "hearing_record", activity),
            report=_of(papers, "hearing_report", activity),
        )
    for notice in notices:
        yield file.Hearing(
            id=f"d{notice.pk}",
            activity=f"a{notice.activity_id}" if notice.activity_id else "",
            held_at=None,
            host=words(notice.fields.get("host")) or None,
            notice_document=f"d{notice.pk}",
        )


def _announcing(papers: Papers, notices: list[Document], activity: Activity) -> Document | None:
    """Return the notice of a hearing: of the same activity, else the last one before it."""
    own = [one for one in notices if one.activity_id == activity.pk]
    earlier = [one for one in notices if one.dated <= day_of(activity.started_at)]
    return next(iter(own), None) or (earlier[-1] if earlier else None)


def _of(papers: Papers, type: str, activity: Activity) -> str | None:
    found = next((one for one in papers.of(type) if one.activity_id == activity.pk), None)
    return f"d{found.pk}" if found else None
