"""Worked case A, from lead to archive, by its persons, each signed in as themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from liuhen.clock import shanghai as at
from tests.browser.office import ARGUMENTS, CHROMIUM, Office, begin, served

pytestmark = pytest.mark.browser
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
    office.at(at(2026, 3, 2, 9, 20))
    jia = office.desk("jia")
    jia.go("/cases/new")
    page = jia.page
    page.fill("[name=party_name]", "某某建材有限公司")
    jia.choose("当事人类别", "企业、事业单位或者其他组织")
    page.fill("[name=party_code]", "91211103MA0XYT0017")
    page.fill("[name=party_address]", "示例区建设路16号")
    page.fill("[name=representative]", "赵某")
    page.fill("[name=agent]", "钱某")
    page.fill("[name=agent_post]", "统计员")
    page.fill("[name=cause]", "涉嫌提供不真实统计资料")
    page.fill("[name=title]", "某某建材有限公司提供不真实统计资料案")
    page.fill("[name=conduct_ended_on]", "2026-01-09")
    page.fill("[name=discovered_on]", "2026年3月2日")
    page.locator("[name=co_handler]").select_option(label="乙")
    jia.press("登记案件")
    jia.says("案件 2026-001 已登记")
    case = jia.path()
    lead = jia.record(case, "lead", "2026-03-02 09:20")
    jia.paper(lead, "lead_registration", {"登记人意见": "甲", "负责人意见": "戊"})
    _inspection(office, case)


def _inspection(office: Office, case: str) -> None:
    jia = office.desk("jia")
    office.at(at(2026, 3, 3, 9, 0))
    approving = jia.record(case, "inspection_approval", "2026-03-03 09:00")
    form = jia.write(approving, "inspection_approval")
    jia.submit(form, "数据差异较大，建议现场检查。")
    office.desk("bing").verdict("已审核，同意承办人意见。")
    office.desk("wu").verdict("同意。")
    jia.go(form)
    jia.says("已定稿")
    office.at(at(2026, 3, 4, 9, 0))
    notifying = jia.record(case, "inspection_notice", "2026-03-04 09:00")
    jia.paper(notifying, "inspection_notice")
