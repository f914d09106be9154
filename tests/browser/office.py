"""An office for browser tests: a server with a clock that can be moved, and desks of its people."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from playwright.sync_api import Browser, BrowserContext, Page, expect

from liuhen.clock import shanghai
from liuhen.documents.types import FieldSpec, get_type
from tests.begun import BEGUN_AT

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "liuhen-demo"
expect.set_options(timeout=30_000)  # milliseconds; the machine may be busy with other tests
ROOT = Path(__file__).resolve().parents[2]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home on a free port of 127.0.0.1; yield its address; end the server with the block."""
    port = _free_port()
    log = (home.parent / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "liuhen.commands", "serve", "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT, env=_environment(home), stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return {**kept, "LIUHEN_HOME": str(home)}


def begin(home: Path) -> None:
    """Make the home with its people."""
    _made(home)
    # The server's worker signs at once: it too must read the moved clock from the start.
    set_clock(home, shanghai(2026, 2, 27, 9, 0))


def begin_case(home: Path) -> dict[str, Any]:
    """Make the home with its people and the begun case; return the ids of what it has."""
    ids: dict[str, Any] = json.loads(_made(home, "begun").splitlines()[-1])
    set_clock(home, shanghai(*BEGUN_AT))
    return ids


def _made(home: Path, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "tests.browser.begin_home", *words], cwd=ROOT,
        env=_environment(home), check=True, capture_output=True, text=True, timeout=300,
    ).stdout  # fmt: skip


def set_clock(home: Path, moment: datetime) -> None:
    """Move the demo home's clock; time runs on from the moment this is called."""
    hand = home / "demo-clock"
    fresh = hand.with_suffix(".new")
    fresh.write_text(moment.isoformat(), encoding="ascii")
    fresh.replace(hand)


