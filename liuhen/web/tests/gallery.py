"""A gallery of every component with fixed sample data: URLs for tests and for looking.

Look at it with
`DJANGO_SETTINGS_MODULE=liuhen.web.tests.gallery_settings python -m django runserver`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from liuhen.clock import shanghai
from liuhen.faults import Conflict, Forbidden, Invalid, Missing, NotFound, Refused
from liuhen.people.models import Role
from liuhen.web import errors
from liuhen.web.context import SYSTEM_NAME, Shown, look_of, shown_menu
from liuhen.web.forms import DayField, MomentField, PageForm, YuanField, received

PAGES = Path(__file__).resolve().parent / "pages"
NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)
ROLES = frozenset({Role.OFFICER, Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class SamplePerson:
    """Somebody signed in."""

    pk: int = 7
    name: str = "李执法"


@dataclass(frozen=True, kw_only=True)
class SampleShell:
    """The surroundings with fixed values, in the place of `liuhen.web.context.Shell`."""

    menu: list[Shown]
    number: str
    person: SamplePerson | None = field(default_factory=SamplePerson)
    system_name: str = SYSTEM_NAME
    bureau_name: str = "兴隆台区统计局"
    demo: bool = True
    server_time: datetime = NOW
    server_milliseconds: int = int(NOW.timestamp() * 1000)
    clock_is_set: bool = True
    today: date = date(2026, 11, 24)
    session_seconds: int = 8 * 3600


class SampleForm(PageForm):
    """One field of each kind."""

    name = forms.CharField(
        label="被询问人姓名", help_text="按身份证填写，少数民族姓名中的「·」照写。"
    )
    served_on = DayField(label="送达日期", help_text="例如 2026-11-24 或 11.24")
    asked_at = MomentField(label="询问开始时间", help_text="例如 2026-11-24 10:05")
    fine = YuanField(label="罚款金额", required=False)
    way = forms.ChoiceField(
        label="送达方式",
        widget=forms.RadioSelect,
        choices=[("direct", "直接送达"), ("leave", "留置送达"), ("mail", "邮寄送达")],
    )
    post_number = forms.CharField(label="挂号或者快递单号", required=False)
    violation = forms.ChoiceField(
        label="违法行为",
        choices=[("", "请选择"), ("late", "迟报统计资料"), ("false", "提供不真实的统计资料")],
    )
    proofs = forms.MultipleChoiceField(
        label="随附材料",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("slip", "挂号收据"), ("photo", "现场照片")],
    )
    words = forms.CharField(label="情况说明", widget=forms.Textarea, required=False)
    scan = forms.FileField(
        label="签字后的扫描件", required=False, help_text="PDF 或照片，一次不超过 20 MB。"
    )
    shown = forms.BooleanField(label="已向当事人出示执法证件")


class SampleFilters(PageForm):
    """A list's filters."""

    q = forms.CharField(label="案件名称或案号", required=False)
    stage = forms.ChoiceField(
        label="阶段", required=False, choices=[("", "全部"), ("investigation", "调查取证")]
    )
    since = DayField(label="立案不早于", required=False)


@dataclass(frozen=True, kw_only=True)
class SampleCase:
    """A row of the list."""

    number: str
    name: str
    officer: str
    status: str
    due_on: date
    left: int
    fine: int


CASES = [
    SampleCase(
        number=f"2026-{serial:03d}",
        name=(
            "某某建材有限公司提供不真实统计资料案" if serial % 2 else "某某商贸公司迟报统计资料案"
        ),
        officer="李执法、赵协办",
        status=("填写中，缺 2 项", "已提交", "已通过", "退回修改", "已作废")[serial % 5],
        due_on=date(2026, 11, 24 + serial % 6),
        left=serial % 6 - 1,
        fine=serial * 1_000_050,
    )
    for serial in range(1, 60)
]


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Context processor with sample values, in the place of `liuhen.web.context.shell`."""
    known = request.path != "/login"
    shell = SampleShell(
        menu=shown_menu(ROLES, request.path) if known else [],
        number=errors.number_of(request),
        person=SamplePerson() if known else None,
        demo="plain" not in request.GET,
        clock_is_set="plain" not in request.GET,
    )
    return {"shell": shell, "look": look_of(request)}


def render(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    """Render a gallery page inside the real base template."""
    source = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def case_page(request: HttpRequest) -> HttpResponse:
    """Show a case's page: tasks, gaps, timeline, deadlines."""
    times = {
        "asked": shanghai(2026, 11, 24, 10, 5),
        "asked_end": shanghai(2026, 11, 24, 10, 51),
        "entered": shanghai(2026, 11, 24, 10, 58),
        "served": shanghai(2026, 9, 16, 15, 20),
        "served_entered": shanghai(2026, 9, 24, 9, 3),
        "opened": shanghai(2026, 9, 14, 9, 0),
    }
    return render(
        request,
        "case",
        times=times,
        due=date(2026, 12, 13),
        soon=date(2026, 11, 25),
        past=date(2026, 11, 20),
    )


