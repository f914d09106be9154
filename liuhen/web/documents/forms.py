"""A document's form, made from its type: saving demands nothing, settling is checked below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms

from liuhen.documents.fields import Problem
from liuhen.documents.models import Signature
from liuhen.documents.types import DocumentType, FieldSpec
from liuhen.web.documents.questioning import QuestionsField
from liuhen.web.documents.rows import Column, RowsField
from liuhen.web.formats import yuan_digits
from liuhen.web.forms import DayField, DayInput, MomentInput, MoneyInput, PageForm
from liuhen.web.secrecy.forms import SecrecyField

PERSON_COLUMNS = (
    Column("name", "姓名"),
    Column("post", "职务"),
    Column("certificate_number", "执法证号"),
)
YES_NO = (("true", "是"), ("false", "否"))


class DocumentForm(PageForm):
    """Base of the forms made by `form_for`."""

    def raw(self) -> dict[str, Any]:
        """Return what was entered, for `documents.fields.clean`, which keeps what it cannot read."""
        found = {}
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            found[name] = _unwrapped(field, value)
        return found

    def show_problems(self, problems: list[Problem]) -> None:
        """Put what stands against settling on the fields."""
        self.full_clean()
        for problem in problems:
            name = problem.field.split(".", 1)[0]
            self.add_error(name if name in self.fields else None, problem.message)


def _unwrapped(field: forms.Field, value: Any) -> Any:
    if isinstance(field, ListField):
        return [line for line in str(value or "").splitlines() if line.strip()]
    if isinstance(field, PersonField):
        return value[0] if value else None
    return value


class ListField(forms.CharField):
    """Several texts, one a line."""


class PersonField(RowsField):
    """One person."""


def form_for(
    kind: DocumentType, data: Any = None, values: Mapping[str, Any] | None = None
) -> DocumentForm:
    """Return the form of a type, bound to `data` or showing `values` as they are kept."""
    fields = {spec.name: _field(spec) for spec in kind.fields}
    for spec in kind.fields:
        # Everything may be left open in a draft; the page marks what may stay open for good.
        fields[spec.name].is_optional = spec.optional  # type: ignore[attr-defined]
    made = type("TypeForm", (DocumentForm,), fields)
    initial = {spec.name: _initial(spec, (values or {}).get(spec.name)) for spec in kind.fields}
    form: DocumentForm = made(data, initial=initial, auto_id="f_%s")
    return form


def _field(spec: FieldSpec) -> forms.Field:
    given: dict[str, Any] = {"label": spec.label, "required": False, "help_text": spec.help}
    maker = _MAKERS.get(spec.kind)
    if maker is not None:
        return maker(spec, given)
    return forms.CharField(widget=_WIDGETS.get(spec.kind, forms.TextInput)(), **given)


def _table(spec: FieldSpec, given: dict[str, Any]) -> forms.Field:
    return RowsField([_column(one) for one in spec.columns], **given)


def _list(spec: FieldSpec, given: dict[str, Any]) -> forms.Field:
    return ListField(widget=forms.Textarea(), **_also(given, "每行一项。"))


def _also(given: dict[str, Any], words: str) -> dict[str, Any]:
    return {**given, "help_text": f"{given['help_text']}{words}"}


def _choice(spec: FieldSpec, given: dict[str, Any]) -> forms.Field:
    options = list(spec.options)
    if spec.multiple:
        return forms.MultipleChoiceField(
            choices=options, widget=forms.CheckboxSelectMultiple, **given
        )
    if len(options) <= 4:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **given)
    return forms.ChoiceField(choices=[("", ""), *options], **given)


def _column(spec: FieldSpec) -> Column:
    options = YES_NO if spec.kind == "bool" else spec.options
    return Column(
        spec.name,
        spec.label,
        long=spec.kind == "longtext",
        options=options,
        computed=spec.computed is not None,
    )


_MAKERS: Mapping[str, Callable[[FieldSpec, dict[str, Any]], forms.Field]] = {
    "officers": lambda spec, given: RowsField(PERSON_COLUMNS, **given),
    "person": lambda spec, given: PersonField(PERSON_COLUMNS, **given),
    "qa": lambda spec, given: QuestionsField(**given),
    "table": _table,
    "list": _list,
    "choice": _choice,
    "bool": lambda spec, given: forms.ChoiceField(
        choices=YES_NO, widget=forms.RadioSelect, **given
    ),
}
_WIDGETS: Mapping[str, type[forms.Widget]] = {
    "longtext": forms.Textarea,
    "date": DayInput,
    "datetime": MomentInput,
    "money": MoneyInput,
}


def _initial(spec: FieldSpec, value: Any) -> Any:
    """Show a kept value as people type it."""
    shown = _SHOWN.get(spec.kind)
    return shown(spec, value) if shown is not None and value is not None else value


def _table_shown(spec: FieldSpec, value: Any) -> Any:
    money = {one.name for one in spec.columns if one.kind == "money"}
    return [
        {k: yuan_digits(v) if k in money and isinstance(v, int) else v for k, v in row.items()}
        for row in value
        if isinstance(row, dict)
    ]


_SHOWN: Mapping[str, Callable[[FieldSpec, Any], Any]] = {
    "money": lambda spec, value: yuan_digits(value) if isinstance(value, int) else value,
    "bool": lambda spec, value: {True: "true", False: "false"}.get(value, value),
    "list": lambda spec, value: "\n".join(str(one) for one in value),
    "person": lambda spec, value: [value],
    "table": _table_shown,
    "datetime": lambda spec, value: str(value)[:16].replace("T", " "),
}


SCAN_LIMIT = 200 * 1024 * 1024  # bytes: a scan is read into memory whole


def check_size(file: Any) -> Any:
    """Return an uploaded file that fits; ValidationError says how to bring a larger one."""
    if file is not None and file.size > SCAN_LIMIT:
        raise forms.ValidationError("文件超过 200 MB，请分开扫描后上传。", code="too_large")
    return file


class ScanForm(PageForm):
    """Signed pages coming back."""

    scan = forms.FileField(
        label="签字后的扫描件或者照片",
        help_text="整份 PDF，或者逐页拍照（JPG、PNG）。每页的页面码都要拍到。",
    )

    def clean_scan(self) -> Any:
        """Refuse what would not fit into memory."""
        return check_size(self.cleaned_data["scan"])


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class ScansField(forms.FileField):
    """Several files at once; `clean` returns them as a list, in the order they were picked."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; ValidationError for none, an empty one, or too much at once."""
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(ScansField, self).clean(one, initial) for one in given]
        if sum(one.size for one in files) > SCAN_LIMIT:
            raise forms.ValidationError("一次超过 200 MB，请分几次上传。", code="too_large")
        return files


