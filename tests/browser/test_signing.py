"""Signing on the screen in a real browser: strokes, turning the tablet, no way out, the signed copy."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from liuhen.web.tests.test_browser import SMALL_TARGETS, violations
from tests.browser.office import ARGUMENTS, CHROMIUM, PASSWORD, Desk, Office, begin_case, served

pytestmark = pytest.mark.browser
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "laptop": (1280, 800)}
# 丁一: three strokes, as shares of the pad.
DING_YI = [
    [(0.1, 0.3), (0.4, 0.3)],
    [(0.25, 0.3), (0.25, 0.8), (0.2, 0.75)],
    [(0.5, 0.5), (0.8, 0.48)],
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass(frozen=True)
class Signing:
    """A bureau that has filed signing on the screen, and a final record that nobody has signed."""

    office: Office
    record: str


@pytest.fixture(scope="module")
def signing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    folder = tmp_path_factory.mktemp("signing")
    ids = begin_case(folder / "home")
    with served(folder / "home") as address:
        office = Office(browser, address, folder / "home")
        yield Signing(office, f"/documents/{ids['record']}")
        office.photograph(folder / "last-seen")


@pytest.fixture
def jia(signing: Signing) -> Desk:
    """The officer of the case, at a laptop."""
    desk = signing.office.desk("jia")
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    return desk


@pytest.fixture
def record(signing: Signing) -> str:
    """The path of the record."""
    return signing.record


def _hand_over(jia: Desk, record: str, place: int = 0) -> str:
    """Give the device for one open place; return the path of the page."""
    jia.go(f"{record}/sign")
    jia.page.get_by_role("link", name="交给对方在屏幕上签").nth(place).click()
    name = jia.page.locator("[name=name]")
    if name.count():
        name.fill("丁一")
    jia.press("交给对方")
    return jia.path()


def _read(page: Page) -> None:
    for each in page.locator(".handed__page figcaption").all():
        each.scroll_into_view_if_needed()
        page.wait_for_timeout(150)


def _write(page: Page) -> None:
    """Draw 丁一 with the mouse."""
    box = page.locator(".handed__canvas").bounding_box()
    assert box is not None
    for stroke in DING_YI:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for x, y in points[1:]:
            page.mouse.move(x, y, steps=6)
        page.mouse.up()


INK = """canvas => { const [w, h] = [canvas.width, canvas.height];
  const all = canvas.getContext('2d').getImageData(0, 0, w, h).data;
  let [n, left, right] = [0, w, 0];
  for (let i = 3; i < all.length; i += 4) if (all[i] > 128) { n += 1; const x = ((i - 3) / 4) % w;
    if (x < left) left = x; if (x > right) right = x; }
  return {share: n / (w * h), left: left / w, right: right / w}; }"""


def _leave(jia: Desk) -> None:
    back = jia.page.locator(".handed__back summary")
    if back.count():
        back.click()
    jia.page.fill("[name=password]", PASSWORD)
    jia.press("返回")


def test_a_signature_survives_turning_and_stands_in_the_copy(jia: Desk, record: str) -> None:
    page = jia.page
    page.set_viewport_size({"width": 820, "height": 1180})
    handed = _hand_over(jia, record)
    page.get_by_role("button", name="在屏幕上签字").click()
    expect(page.locator("[data-hint]")).to_contain_text("还没有看完")
    expect(page.locator("[data-dialog=sign]")).not_to_be_visible()
    _read(page)
    page.get_by_role("button", name="在屏幕上签字").click()
    page.get_by_role("button", name="签好了").click()
    expect(page.locator("[data-sign-hint]")).to_contain_text("空的")
    _write(page)
    canvas = page.locator(".handed__canvas")
    before = canvas.evaluate(INK)
    assert before["share"] > 0.001
    for width, height in ((1180, 820), (360, 740), (740, 360), (820, 1180)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        after = canvas.evaluate(INK)
        assert after["left"] == pytest.approx(before["left"], abs=0.02), (width, height)
        assert after["right"] == pytest.approx(before["right"], abs=0.02), (width, height)
        box = page.get_by_role("button", name="签好了").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height, "the button stays on the screen"
    with page.expect_navigation():
        page.get_by_role("button", name="签好了").click()
    expect(page.locator("h1")).to_have_text("已签好")
    assert jia.path() == handed
    _leave(jia)
    page.set_viewport_size({"width": 1280, "height": 900})
    jia.go(record)
    jia.says("核对一致")
    copy = page.request.get(f"{jia.address}{record}/v1-signed.pdf").body()
    assert _ink(copy) > _ink(jia.pdf(record)) + 300, "what was drawn stands on the paper"
    jia.go(f"{record}/sign")
    jia.says("已签字")


def _ink(pdf: bytes) -> int:
    """Return how many dark pixels the pages have."""
    opened = pdfium.PdfDocument(io.BytesIO(pdf))
    pages = [page.render(scale=2, grayscale=True).to_pil() for page in opened]
    return sum(sum(one.histogram()[:100]) for one in pages)


def test_there_is_no_way_out_but_the_password(jia: Desk, record: str) -> None:
    page = jia.page
    handed = _hand_over(jia, record)
    assert page.locator("a").count() == 0
    assert page.locator("nav, header.top, footer").count() == 0
    assert "甲" not in "".join(page.locator(".handed__head, .handed__choices").all_inner_texts())
    for path in ("/", "/cases", record, f"{record}/v1.pdf"):
        jia.go(path)
        assert jia.path() == handed
    page.go_back()
    page.wait_for_load_state()
    assert page.locator("a").count() == 0, "the way back shows nothing else"
    second = page.context.new_page()
    second.goto(f"{jia.address}/cases")
    assert second.url.endswith(handed)
    second.close()
    jia.go(handed)
    _leave(jia)
    assert re.search(r"/documents/\d+/sign$", page.url)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_and_can_be_used_by_everybody(jia: Desk, record: str, size: str) -> None:
    page = jia.page
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    _hand_over(jia, record)
    over = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) == 0
    assert page.evaluate(SMALL_TARGETS) == []
    assert violations(page) == []
    widths = {
        round(one.bounding_box()["width"])  # type: ignore[index]
        for one in page.locator(".handed__choices .button").all()
    }
    assert max(widths) - min(widths) <= 1, "declining is as plain as signing"
    page.get_by_role("button", name="放大").click()
    assert page.evaluate(over) == 0
    page.get_by_role("button", name="拒绝签字").click()
    assert page.evaluate(over) == 0
    page.keyboard.press("Escape")
    _leave(jia)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_who_declines_needs_no_pad_and_no_mouse(jia: Desk, record: str) -> None:
    page = jia.page
    _hand_over(jia, record)
    page.get_by_role("button", name="不能签字", exact=True).press("Enter")
    page.locator("[data-dialog=unable] textarea").fill("手伤")
    with page.expect_navigation():
        page.get_by_role("button", name="我不能签字").press("Enter")
    expect(page.locator("h1")).to_have_text("已记录：不能签字")
    _leave(jia)
    jia.says("还没有执法人员注明")
    jia.follow("注明")
    jia.choose("注明的执法人员", "甲", "乙")
    jia.press("注明")
    jia.says("甲、乙注明")
