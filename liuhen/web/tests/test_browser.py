"""The gallery in a real browser: axe, reflow, targets, Chinese typing, drafts, errors, print."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from liuhen import clock
from liuhen.web.tests.conftest import SITE, OpenPage
from liuhen.web.tests.test_formats import TABLE
from liuhen.web.tests.test_markup import PATHS

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MAIN_PATHS = ("/case", "/list", "/form", "/form/errors", "/confirm", "/login", "/fault/refused")


def violations(page: Page) -> list[str]:
    """Run axe and name what it found."""
    assert AXE.exists(), "axe-core is missing: run `make setup`"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(open_page: OpenPage, path: str, width: int) -> None:
    assert violations(open_page(path, width=width)) == []


@pytest.mark.parametrize("theme", ["dark", "outdoor"])
@pytest.mark.parametrize("path", ["/case", "/list", "/form/errors"])
def test_axe_finds_nothing_in_the_other_themes(open_page: OpenPage, path: str, theme: str) -> None:
    assert violations(open_page(path, theme=theme)) == []


@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (360, "200%"), (768, "100%")])
@pytest.mark.parametrize("path", MAIN_PATHS)
def test_nothing_runs_off_the_side(open_page: OpenPage, path: str, width: int, text: str) -> None:
    page = open_page(path, width=width)
    over = page.evaluate(
        """text => { document.documentElement.style.fontSize = text;
        return document.documentElement.scrollWidth - document.documentElement.clientWidth; }""",
        text,
    )
    assert over == 0


SMALL_TARGETS = """() => Array.from(document.querySelectorAll(
    'a[href], button, select, summary, input:not([type=hidden]), textarea'))
  .filter(each => !each.closest('.hidden-text, dialog, .picker') && !each.matches('.skip-link'))
  .map(each => each.matches('[type=radio], [type=checkbox]') ? each.closest('.choice') : each)
  .map(each => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
  .map(([each, box]) => `${each.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", MAIN_PATHS)
def test_every_target_is_at_least_44_pixels(open_page: OpenPage, path: str, width: int) -> None:
    assert open_page(path, width=width).evaluate(SMALL_TARGETS) == []


def test_focus_goes_to_the_error_summary_and_on_to_the_field(open_page: OpenPage) -> None:
    page = open_page("/form/errors")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="请选择送达方式").click()
    expect(page.locator("#id_way_0")).to_be_focused()
    page.get_by_role("link", name="送达日期请写成年月日").click()
    expect(page.locator("#id_served_on")).to_be_focused()


def test_a_typed_day_is_echoed_with_its_weekday(open_page: OpenPage) -> None:
    page = open_page("/form")
    page.get_by_label("送达日期").fill("11.24")
    expect(page.locator("#id_served_on-echo")).to_have_text("2026年11月24日 星期二")
    page.get_by_label("送达日期").fill("13.45")
    expect(page.locator("#id_served_on-echo")).to_contain_text("请写成 2026-11-24")
    expect(page.locator("#id_asked_at-echo")).to_have_text("2026年11月24日 星期二 10:05")


def test_the_script_reads_days_exactly_as_the_server_does(open_page: OpenPage) -> None:
    page = open_page("/form")
    read = page.evaluate(
        """async table => {
        const { parseDay, parseMoment, isoDay, pad } = await import('/static/js/days.js');
        const moment = m => m && `${isoDay(m)} ${pad(m.hour)}:${pad(m.minute)}`;
        return { days: table.days.map(([text]) => { const d = parseDay(text, table.today); return d && isoDay(d); }),
                 moments: table.moments.map(([text]) => moment(parseMoment(text, table.today))) }; }""",
        TABLE,
    )
    assert read["days"] == [meant for _, meant in TABLE["days"]]
    assert read["moments"] == [meant for _, meant in TABLE["moments"]]


def test_enter_that_confirms_a_candidate_does_not_submit(open_page: OpenPage) -> None:
    page = open_page("/form")
    page.evaluate(
        """() => { window.sent = 0; document.querySelector('form[data-form]')
        .addEventListener('submit', event => { event.preventDefault(); window.sent += 1; }); }"""
    )
    page.get_by_label("被询问人姓名").focus()
    devtools = page.context.new_cdp_session(page)
    devtools.send(
        "Input.imeSetComposition", {"text": "wang", "selectionStart": 4, "selectionEnd": 4}
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("window.sent") == 0
    devtools.send("Input.insertText", {"text": "王"})
    page.wait_for_function("import('/static/js/ime.js').then(ime => !ime.composing())")
    page.keyboard.press("Enter")
    assert page.evaluate("window.sent") == 1


def test_the_key_right_after_compositionend_still_belongs_to_the_input_method(
    open_page: OpenPage,
) -> None:
    page = open_page("/form")
    held = page.evaluate(
        """() => { const box = document.querySelector('#id_name');
        box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
        box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
        const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
        box.dispatchEvent(enter); return enter.defaultPrevented; }"""
    )
    assert held is True


def type_name(page: Page, name: str) -> None:
    page.get_by_label("被询问人姓名").fill(name)
    expect(page.locator("[data-save-text]")).to_contain_text("（本机）")


def test_typed_text_is_saved_at_a_pause_and_restored_after_a_reload(open_page: OpenPage) -> None:
    page = open_page("/form")
    type_name(page, "欧阳·阿卜杜拉")
    page.get_by_label("留置送达").check()
    page.wait_for_timeout(900)
    page.reload()
    expect(page.get_by_label("被询问人姓名")).to_have_value("欧阳·阿卜杜拉")
    expect(page.get_by_label("留置送达")).to_be_checked()
    expect(page.locator("[data-save-text]")).to_contain_text("已恢复本机")


def test_text_typed_just_before_leaving_is_not_lost(open_page: OpenPage) -> None:
    page = open_page("/form")
    page.get_by_label("被询问人姓名").fill("丁一")
    page.goto(SITE + "/case")
    expect(page.locator("[data-local]")).to_contain_text("本机还有 1 份草稿没有提交")
    page.goto(SITE + "/form")
    expect(page.get_by_label("被询问人姓名")).to_have_value("丁一")


def test_a_draft_is_kept_for_its_person_only(open_page: OpenPage) -> None:
    page = open_page("/form")
    type_name(page, "王某")
    assert page.evaluate("Object.keys(localStorage)") == ["liuhen:draft:7:sample"]


def test_passwords_tokens_and_files_never_enter_a_draft(open_page: OpenPage) -> None:
    page = open_page("/form")
    type_name(page, "王某")
    draft = json.loads(page.evaluate("localStorage.getItem('liuhen:draft:7:sample')"))
    names = {name for name, _ in draft["values"]}
    assert "name" in names
    assert not names & {"csrfmiddlewaretoken", "scan"}


def test_nothing_is_saved_while_a_candidate_is_being_chosen(open_page: OpenPage) -> None:
    page = open_page("/form")
    page.get_by_label("被询问人姓名").focus()
    devtools = page.context.new_cdp_session(page)
    devtools.send(
        "Input.imeSetComposition", {"text": "wang", "selectionStart": 4, "selectionEnd": 4}
    )
    page.wait_for_timeout(1000)
    assert page.evaluate("localStorage.length") == 0


def test_a_draft_goes_when_the_server_has_received_it(open_page: OpenPage) -> None:
    page = open_page("/form")
    type_name(page, "王某")
    page.context.add_cookies([{"name": "liuhen_received", "value": "other|sample", "url": SITE}])
    page.goto(SITE + "/case")
    assert page.evaluate("localStorage.length") == 0
    assert "liuhen_received" not in page.evaluate("document.cookie")


def test_a_draft_stays_when_the_server_answers_with_errors(open_page: OpenPage) -> None:
    page = open_page("/form")
    type_name(page, "王某")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.goto(SITE + "/form")
    assert page.evaluate("localStorage.length") == 1


def test_a_draft_older_than_the_servers_text_is_offered_and_not_forced(open_page: OpenPage) -> None:
    page = open_page("/form")
    type_name(page, "我的草稿")
    page.evaluate(
        """() => { const key = 'liuhen:draft:7:sample'; const draft = JSON.parse(localStorage.getItem(key));
        localStorage.setItem(key, JSON.stringify({ ...draft, base: '[]' })); }"""
    )
    page.reload()
    expect(page.get_by_label("被询问人姓名")).to_have_value("")
    page.get_by_role("button", name="用本机草稿").click()
    expect(page.get_by_label("被询问人姓名")).to_have_value("我的草稿")


def test_a_draft_can_be_discarded(open_page: OpenPage) -> None:
    page = open_page("/form")
    type_name(page, "王某")
    page.get_by_role("button", name="放弃本机草稿").click()
    expect(page.get_by_label("被询问人姓名")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0


def test_saving_is_said_aloud_once_and_not_at_every_pause(open_page: OpenPage) -> None:
    page = open_page("/form")
    type_name(page, "王")
    first = page.locator("[data-save-live]").text_content()
    page.wait_for_timeout(1100)
    page.get_by_label("被询问人姓名").fill("王某")
    page.wait_for_timeout(1000)
    assert page.locator("[data-save-live]").text_content() == first
    assert page.locator("[data-save-text]").text_content() != first


def test_a_full_device_is_reported(open_page: OpenPage) -> None:
    page = open_page("/form")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.get_by_label("被询问人姓名").fill("王某")
    expect(page.locator("[data-save-text]")).to_contain_text("没有保存")


def test_a_second_press_does_not_submit_twice(open_page: OpenPage) -> None:
    page = open_page("/form")
    prevented = page.evaluate(
        """() => { const form = document.querySelector('form[data-form]'); const seen = [];
        document.addEventListener('submit', event => { seen.push(event.defaultPrevented); event.preventDefault(); });
        const button = form.querySelector('.button--primary'); button.click(); button.click(); return seen; }"""
    )
    assert prevented == [False, True]


def test_a_field_shows_only_with_the_answer_that_asks_for_it(open_page: OpenPage) -> None:
    page = open_page("/form")
    expect(page.get_by_label("挂号或者快递单号")).to_be_hidden()
    page.get_by_label("邮寄送达").check()
    expect(page.get_by_label("挂号或者快递单号")).to_be_visible()


def test_shortcuts_search_save_and_submit(open_page: OpenPage) -> None:
    page = open_page("/form")
    page.keyboard.press("Control+k")
    expect(page.locator("#top-search")).to_be_focused()
    page.get_by_label("被询问人姓名").fill("王某")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save-text]")).to_contain_text("已保存")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-error-summary]")).to_be_visible()


def test_font_size_and_theme_are_kept_for_the_next_page(open_page: OpenPage) -> None:
    page = open_page("/case")
    page.get_by_role("button", name="大", exact=True).click()
    page.get_by_role("button", name="户外高亮").click()
    page.goto(SITE + "/list")
    assert page.evaluate(
        "[document.documentElement.dataset.size, document.documentElement.dataset.theme]"
    ) == [
        "22",
        "outdoor",
    ]
    expect(page.get_by_role("button", name="户外高亮")).to_have_attribute("aria-pressed", "true")


def test_on_a_phone_the_menu_is_four_entries_at_the_bottom(open_page: OpenPage) -> None:
    page = open_page("/case", width=360)
    shown = page.locator(".menu__item:visible")
    expect(shown).to_have_count(4)
    page.get_by_role("button", name="更多").click()
    expect(page.get_by_role("link", name="设置")).to_be_visible()


def test_on_a_phone_each_cell_of_a_table_carries_its_columns_name(open_page: OpenPage) -> None:
    page = open_page("/list", width=360)
    row = page.get_by_role("row").nth(1)
    assert row.locator("td").nth(2).get_attribute("data-label") == "状态"
    assert row.evaluate("row => getComputedStyle(row).display") == "block"


def test_a_wrong_device_clock_is_named(open_page: OpenPage) -> None:
    page = open_page("/case?plain")  # the sample server stands still at 2026-11-24 14:32
    expect(page.locator("[data-clock-warning]")).to_contain_text("本机时钟比服务器快")
    page.goto(SITE + "/case")
    expect(
        page.locator("[data-clock-warning]")
    ).to_be_hidden()  # a demo's clock is not the device's


def test_a_dialog_takes_the_focus_and_gives_it_back(open_page: OpenPage) -> None:
    page = open_page("/case")
    opener = page.get_by_role("button", name="键盘说明")
    opener.click()
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_paper_carries_no_menu_and_a_foot_on_every_sheet(open_page: OpenPage) -> None:
    page = open_page("/list")
    page.emulate_media(media="print")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.locator(".foot")).to_be_hidden()
    expect(page.locator(".print-foot")).to_be_visible()
    assert "打印人 李执法" in str(page.locator(".print-foot").text_content())
    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as pdf:
        assert len(pdf.pages) >= 2


def test_today_is_the_servers_and_not_the_devices(
    gallery: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2030, 1, 1))
    assert 'data-today="2026-11-24"' in gallery.get("/form").content.decode()
