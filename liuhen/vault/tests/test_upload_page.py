"""The upload list in a real browser against a real server: what the officer sees and can rely on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from liuhen.vault import store
from liuhen.vault.models import StoredObject, Upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
MIB = 1024 * 1024
expect.set_options(timeout=30_000)  # a busy machine; nothing here waits longer than it must
P = ParamSpec("P")

# Playwright keeps an event loop running in the thread it was started in, where Django then takes
# every query for one from async code. A thread of its own keeps that away from all other tests.
LANE = ThreadPoolExecutor(1, "browser")


def beside(test: Callable[P, None]) -> Callable[P, None]:
    """Run a test in the browser's thread, on this thread's database connection."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        ours = connections["default"]
        ours.inc_thread_sharing()

        def act() -> None:
            connections["default"] = ours
            try:
                test(*args, **kwargs)
            finally:
                del connections["default"]

        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
                LANE.submit(act).result()
        finally:
            ours.dec_thread_sharing()

    return run


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    playwright = LANE.submit(lambda: sync_playwright().start()).result()
    launch = playwright.chromium.launch
    browser = LANE.submit(launch, executable_path=CHROMIUM, args=ARGUMENTS).result()
    yield browser
    LANE.submit(browser.close).result()
    LANE.submit(playwright.stop).result()