def liuhen(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on the home."""
    return subprocess.run(
        [sys.executable, "-m", "liuhen.commands", *words], cwd=ROOT, env=_environment(home),
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")


class Office:
    """The served bureau: its clock and one desk for each person."""

    def __init__(self, browser: Browser, address: str, home: Path) -> None:
        self.browser, self.address, self.home = browser, address, home
        self._desks: dict[str, Desk] = {}

    def at(self, moment: datetime) -> None:
        """Move the demo home's clock."""
        set_clock(self.home, moment)

    def photograph(self, folder: Path) -> None:
        """Keep what every desk shows, to look at when a test failed."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, desk in self._desks.items():
            desk.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)

    def desk(self, username: str) -> Desk:
        """Return the desk of a person, who signs in the first time."""
        if username not in self._desks:
            context = self.browser.new_context(
                viewport={"width": 1280, "height": 900}, locale="zh-CN",
                timezone_id="Asia/Shanghai",
            )  # fmt: skip
            self._desks[username] = Desk(context, self.address, username)
        return self._desks[username]


class Desk:
    """One signed-in person at a browser."""

    def __init__(self, context: BrowserContext, address: str, username: str) -> None:
        self.address = address
        self.page: Page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.go("/login")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(re.compile(rf"^{re.escape(address)}/(settings)?$"))

    def go(self, path: str) -> None:
        """Open a page of the system."""
        self.page.goto(f"{self.address}{path}")

    def press(self, name: str) -> None:
        """Press a button by its words, with the keyboard, and wait for the next page."""
        button = self.page.get_by_role("button", name=name, exact=True).first
        with self.page.expect_navigation():
            button.press("Enter")

    def follow(self, name: str) -> None:
        """Follow a link by its words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def path(self) -> str:
        """Return the path of the page that is open."""
        return self.page.url.removeprefix(self.address)

    def says(self, words: str) -> None:
        """Demand that the page's main part shows these words."""
        expect(self.page.locator("main")).to_contain_text(words)

    def choose(self, group: str, *labels: str) -> None:
        """Tick choices of a group of radio buttons or checkboxes."""
        for label in labels:
            self.page.get_by_role("group", name=group).get_by_label(label, exact=True).check()

    # -- cases and activities ---------------------------------------------------------------

    def record(
        self,
        case: str,
        kind: str,
        started: str,
        ended: str = "",
        *,
        officers: tuple[str, ...] = (),
        fields: Mapping[str, str] | None = None,
        ticks: tuple[str, ...] = (),
        groups: Mapping[str, tuple[str, ...]] | None = None,
    ) -> str:
        """Record an activity through its page; return the path of its page."""  # fmt: skip
        self.go(f"{case}/activities/new?kind={kind}")
        page = self.page
        page.fill("[name=started_at]", started)
        page.fill("[name=ended_at]", ended or started)
        group = page.get_by_role("group", name="执法人员")
        for box in group.get_by_role("checkbox").all():
            box.uncheck()
        for officer in officers:
            group.get_by_label(officer, exact=True).check()
        for name, value in (fields or {}).items():
            control = page.locator(f"[name={name}]")
            if control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(label=value)
            else:
                control.fill(value)
        for tick in ticks:
            page.get_by_label(tick).check()
        for label, choices in (groups or {}).items():
            self.choose(label, *choices)
        self.press("记录")
        expect(page).to_have_url(re.compile(r"/activities/\d+$"))
        return self.path()

    # -- documents ----------------------------------------------------------------------------

    def write(self, activity: str, type_code: str, *, case: str = "", **given: Any) -> str:
        """Write a document to the check page: what the page has not filled in comes from the sample."""
        kind = get_type(type_code)
        if case:  # a paper that this kind of activity does not offer by itself
            id = activity.rsplit("/", 1)[1]
            self.go(f"{case}/documents/new?type={type_code}&activity={id}")
        else:
            self.go(activity)
            self.follow(f"写{kind.title}")
        words = {**kind.sample()["fields"], **given}
        for spec in kind.fields:
            if spec.name in words and (spec.name in given or self._is_empty(spec)):
                self._enter(spec, words[spec.name])
        self.press("保存并检查")
        self.says("内容已填写完整")
        return self.path().removesuffix("/check")

    def _is_empty(self, spec: FieldSpec) -> bool:
        if spec.kind in ("officers", "person", "qa", "table"):
            first = self.page.locator(f"[name^='{spec.name}-0-']").first
            return not first.input_value().strip()
        if spec.kind in ("choice", "bool"):
            control = self.page.locator(f"[name={spec.name}]")
            if control.first.evaluate("e => e.tagName") == "SELECT":
                return not control.first.input_value()
            return self.page.locator(f"[name={spec.name}]:checked").count() == 0
        return not self.page.locator(f"[name={spec.name}]").input_value().strip()

    def _enter(self, spec: FieldSpec, value: Any) -> None:
        if spec.kind in ("officers", "qa", "table"):
            self._enter_rows(spec, value)
        elif spec.kind in ("choice", "bool"):
            self._enter_choice(spec, value)
        else:
            self.page.fill(f"[name={spec.name}]", _typed(spec, value))

    def _enter_rows(self, spec: FieldSpec, rows: list[dict[str, Any]]) -> None:
        columns = {column.name: column for column in spec.columns}
        field = self.page.locator(f"[data-rows][data-name={spec.name}]")
        while field.locator("[data-row]").count() < len(rows):
            field.get_by_role("button", name="加一行").click()
        for index, row in enumerate(rows):
            for name, value in row.items():
                column = columns.get(name)
                if column and column.computed:  # nobody types it
                    continue
                control = self.page.locator(f"[name='{spec.name}-{index}-{name}']")
                text = _typed(column, value) if column else str(value)
                if control.evaluate("e => e.tagName") == "SELECT":
                    control.select_option(text)
                else:
                    control.fill(text)

    def _enter_choice(self, spec: FieldSpec, value: Any) -> None:
        values = value if isinstance(value, list) else [value]
        for one in values:
            text = _typed(spec, one)
            control = self.page.locator(f"[name={spec.name}]").first
            if control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(text)
            else:
                self.page.locator(f"[name={spec.name}][value='{text}']").check()

    def settle(self, document: str) -> None:
        """定稿 from the check page."""
        self.go(f"{document}/check")
        self.press("定稿")
        self.says("已")

    def submit(self, document: str, words: str) -> None:
        """提交审批 from the check page."""
        self.go(f"{document}/submit")
        self.page.fill("[name=words]", words)
        self.press("提交审批")
        self.says("已提交审批")

    def pdf(self, document: str) -> bytes:
        """Download the current version's PDF."""
        answer = self.page.request.get(f"{self.address}{document}/v1.pdf")
        assert answer.status == 200
        return answer.body()

    def sign(self, document: str, names: Mapping[str, str] | None = None) -> None:
        """Print, sign, scan back, and mark every place."""
        self.go(f"{document}/sign")
        self.page.set_input_files(
            "[name=scan]",
            {
                "name": "签字.pdf",
                "mimeType": "application/pdf",
                "buffer": scanned(self.pdf(document)),
            },
        )
        self.press("上传扫描件")
        self.says("已收到第")
        for label, signers in (names or {}).items():
            headings = self.page.locator(f"h3:has-text('{label}')")
            for index, name in enumerate(signers.split("、")):
                section = headings.nth(index)
                section.locator("xpath=(./following::input[contains(@name, '-name')])[1]").fill(
                    name
                )
        self.press("登记签署情况")
        self.says("签署情况已登记")

    def paper(
        self, activity: str, type_code: str, names: Mapping[str, str] | None = None, **given: Any
    ) -> str:
        """Write, settle and sign a document."""
        document = self.write(activity, type_code, **given)
        self.settle(document)
        self.sign(document, names)
        return document

    # -- approvals, service, recordings, evidence ---------------------------------------------

    def verdict(self, words: str, value: str = "agree") -> None:
        """Open the first matter that waits and give the verdict."""
        self.go("/approvals")
        with self.page.expect_navigation():
            self.page.locator("main a[href^='/approvals/']").first.click()
        self.page.fill("[name=words]", words)
        with self.page.expect_navigation():
            self.page.locator(f"button[name=verdict][value={value}]").click()

    def serve(self, document: str, place: str, relation: str) -> str:
        """直接送达 now: the receipt printed, signed, scanned back and recorded."""
        self.go(f"{document}/serve")
        self.page.fill("[name=place]", place)
        group = self.page.get_by_role("group", name="送达人")
        for officer in ("甲", "乙"):
            group.get_by_label(officer, exact=True).check()
        self.press("登记送达")
        expect(self.page).to_have_url(re.compile(r"/deliveries/\d+$"))
        delivery = self.path()
        link = self.page.get_by_role("link", name=re.compile("^送达回证")).first
        self.sign(str(link.get_attribute("href")), {"受送达人": "钱某"})
        self.go(delivery)
        form = self.page.locator("form[action$='/receipt']")
        form.locator("[name$=signatory]").fill("钱某")
        form.locator("[name$=signatory_capacity]").select_option(label="代理人")
        form.locator("[name$=relation]").fill(relation)
        with self.page.expect_navigation():
            form.get_by_role("button", name="登记回证").click()
        self.says("已送达")
        return delivery

    def take_in(
        self,
        case: str,
        activity: str,
        file: tuple[str, str, bytes],
        *,
        media: str,
        purpose: str,
        title: str,
        started: str,
        ended: str,
        fields: Mapping[str, str] | None = None,
        ticks: tuple[str, ...] = (),
    ) -> str:
        """Take a recording in: upload in the page, describe it, 入库."""  # fmt: skip
        name, kind, data = file
        self.go(f"{case}/recordings/new?activity={activity.rsplit('/', 1)[1]}")
        page = self.page
        page.set_input_files(
            "[data-upload-input]", {"name": name, "mimeType": kind, "buffer": data}
        )
        expect(page.locator("[data-upload-list]")).to_contain_text("服务器已收到，提交后入库")
        self.choose("方式", media)
        self.choose("用途", purpose)
        given = {"title": title, "captured_from": started, "captured_to": ended, **(fields or {})}
        for field, value in given.items():
            page.fill(f"[name={field}]", value)
        for tick in ticks:
            page.get_by_label(tick).check()
        self.press("入库")
        self.says("已入库 1 个文件，两端校验值一致")
        return self.path()

    def prove(self, case: str, kind: str, name: str, collected: str, **given: str) -> None:
        """Register a piece of evidence."""
        self.go(f"{case}/evidence/new")
        page = self.page
        page.locator("[name=kind]").select_option(label=kind)
        page.fill("[name=name]", name)
        page.fill("[name=collected_at]", collected)
        for field in ("activity", "recording"):
            if field in given:
                page.locator(f"[name={field}]").select_option(given[field].rsplit("/", 1)[1])
        if "source" in given:
            page.fill("[name=source]", given["source"])
        if "digest" in given:
            page.fill("[name=digest]", given["digest"])
        self.press("登记")
        self.says(name)


def _typed(spec: FieldSpec, value: Any) -> str:
    """Write a kept value as a person types it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if spec.kind == "money":
        return f"{value / 100:.2f}"
    if spec.kind == "datetime":
        return str(value)[:16].replace("T", " ")
    if isinstance(value, list):
        return "\n".join(str(one) for one in value) if spec.kind == "list" else "、".join(value)
    return str(value)


def scanned(pdf: bytes) -> bytes:
    """Return a scan of a printed PDF: pictures of its pages, as one PDF."""
    opened = pdfium.PdfDocument(pdf)
    pages = [page.render(scale=130 / 72).to_pil().convert("L") for page in opened]
    out = io.BytesIO()
    pages[0].save(out, format="PDF", save_all=True, append_images=pages[1:], resolution=130)
    return out.getvalue()
