"""Forms of service: each way shows just the fields that it needs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from liuhen.cases.models import Case
from liuhen.clock import SHANGHAI
from liuhen.delivery.actions import Attempt
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document
from liuhen.people.models import Person
from liuhen.web.forms import DayField, MomentField, PageForm

Way = Delivery.Way
WAYS = [(one.value, one.label) for one in (Way.DIRECT, Way.LEAVING, Way.POST, Way.PUBLIC_NOTICE)]
MAIL = [("registered", "挂号信"), ("express", "特快专递"), ("ordinary", "普通信函")]


class ServeForm(PageForm):
    """One try to serve a document."""

    way = forms.ChoiceField(
        label="送达方式", choices=WAYS, widget=forms.RadioSelect, initial=Way.DIRECT.value
    )
    recipient = forms.CharField(label="受送达人", max_length=120)
    tried_at = MomentField(label="送出时间", help_text="交付、付邮或者张贴公告的时间。")
    place = forms.CharField(label="送达地点", required=False, max_length=200)
    servers = forms.ModelMultipleChoiceField(
        label="送达人",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一般为两名执法人员。",
    )
    on_the_spot = forms.BooleanField(label="作出决定时当场交付", required=False)
    mail = forms.ChoiceField(
        label="邮寄种类", choices=MAIL, required=False, widget=forms.RadioSelect,
        initial="express", help_text="第二十二条：挂号信或者特快专递。",
    )  # fmt: skip
    list_names_documents = forms.BooleanField(label="邮件清单写明了文书名称和文号", required=False)
    registration_slip = forms.CharField(
        label="邮寄登记单号", required=False, max_length=100, help_text="挂号或者特快专递的单号。"
    )
    payment_voucher = forms.CharField(label="付邮凭证号", required=False, max_length=100)
    carrier = forms.CharField(
        label="公告的方式和载体", required=False, max_length=200,
        help_text="例如：公告栏和受送达人住所地张贴。",
    )  # fmt: skip
    last_published_on = DayField(label="最后一次公告日期", required=False)
    notice_document = forms.ChoiceField(label="书面公告", required=False)
    reasons = forms.CharField(
        label="公告送达的原因", required=False, max_length=500, widget=forms.Textarea(),
        help_text="第二十四条：写明其他方式为什么无法送达。",
    )  # fmt: skip
    course = forms.CharField(
        label="公告送达的经过", required=False, max_length=500, widget=forms.Textarea()
    )
    absence_proof = forms.ChoiceField(label="下落不明或者无法送达的证明材料", required=False)
    late_reason = forms.CharField(
        label="补录原因", required=False, max_length=300,
        help_text="超过规定工作日才录入的，请写明原因（第三条）。",
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Colleagues and papers are those of the case."""
        super().__init__(*args, **kwargs)
        self.fields["servers"].queryset = (  # type: ignore[attr-defined]
            Person.objects.filter(bureau_id=case.bureau_id, is_active=True).order_by("pk")
        )
        papers = [("", ""), *((f"d{one.pk}", str(one)) for one in _standing(case))]
        for name in ("notice_document", "absence_proof"):
            self.fields[name].choices = papers  # type: ignore[attr-defined]

    def attempt(self) -> Attempt:
        """Return the try as entered; of the details only those of the chosen way."""
        data = self.cleaned_data
        return Attempt(
            way=data["way"],
            tried_at=data["tried_at"],
            servers=list(data["servers"]),
            recipient=data["recipient"].strip(),
            place=data["place"],
            on_the_spot=data["on_the_spot"],
            detail=self._detail(data["tried_at"].astimezone(SHANGHAI).date()),
        )

    def _detail(self, sent_on: date) -> dict[str, Any]:
        data = self.cleaned_data
        if data["way"] == Way.POST:
            names = ("mail", "list_names_documents", "registration_slip", "payment_voucher")
            posting = {name: data[name] for name in names}
            return {"posting": {**posting, "sent_on": sent_on.isoformat()}}
        if data["way"] == Way.PUBLIC_NOTICE:
            told = ("carrier", "notice_document", "reasons", "course", "absence_proof")
            published = data["last_published_on"] or sent_on
            notice = {name: data[name] for name in told}
            return {"notice": {**notice, "last_published_on": published.isoformat()}}
        return {}