@pytest.fixture
def sheet(chromium: Browser, live_server: LiveServer, settings: Settings) -> Iterator[Page]:
    """A tab of officer u1; script errors and broken content policies fail the test."""
    settings.ROOT_URLCONF = "liuhen.vault.tests.urls"
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    settings.ALLOWED_HOSTS = ["*"]
    troubles: list[str] = []

    def open_() -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
        context.add_cookies([{"name": "owner", "value": "u1", "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda said: troubles.append(said.text) if "Policy" in said.text else None
        )
        return page

    page = LANE.submit(open_).result()
    yield page
    LANE.submit(page.context.close).result()
    assert not troubles


def recording(folder: Path, name: str, size: int = 9 * MIB) -> Path:
    path = folder / name
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + name.encode() + b"\x05" * size)
    return path


def choose(page: Page, *files: Path) -> None:
    page.set_input_files("#files", [str(file) for file in files])


@beside
def test_every_file_ends_in_the_store_and_only_then_is_called_so(
    sheet: Page, tmp_path: Path
) -> None:
    files = [recording(tmp_path, "0003.MP4"), recording(tmp_path, "现场 0004.MP4", 3 * MIB)]
    sheet.goto("/page/claim")
    gate = Gate(sheet, method="POST")
    choose(sheet, *files)
    expect(sheet.locator("li").nth(1).locator(".status")).to_have_text("仅在本机，尚未入库")
    held = gate.wait()
    assert StoredObject.objects.count() == 1
    expect(sheet.locator("li").nth(0).locator(".status")).to_have_text("服务器正在核对")
    expect(sheet.get_by_text("可以清空记录仪")).to_be_hidden()
    gate.open()
    held.continue_()
    expect(sheet.get_by_text("已入库", exact=True)).to_have_count(2)
    expect(sheet.get_by_text("可以清空记录仪")).to_be_visible()
    expect(sheet.get_by_text("两端校验值一致")).to_have_count(2)
    expect(sheet.locator("[data-upload-live]")).to_have_text("全部 2 个文件已入库")
    kept = {upload.filename: upload for upload in Upload.objects.select_related("result")}
    for file in files:
        upload = kept[file.name]
        assert upload.result is not None
        assert (upload.declared_sha256, upload.declared_sm3) == (
            upload.result.sha256,
            upload.result.sm3,
        )
        assert store.read_bytes(upload.result.sha256) == file.read_bytes()


class Gate:
    """Holds requests on their way: every claim, or every piece after the first."""

    def __init__(self, page: Page, *, method: str, let_through: int = 0) -> None:
        self.page = page
        self.method = method
        self.let_through = let_through
        self.held: list[Route] = []
        self.closed = True
        page.route(re.compile(r"/uploads/.|/claim"), self._meet)

    def _meet(self, route: Route) -> None:
        if not self.closed or route.request.method != self.method:
            route.continue_()
        elif self.let_through:
            self.let_through -= 1
            route.continue_()
        else:
            self.held.append(route)

    def wait(self) -> Route:
        """Wait until a request stands before the gate, and return it."""
        while not self.held:
            self.page.wait_for_timeout(50)
        return self.held[0]

    def open(self) -> None:
        """Let everything through that comes from now on."""
        self.closed = False


@beside
def test_paused_reloaded_and_chosen_again_it_goes_on_where_it_was(
    sheet: Page, tmp_path: Path
) -> None:
    file = recording(tmp_path, "0003.MP4")
    sheet.goto("/page/claim")
    gate = Gate(sheet, method="PATCH", let_through=1)
    choose(sheet, file)
    expect(sheet.locator("[data-upload-progress]")).to_contain_text("第 1/1 个")
    gate.wait()
    sheet.get_by_role("button", name="暂停").click()
    expect(sheet.locator("[data-upload-progress]")).to_contain_text("已暂停：第 1/1 个")
    expect(sheet.get_by_role("button", name="继续")).to_be_visible()
    gate.open()
    sheet.on("dialog", lambda dialog: dialog.accept())
    sheet.reload()
    expect(sheet.locator("[data-upload-left]")).to_contain_text("0003.MP4")
    offsets: list[str] = []
    sheet.on("request", lambda sent: offsets.append(sent.headers.get("upload-offset", "")))
    choose(sheet, file)
    expect(sheet.get_by_text("已入库", exact=True)).to_be_visible()
    assert Upload.objects.count() == 1
    assert next(offset for offset in offsets if offset) == str(8 * MIB)


@beside
def test_pause_and_resume_in_one_go(sheet: Page, tmp_path: Path) -> None:
    sheet.goto("/page/claim")
    gate = Gate(sheet, method="PATCH", let_through=1)
    choose(sheet, recording(tmp_path, "0003.MP4"))
    gate.wait()
    sheet.get_by_role("button", name="暂停").click()
    gate.open()
    sheet.get_by_role("button", name="继续").click()
    expect(sheet.get_by_text("已入库", exact=True)).to_be_visible()
    assert Upload.objects.count() == 1


@beside
def test_a_pulled_cable_is_waited_out(sheet: Page, tmp_path: Path) -> None:
    sheet.goto("/page/claim")
    gate = Gate(sheet, method="PATCH", let_through=1)
    choose(sheet, recording(tmp_path, "0003.MP4"))
    held = gate.wait()
    gate.open()
    sheet.context.set_offline(True)
    held.abort("internetdisconnected")
    expect(sheet.locator("li")).to_contain_text("网络中断", timeout=40_000)
    expect(sheet.locator("li .status")).to_have_text("仅在本机，尚未入库")
    sheet.context.set_offline(False)
    expect(sheet.get_by_text("已入库", exact=True)).to_be_visible()
    assert Upload.objects.count() == 1


@beside
def test_a_refused_file_says_why_and_can_be_tried_again(
    sheet: Page, tmp_path: Path, settings: Settings
) -> None:
    settings.VAULT_MAX_UPLOAD = MIB
    sheet.goto("/page/claim")
    choose(sheet, recording(tmp_path, "大.MP4", 2 * MIB), recording(tmp_path, "小.MP4", 1000))
    row = sheet.locator("li").nth(0)
    expect(row.locator(".status")).to_have_text("没有入库")
    expect(row).to_contain_text("超过单个文件的上限 1.0 MB")
    expect(sheet.locator("li").nth(1).locator(".status")).to_have_text("已入库")
    expect(sheet.get_by_text("可以清空记录仪")).to_be_hidden()
    settings.VAULT_MAX_UPLOAD = 5 * MIB
    row.get_by_role("button", name="重试 大.MP4").click()
    expect(row.locator(".status")).to_have_text("已入库")


@beside
def test_content_changed_on_the_way_is_refused_and_the_retry_starts_over(
    sheet: Page, tmp_path: Path
) -> None:
    sheet.goto("/page/claim")

    def spoil(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        body = route.request.post_data_buffer or b""
        return route.continue_(post_data=body[:-1] + b"!")

    sheet.route(re.compile(r"/uploads/."), spoil)
    choose(sheet, recording(tmp_path, "0003.MP4", MIB))
    expect(sheet.locator("li .status")).to_have_text("没有入库")
    expect(sheet.locator("li")).to_contain_text("不要删除原文件")
    assert not StoredObject.objects.exists()
    sheet.unroute(re.compile(r"/uploads/."))
    sheet.get_by_role("button", name="重试").click()
    expect(sheet.locator("li .status")).to_have_text("已入库")
    assert Upload.objects.count() == 2


@beside
def test_a_refused_claim_is_told_and_does_not_send_the_file_again(
    sheet: Page, tmp_path: Path, settings: Settings
) -> None:
    settings.TEST_CLAIM_REFUSAL = "案件已封卷，不能再加入音像。请先办理补充归档。"
    sheet.goto("/page/claim")
    choose(sheet, recording(tmp_path, "0003.MP4", MIB))
    expect(sheet.locator("li")).to_contain_text("请先办理补充归档")
    expect(sheet.locator("li .status")).to_have_text("没有入库")
    settings.TEST_CLAIM_REFUSAL = ""
    sheet.get_by_role("button", name="重试").click()
    expect(sheet.locator("li .status")).to_have_text("已入库")
    assert Upload.objects.count() == 1


@beside
def test_without_a_claim_the_form_carries_the_uploads_and_waits_for_them(
    sheet: Page, tmp_path: Path
) -> None:
    sheet.goto("/page/form")
    gate = Gate(sheet, method="PATCH", let_through=1)
    choose(sheet, recording(tmp_path, "0003.MP4"))
    held = gate.wait()
    sheet.get_by_role("button", name="提交").click()
    expect(sheet.locator("[data-upload-live]")).to_have_text(
        "还有 1 个文件没有传完，请等传完再提交"
    )
    gate.open()
    held.continue_()
    expect(sheet.locator("li .status")).to_have_text("服务器已收到，提交后入库")
    sheet.get_by_role("button", name="提交").click()
    expect(sheet.locator("body")).to_have_text(f"收到：{Upload.objects.get().pk}")


@beside
def test_an_empty_file_is_turned_away_at_once(sheet: Page, tmp_path: Path) -> None:
    (tmp_path / "空.mp4").touch()
    sheet.goto("/page/claim")
    choose(sheet, tmp_path / "空.mp4")
    expect(sheet.locator("li")).to_contain_text("0 字节")
    expect(sheet.get_by_role("button", name="重试")).to_be_hidden()


@beside
def test_files_kept_by_this_device_are_called_saved_here_and_not_stored(sheet: Page) -> None:
    sheet.goto("/page/claim")
    sheet.route("**/uploads/", lambda route: route.abort())
    sheet.evaluate(
        """() => document.querySelector("form").dispatchEvent(new CustomEvent("upload:add", {
        detail: {files: [new File(["ID3 recording"], "笔录录音.mp3")], kept: true}}))"""
    )
    expect(sheet.locator("li .status")).to_have_text("本机已保存，尚未入库")
