"""Worked case A, from lead to archive, by its persons, each signed in as themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from liuhen.clock import shanghai as at
from liuhen.demo import media
from liuhen.documents.types import get_type
from tests.browser.office import ARGUMENTS, CHROMIUM, Desk, Office, begin, liuhen, served

pytestmark = [pytest.mark.browser, pytest.mark.long]
PLACE = "示例区建设路16号，某某建材有限公司"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    home = tmp_path / "home"
    begin(home)
    with served(home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        office = Office(browser, address, home)
        yield office
        office.photograph(tmp_path / "last-seen")
        browser.close()


def test_case_a_runs_from_lead_to_archive(office: Office) -> None:
    walk = Walk(office)
    walk.open()
    walk.inspect()
    walk.ask()
    walk.take_evidence()
    walk.file()
    walk.store_recordings()
    walk.order_to_correct()
    walk.conclude()
    walk.notify()
    walk.hear()
    walk.decide()
    walk.close()
    walk.archive()
    walk.verify()


class Walk:
    """The case as its persons work on it; each step moves the clock to its day."""

    def __init__(self, office: Office) -> None:
        self.office = office
        office.at(at(2026, 3, 2, 9, 20))
        self.jia, self.yi = office.desk("jia"), office.desk("yi")
        self.case = self.site = self.inquiry = ""

    def approve(self, form: str, words: str) -> None:
        """承办 → 审核 → 批准, each at their own desk."""
        self.jia.submit(form, words)
        self.office.desk("bing").verdict("已审核，同意承办人意见。")
        self.office.desk("wu").verdict("同意。")
        self.jia.go(form)

    def serve(self, document: str) -> None:
        """Serve on the agent."""
        self.jia.serve(document, PLACE, "委托代理人、统计员")

    def open(self) -> None:
        jia = self.jia
        jia.go("/cases/new")
        page = jia.page
        for name, value in {
            "party_name": "某某建材有限公司", "party_code": "91211103MA0XYT0017",
            "party_address": "示例区建设路16号", "representative": "赵某", "agent": "钱某",
            "agent_post": "统计员", "cause": "涉嫌提供不真实统计资料",
            "title": "某某建材有限公司提供不真实统计资料案", "conduct_ended_on": "2026-01-09",
            "discovered_on": "2026年3月2日",
        }.items():  # fmt: skip
            page.fill(f"[name={name}]", value)
        jia.choose("当事人类别", "企业、事业单位或者其他组织")
        page.locator("[name=violation]").select_option("untrue_data")
        page.locator("[name=co_handler]").select_option(label="乙")
        jia.press("登记案件")
        jia.says("案件 2026-001 已登记")
        self.case = jia.path()
        lead = jia.record(self.case, "lead", "2026-03-02 09:20")
        jia.paper(lead, "lead_registration", {"负责人意见": "戊"})

    def inspect(self) -> None:
        jia, office = self.jia, self.office
        office.at(at(2026, 3, 3, 9, 0))
        approving = jia.record(self.case, "inspection_approval", "2026-03-03 09:00")
        self.approve(jia.write(approving, "inspection_approval"), "数据差异较大，建议现场检查。")
        jia.says("已通过")
        office.at(at(2026, 3, 4, 9, 0))
        notifying = jia.record(self.case, "inspection_notice", "2026-03-04 09:00")
        notice = jia.paper(notifying, "inspection_notice")
        jia.says("示统检字〔2026〕2号")
        office.at(at(2026, 3, 4, 10, 5))
        self.serve(notice)
        office.at(at(2026, 3, 10, 12, 0))
        self.site = jia.record(
            self.case, "site_inspection", "2026-03-10 09:30", "2026-03-10 11:20",
            officers=("甲", "乙"), ticks=("已出示执法证件", "通知有凭证（回证、签收、录音等）",
                                         "属于涉企现场检查"),
            groups={"当事人或者代理人是否到场": ("到场",)},
            fields={"place": PLACE, "agent": "钱某", "agent_post": "统计员",
                    "notice_how": "送达《统计执法检查通知书》", "notice_at": "2026-03-04 10:05",
                    "purpose": "核实2025年度工业总产值", "yearly_number": "1"},
        )  # fmt: skip
        jia.paper(self.site, "site_inspection_record")

    def ask(self) -> None:
        self.office.at(at(2026, 3, 10, 15, 0))
        jia = self.jia
        self.inquiry = jia.record(
            self.case, "inquiry", "2026-03-10 14:00", "2026-03-10 14:46", officers=("甲", "乙"),
            ticks=("已出示执法证件",), groups={"当场告知的权利": ("陈述", "申辩", "申请回避")},
            fields={"place": PLACE, "subject": "钱某", "agent": "钱某", "agent_post": "统计员",
                    "recorder": "乙", "rights_means": "口头告知并记入笔录",
                    "rights_answer": "听清了，不申请回避。"},
        )  # fmt: skip
        jia.paper(self.inquiry, "inquiry_record")

    def take_evidence(self) -> None:
        self.office.at(at(2026, 3, 10, 15, 30))
        jia = self.jia
        self.taking = jia.record(
            self.case, "evidence_taking", "2026-03-10 15:30", officers=("甲", "乙"),
            ticks=("已出示执法证件",), fields={"place": PLACE, "agent": "钱某"},
        )  # fmt: skip
        notice = jia.paper(self.taking, "evidence_notice")
        self.serve(notice)
        jia.paper(self.taking, "evidence_list")
        for row in get_type("evidence_list").sample()["fields"]["items"]:
            jia.prove(
                self.case, "书证", row["name"], "2026-03-10 15:30", activity=self.taking,
                source=row["source"],
            )  # fmt: skip
        jia.prove(
            self.case, "勘验笔录、现场笔录", "现场检查笔录", "2026-03-10 11:20", activity=self.site
        )
        jia.prove(
            self.case, "当事人的陈述", "询问笔录（钱某）", "2026-03-10 14:46", activity=self.inquiry
        )
        self.refused_conclusion()

    def refused_conclusion(self) -> None:
        """Concluding before the case was filed is refused, with its article and the way on."""
        jia = self.jia
        report = jia.write(
            self.taking, "investigation_report", case=self.case, filed_on="2026-03-10"
        )
        jia.go(f"{report}/check")
        self.settling_is_shut()
        jia.says("第五十四条")
        jia.says("立案")
        jia.go(f"{report}/discard")
        jia.press("放弃草稿")

    def settling_is_shut(self) -> None:
        settle = self.jia.page.get_by_role("button", name="定稿", exact=True)
        assert settle.get_attribute("aria-disabled") == "true"

    def file(self) -> None:
        self.office.at(at(2026, 3, 12, 10, 0))
        filing = self.jia.record(self.case, "filing", "2026-03-12 10:00")
        self.approve(self.jia.write(filing, "filing_approval"), "有违法事实，建议立案。")
        self.jia.says("示统立字〔2026〕2号")

    def store_recordings(self) -> None:
        self.office.at(at(2026, 3, 16, 16, 40))
        yi, case = self.yi, self.case
        method = {
            "maker": "乙",
            "device": "JL-01",
            "method": "执法记录仪拍摄",
            "proves": "现场情况",
        }
        for number in (1, 2, 3):
            moment = f"2026-03-10 09:{30 + number}"
            photo = yi.take_in(
                case, self.site, (f"p{number}.jpg", "image/jpeg", media.photograph(f"照片{number}")),
                media="照相", purpose="视听资料证据", title=f"现场照片{number}", started=moment,
                ended=moment, fields=method,
            )  # fmt: skip
            yi.prove(
                case, "视听资料", f"现场照片{number}", moment, activity=self.site, recording=photo
            )
        video = yi.take_in(
            case, self.site, ("v.mp4", "video/mp4", media.video()), media="录像",
            purpose="过程记录", title="现场检查过程录像", started="2026-03-10 09:30",
            ended="2026-03-10 09:42", fields={"maker": "乙", "device": "JL-01"},
        )  # fmt: skip
        yi.prove(
            case, "视听资料", "现场检查过程录像", "2026-03-10 09:42", activity=self.site,
            recording=video,
        )  # fmt: skip
        sound = yi.take_in(
            case, self.inquiry, ("s.wav", "audio/wav", media.sound()), media="录音",
            purpose="视听资料证据", title="询问钱某的录音", started="2026-03-10 14:00",
            ended="2026-03-10 14:46", ticks=("以所说的话证明",),
            fields={**method, "device": "LY-02", "method": "数字录音笔录制"},
        )  # fmt: skip
        yi.paper(self.inquiry, "sound_text")
        yi.paper(self.inquiry, "recording_note")
        yi.prove(
            case, "视听资料", "询问钱某的录音", "2026-03-10 14:46", activity=self.inquiry,
            recording=sound,
        )  # fmt: skip
        self.plays(video)

    def plays(self, video: str) -> None:
        """The video plays in the page, by byte ranges."""
        self.yi.go(video)
        player = self.yi.page.locator("video")
        player.evaluate("v => { v.muted = true; return v.play(); }")
        for _ in range(50):
            if player.evaluate("v => v.currentTime") > 0.2:
                break
            self.yi.page.wait_for_timeout(100)
        assert player.evaluate("v => v.currentTime") > 0.2
        answer = self.yi.page.request.get(
            f"{self.yi.address}{video}/file", headers={"Range": "bytes=10-19"}
        )
        assert (answer.status, len(answer.body())) == (206, 10)

    def order_to_correct(self) -> None:
        jia, office = self.jia, self.office
        office.at(at(2026, 3, 20, 9, 30))
        ordering = jia.record(self.case, "order_to_correct", "2026-03-20 09:30")
        order = jia.paper(ordering, "correction_order", due_on="2026-04-03")
        office.at(at(2026, 3, 20, 14, 0))
        self.serve(order)
        office.at(at(2026, 3, 25, 10, 0))
        data = jia.record(
            self.case, "electronic_data", "2026-03-25 09:40", "2026-03-25 09:55",
            officers=("甲", "乙"), ticks=("已出示执法证件",), fields={"place": "示例区统计局203室"},
        )  # fmt: skip
        jia.paper(data, "electronic_data_record")
        jia.prove(
            self.case, "电子数据", "报送记录", "2026-03-25 09:40", activity=data,
            source="统计联网直报平台", digest="SHA-256:" + "a" * 64,
        )  # fmt: skip

    def conclude(self) -> None:
        jia, office = self.jia, self.office
        office.at(at(2026, 3, 27, 15, 0))
        ending = next_or_new(jia, self.case, "2026-03-27 15:00")
        report = jia.write(ending, "investigation_report")
        jia.settle(report)
        jia.sign(report)
        office.at(at(2026, 4, 1, 10, 0))
        ding = office.desk("ding")
        review = ding.record(
            self.case, "legal_review", "2026-04-01 10:00", fields={"reviewer": "丁"}
        )
        points = get_type("legal_review_opinion").sample()["fields"]["points"]
        ding.paper(review, "legal_review_opinion", points=points)

    def notify(self) -> None:
        jia, office = self.jia, self.office
        office.at(at(2026, 4, 2, 9, 0))
        notifying = jia.record(self.case, "penalty_notice", "2026-04-02 09:00")
        notice = jia.paper(notifying, "penalty_notice")
        jia.says("示统罚告字〔2026〕2号")
        office.at(at(2026, 4, 2, 11, 0))
        self.serve(notice)
        office.at(at(2026, 4, 7, 11, 0))
        check = jia.record(
            self.case, "correction_check", "2026-04-07 10:00", "2026-04-07 10:40",
            officers=("甲", "乙"), ticks=("已出示执法证件",), fields={"place": PLACE, "agent": "钱某"},
        )  # fmt: skip
        jia.paper(check, "correction_check")

    def hear(self) -> None:
        jia, office = self.jia, self.office
        office.at(at(2026, 4, 8, 9, 40))
        heard = jia.record(
            self.case, "statement", "2026-04-08 09:00", "2026-04-08 09:35", officers=("甲", "乙"),
            ticks=("已出示执法证件",),
            fields={"place": "示例区统计局203室", "agent": "钱某", "recorder": "乙"},
        )  # fmt: skip
        jia.paper(heard, "statement_record")
        office.at(at(2026, 4, 9, 9, 0))
        reviewing = jia.record(self.case, "statement_review", "2026-04-09 09:00")
        jia.paper(reviewing, "statement_review", {"审核人": "丙"})
        self.refused_early_decision()
        office.at(at(2026, 4, 13, 15, 30))
        bing = office.desk("bing")
        meeting = bing.record(
            self.case, "discussion", "2026-04-13 14:30", "2026-04-13 15:20",
            fields={"place": "示例区统计局会议室", "recorder": "庚"},
            groups={"参加人（集体讨论）": ("戊", "己", "丙", "丁", "庚")},
        )  # fmt: skip
        bing.paper(meeting, "discussion_record")

    def refused_early_decision(self) -> None:
        """On 2026-04-10 the time to answer still runs, and the discussion is missing."""
        self.office.at(at(2026, 4, 10, 9, 0))
        jia = self.jia
        decision = jia.write(self.inquiry, "penalty_decision", case=self.case)
        jia.go(f"{decision}/check")
        self.settling_is_shut()
        jia.says("第十二条")
        jia.says("2026年4月10日")
        jia.says("集体讨论")
        jia.go(f"{decision}/discard")
        jia.press("放弃草稿")

    def decide(self) -> None:
        jia, office = self.jia, self.office
        office.at(at(2026, 4, 14, 9, 0))
        approving = jia.record(self.case, "decision_approval", "2026-04-14 09:00")
        self.approve(
            jia.write(approving, "case_handling_approval"), "建议给予警告，并处罚款三万元。"
        )
        office.at(at(2026, 4, 15, 10, 0))
        deciding = jia.record(self.case, "decision", "2026-04-15 10:00")
        decision = jia.paper(deciding, "penalty_decision")
        jia.says("示统罚决字〔2026〕2号")
        office.at(at(2026, 4, 17, 10, 30))
        self.serve(decision)

    def close(self) -> None:
        jia, office = self.jia, self.office
        office.at(at(2026, 4, 22, 15, 0))
        publishing = jia.record(self.case, "publication", "2026-04-22 15:00")
        jia.paper(publishing, "publication_record", {"批准人": "戊"})
        office.at(at(2026, 4, 28, 16, 0))
        paying = jia.record(self.case, "performance", "2026-04-28 16:00", officers=("甲", "乙"))
        self.voucher(paying)
        jia.paper(paying, "performance_record")
        office.at(at(2026, 5, 8, 10, 0))
        closing = jia.record(self.case, "closing", "2026-05-08 10:00")
        jia.paper(closing, "closing_report", {"审核人": "丙", "批准人": "戊"})

    def voucher(self, paying: str) -> None:
        jia = self.jia
        jia.go(f"{self.case}/papers/new")
        page = jia.page
        page.locator("[name=type_code]").select_option("payment_voucher")
        page.fill("[name=dated]", "2026-04-28")
        page.locator("[name=activity]").select_option(paying.rsplit("/", 1)[1])
        page.set_input_files(
            "[name=file]",
            {"name": "凭证.jpg", "mimeType": "image/jpeg", "buffer": media.photograph("凭证")},
        )
        jia.press("录入")
        jia.says("纸质文书已录入")

    def archive(self) -> None:
        self.office.at(at(2026, 5, 20, 10, 0))
        geng = self.office.desk("geng")
        geng.go(f"{self.case}/archive")
        geng.press("归档")
        geng.says("已归档")

    def verify(self) -> None:
        """The command line says what the pages say."""
        home = self.office.home
        check = liuhen(home, "check", "2026-001", "--today", "2026-05-21", "--json")
        assert check.returncode == 0, check.stderr
        answer = json.loads(check.stdout)
        assert answer["findings"] == []
        due = {(d["id"], d["due_on"]) for d in answer["deadlines"]}
        assert due >= DEADLINES
        package = home.parent / "a.zip"
        exported = liuhen(home, "export", "2026-001", "-o", str(package))
        assert exported.returncode == 0, exported.stderr
        key = (home / "keys" / "ledger.vkey").read_text(encoding="ascii").split()[0]
        verified = liuhen(home, "verify", str(package), "--key", key, "--json")
        assert verified.returncode == 0, verified.stdout
        assert json.loads(verified.stdout)["verdict"] == "intact"


DEADLINES = {
    ("A26-1", "2026-03-17"), ("L07-1", "2026-06-10"), ("L07-1", "2026-06-12"),
    ("A12-1", "2026-04-10"), ("A14-1", "2026-04-13"), ("L08-1", "2026-04-24"),
    ("L10-1", "2026-04-24"), ("L11-1", "2026-05-06"), ("L13-2", "2026-06-16"),
    ("L13-2", "2026-10-19"),
}  # fmt: skip


def next_or_new(desk: Desk, case: str, moment: str) -> str:
    """Record the end of the investigation."""
    return desk.record(case, "investigation_end", moment)
