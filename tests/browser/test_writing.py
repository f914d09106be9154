"""Writing a transcript in a real browser: Chinese typing, crashes, lost sign-ins, two windows."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, Playwright, expect, sync_playwright

from liuhen.clock import shanghai as at
from tests.browser.office import (
    ARGUMENTS,
    CHROMIUM,
    PASSWORD,
    ROOT,
    Desk,
    Office,
    _environment,
    _free_port,
    begin,
    served,
)

pytestmark = [pytest.mark.browser, pytest.mark.long]
SAVED_HERE = re.compile(r"已保存 \d\d:\d\d:\d\d（本机）")
SAVED_THERE = re.compile(r"已保存 \d\d:\d\d:\d\d（已存到系统）")


class Bench:
    """The office of this file: a case with an inquiry of 甲 and 乙 under way."""

    def __init__(self, office: Office, playwright: Playwright) -> None:
        self.office, self.playwright = office, playwright
        office.at(at(2026, 3, 10, 14, 0))
        self.jia = office.desk("jia")
        self.case = _open_case(self.jia)
        self.began = 0

    def inquiry(self) -> str:
        """Record another inquiry, under way; return the address of its page."""
        self.began += 1
        return self.jia.record(
            self.case, "inquiry", f"2026-03-10 13:{self.began:02d}", "", officers=("甲", "乙")
        )

    def begin(self) -> Page:
        """Open the page of a new transcript of a new inquiry."""
        self.jia.go(self.inquiry())
        self.jia.follow("写询问笔录")
        return self.jia.page


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    home = tmp_path_factory.mktemp("writing") / "home"
    begin(home)
    with served(home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        office = Office(browser, address, home)
        yield Bench(office, playwright)
        office.photograph(home.parent / "last-seen")
        browser.close()


def _open_case(jia: Desk) -> str:
    jia.go("/cases/new")
    for name, value in {
        "party_name": "某某建材有限公司", "party_code": "91211103MA0XYT0017", "cause": "涉嫌提供不真实统计资料",
        "title": "某某建材有限公司提供不真实统计资料案",
    }.items():  # fmt: skip
        jia.page.fill(f"[name={name}]", value)
    jia.choose("当事人类别", "企业、事业单位或者其他组织")
    jia.page.locator("[name=violation]").select_option("untrue_data")
    jia.page.locator("[name=co_handler]").select_option(label="乙")
    jia.press("登记案件")
    return jia.path()


def _rows(page: Page) -> list[tuple[str, str]]:
    """Return what stands in the rows that are not blank."""
    both = page.locator("[data-qa] [data-row]").evaluate_all(
        """rows => rows.map(row => ['q', 'a'].map(
             name => row.querySelector(`[data-cell='${name}']`).value))"""
    )
    return [(q, a) for q, a in both if q or a]


def _questions(page: Page) -> list[str]:
    return [question for question, _answer in _rows(page)]


def _cell(page: Page, row: int, name: str) -> str:
    """Return the selector of a box, rows counted from 0."""
    return f"[data-qa] [name='qa-{row}-{name}']"


def _compose(devtools: CDPSession, letters: str, words: str) -> None:
    """Type with an input method: letters under composition, Enter as the candidate is confirmed."""
    for end in range(1, len(letters) + 1):
        devtools.send(
            "Input.imeSetComposition",
            {"text": letters[:end], "selectionStart": end, "selectionEnd": end},
        )
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    devtools.send("Input.insertText", {"text": words})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})


def test_enter_goes_from_question_to_answer_to_the_next_question(bench: Bench) -> None:
    page = bench.begin()
    page.focus(_cell(page, 0, "q"))
    page.keyboard.type("报表是谁填的？")
    page.keyboard.press("Enter")
    page.keyboard.type("是我填的。")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("财务给的数。")
    page.keyboard.press("Enter")
    page.keyboard.type("依据是什么？")
    assert _rows(page) == [("报表是谁填的？", "是我填的。\n财务给的数。"), ("依据是什么？", "")]
    page.keyboard.press("Control+ArrowUp")
    expect(page.locator(_cell(page, 0, "a"))).to_be_focused()
    assert "/documents/new" in page.url, "no key of these sends the form"


def test_enter_that_confirms_a_candidate_adds_no_row_and_loses_no_word(bench: Bench) -> None:
    page = bench.begin()
    devtools = page.context.new_cdp_session(page)
    page.focus(_cell(page, 0, "q"))
    before = page.locator("[data-qa] [data-row]").count()
    for letters, words in (("baobiao", "报表"), ("shui", "谁"), ("tian", "填的")):
        _compose(devtools, letters, words)
        expect(page.locator(_cell(page, 0, "q"))).to_be_focused()
    assert _rows(page) == [("报表谁填的", "")]
    assert page.locator("[data-qa] [data-row]").count() == before
    page.keyboard.press("Enter")
    expect(page.locator(_cell(page, 0, "a"))).to_be_focused()
    _compose(devtools, "wotian", "我填")
    expect(page.locator(_cell(page, 0, "a"))).to_be_focused()
    assert _rows(page) == [("报表谁填的", "我填")]
    assert "/documents/new" in page.url


def test_enter_after_the_composition_ended_in_the_same_tick_still_belongs_to_it(
    bench: Bench,
) -> None:
    page = bench.begin()
    page.focus(_cell(page, 0, "q"))
    moved = page.evaluate(
        """() => { const box = document.activeElement;
        box.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}));
        box.value = '报表';
        box.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true, data: '报表'}));
        box.setSelectionRange(2, 2);
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
        return document.activeElement !== box; }"""
    )
    assert not moved


def test_nothing_is_saved_while_a_candidate_is_open(bench: Bench) -> None:
    page = bench.begin()
    devtools = page.context.new_cdp_session(page)
    page.focus(_cell(page, 0, "q"))
    devtools.send(
        "Input.imeSetComposition", {"text": "bao", "selectionStart": 3, "selectionEnd": 3}
    )
    page.wait_for_timeout(6500)
    expect(page.locator("[data-save-text]")).not_to_contain_text("已保存")
    devtools.send("Input.insertText", {"text": "报"})
    expect(page.locator("[data-save-text]")).to_contain_text(SAVED_HERE)


def test_rows_are_inserted_moved_and_deleted_and_each_step_can_be_taken_back(bench: Bench) -> None:
    page = bench.begin()
    for index, words in enumerate(("一", "二", "三")):
        if index:
            page.locator("[data-qa] [data-add-row]").click()
        page.fill(_cell(page, index, "q"), words)
    page.locator("[data-row]:has([name='qa-2-q']) [data-qa-act=up]").click()
    assert _questions(page) == ["一", "三", "二"]
    page.locator("[data-row]:has([name='qa-0-q']) [data-qa-act=delete]").click()
    assert _questions(page) == ["三", "二"]
    page.get_by_role("button", name="撤销").click()
    assert _questions(page) == ["一", "三", "二"]
    page.get_by_role("button", name="撤销").click()
    assert _questions(page) == ["一", "二", "三"]


def test_a_question_of_the_bank_is_asked_with_one_tap_and_struck_off_the_list(bench: Bench) -> None:
    page = bench.begin()
    group = page.locator("[data-qa-ours]")
    expect(group).to_contain_text("提供不真实或者不完整的统计资料")
    expect(group.locator("[data-qa-group-left]")).to_have_text("还有 9 问")
    question = group.locator("[data-qa-ask]").first
    words = str(question.text_content())
    question.click()
    expect(page.locator(_cell(page, 0, "a"))).to_be_focused()
    assert _rows(page) == [(words, "")]
    expect(group.locator("[data-qa-group-left]")).to_have_text("还有 8 问")
    expect(page.locator("[data-qa] [data-row]").first.locator("[data-qa-time]")).to_have_text(
        re.compile(r"14:\d\d")
    )


def test_one_tap_writes_the_fields_and_the_activity(bench: Bench) -> None:
    page = bench.begin()
    shown = page.get_by_role("button", name="记下已出示证件")
    expect(shown).to_be_disabled()
    for name in ("甲", "乙"):
        page.get_by_label(re.compile(rf"^{name} .*已出示")).check()
    shown.click()
    page.get_by_role("button", name="记下已告知权利").click()
    page.get_by_role("button", name="答：不申请回避。").click()
    expect(page.locator("[name=certificates_shown][value=true]")).to_be_checked()
    assert page.locator("[name=rights_told]:checked").count() == 3
    assert _rows(page)[0][1] == "不申请回避。"
    expect(page.locator("[data-save-text]")).to_contain_text(SAVED_THERE)
    bench.jia.press("保存草稿")
    expect(page.locator("[data-telling-done]")).to_contain_text("活动已记录：陈述")
    bench.jia.go(bench.jia.path())
    page.goto(page.url.replace("/edit", ""))
    page.locator("a[href^='/activities/']").first.click()
    table = page.get_by_role("table", name="权利告知")
    expect(table.locator("tbody tr")).to_have_count(4)
    expect(
        page.get_by_role("table", name="参加人").get_by_text("已出示", exact=True)
    ).to_have_count(3)


def test_what_is_typed_goes_to_the_system_by_itself_and_the_copy_here_goes(bench: Bench) -> None:
    page = bench.begin()
    page.fill("[name=place]", "财务室")
    expect(page.locator("[data-save-text]")).to_contain_text(SAVED_HERE)
    expect(page.locator("[data-save-text]")).to_contain_text(SAVED_THERE)
    expect(page).to_have_url(re.compile(r"/documents/\d+/edit$"))
    id = page.url.split("/")[-2]
    assert not [key for key in _drafts(page) if key.endswith((f"document-{id}", f"-{bench.began}"))]
    page.fill("[name=recorder]", "乙")
    page.wait_for_timeout(300)
    page.go_back()
    page.go_forward()
    expect(page.locator("[name=place]")).to_have_value("财务室")
    expect(page.locator("[name=recorder]")).to_have_value("乙")
    expect(page.locator("[data-save-text]")).to_contain_text(SAVED_THERE)


def _drafts(page: Page) -> list[str]:
    return [
        str(key)
        for key in page.evaluate("Object.keys(localStorage)")
        if key.startswith("liuhen:draft:")
    ]


def test_a_lost_sign_in_keeps_the_text_asks_over_the_page_and_saves(bench: Bench) -> None:
    page = bench.begin()
    page.fill(_cell(page, 0, "q"), "报表是谁填的？")
    expect(page.locator("[data-save-text]")).to_contain_text(SAVED_THERE)
    _forget_sessions(bench.office.home)
    page.fill(_cell(page, 0, "a"), "是我填的。")
    box = page.get_by_role("dialog", name="登录已到期，请重新登录")
    expect(box).to_be_visible()
    box.get_by_label("登录名").fill("yi")
    box.get_by_label("口令").fill(PASSWORD)
    box.get_by_role("button", name="登录并保存").click()
    expect(box).to_contain_text("登录的是另一个人")
    box.get_by_label("登录名").fill("jia")
    box.get_by_role("button", name="登录并保存").click()
    expect(box).to_be_hidden()
    expect(page.locator("[data-save-text]")).to_contain_text(SAVED_THERE)
    page.reload()
    assert _rows(page) == [("报表是谁填的？", "是我填的。")]
    bench.jia.press("保存草稿")  # the buttons of the page work with the new token


def _forget_sessions(home: Path) -> None:
    program = (
        "from liuhen.commands import home; home.begin();"
        "from django.contrib.sessions.models import Session; Session.objects.all().delete()"
    )
    subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=_environment(home), check=True, timeout=60
    )


def test_two_windows_say_who_saved_and_when_and_show_both(bench: Bench) -> None:
    first = bench.begin()
    first.fill("[name=place]", "财务室")
    expect(first.locator("[data-save-text]")).to_contain_text(SAVED_THERE)
    second = first.context.new_page()
    second.goto(first.url)
    second.fill("[name=place]", "仓库")
    expect(second.locator("[data-save-text]")).to_contain_text(SAVED_THERE)
    first.fill("[name=place]", "会议室")
    expect(first.locator("[data-save-text]")).to_contain_text(
        re.compile(r"您在另一个窗口于 \d\d月\d\d日 \d\d:\d\d:\d\d 保存了另一份内容")
    )
    first.get_by_role("button", name="对照两份").click()
    table = first.get_by_role("table", name="两份内容不同之处")
    expect(table).to_contain_text("仓库")
    expect(table).to_contain_text("会议室")
    expect(first.locator("[name=place]")).to_have_value("会议室")
    with first.expect_navigation():
        first.get_by_role("button", name="用我的一份").click()
    second.reload()
    expect(second.locator("[name=place]")).to_have_value("会议室")
    second.close()


def _sign_in(page: Page, username: str) -> None:
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()


@contextmanager
def _browser(
    playwright: Playwright, profile: Path
) -> Iterator[tuple[Page, subprocess.Popen[bytes]]]:
    """Run a browser of its own, so that it can be killed."""
    port = _free_port()
    process = subprocess.Popen(
        [CHROMIUM, "--headless=new", *ARGUMENTS, f"--user-data-dir={profile}", f"--remote-debugging-port={port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for_port(port)
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = browser.contexts[0]
        yield context.pages[0] if context.pages else context.new_page(), process
    finally:
        process.kill()
        process.wait(timeout=30)


def _wait_for_port(port: int) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the browser did not start")


def test_a_killed_browser_has_lost_nothing_when_it_is_opened_again(
    bench: Bench, tmp_path: Path
) -> None:
    address = f"{bench.office.address}{bench.inquiry()}".replace("/activities/", "/")
    case, activity = bench.case, address.rsplit("/", 1)[1]
    page_path = (
        f"{bench.office.address}{case}/documents/new?activity={activity}&type=inquiry_record"
    )
    with _browser(bench.playwright, tmp_path / "profile") as (page, process):
        page.goto(f"{bench.office.address}/login")
        _sign_in(page, "jia")
        page.goto(page_path)
        page.fill(_cell(page, 0, "q"), "报表是谁填的？")
        page.keyboard.press("Enter")
        page.keyboard.type("是我填的。")
        page.keyboard.press("Enter")
        page.keyboard.type("依据是什么？")
        expect(page.locator("[data-save-text]")).to_contain_text(SAVED_HERE)
        page.wait_for_timeout(300)  # the disk's share
        process.kill()
        process.wait(timeout=30)
    again = bench.playwright.chromium.launch_persistent_context(
        tmp_path / "profile", executable_path=CHROMIUM, args=ARGUMENTS
    )
    page = again.new_page()
    page.goto(page_path)
    if "/login" in page.url:  # the browser's cookie may be gone: the text must not be
        _sign_in(page, "jia")
    expect(page.locator("[data-save-text]")).to_contain_text(re.compile("草稿|已存到系统"))
    assert _rows(page) == [("报表是谁填的？", "是我填的。"), ("依据是什么？", "")]
    again.close()


def test_a_table_copied_from_a_spreadsheet_becomes_rows(bench: Bench) -> None:
    page = bench.jia.page
    bench.jia.go(f"{bench.case}/documents/new?type=evidence_list")
    rows = page.locator("[data-rows]").first
    name = str(rows.get_attribute("data-name"))
    first = rows.locator("[data-row]").first.locator("input, textarea").first
    first.evaluate(
        """box => { const data = new DataTransfer();
        data.setData('text/plain', '入库单\\t12\\r\\n"台账\\n（第二册）"\\t1\\r\\n发票\\t3\\r\\n');
        data.setData('text/html', '<b>入库单</b>');
        box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    texts = page.locator(f"[name^='{name}-']").evaluate_all(
        "all => all.map(each => [each.name, each.value]).filter(([, value]) => value)"
    )
    assert [value for _name, value in texts][:2] == ["入库单", "12"]
    assert len({name.split("-")[1] for name, _value in texts}) == 3


def test_every_link_of_the_check_focuses_its_own_box(bench: Bench) -> None:
    page = bench.begin()
    page.locator("[data-qa] [data-add-row]").click()
    page.fill(_cell(page, 1, "a"), "有回答而没有提问")
    officers = page.locator("[name='officers-1-certificate_number']")
    officers.fill("")
    bench.jia.press("保存并检查")
    links = page.locator("main .prose a[href*='/edit#']")
    addresses = [str(each.get_attribute("href")) for each in links.all()]
    assert len(addresses) > 4
    assert any(each.endswith("#f_officers-1-certificate_number") for each in addresses)
    assert any(each.endswith("#f_qa-first") for each in addresses)
    for address in addresses:
        page.goto("about:blank")
        bench.jia.go(address)
        expect(page.locator(f"[id='{address.split('#')[1]}']")).to_be_focused()