def list_page(request: HttpRequest) -> HttpResponse:
    """Show a list with filters and pager."""
    form = SampleFilters(request.GET or None)
    page = Paginator(CASES, 20).get_page(request.GET.get("page"))
    return render(request, "list", form=form, page=page)


def form_page(request: HttpRequest) -> HttpResponse:
    """Show a form; posting it empty shows the errors, posting it well sends the receipt."""
    form = SampleForm(request.POST or None, initial={"asked_at": shanghai(2026, 11, 24, 10, 5)})
    if form.is_bound and form.is_valid():
        return received(HttpResponseRedirect("/case"), "sample")
    return render(request, "form", form=form)


def error_form_page(request: HttpRequest) -> HttpResponse:
    """Show the form as it comes back with errors."""
    form = SampleForm({"served_on": "三十二日", "fine": "一百", "way": ""})
    return render(request, "form", form=form)


def confirm_page(request: HttpRequest) -> HttpResponse:
    """Show a confirmation."""
    context: dict[str, object] = {
        "title": "作废询问笔录",
        "kicker": "2026-003 某某建材有限公司",
        "question": "确定作废 11月24日 对王某的询问笔录吗？",
        "consequences": [
            "笔录仍然可以查看，标为「已作废」。",
            "引用它的调查终结报告会出现一项缺项。",
        ],
        "confirm_label": "作废",
        "danger": True,
        "cancel_url": "/case",
    }
    return render(request, "confirm", **context)


def login_page(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page as a stranger sees it."""

    class SignIn(PageForm):
        username = forms.CharField(label="用户名")
        password = forms.CharField(label="密码", widget=forms.PasswordInput)

    page = engines["django"].get_template("login.html")
    return HttpResponse(page.render({"form": SignIn(request.POST or None)}, request))


def fault_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Raise a fault for the middleware to answer."""
    missing = [
        Missing(
            requirement="A11-2",
            article="第十一条",
            what="缺集体讨论记录",
            remedy="请先录入集体讨论记录并由到会人员签字。",
        ),
        Missing(
            requirement="A12-1",
            article="第十二条",
            what="告知书还没有送达",
            remedy="请登记送达回证。",
        ),
    ]
    faults: dict[str, Exception] = {
        "404": NotFound(),
        "403": Forbidden(
            "作出决定须由机关负责人办理；您（李执法）目前的岗位是科员。请转交有该岗位的同事。"
        ),
        "409": Conflict("审核人陈某已于 11月24日 14:20 通过了这份文书。请刷新后查看。"),
        "refused": Refused("现在不能作出行政处罚决定。", step="decide", missing=missing),
        "400": Invalid("送达回证没有保存。", {"served_on": "请填写送达日期，例如 2026-11-24"}),
    }
    if kind in faults:
        raise faults[kind]
    if kind == "boom":
        raise RuntimeError("boom")
    if kind == "500":
        return errors.server_error(request)
    return errors.answer(request, status=int(kind), event="request.shown")


def locked_page(request: HttpRequest) -> HttpResponse:
    """Show the page of a locked sign-in."""
    return HttpResponse(
        engines["django"].get_template("errors/locked.html").render({"failure_limit": 8}, request)
    )


urlpatterns = [
    path("case", case_page),
    path("list", list_page),
    path("form", form_page),
    path("form/errors", error_form_page),
    path("confirm", confirm_page),
    path("login", login_page),
    path("fault/locked", locked_page),
    path("fault/<str:kind>", fault_page),
]
handler400 = "liuhen.web.errors.bad_request"
handler403 = "liuhen.web.errors.forbidden"
handler404 = "liuhen.web.errors.not_found"
handler500 = "liuhen.web.errors.server_error"
