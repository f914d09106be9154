"""The assessment of units and officers: computed from the records, traceable, blind to fines."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from liuhen import clock
from liuhen.agenda import actions as agenda
from liuhen.agenda.actions import rebuild
from liuhen.agenda.models import FindingHistory
from liuhen.cases.models import Case
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from liuhen.people.models import Bureau, Keeper
from liuhen.procedure.compile import compile_case
from liuhen.regulation.casefile import CaseFile
from liuhen.supervision import actions
from liuhen.supervision.actions import BreachFacts
from liuhen.supervision.assessment import (
    Assessed,
    assess_bureaus,
    by_article,
    officer_result,
    officers_of,
)
from liuhen.supervision.figures import Line, Result
from liuhen.supervision.period import Period, period_of
from liuhen.supervision.scheme import Measure
from liuhen.supervision.tracing import lost_line, trace
from tests.plugin import Played


def period(code: str) -> Period:
    found = period_of(code)
    assert found is not None
    return found


YEAR = period("2026")


def assessed(played: Played, of: Period = YEAR) -> Assessed:
    return assess_bureaus([played.cast.bureau], of, clock.today())


def result(played: Played, of: Period = YEAR) -> Result:
    return assessed(played, of).bureaus[0].result


def line(found: Result, code: str) -> Line:
    one = found.line(code)
    assert one is not None
    return one


@pytest.fixture
def computed(played: Played) -> Played:
    rebuild()
    return played


def test_every_point_lost_leads_to_its_case_and_article(computed: Played) -> None:
    """A31-1: what is listed under an item is exactly what was counted as lost."""
    whole = assessed(computed)
    found = whole.bureaus[0].result
    assert found.score is not None
    assert 0 < found.score < 100
    for one in found.lines:
        traced = trace(whole.gathered, one.item, computed.cast.bureau)
        if one.item.measure is Measure.ESTABLISHED:
            assert sum(not thing.there for thing in traced.things) == one.tally.lost
            continue
        lines = [lost_line(row) for row in traced.lost]
        assert all(each.case and each.article for each in lines)
        distinct = {
            (each.case, each.requirement) if one.item.measure is Measure.STATES else each.case
            for each in lines
        }
        if one.item.measure in (Measure.STATES, Measure.SERIOUS):
            assert len(distinct) == one.tally.lost, one.item.code
        else:
            assert len(lines) == one.tally.lost, one.item.code
        assert sum(kept for _, kept, _ in traced.cases) == one.tally.kept
        assert sum(lost for _, _, lost in traced.cases) == one.tally.lost


def test_what_an_officer_is_shown_is_what_was_counted_of_theirs(computed: Played) -> None:
    whole = assessed(computed)
    for person in officers_of(computed.cast.bureau, YEAR):
        for one in officer_result(whole, person).result.lines:
            traced = trace(whole.gathered, one.item, person)
            lines = [lost_line(row) for row in traced.lost]
            if one.item.measure is Measure.STATES:
                lines = list({(each.case, each.requirement): each for each in lines}.values())
            assert len(lines) == one.tally.lost, (person, one.item.code)


def test_an_officer_does_not_answer_for_what_names_another(computed: Played) -> None:
    whole = assessed(computed)
    jia, yi = (officer_result(whole, computed.cast[name]).result for name in ("jia", "yi"))
    late = line(jia, "late_entries").tally, line(yi, "late_entries").tally
    assert [one.lost for one in late] == [1, 0], "甲 entered late and gave no reason"
    assert line(jia, "records").tally.lost > line(yi, "records").tally.lost


def test_who_handles_no_case_has_no_score(computed: Played) -> None:
    assert officer_result(assessed(computed), computed.cast["xin"]).result.score is None


def test_a_breach_by_hand_is_counted_until_it_is_withdrawn(computed: Played) -> None:
    """A30-7: it is counted with the rest."""
    before = result(computed).score
    assert before is not None
    head, bureau = computed.cast.actor("wu"), computed.cast.bureau
    facts = BreachFacts(
        person=computed.cast["yi"], kind="other", occurred_on=date(2026, 5, 1), what="事实",
        consequence="无",
    )  # fmt: skip
    breach = actions.record_breach(head, bureau, facts)
    assert result(computed).score == before - 3
    actions.correct_breach(head, breach, replace(facts, severe=True), reason="后果登记有误")
    assert result(computed).score == before - 10
    assert result(computed, period("2026-Q3")).line("breaches") is not None
    assert line(result(computed, period("2026-Q3")), "breaches").tally.lost == 0
    whole = assessed(computed)
    officers = {name: officer_result(whole, computed.cast[name]).result for name in ("jia", "yi")}
    assert line(officers["jia"], "breaches").tally.lost == 0
    assert line(officers["yi"], "breaches").tally.severe == 1


def test_a_finding_counts_in_the_period_of_its_day(computed: Played) -> None:
    quarters = [result(computed, period(f"2026-Q{n}")) for n in (1, 2)]
    year = line(result(computed), "service").tally.lost
    assert year > 0
    assert all(line(one, "service").tally.lost <= year for one in quarters)
    assert line(result(computed, period("2025")), "service").tally.all == 0


def test_a_gap_that_is_mended_after_its_day_earns_and_one_of_the_same_day_counts_nothing(
    computed: Played,
) -> None:
    open_before = line(result(computed), "mended").tally
    first, second = FindingHistory.objects.filter(case__bureau=computed.cast.bureau).exclude(
        requirement="L11-1"
    )[:2]
    for row, days in ((first, 1), (second, 0)):
        row.appeared_on = date(2026, 6, 1)
        row.gone_on = date(2026, 6, 1) + timedelta(days=days)
        row.save()
    after = line(result(computed), "mended").tally
    assert (after.kept, after.lost) == (1, open_before.lost - 2)


def test_a_county_bureau_has_an_item_on_setting_up_and_carrying_out(computed: Played) -> None:
    """A32-1: computed from its own records; 辛's certificate has run out."""
    found = result(computed)
    established, carried_out = line(found, "established"), line(found, "carried_out")
    assert "第三十二条" in established.item.group
    assert (established.tally.lost, established.tally.all) == (1, 6)
    assert (carried_out.tally.kept, carried_out.tally.lost) == (2, 1)
    Keeper.objects.filter(of="audiovisual").update(until=date(2026, 1, 1))
    assert line(result(computed), "established").tally.lost == 2


