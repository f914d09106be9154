"""Nothing is typed twice: what one paper found out, the next ones say without anybody's help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest

from liuhen import clock
from liuhen.cases.models import Case
from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.documents.types import all_types, get_type
from liuhen.evidence.actions import Piece
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from liuhen.people.queries import standards_of
from liuhen.procedure.compile import compile_case
from liuhen.procedure.gathering import Gathered, periods
from liuhen.procedure.prefill import changed_sources, prefilled
from liuhen.regulation.casefile import CaseFile
from liuhen.regulation.discretion import Standard, Tier
from tests.begun import Begun
from tests.plugin import Played

TODAY = date(2026, 4, 15)
CHECKED = {
    "indicator": "工业总产值（当年价格）",
    "period": "2025年1—12月",
    "unit": "千元",
    "reported": "125000",
    "verified": "98000",
    "difference": "27000",
    "error_rate": "27.55%",
}


@pytest.fixture
def case_a(played: Played) -> Case:
    found: Case = played.cases["A"]
    return found


def test_the_data_check_is_carried_to_report_approval_notice_and_decision(case_a: Case) -> None:
    for code in (
        "investigation_report",
        "case_handling_approval",
        "penalty_notice",
        "penalty_decision",
    ):
        assert prefilled(case_a, code)["data_checks"] == [CHECKED], code
        written = case_a.documents.get(type_code=code)
        assert written.fields["data_checks"] == [CHECKED], code


def test_the_report_says_what_was_found(case_a: Case) -> None:
    report = prefilled(case_a, "investigation_report")
    assert report["facts"] == (
        "经查，2026年1月9日，某某建材有限公司报送的《工业产销总值及主要产品产量》（B204-1表）中，"
        "2025年1—12月工业总产值（当年价格）上报125,000千元，核实为98,000千元，多报27,000千元，"
        "差错率27.55%。上述行为于2026年1月9日终了，本局于2026年3月2日发现。"
    )
    assert report["case_source"] == "数据审核"
    assert report["course"].startswith("2026年3月2日，数据审核发现线索；3月3日，")


def test_the_report_lists_four_activities_with_their_documents_and_recordings(
    case_a: Case,
) -> None:
    activities = prefilled(case_a, "investigation_report")["activities"]
    assert [one["records"] for one in activities] == [
        "现场检查（勘验）笔录、数据核查表、录像1段、照片3张",
        "询问笔录、声音内容文字记录、视听资料说明、录音1段",
        "调取证据通知书（示统调字〔2026〕1号）、调取证据清单、书证8件",
        "电子数据提取记录",
    ]
    assert {one["officers"] for one in activities} == {"甲、乙"}


def test_each_piece_of_evidence_says_what_it_proves_and_where_it_stands(case_a: Case) -> None:
    report = prefilled(case_a, "investigation_report")
    rows = {row["text"]: row for row in report["evidence"]}
    assert report["evidence_count"] == len(report["evidence"]) == 16
    assert all(row["proves"] and row["found_in"] for row in rows.values())
    assert rows["现场检查（勘验）笔录"]["found_in"] == "《现场检查（勘验）笔录》第1—2页"
    assert rows["2025年度产成品入库单汇总表"]["found_in"] == "《调取证据清单》第3项"
    assert rows["现场检查过程录像"]["found_in"] == "录像（2026年3月10日9时30分至9时42分）"
    assert rows["询问钱某的录音"]["found_in"].endswith("，文字见《声音内容文字记录》")


def test_the_page_of_a_corrected_paper_is_that_of_its_newest_version(played: Played) -> None:
    compiled = compile_case(played.cases["A"])
    record = next(one for one in compiled.documents if one.type == "inquiry_record")
    again = replace(record.versions[-1], number=2, reason="更正")
    corrected = replace(record, versions=(*record.versions, again))
    others = [one for one in compiled.documents if one is not record]
    rows = gathered(replace(compiled, documents=(*others, corrected))).evidence
    place = next(row["found_in"] for row in rows if row["text"].startswith("询问笔录"))
    assert place == "《询问笔录》第2版第1—2页"


def test_the_clauses_are_those_of_the_day_of_the_conduct(case_a: Case) -> None:
    basis = prefilled(case_a, "investigation_report")["legal_basis"]
    assert "违反了《中华人民共和国统计法》（2024年修正）第八条“" in basis
    assert "依照《中华人民共和国统计法》（2024年修正）第四十四条第一款第二项、第二款的规定" in basis
    case_a.conduct_ended_on = date(2024, 9, 12)
    case_a.save()
    basis = prefilled(case_a, "investigation_report")["legal_basis"]
    assert "（2009年修订）第四十一条第一款第二项、第二款" in basis


def test_discretion_names_the_tier_of_the_bureaus_own_standard(case_a: Case) -> None:
    said = prefilled(case_a, "investigation_report")["discretion"]
    assert "可以并处100,000元以下的罚款" in said
    assert "工业总产值（当年价格）的违法数额占应报数额的27.55%。" in said
    assert "裁量基准（虚构，仅供演示）第二条，属于“一般”，罚款10,000元以上50,000元以下。" in said


def test_a_bureau_without_a_standard_is_told_so_and_gets_no_tier(case_a: Case) -> None:
    compiled = compile_case(case_a)
    said = gathered(compiled, standards=[]).discretion or ""
    assert "本单位未登记裁量基准" in said
    assert "＿＿＿＿" in said
    assert "属于“" not in said


@pytest.mark.parametrize(
    ("measure", "from_yuan", "expected"),
    [
        ("amount", 27_000_000, "属于“那一档”，罚款1元以上。"),
        ("amount", 27_000_001, "不在其各档之内"),
        ("share", 28, "不在其各档之内"),
    ],
)
def test_a_standard_may_go_by_the_amount_in_yuan(
    case_a: Case, measure: str, from_yuan: int, expected: str
) -> None:
    tier = Tier(Decimal(from_yuan), None, "那一档", 100, None)
    standard = Standard("untrue_data", measure, (tier,), date(2026, 1, 1), "某基准")
    said = gathered(compile_case(case_a), standards=[standard]).discretion or ""
    assert expected in said


def test_what_goes_out_repeats_discretion_only_as_it_was_settled(begun: Begun) -> None:
    assert "discretion" in prefilled(begun.case, "investigation_report")
    assert "discretion" not in prefilled(begun.case, "penalty_notice")
    assert "discretion" not in prefilled(begun.case, "penalty_decision")


def test_the_notice_gathers_from_the_report(case_a: Case) -> None:
    report = case_a.documents.get(type_code="investigation_report").fields
    notice = prefilled(case_a, "penalty_notice")
    assert notice["facts"] == report["facts"]
    assert notice["grounds"] == report["legal_basis"]
    assert notice["discretion"] == report["discretion"]
    assert (notice["penalties"], notice["fine_fen"]) == (["warning", "fine"], 3_000_000)
    assert notice["proposed"] == "给予警告，并处罚款人民币叁万元整（¥30,000.00）。"
    assert "证据16件证明。" in notice["evidence_words"]
    assert notice["rights_told"] == ["statement", "defence"]
    assert notice["hearing"] is False
    assert "hearing_words" not in notice
    assert "自收到本告知书之日起五个工作日内" in notice["statement_words"]


def test_a_fine_at_the_threshold_brings_the_right_to_a_hearing_along(case_a: Case) -> None:
    report = case_a.documents.get(type_code="investigation_report")
    report.fields = {**report.fields, "fine_fen": 5_000_000}
    report.save()
    notice = prefilled(case_a, "penalty_notice")
    assert notice["hearing"] is True
    assert notice["rights_told"] == ["statement", "defence", "hearing"]
    assert "五个工作日内" in notice["hearing_words"]


def test_the_approval_gathers_what_the_party_said_and_how_the_reviews_came_out(
    case_a: Case,
) -> None:
    form = prefilled(case_a, "case_handling_approval")
    assert form["filing_number"] == "示统立字〔2026〕2号"
    assert form["facts"].endswith("等证据16件证明。")
    assert (
        "4月2日向当事人送达《行政处罚事先告知书》（示统罚告字〔2026〕2号）" in form["party_opinion"]
    )
    assert "当事人于2026年4月8日陈述、申辩：" in form["party_opinion"]
    assert "经复核，本局不予采纳：" in form["party_opinion"]
    assert form["is_major"] is True
    assert form["attachments"] == (
        "2026年4月1日法制审核：同意（丁）。2026年4月13日集体讨论，5人参加，5人同意。"
    )
    assert form["proposal"].startswith("给予警告，并处罚款人民币叁万元整（¥30,000.00）。")


def test_the_decision_gathers_from_report_and_approval(case_a: Case) -> None:
    decision = prefilled(case_a, "penalty_decision")
    notice = case_a.documents.get(type_code="penalty_notice").fields
    assert decision["facts"] == notice["facts"]
    assert decision["legal_basis"] == notice["grounds"]
    assert decision["decision_content"] == (
        "依照《中华人民共和国统计法》（2024年修正）第四十四条第一款第二项、第二款的规定，"
        "经本局负责人集体讨论，决定对某某建材有限公司给予警告，"
        "并处罚款人民币叁万元整（¥30,000.00）。"
    )
    assert decision["order_to_correct"] == (
        "本局已于2026年3月20日责令当事人改正（示统责改字〔2026〕1号），改正期限至2026年4月3日。"
        "2026年4月7日核查，当事人已改正。"
    )


def test_the_decision_lists_evidence_by_what_it_proves_and_keeps_every_trace(
    case_a: Case,
) -> None:
    rows = prefilled(case_a, "penalty_decision")["evidence"]
    ids = [one for row in rows for one in row["evidence_ids"]]
    assert len(ids) == len(set(ids)) == 16
    assert len(rows) < 16
    assert any(row["text"].startswith("询问笔录（钱某），证明统计数据的填报过程") for row in rows)


def test_remedies_and_payment_follow_the_law_and_the_bureaus_bodies(case_a: Case) -> None:
    decision = prefilled(case_a, "penalty_decision")
    assert "六十日内向示例区人民政府申请行政复议" in decision["remedies"]
    assert "六个月内依法向示例区人民法院提起行政诉讼" in decision["remedies"]
    assert "十五日内" in decision["performance"]
    assert "罚款缴至示例银行示例区支行，账号 0000 0000 0000 0001" in decision["performance"]
    assert "每日按罚款数额的百分之三加处罚款" in decision["performance"]


def test_the_closing_report_says_what_became_of_it(case_a: Case) -> None:
    report = prefilled(case_a, "closing_report")
    assert report["decision_number"] == "示统罚决字〔2026〕2号"
    assert report["performance"] == "2026年4月28日缴纳罚款人民币叁万元整（¥30,000.00）。"
    assert "2026年4月22日在" in report["publication"]
    assert "当事人已改正" in report["correction"]
    assert "叁万元整" in report["summary"]


def test_a_void_table_is_carried_nowhere(case_a: Case) -> None:
    case_a.documents.filter(type_code="data_check_table").update(state=Document.State.VOID)
    report = prefilled(case_a, "investigation_report")
    assert "data_checks" not in report
    assert "facts" not in report


def test_an_informants_paper_is_named_in_no_paper(case_a: Case) -> None:
    case_a.documents.filter(type_code="sound_text").update(secrecy="informant")
    for activity in prefilled(case_a, "investigation_report")["activities"]:
        assert "声音内容文字记录" not in activity["records"]


# ---- a case of which little is known -----------------------------------------------------------


def gathered(
    compiled: CaseFile, code: str = "investigation_report", standards: Any = None
) -> Gathered:
    return Gathered(compiled, get_type(code), TODAY, standards or [])


def asked(one: Gathered) -> Iterator[Any]:
    """Ask everything that a field may draw on."""
    for name, member in vars(Gathered).items():
        if isinstance(member, property | cached_property):
            yield getattr(one, name)


def thinned(compiled: CaseFile) -> Iterator[CaseFile]:
    """Yield the case with one list missing, each in turn, and with what the case itself lacks."""
    for one in fields(compiled):
        value = getattr(compiled, one.name)
        if isinstance(value, tuple):
            without: dict[str, Any] = {one.name: ()}
            yield replace(compiled, **without)
    yield replace(compiled, decision=None)
    for lacking in ("violation", "conduct_ended_on", "discovered_on", "filed_on"):
        unknown: dict[str, Any] = {lacking: None}
        yield replace(compiled, case=replace(compiled.case, **unknown))
    yield replace(compiled, documents=tuple(replace(d, fields={}) for d in compiled.documents))
    yield replace(compiled, documents=tuple(replace(d, versions=()) for d in compiled.documents))


def test_whatever_is_missing_gathering_never_raises(played: Played) -> None:
    standards = standards_of(played.cases["A"].bureau)
    for case in played.cases.values():
        for compiled in thinned(compile_case(case)):
            assert periods(compiled, TODAY)["payment_days"] == "十五"
            for code in ("investigation_report", "penalty_notice", "penalty_decision"):
                list(asked(gathered(compiled, code, standards)))


@pytest.mark.parametrize(
    "odd", [None, "x", 7, ["x"], [None], {"a": 1}, [{"text": 3, "proves": []}]]
)
def test_whatever_stands_in_a_draft_gathering_never_raises(played: Played, odd: Any) -> None:
    compiled = compile_case(played.cases["A"])
    names = {name for one in compiled.documents for name in one.fields}
    broken = tuple(replace(one, fields=dict.fromkeys(names, odd)) for one in compiled.documents)
    for code in ("investigation_report", "penalty_decision", "closing_report"):
        list(asked(gathered(replace(compiled, documents=broken), code)))


@pytest.mark.parametrize("kind", all_types(), ids=lambda one: one.code)
def test_every_paper_can_be_begun_in_a_case_just_opened(begun: Begun, kind: Any) -> None:
    assert isinstance(prefilled(begun.case, kind.code), dict)


# ---- what changed since a paper was begun ------------------------------------------------------


def started(begun: Begun, **changed: Any) -> Document:
    """Begin a report as the page does."""
    known = prefilled(begun.case, "investigation_report")
    return documents.draft(
        begun.cast.actor("jia"),
        begun.case,
        type_code="investigation_report",
        fields={**known, **changed},
        gathered=known,
    )


def changed_in(document: Document) -> dict[str, str]:
    return {one.field: one.now for one in changed_sources(document)}


def test_a_paper_just_begun_has_no_changed_source(begun: Begun) -> None:
    assert changed_in(started(begun)) == {}


def test_a_source_changed_since_is_named_with_what_it_says_now(begun: Begun) -> None:
    report = started(begun)
    begun.case.cause = "涉嫌提供不完整的统计资料"
    begun.case.save()
    report.refresh_from_db()
    assert changed_in(report) == {"case_cause": "涉嫌提供不完整的统计资料"}


def test_own_words_are_no_change_and_taking_the_new_value_ends_the_note(begun: Begun) -> None:
    report = started(begun, case_cause="自己的话")
    assert changed_in(report) == {}
    begun.case.cause = "新的案由"
    begun.case.save()
    report.refresh_from_db()
    assert changed_in(report) == {"case_cause": "新的案由"}
    documents.save_draft(
        begun.cast.actor("jia"), report, {**report.fields, "case_cause": "新的案由"}
    )
    report.refresh_from_db()
    assert changed_in(report) == {}


def test_new_evidence_shows_in_a_report_begun_before(begun: Begun) -> None:
    report = started(begun)
    piece = Piece(kind="documentary", name="销售发票", collected_at=clock.now())
    begun.teller.evidence("jia", piece, activity=begun.teller.act("jia", "other"))
    report.refresh_from_db()
    assert {"evidence", "evidence_count"} <= set(changed_in(report))


def test_a_day_that_passes_is_no_change_and_a_settled_paper_is_let_alone(
    begun: Begun, go: Any
) -> None:
    report = started(begun)
    go(clock.now() + timedelta(days=1))
    assert changed_in(report) == {}
    begun.case.cause = "新的案由"
    begun.case.save()
    Document.objects.filter(pk=report.pk).update(state=Document.State.FINAL)
    report.refresh_from_db()
    assert changed_in(report) == {}


def test_the_bureaus_standard_of_the_day_is_the_one_that_is_read(begun: Begun) -> None:
    tier = Tier(Decimal("0"), None, "一档", 0, 100_00)
    people.set_discretion_standard(
        SYSTEM,
        begun.case.bureau,
        violation="untrue_data",
        measure="share",
        tiers=[tier],
        in_force_from=clock.today(),
        citation="某基准第一条",
    )
    kept = standards_of(begun.case.bureau)[-1]
    assert kept == Standard("untrue_data", "share", (tier,), clock.today(), "某基准第一条")
