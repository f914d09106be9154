"""Markup every page must have: language, landmarks, one h1, labels, nothing inline."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

WEB = Path(__file__).resolve().parent.parent
PATHS = (
    "/case", "/list", "/form", "/form/errors", "/confirm", "/login", "/fault/400", "/fault/403", "/fault/404",
    "/fault/409", "/fault/refused", "/fault/413", "/fault/423", "/fault/500", "/fault/locked",
)  # fmt: skip


@pytest.fixture(params=PATHS)
def page(request: pytest.FixtureRequest, gallery: Client) -> html.HtmlElement:
    return html.fromstring(gallery.get(request.param).content)


def test_the_page_says_that_it_is_chinese(page: html.HtmlElement) -> None:
    assert page.xpath("string(/html/@lang)") == "zh-Hans"


def test_there_is_one_of_each_landmark(page: html.HtmlElement) -> None:
    assert len(page.xpath("//body/header")) == 1
    assert len(page.xpath("//main")) == 1
    assert len(page.xpath("//body/footer")) == 1
    names = page.xpath("//nav/@aria-label")
    assert len(page.xpath("//nav")) == len(names) == len(set(names))


def test_there_is_one_h1_and_no_level_is_skipped(page: html.HtmlElement) -> None:
    main = page.xpath("//main")[0]
    levels = [int(each.tag[1]) for each in main.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    after = levels[levels.index(1) :]
    assert all(late - early <= 1 for early, late in pairwise(after))


def test_the_title_names_page_and_system(page: html.HtmlElement) -> None:
    title = page.xpath("string(//title)")
    assert re.fullmatch(r"\S.* – .*统计执法全过程记录系统", title)


def test_every_control_has_a_visible_label(page: html.HtmlElement) -> None:
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        labels = page.xpath(f"//label[@for='{control.get('id')}']")
        assert labels, html.tostring(control)
        assert labels[0].text_content().strip()


def test_ids_are_unique_and_references_lead_somewhere(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        for value in page.xpath(f"//@{name}"):
            assert set(value.split()) <= set(ids), f"{name}={value}"
    inside = [link[1:] for link in page.xpath("//a/@href") if link.startswith("#")]
    assert set(inside) <= set(ids)


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(page: html.HtmlElement) -> None:
    assert not page.xpath("//@style")
    assert not page.xpath("//style")
    assert not page.xpath("//script[not(@src)]")
    assert not [name for each in page.iter() for name in each.attrib if name.startswith("on")]
    for address in page.xpath("//@src | //link/@href"):
        assert address.startswith("/"), address


def test_the_demo_band_stands_in_a_demo_home_only(gallery: Client) -> None:
    assert "演示" in gallery.get("/case").content.decode()
    assert "演示" not in gallery.get("/case?plain").content.decode()


def test_an_error_page_title_begins_with_the_error(gallery: Client) -> None:
    title = html.fromstring(gallery.get("/form/errors").content).xpath("string(//title)")
    assert title.startswith("错误：")


# Newer than Chromium 86, the floor of the offices' browsers.
TOO_NEW_CSS = (
    r":has\(", r":is\(", r":where\(", r"\binset\s*:", r"aspect-ratio", r"color-mix", r"@container", r"@layer",
    r"accent-color", r"\b\d+(?:d|s|l)v[hw]\b", r"\bgap:.*;\s*&", r"^\s*&", r"overflow:\s*clip", r"oklch|lab\(",
    r"inset-(?:inline|block)", r"(?:margin|padding)-(?:inline|block)\s*:", r"subgrid", r"@property",
    r"text-wrap", r"width\s*[<>]=",
)  # fmt: skip
TOO_NEW_JS = (
    r"\.at\(", r"structuredClone", r"Object\.hasOwn", r"showPicker", r"randomUUID", r"\.findLast", r"\.toSorted",
    r"\.toReversed", r"\.inert\b", r"AbortSignal\.(?:timeout|any)", r"\.replaceChildren", r"Object\.groupBy",
    r"static\s*\{", r"^\s*await ", r"#\w+ in ", r"URLPattern", r"\.groupBy", r"navigation\.navigate",
    r"Array\.fromAsync", r"\.hasOwn\(", r"\|\|=|&&=", r"\d_\d",
)  # fmt: skip


@pytest.mark.parametrize(
    "sheet", sorted((WEB / "static" / "css").glob("*.css")), ids=lambda each: each.name
)
def test_style_sheets_keep_to_what_chromium_86_knows(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [each for each in TOO_NEW_CSS if re.search(each, text, re.MULTILINE)] == []


OURS = (
    "autosave", "cells", "days", "dialog", "drafts-store", "forms", "ime", "rows", "server-now", "server-save", "shell",
    "sign-in-again", "telling", "transcript",
)  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_scripts_keep_to_what_chromium_86_knows(name: str) -> None:
    source = (WEB / "static" / "js" / f"{name}.js").read_text(encoding="utf-8")
    text = re.sub(r"//.*", "", source)
    assert [each for each in TOO_NEW_JS if re.search(each, text, re.MULTILINE)] == []


# Contrast ------------------------------------------------------------------------------------

PAIRS = (
    ("ink", "page", 4.5), ("ink", "card", 4.5), ("ink-soft", "page", 4.5), ("ink-soft", "card-quiet", 4.5),
    ("link", "page", 4.5), ("link", "card-quiet", 4.5), ("primary-ink", "primary", 4.5),
    ("primary-ink", "primary-deep", 4.5), ("bar-ink", "bar", 4.5), ("bar-soft", "bar", 4.5),
    ("bar-soft", "bar-deep", 4.5), ("good", "card", 4.5), ("good", "good-tint", 4.5), ("warn", "card", 4.5),
    ("warn", "warn-tint", 4.5), ("bad", "card", 4.5), ("bad", "bad-tint", 4.5), ("ink", "warn-tint", 4.5),
    ("ink", "bad-tint", 4.5), ("ink", "good-tint", 4.5), ("ink", "tint", 4.5), ("primary", "tint", 4.5),
    ("demo-ink", "demo", 4.5), ("ink", "void-tint", 4.5), ("edge", "card", 3.0), ("edge", "card-quiet", 3.0),
    ("focus", "page", 3.0), ("focus", "card", 3.0), ("focus-bar", "bar", 3.0), ("focus-bar", "bar-deep", 3.0),
)  # fmt: skip


def _tokens() -> dict[str, dict[str, str]]:
    text = (WEB / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {}
    for selector, block in re.findall(r"(html[^{,]*)\{([^}]*)\}", text):
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        if colours:
            found[selector.strip()] = colours
    return found


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["html", 'html[data-theme="dark"]', 'html[data-theme="outdoor"]'])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_can_be_told_apart_in_every_theme(
    theme: str, front: str, back: str, least: float
) -> None:
    colours = {**_tokens()["html"], **_tokens()[theme]}
    assert _contrast(colours[front], colours[back]) >= least


def test_the_devices_dark_mode_and_the_switch_show_the_same_colours() -> None:
    tokens = _tokens()
    assert tokens['html[data-theme="auto"]'] == tokens['html[data-theme="dark"]']