class StackForm(PageForm):
    """A stack of signed pages, of any documents, in any order."""

    scans = ScansField(
        label="扫描件或者照片",
        help_text="整叠扫成一个 PDF，或者逐页拍照一次选中，不分先后、不分文书。每页的页面码都要拍到。",
    )


class MarkForm(PageForm):
    """What stands at one signature place."""

    state = forms.ChoiceField(label="签署情况", choices=Signature.State.choices)
    name = forms.CharField(label="姓名", required=False, max_length=50)
    on = DayField(label="签署日期", required=False)
    reason = forms.CharField(label="拒签（不能签）原因", required=False, max_length=300)
    noted_by = forms.MultipleChoiceField(
        label="注明的执法人员",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="由两名执法人员注明；只有一人注明的，照实勾选一人。"
        "补录的纸质文书上没有注明的，一个也不勾选。",
    )

    def __init__(self, *args: Any, officers: Iterable[str], **kwargs: Any) -> None:
        """`officers` are those who can note a refusal."""
        super().__init__(*args, **kwargs)
        self.fields["noted_by"].choices = [(one, one) for one in officers]  # type: ignore[attr-defined]


class NoteForm(PageForm):
    """Who notes a refusal that stands without enough of them."""

    reason = forms.CharField(
        label="原因",
        required=False,
        max_length=300,
        help_text="对方没有说明的，写「未说明原因」。",
    )
    noted_by = forms.MultipleChoiceField(
        label="注明的执法人员", widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, officers: Iterable[str], ask_reason: bool, **kwargs: Any
    ) -> None:
        """`officers` are those who have not noted it yet."""
        super().__init__(*args, **kwargs)
        self.fields["noted_by"].choices = [(one, one) for one in officers]  # type: ignore[attr-defined]
        if not ask_reason:
            del self.fields["reason"]


class ReasonForm(PageForm):
    """A reason in words."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea())


class SubmitForm(PageForm):
    """承办意见."""

    words = forms.CharField(
        label="承办意见和理由",
        max_length=2000,
        widget=forms.Textarea(),
        help_text="第三十三条：承办人提出意见和理由。",
    )


class CompareForm(PageForm):
    """Which two versions of a document are compared."""

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        """`numbers` are those of the versions there are."""
        super().__init__(*args, **kwargs)
        choices = [(str(number), f"第 {number} 版") for number in numbers]
        self.fields["from"] = forms.ChoiceField(label="从", choices=choices)
        self.fields["to"] = forms.ChoiceField(label="到", choices=choices)


class PaperForm(PageForm):
    """A paper made outside, entered as it stands."""

    type_code = forms.ChoiceField(label="文书种类")
    title = forms.CharField(label="标题", required=False, max_length=200)
    number = forms.CharField(
        label="文号", required=False, max_length=60, help_text="照纸上写的录入。"
    )
    dated = DayField(label="文书日期")
    activity = forms.ChoiceField(label="属于哪项执法活动", required=False)
    file = forms.FileField(label="扫描件或者照片", required=False)
    sealed = forms.BooleanField(label="已盖本机关印章", required=False)
    secrecy = SecrecyField()
    late_reason = forms.CharField(label="补录原因", required=False, max_length=300)

    def __init__(
        self,
        *args: Any,
        activities: list[tuple[str, str]],
        types: Iterable[DocumentType],
        **kwargs: Any,
    ) -> None:
        """`activities` are those of the case, as choices; `types` what its bureau writes under."""
        super().__init__(*args, **kwargs)
        shown = [one for one in types if one.direction == "incoming" or one.template]
        self.fields["type_code"].choices = [(t.code, t.title) for t in shown]  # type: ignore[attr-defined]
        self.fields["activity"].choices = [("", ""), *activities]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what would not fit into memory."""
        return check_size(self.cleaned_data["file"])