def _standing(case: Case) -> Any:
    states = (Document.State.FINAL, Document.State.ISSUED)
    return case.documents.filter(state__in=states).order_by("-dated", "-pk")


class ReceiptForm(PageForm):
    """What the signed receipt says."""

    received_on = DayField(
        label="回证上的收到日期", help_text="第十八条：受送达人在回证上注明的日期为送达日期。"
    )
    signatory = forms.CharField(label="签收人姓名", max_length=50)
    signatory_capacity = forms.ChoiceField(
        label="签收人身份", choices=[("", ""), *Delivery.Signatory.choices]
    )
    relation = forms.CharField(
        label="与受送达人的关系", required=False, max_length=100,
        help_text="不是本人、法定代表人或者代理人签收的，请写明关系（第十九条）。",
    )  # fmt: skip
    recipient_signed = forms.BooleanField(
        label="签收人已签名或者盖章", required=False, initial=True
    )
    servers_signed = forms.BooleanField(label="送达人已签名", required=False, initial=True)


class LeavingForm(PageForm):
    """留置送达, as it went."""

    refusal_reason = forms.CharField(label="拒收事由", max_length=300, widget=forms.Textarea())
    refusal_on = DayField(label="拒收日期")
    left_at_residence = forms.ChoiceField(
        label="文书是否留在受送达人住所", choices=[("yes", "是"), ("no", "否")],
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    witness = forms.CharField(label="见证人姓名", required=False, max_length=50)
    witness_signed = forms.BooleanField(label="见证人已签名或者盖章", required=False)
    servers_signed = forms.BooleanField(label="送达人已签名", required=False, initial=True)

    def facts(self) -> dict[str, Any]:
        """Return the arguments of `record_leaving`; the place left open stays unknown."""
        left = {"yes": True, "no": False}.get(self.cleaned_data["left_at_residence"])
        return {**self.cleaned_data, "left_at_residence": left}


class OutcomeForm(PageForm):
    """What became of a try: served on a day, or why not."""

    served = forms.ChoiceField(
        label="结果", choices=[("yes", "已送达"), ("no", "未送达")], widget=forms.RadioSelect
    )
    served_on = DayField(label="送达日期", required=False)
    return_receipt = forms.CharField(label="邮件回执编号", required=False, max_length=100)
    failure = forms.CharField(
        label="未送达的原因", required=False, max_length=300, widget=forms.Textarea()
    )
    returned_on = DayField(label="退回日期", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the day or the reason, whichever the result needs."""
        data = super().clean() or {}
        if data.get("served") == "yes" and not data.get("served_on") and not self.errors:
            self.add_error("served_on", "请填写送达日期，例如 2026-11-24")
        if data.get("served") == "no" and not data.get("failure"):
            self.add_error("failure", "请写明没有送达的原因，例如「原址查无此单位，邮件退回」。")
        return data

    def facts(self, delivery: Delivery) -> dict[str, Any]:
        """Return the arguments of `record_outcome`; proofs of the posting join those kept."""
        data = self.cleaned_data
        detail: dict[str, Any] = {}
        if delivery.way == Way.POST:
            detail["posting"] = {**delivery.detail.get("posting", {}), **self._posting()}
        if data["served"] == "yes":
            return {"served_on": data["served_on"], "detail": detail}
        return {"failure": data["failure"], "detail": detail}

    def _posting(self) -> dict[str, str]:
        data = self.cleaned_data
        if data["served"] == "yes":
            return {"return_receipt": data["return_receipt"]}
        returned = data["returned_on"]
        back = {"returned_on": returned.isoformat()} if returned else {}
        return {**back, "return_reason": data["failure"]}
