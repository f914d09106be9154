"""Components of the pages as tags and filters; docs/pages.md shows each with an example.

Containers are block tags and their items plain tags, so a template loops over what it has. The tags
are built in (settings), a template needs no `{% load %}`. None of them decides anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from liuhen import clock
from liuhen.cases.models import Classed
from liuhen.cases.secrecy import Sight, sight_of
from liuhen.people.actors import actor_for
from liuhen.regulation.beside import article_anchor
from liuhen.web import formats
from liuhen.web.forms import DayInput, MomentInput, MoneyInput, summary_lines
from liuhen.web.status import SHAPES, tone_of

register = template.Library()
_serial = count(1)


def _render(component: str, /, **context: object) -> SafeString:
    return render_to_string(f"components/{component}.html", context)


def _or_nothing(content: str) -> str:
    # Blank content is nothing. Not strip(): it would forget that rendered output is escaped already.
    return content if content.strip() else ""


def _unique(stem: str) -> str:
    # Ids only have to differ within a page; a running number does that even inside loops.
    return f"{stem}-{next(_serial)}"


# Filters -----------------------------------------------------------------------------------------


@register.filter
def day(value: date | datetime | None) -> str:
    """Show 2026年11月24日; nothing for None."""
    return formats.day_text(value) if value else ""


@register.filter
def day_weekday(value: date | datetime | None) -> str:
    """Show 2026年11月24日 星期二; nothing for None."""
    return formats.day_weekday_text(value) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Show 2026-11-24, for tables; nothing for None."""
    return f"{formats.shanghai_day(value):%Y-%m-%d}" if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Show 2026年11月24日 14:32 in Shanghai; nothing for None."""
    return formats.moment_text(value) if value else ""


@register.filter
def short_moment(value: datetime | None) -> str:
    """Show 2026-11-24 14:32 in Shanghai, for tables; nothing for None."""
    return f"{formats.local(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def two_times(occurred_at: datetime, recorded_at: datetime) -> SafeString:
    """Show both times of a record: when it happened and when it was entered."""
    return _render("two_times", occurred_at=occurred_at, recorded_at=recorded_at)


@register.filter
def yuan(fen: int | None) -> str:
    """Show an amount in fen as yuan: 3000000 → 30,000 元; nothing for None."""
    return "" if fen is None else formats.yuan_text(fen)


@register.filter
def size(value: int | None) -> str:
    """Show a size in bytes: 1.3 GB; nothing for None."""
    return "" if value is None else formats.bytes_text(value)


@register.filter
def span(seconds: float | None) -> str:
    """Show a length in seconds: 46 分 12 秒; nothing for None."""
    return "" if seconds is None else formats.span_text(seconds)


@register.filter
def law_address(article: str) -> str:
    """Return where an article stands on the page of the regulation: 第七条（二） → /rules#第七条."""
    return f"/rules#{article_anchor(article)}"


# Small pieces ------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of components/icon.html; without a label it is decoration."""
    return _render("icon", name=name, label=label)


@register.simple_tag
def status(word: str, tone: str = "", note: str = "") -> SafeString:
    """Show a state as word and shape; the tone follows from the word unless given."""
    chosen = tone or tone_of(str(word))
    return _render("status", word=word, tone=chosen, shape=SHAPES[chosen], note=note)


@register.simple_tag
def button(
    label: str,
    href: str = "",
    kind: str = "secondary",
    *,
    reason: str = "",
    name: str = "",
    value: str = "",
    type: str = "submit",
    icon: str = "",
    about: str = "",
    formaction: str = "",
    dialog: str = "",
    action: str = "",
) -> SafeString:
    """Show a button, or a link that looks like one.

    With a `reason` it cannot be used and the reason stands beside it. `about` adds words for
    screen readers only (「李某的询问笔录」). `action` is a name scripts listen for (`save`).
    """
    given = locals()
    return _render("button", reason_id=_unique("why") if reason else "", **given)


@register.simple_tag
def deadline(
    due_on: date | None = None,
    left: int = 0,
    unit: str = "个工作日",
    *,
    provisional: bool = False,
    undetermined: str = "",
    met_on: date | None = None,
    reason: str = "",
) -> SafeString:
    """Show a deadline as a chip; `left` counts the unit from today to the due day, below 0 is past.

    Without `due_on` it shows 「期限未定」 with `undetermined`, the reason why.
    """
    if due_on is None:
        return _render("deadline", text="期限未定", tone="unknown", reason=undetermined)
    text = formats.deadline_text(due_on, left=left, unit=unit, today=clock.today(), met_on=met_on)
    tone = _urgency(left, met_on)
    return _render("deadline", text=text, tone=tone, provisional=provisional, reason=reason)


