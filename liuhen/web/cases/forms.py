"""Forms of cases and activities: shapes only."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.cases.kinds import all_kinds
from liuhen.cases.models import Case, Party
from liuhen.cases.queries import STATES
from liuhen.people.models import Person
from liuhen.regulation.parameters import violations
from liuhen.web.forms import DayField, MomentField, PageForm


class CaseFilterForm(PageForm):
    """The filter row of the list."""

    text = forms.CharField(label="当事人、名称、案号或代码", required=False, max_length=100)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *((code, words) for code, (words, _) in STATES.items())],
    )
    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2100)


class OpenForm(PageForm):
    """A new case with its party."""

    party_name = forms.CharField(label="当事人名称（姓名）", max_length=120)
    party_kind = forms.ChoiceField(
        label="当事人类别", choices=Party.Kind.choices, widget=forms.RadioSelect
    )
    party_code = forms.CharField(
        label="统一社会信用代码（身份证号）",
        required=False,
        max_length=18,
        help_text="18 位；校验位不对会提醒，不会拦住。",
    )
    party_address = forms.CharField(label="住所（地址）", required=False, max_length=200)
    representative = forms.CharField(label="法定代表人（负责人）", required=False, max_length=50)
    phone = forms.CharField(label="联系电话", required=False, max_length=40)
    agent = forms.CharField(label="代理人", required=False, max_length=50)
    agent_post = forms.CharField(label="代理人职务", required=False, max_length=50)
    cause = forms.CharField(
        label="案由", max_length=200, help_text="例如：涉嫌提供不真实统计资料。"
    )
    title = forms.CharField(
        label="案件名称", max_length=200, help_text="当事人全称＋违法行为＋案。"
    )
    violation = forms.ChoiceField(
        label="违法行为种类",
        required=False,
        choices=[("", ""), *((key, one.words) for key, one in violations().items())],
        help_text="罚款幅度按这一项核对（统计法第四十四条、第四十五条）。",
    )
    conduct_ended_on = DayField(
        label="违法行为终了之日",
        required=False,
        help_text="行政处罚法第三十六条：二年时效从这一天起算。",
    )
    discovered_on = DayField(label="发现之日", required=False)
    opened_at = MomentField(label="登记时间", help_text="线索登记的时间。")
    co_handler = forms.ModelChoiceField(
        label="协办人", queryset=Person.objects.none(), required=False
    )
    late_reason = forms.CharField(
        label="补录原因", required=False, max_length=300, help_text="不是当天登记的，请写明原因。"
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        """`colleagues` are those who may be second handler."""
        super().__init__(*args, **kwargs)
        self.fields["co_handler"].queryset = colleagues  # type: ignore[attr-defined]


class FactsForm(PageForm):
    """The days of the limitation period, and complexity."""

    conduct_ended_on = DayField(label="违法行为终了之日", required=False)
    discovered_on = DayField(label="发现之日", required=False)
    complex = forms.BooleanField(
        label="情节复杂",
        required=False,
        help_text="勾选后，决定前须经法制审核和集体讨论（第十一条）。",
    )


class OfficerForm(PageForm):
    """A colleague to be added to the case."""

    person = forms.ModelChoiceField(label="办案人员", queryset=Person.objects.none())

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        """`colleagues` are those who may be added."""
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues  # type: ignore[attr-defined]


RIGHTS = [("statement", "陈述"), ("defence", "申辩"), ("recusal", "申请回避"), ("hearing", "听证")]


class ActivityForm(PageForm):
    """An activity as it went. Nothing but kind and start is demanded."""

    kind = forms.ChoiceField(
        label="活动", choices=[(k.code, k.label) for k in all_kinds().values()]
    )
    title = forms.CharField(label="标题", required=False, max_length=200)
    started_at = MomentField(label="开始时间")
    ended_at = MomentField(label="结束时间", required=False, help_text="还没有结束的可以不填。")
    place = forms.CharField(label="地点", required=False, max_length=200)
    subject = forms.CharField(label="对象（被询问人等）", required=False, max_length=200)
    officers = forms.ModelMultipleChoiceField(
        label="执法人员",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="姓名和执法证号从人员名单带出（第五条）。",
    )
    certificates_shown = forms.BooleanField(label="已出示执法证件", required=False)
    recorder = forms.ModelChoiceField(
        label="记录人", queryset=Person.objects.none(), required=False
    )
    attendees = forms.ModelMultipleChoiceField(
        label="参加人（集体讨论）",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reviewer = forms.ModelChoiceField(
        label="法制审核人", queryset=Person.objects.none(), required=False
    )
    party_person = forms.CharField(label="在场当事人（负责人）姓名", required=False, max_length=50)
    agent = forms.CharField(label="在场代理人姓名", required=False, max_length=50)
    agent_post = forms.CharField(label="代理人职务", required=False, max_length=50)
    witness = forms.CharField(label="见证人姓名", required=False, max_length=50)
    party_attended = forms.ChoiceField(
        label="当事人或者代理人是否到场",
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", "到场"), ("no", "未到场或者拒绝到场")],
    )
    notice_how = forms.CharField(
        label="怎样通知到场", required=False, max_length=100, help_text="第六条：方式、时间和凭证。"
    )
    notice_at = MomentField(label="通知时间", required=False)
    notice_proved = forms.BooleanField(label="通知有凭证（回证、签收、录音等）", required=False)
    on_site_at_enterprise = forms.BooleanField(label="属于涉企现场检查", required=False)
    purpose = forms.CharField(label="检查目的", required=False, max_length=200)
    yearly_number = forms.IntegerField(
        label="本年度对该企业第几次检查", required=False, min_value=1, max_value=366
    )
    rights = forms.MultipleChoiceField(
        label="当场告知的权利",
        required=False,
        choices=RIGHTS,
        widget=forms.CheckboxSelectMultiple,
        help_text="第八条：第一次询问须告知陈述、申辩、申请回避。",
    )
    rights_means = forms.CharField(label="告知方式", required=False, max_length=60)
    rights_answer = forms.CharField(label="当事人答复", required=False, max_length=200)
    late_reason = forms.CharField(
        label="补录原因",
        required=False,
        max_length=300,
        help_text="超过规定工作日才录入的，请写明原因（第三条）。",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Colleagues are those of the case's bureau."""
        super().__init__(*args, **kwargs)
        colleagues = Person.objects.filter(bureau_id=case.bureau_id, is_active=True).order_by("pk")
        for name in ("officers", "recorder", "attendees", "reviewer"):
            self.fields[name].queryset = colleagues  # type: ignore[attr-defined]


class EndForm(PageForm):
    """When an activity ended."""

    ended_at = MomentField(label="结束时间")
