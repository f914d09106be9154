"""From the report to the notice, the approval and the decision: what is proposed, told, answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from liuhen.procedure.gathering.records import standing
from liuhen.procedure.gathering.saying import day, listed, together, words
from liuhen.procedure.values import choices
from liuhen.regulation import casefile as file

CHAIN = (
    "investigation_report",
    "penalty_notice",
    "case_handling_approval",
    "penalty_decision",
)
"""The papers that carry facts and outcome on, each from those before it."""


def before(compiled: file.CaseFile, type_code: str) -> Sequence[file.Document]:
    """Return the standing papers that a type draws on, the nearest first."""
    earlier = CHAIN[: CHAIN.index(type_code)] if type_code in CHAIN else CHAIN
    found = [standing(compiled, one) for one in reversed(earlier)]
    return [documents[-1] for documents in found if documents]


def carried(papers: Sequence[file.Document], *names: str) -> Any:
    """Return the first of these fields that the nearest paper says anything in; else None."""
    for paper in papers:
        for name in names:
            value = paper.fields.get(name)
            if value not in (None, "", [], 0):
                return value
    return None


def parts(penalties: Sequence[str], amount: str) -> str:
    """Say the penalties in a row: 给予警告，并处罚款人民币叁万元整; "" for none that are known."""
    said = words()["outcome"]
    named = [said[one] for one in penalties if one in said and one != "fine"]
    if "fine" in penalties and amount:
        named.append(said["fine_after" if named else "fine"].format(amount=amount))
    return "，".join(named)


def hearing_of_party(compiled: file.CaseFile) -> str | None:
    """Say what the party was told, what it said, and what became of that (行政处罚法 第四十五条)."""
    if not compiled.proposals:
        return None
    said = words()["hearing_of_party"]
    answers = [*_statements(compiled, said), *_hearings(compiled, said), *_waivers(compiled, said)]
    return together([*_told(compiled, said), *(answers or [said["no_statement"]])])


def _told(compiled: file.CaseFile, said: Mapping[str, Any]) -> Iterator[str]:
    documents = {one.id: one for one in compiled.documents}
    for proposal in compiled.proposals:
        notice = documents.get(proposal.document)
        if notice is None:
            continue
        served = [
            one.served_on
            for one in compiled.deliveries
            if one.document == notice.id and one.served_on is not None
        ]
        form = said["told"] if served else said["told_unserved"]
        on = day(min(served)) if served else ""
        yield form.format(day=on, title=notice.title, number=notice.number or "")


def _statements(compiled: file.CaseFile, said: Mapping[str, Any]) -> Iterator[str]:
    for one in compiled.statements:
        if one.after_demand:
            continue
        yield said["stated"].format(day=day(one.heard_at), content=_ended(one.content))
        if one.accepted is not None:
            verdict = said["accepted" if one.accepted else "not_accepted"]
            yield said["reviewed"].format(verdict=verdict, reasons=_ended(one.review_reasons or ""))


def _ended(sentence: str) -> str:
    """Let a text end in a full stop, once."""
    return sentence.strip().rstrip("。") + "。"


def _hearings(compiled: file.CaseFile, said: Mapping[str, Any]) -> Iterator[str]:
    for one in compiled.hearings:
        if one.held_at is not None and not one.withdrawn:
            yield said["heard"].format(day=day(one.held_at))


def _waivers(compiled: file.CaseFile, said: Mapping[str, Any]) -> Iterator[str]:
    for on in dict.fromkeys(one.on for one in compiled.waivers):
        rights = listed(said["rights"][one.right.value] for one in compiled.waivers if one.on == on)
        yield said["waived"].format(day=day(on), rights=rights)


def attachments(compiled: file.CaseFile) -> str | None:
    """Say how legal review and collective discussion came out (第十一条)."""
    said = words()["attachments"]
    reviews = [
        said["review"].format(
            day=day(one.at), verdict=said["verdicts"].get(one.verdict, ""), reviewer=one.reviewer
        )
        for one in compiled.legal_reviews
    ]
    discussions = [
        said["discussion"].format(
            day=day(one.held_at), present=len(one.present), votes=one.votes_for
        )
        for one in compiled.discussions
    ]
    return together([*reviews, *discussions])


def corrections(compiled: file.CaseFile) -> str | None:
    """Say what was ordered to be corrected and how the check came out (第十四条)."""
    said = words()["correction"]
    documents = {one.id: one for one in compiled.documents}
    told = []
    for one in compiled.correction_orders:
        paper = documents.get(one.document)
        number = said["number"].format(number=paper.number) if paper and paper.number else ""
        told.append(
            said["ordered"].format(day=day(one.ordered_on), number=number, due=day(one.due_on))
        )
        result = said["results"].get(one.check_result or "")
        if one.checked_at is not None and result:
            told.append(said["checked"].format(day=day(one.checked_at), result=result))
    return together(told)


def published(compiled: file.CaseFile) -> str | None:
    """Say when and where the decision was published."""
    said = words()["closing"]["published"]
    return together(
        said.format(day=day(one.published_on), where=one.where) for one in compiled.publications
    )


def penalties_of(papers: Sequence[file.Document]) -> tuple[str, ...]:
    """Return the penalties the nearest paper names."""
    return choices(carried(papers, "penalties"))