def _urgency(left: int, met_on: date | None) -> str:
    if met_on is not None:
        return "met"
    if left < 0:
        return "past"
    return "near" if left <= 1 else "open"


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> dict[str, object]:
    """Link the pages of a list, keeping the filters that stand in the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context.get("request")}


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context: template.Context, form: forms.Form, label: str = "筛选") -> dict[str, object]:
    """Show a list's filters as a form whose values stand in the address."""
    request = context.get("request")
    active = bool(request and any(request.GET.get(name) for name in form.fields))
    return {"form": form, "label": label, "active": active, "path": request.path if request else ""}


@register.inclusion_tag("components/save_state.html")
def save_state() -> dict[str, object]:
    """Show where autosave.js reports 「已保存 14:32:05（本机）」; put it inside the form."""
    return {}


# Forms -------------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(*shown: forms.BaseForm) -> dict[str, object]:
    """List the errors of the forms at the top of the page, each a link to its field."""
    return {"lines": summary_lines(shown)}


_KINDS: Sequence[tuple[type[forms.Widget], str]] = (
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (DayInput, "day"),
    (MomentInput, "moment"),
    (MoneyInput, "money"),
    (forms.ClearableFileInput, "file"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
)
_KIND_ATTRIBUTES: dict[str, dict[str, str]] = {
    "day": {"data-echo": "day", "autocomplete": "off"},
    "moment": {"data-echo": "moment", "autocomplete": "off"},
    "money": {"inputmode": "decimal", "autocomplete": "off"},
    "textarea": {"rows": "5"},
}


@register.simple_tag
def field(
    bound: BoundField,
    hint: str = "",
    *,
    width: str = "",
    shown_when: str = "",
    autocomplete: str = "",
    optional: bool = True,
    inline: bool = False,
) -> SafeString:
    """Show a form field with its label, hint, error and control.

    `width` is short, medium or long. `shown_when="way=mail"` shows the field only while the radio,
    select or checkbox of that name has that value. `optional=False` leaves 「（选填）」 out.
    """
    if bound.is_hidden:
        return bound.as_widget()
    kind = next((name for widget, name in _KINDS if isinstance(bound.field.widget, widget)), "text")
    hint = hint or str(bound.help_text)
    context = {
        "bound": bound,
        "kind": kind,
        "id": bound.auto_id,
        "hint": hint,
        "width": width,
        "shown_when": shown_when,
        "inline": inline,
        "mark_optional": optional and not bound.field.required and kind != "checkbox",
    }
    if kind != "choices":
        context["control"] = bound.as_widget(attrs=_attributes(bound, kind, hint, autocomplete))
    return _render("field", **context)


def _attributes(
    bound: BoundField, kind: str, hint: str, autocomplete: str
) -> dict[str, str | bool]:
    """Return the control's attributes; it is described by its error, its hint and its echo."""
    described = [f"{bound.auto_id}-error"] if bound.errors else []
    described += [f"{bound.auto_id}-hint"] if hint else []
    described += [f"{bound.auto_id}-echo"] if kind in ("day", "moment") else []
    attributes: dict[str, str | bool] = {**_KIND_ATTRIBUTES.get(kind, {})}
    if kind != "checkbox":
        attributes["class"] = "control"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if autocomplete:
        attributes["autocomplete"] = autocomplete
    return attributes


# Containers and their items ----------------------------------------------------------------------


@register.simple_block_tag
def page_header(
    content: str,
    title: str,
    *,
    kicker: str = "",
    lead: str = "",
    back: str = "",
    back_label: str = "返回",
) -> SafeString:
    """Show the page's only h1 with its back link; the content is the page's actions."""
    given = {"title": title, "kicker": kicker, "lead": lead, "back": back, "back_label": back_label}
    return _render("page_header", actions=_or_nothing(content), **given)


@register.simple_block_tag
def card(
    content: str, title: str, *, note: str = "", id: str = "", level: int = 2, tone: str = ""
) -> SafeString:
    """Show a white card with its heading."""
    anchor = id or _unique("card")
    given = {"title": title, "note": note, "id": anchor, "level": level, "tone": tone}
    return _render("card", content=content, **given)


@register.simple_block_tag
def banner(content: str, kind: str = "info", *, title: str = "") -> SafeString:
    """Show a notice: info, success, warning or danger."""
    return _render("banner", content=content, kind=kind, title=title)


@register.simple_block_tag
def empty(content: str, sentence: str) -> SafeString:
    """Show an empty list as a sentence and, in the content, the next step."""
    return _render("empty", content=_or_nothing(content), sentence=sentence)


@register.simple_block_tag
def task_list(content: str, label: str = "任务清单") -> SafeString:
    """Hold `task` items."""
    return _render("task_list", content=content, label=label)


@register.simple_tag
def task(
    title: str, status: str, *, url: str = "", note: str = "", reason: str = "", tone: str = ""
) -> SafeString:
    """Show one task with its one status; a `reason` says why it cannot be done yet."""
    given = locals()
    return _render("task", status_id=_unique("task"), **given)


@register.simple_block_tag
def gaps(content: str, label: str = "缺项") -> SafeString:
    """Hold `gap` items."""
    return _render("gaps", content=content, label=label)


@register.simple_tag
def gap(
    article: str,
    what: str,
    *,
    url: str = "",
    action: str = "去填",
    remedy: str = "",
    owner: str = "",
) -> SafeString:
    """Show one thing missing: under which article, what, how to mend it, where."""
    return _render("gap", **locals())


@register.simple_block_tag
def timeline(content: str, label: str = "时间轴") -> SafeString:
    """Hold `event` blocks, the order being the caller's."""
    return _render("timeline", content=content, label=label)


@register.simple_block_tag
def event(
    content: str,
    title: str,
    occurred_at: datetime,
    recorded_at: datetime,
    *,
    until: datetime | None = None,
    url: str = "",
    kind: str = "",
    late: str = "",
    void: bool = False,
) -> SafeString:
    """Show one event with both its times; `late` is the reason of a late entry 补录."""
    given = {"title": title, "occurred_at": occurred_at, "recorded_at": recorded_at, "until": until}
    state = {"url": url, "kind": kind, "late": late, "void": void}
    return _render("event", content=_or_nothing(content), **given, **state)


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """Hold `fact` blocks."""
    return _render("summary_list", content=content)


@register.simple_block_tag
def fact(content: str, label: str, *, change: str = "", action: str = "改") -> SafeString:
    """Show one fact; empty content reads 「未填写」, `change` is where it can be changed."""
    given = {"label": label, "change": change, "action": action}
    return _render("fact", content=_or_nothing(content), **given)


@register.simple_block_tag
def data_table(
    content: str, caption: str, columns: str, *, show_caption: bool = False, numbers: str = ""
) -> SafeString:
    """Show rows under `columns` (parted by |); on a phone shell.js turns the rows into cards.

    `numbers` names the columns set right-aligned, also parted by |.
    """
    right = set(numbers.split("|")) if numbers else set()
    heads = [(name, name in right) for name in columns.split("|")]
    given = {"caption": caption, "heads": heads, "show_caption": show_caption}
    return _render("data_table", content=content, **given)


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """Hold `tab` links; each tab is a page of its own."""
    return _render("tabs", content=content, label=label)


@register.simple_tag
def tab(label: str, url: str, *, current: bool = False, count: int | None = None) -> SafeString:
    """Show one tab link, with a count where one helps."""
    return _render("tab", label=label, url=url, current=current, count=count)


@register.simple_block_tag
def stepper(content: str, label: str = "程序阶段") -> SafeString:
    """Hold `step` items, the five stages of a case."""
    return _render("stepper", content=content, label=label)


_STEP_WORDS = {"done": "已完成", "current": "进行中", "todo": "未开始", "gap": "有缺项"}


@register.simple_tag
def step(label: str, state: str = "todo", *, note: str = "", url: str = "") -> SafeString:
    """Show one stage: done, current, todo or gap, always with its word."""
    return _render("step", label=label, state=state, word=_STEP_WORDS[state], note=note, url=url)


@register.simple_tag(takes_context=True)
def called(context: Context, record: Classed) -> str:
    """Name a record as this person may know it (第二十九条); asks once a page and case."""
    if record.secrecy == "none":
        return record.named
    request = context["request"]
    known = request.__dict__.setdefault("liuhen_sights", {})
    if record.case_id not in known:
        known[record.case_id] = sight_of(actor_for(request.user), record.case)
    sight: Sight = known[record.case_id]
    return sight.title(record)


# Words of the record's codes ----------------------------------------------------------------------


@register.filter
def same(value: object, other: object) -> bool:
    """Tell whether two values are equal, for a keyword argument of a tag."""
    return value == other


@register.filter
def capacity(code: str) -> str:
    """Show in what part a person takes part, in words."""
    return formats.CAPACITIES.get(code, code)


@register.filter
def right(code: str) -> str:
    """Show a right of the party in words."""
    return formats.RIGHTS.get(code, code)


@register.filter
def then(value: object, other: object) -> str:
    """Put two pieces of an address or a title together; unlike `add`, numbers are text here."""
    return f"{value}{other}"