def test_a_superior_sees_its_bureaus_side_by_side_by_period_and_article(computed: Played) -> None:
    """A32-1."""
    city = computed.cast.bureau.parent
    other = people.found_bureau(
        SYSTEM, name="另一区统计局", word="另", code="", level="county", parent=city
    )
    bureaus = [computed.cast.bureau, other]
    whole = assess_bureaus(bureaus, YEAR, clock.today())
    assert [(one.bureau, one.cases) for one in whole.bureaus] == [
        (computed.cast.bureau, 3),
        (other, 0),
    ]
    articles = {one.article: one for one in by_article(bureaus, YEAR)}
    assert articles["第二十条"].missing == {computed.cast.bureau.pk: 1}
    assert articles["第八条"].recorded[computed.cast.bureau.pk] == 2
    client = Client()
    client.force_login(computed.cast["ren"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/supervision/assessment?period=2026").content.decode()
    for bureau in (city, *bureaus):
        assert bureau is not None
        assert bureau.name in page


def _other_fines(casefile: CaseFile, times: int) -> CaseFile:
    """Change every fine, in what is proposed, decided, paid and written."""

    def fine(value: int) -> int:
        return value + times * 11_11 if value else value

    decision = casefile.decision
    return replace(
        casefile,
        proposals=tuple(replace(one, fine=fine(one.fine)) for one in casefile.proposals),
        decision=decision and replace(decision, fine=fine(decision.fine)),
        performances=tuple(replace(one, amount=fine(one.amount)) for one in casefile.performances),
        documents=tuple(
            replace(
                one,
                fields={
                    name: fine(value) if name.endswith("_fen") and isinstance(value, int) else value
                    for name, value in one.fields.items()
                },
            )
            for one in casefile.documents
        ),
    )


def _everything(played: Played) -> list[Any]:
    whole = assessed(played)
    persons = officers_of(played.cast.bureau, YEAR)
    return [
        whole.bureaus[0].result,
        *(officer_result(whole, one).result for one in persons),
        by_article([played.cast.bureau], YEAR),
    ]


def test_other_fines_give_the_same_figures(
    computed: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L12-1: every fine in the data is another, all cases are judged again, nothing moves."""
    before = _everything(computed)
    decisions = {case.pk: compile_case(case).decision for case in Case.objects.all()}
    fined = {id for id, one in decisions.items() if one is not None and one.fine}
    assert len(fined) >= 2
    changed: list[int] = []

    def compiled(case: Case) -> CaseFile:
        changed.append(case.pk)
        return _other_fines(compile_case(case), times=case.pk)

    monkeypatch.setattr(agenda, "compile_case", compiled)
    rebuild()
    assert fined <= set(changed)
    assert _everything(computed) == before


def test_an_assessment_reads_no_table_in_which_a_fine_could_stand(computed: Played) -> None:
    """L12-1."""
    with CaptureQueriesContext(connection) as asked:
        _everything(computed)
    tables = {
        table
        for query in asked.captured_queries
        for table in connection.introspection.table_names()
        if f'"{table}"' in query["sql"]
    }
    assert tables <= {
        "agenda_casestate", "agenda_casefinding", "agenda_casedeadline", "agenda_findinghistory",
        "cases_case", "cases_caseofficer", "people_bureau", "people_person", "people_post",
        "people_keeper", "people_managementrule", "people_certificate", "supervision_breach",
        "supervision_withdrawal",
    }  # fmt: skip
    assert not [one for one in asked.captured_queries if "fine" in one["sql"]]


def test_the_workbook_has_units_officers_and_articles(computed: Played) -> None:
    client = Client()
    client.force_login(computed.cast["wu"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/supervision/assessment.xlsx?period=2026")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["单位", "人员", "条款", "说明"]
    assert book["单位"]["A2"].value == computed.cast.bureau.name
    names = {row[1].value for row in book["人员"].iter_rows(min_row=2)}
    assert names == {person.name for person in officers_of(computed.cast.bureau, YEAR)}


@pytest.mark.parametrize("code", ["2027", "x", "2026-Q4"])
def test_a_period_that_has_not_begun_is_not_there(computed: Played, code: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(computed.cast["wu"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/supervision/assessment?period={code}").status_code == 404


def test_a_head_s_own_bureau_is_all_they_see(computed: Played) -> None:
    client = Client()
    client.force_login(computed.cast["wu"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/supervision/assessment").content.decode()
    assert Bureau.objects.get(level="city").name not in page.partition("<main")[2]
