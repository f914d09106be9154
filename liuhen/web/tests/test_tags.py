"""The tags: words, shapes, both times, escaping."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import TemplateSyntaxError, engines
from django.test import Client
from lxml import html

from liuhen import clock
from liuhen.web.forms import PageForm
from liuhen.web.status import SHAPES, tone_of
from liuhen.web.templatetags.liuhen import register

pytestmark = pytest.mark.usefixtures("gallery")


def rendered(text: str, **context: object) -> html.HtmlElement:
    return html.fromstring(f"<div>{engines['django'].from_string(text).render(context)}</div>")


def words(text: str, **context: object) -> str:
    return " ".join(rendered(text, **context).text_content().split())


@pytest.mark.parametrize(
    ("word", "tone"),
    [
        ("未开始", "idle"),
        ("填写中，缺 2 项", "doing"),
        ("已填写", "ready"),
        ("已提交", "sent"),
        ("已通过", "done"),
        ("不适用", "na"),
        ("未送达", "missing"),
        ("已超期 2 天", "late"),
        ("闻所未闻", "idle"),
    ],
)
def test_each_word_of_state_has_its_tone(word: str, tone: str) -> None:
    assert tone_of(word) == tone


def test_no_two_tones_share_a_shape() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)


@pytest.mark.parametrize("tone", sorted(SHAPES))
def test_every_tone_shows_its_word_beside_a_drawn_shape(tone: str) -> None:
    shown = rendered("{% status '某状态' tone=tone %}", tone=tone)
    assert "某状态" in shown.text_content()
    assert len(shown.xpath(".//svg/*")) >= 1


def test_a_record_shows_when_it_happened_and_when_it_was_entered() -> None:
    occurred = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
    entered = datetime(2026, 11, 24, 2, 51, tzinfo=UTC)
    text = words("{{ a|two_times:b }}", a=occurred, b=entered)
    assert text == "发生 2026-11-24 10:05记录 2026-11-24 10:51"


def test_filters_show_nothing_for_nothing() -> None:
    text = "{{ n|day }}{{ n|moment }}{{ n|yuan }}{{ n|size }}{{ n|span }}{{ n|short_day }}"
    assert words(text, n=None) == ""


def test_a_button_that_cannot_be_used_shows_why_and_sends_nothing() -> None:
    shown = rendered("{% button '封卷' kind='primary' reason='还差 1 项' %}")
    (button,) = shown.xpath(".//button")
    assert button.get("aria-disabled") == "true"
    assert button.get("type") == "button"
    (why,) = shown.xpath(f".//*[@id='{button.get('aria-describedby')}']")
    assert "还差 1 项" in why.text_content()


def test_two_buttons_with_the_same_reason_have_different_ids() -> None:
    shown = rendered("{% for n in '12' %}{% button '封卷' reason='还差 1 项' %}{% endfor %}")
    ids = shown.xpath(".//*/@id")
    assert len(ids) == len(set(ids)) == 2


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("{% deadline d 3 %}", "还剩 3 个工作日（11月27日）"),
        ("{% deadline d 3 '天' %}", "还剩 3 天（11月27日）"),
        ("{% deadline undetermined='送达待补正' %}", "期限未定送达待补正"),
        (
            "{% deadline d 3 provisional=True %}",
            "还剩 3 个工作日（11月27日），暂定该年工作日历尚未录入，日期可能变动",
        ),
    ],
)
def test_a_deadline_says_what_is_left_or_why_it_cannot(
    call: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 24))
    assert words(call, d=date(2026, 11, 27)) == text


@pytest.mark.parametrize(("left", "tone"), [(5, "open"), (1, "near"), (0, "near"), (-1, "past")])
def test_a_deadline_grows_louder(left: int, tone: str) -> None:
    shown = rendered("{% deadline d left %}", d=date(2026, 11, 27), left=left)
    assert shown.xpath(f".//*[contains(@class, 'deadline--{tone}')]")


def test_an_empty_fact_reads_as_not_filled_in() -> None:
    assert words("{% fact '法定代表人' %}{% endfact %}") == "法定代表人未填写"


def test_a_stage_always_carries_its_word() -> None:
    assert words("{% step '调查取证' 'gap' %}") == "调查取证有缺项"


def test_an_unknown_stage_state_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("{% step '调查取证' 'finished' %}")


def test_what_people_typed_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    template = (
        "{% page_header t kicker=t lead=t %}{{ t }}{% endpage_header %}"
        "{% card t note=t %}{{ t }}{% endcard %}{% banner 'info' title=t %}{{ t }}{% endbanner %}"
        "{% task t t note=t reason=t %}{% gap t t remedy=t owner=t url='/x' %}"
        "{% event t o o late=t kind=t %}{{ t }}{% endevent %}{% fact t %}{{ t }}{% endfact %}"
        "{% data_table t t %}{% enddata_table %}{% tab t '/x' %}{% step t note=t %}{% empty t %}{{ t }}{% endempty %}"
        "{% button t reason=t about=t %}{% status t %}{% deadline undetermined=t %}{{ t }}"
    )
    page = (
        engines["django"]
        .from_string(template)
        .render({"t": evil, "o": datetime(2026, 1, 1, tzinfo=UTC)})
    )
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 25


def test_markup_in_a_blocks_content_stays_markup() -> None:
    shown = rendered(
        "{% page_header 't' %}{% button '新建' href='/cases/new' %}{% endpage_header %}"
    )
    assert shown.xpath(".//a[@href='/cases/new']")


class Sample(PageForm):
    """Two fields."""

    name = forms.CharField(label="姓名", help_text="照身份证写")
    note = forms.CharField(label="说明", required=False)


def test_a_field_is_described_by_its_error_and_its_hint() -> None:
    form = Sample({})
    form.is_valid()
    shown = rendered("{% field form.name %}", form=form)
    (control,) = shown.xpath(".//input")
    assert control.get("aria-invalid") == "true"
    described = control.get("aria-describedby").split()
    assert described == ["id_name-error", "id_name-hint"]
    assert all(shown.xpath(f".//*[@id='{each}']") for each in described)


def test_optional_fields_are_marked_and_required_ones_are_not() -> None:
    assert "（选填）" in words("{% field form.note %}", form=Sample())
    assert "（选填）" not in words("{% field form.name %}", form=Sample())


def test_the_pager_keeps_the_filters(gallery: Client) -> None:
    page = html.fromstring(gallery.get("/list?q=建材&page=2").content)
    links = page.xpath("//nav[@aria-label='翻页']//a/@href")
    assert links
    assert all("q=" in link for link in links)


def test_a_list_of_one_page_has_a_count_and_no_links() -> None:
    from django.core.paginator import Paginator

    shown = rendered("{% pager page %}", page=Paginator([1, 2], 20).get_page(1))
    assert "共 2 条" in shown.text_content()
    assert not shown.xpath(".//a")


def test_a_misspelt_tag_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError):
        words("{% statuss 'x' %}")


def test_every_tag_and_filter_is_described() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "pages.md").read_text(encoding="utf-8")
    for name in register.tags:
        assert f"{{% {name}" in text, name
    for name in register.filters:
        assert f"|{name}" in text, name
