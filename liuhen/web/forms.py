"""Forms of the pages: fields that read what people type, and errors that say what to do.

Forms check shape only; whether a step may be taken is decided below the web. What an action
answers (`Invalid.fields`) is put back on the form with `show_fault`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpResponse

from liuhen import clock
from liuhen.faults import Invalid
from liuhen.regulation.codec import FIRST_YEAR, LAST_YEAR
from liuhen.web.formats import OutOfRange, local, parse_day, parse_moment, parse_yuan, yuan_digits

RECEIPT_COOKIE = "liuhen_received"

_CHOOSERS = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)


def _out_of_range(field: forms.Field) -> forms.ValidationError:
    words = f"{field.label}的年份应在{FIRST_YEAR}年至{LAST_YEAR}年之间，请核对"
    return forms.ValidationError(words, code="invalid")


class DayInput(forms.TextInput):
    """A typed day with its echo; forms.js adds the picker button."""


class MomentInput(forms.TextInput):
    """A typed instant with its echo."""


class MoneyInput(forms.TextInput):
    """An amount in yuan."""


class DayField(forms.Field):
    """A day as people type it; cleans to `date` or None."""

    widget = DayInput

    def to_python(self, value: object) -> date | None:
        """Read the text; ValidationError says how to write a day."""
        if value in self.empty_values or isinstance(value, date):
            return value if isinstance(value, date) else None
        try:
            return parse_day(str(value), today=clock.today())
        except OutOfRange:
            raise _out_of_range(self) from None
        except ValueError:
            raise forms.ValidationError(
                f"{self.label}请写成年月日，例如 2026-11-24", code="invalid"
            ) from None

    def prepare_value(self, value: object) -> object:
        """Show a stored day as 2026-11-24 and typed text as it was typed."""
        return f"{value:%Y-%m-%d}" if isinstance(value, date) else value


class MomentField(forms.Field):
    """An instant as people type it, Shanghai time; cleans to an aware `datetime` or None."""

    widget = MomentInput

    def to_python(self, value: object) -> datetime | None:
        """Read the text; ValidationError says how to write an instant."""
        if value in self.empty_values or isinstance(value, datetime):
            return value if isinstance(value, datetime) else None
        try:
            return parse_moment(str(value), today=clock.today())
        except OutOfRange:
            raise _out_of_range(self) from None
        except ValueError:
            raise forms.ValidationError(
                f"{self.label}请写成日期和时刻，例如 2026-11-24 10:05", code="invalid"
            ) from None

    def prepare_value(self, value: object) -> object:
        """Show a stored instant as 2026-11-24 10:05 in Shanghai."""
        return f"{local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


class YuanField(forms.Field):
    """Money typed in yuan; cleans to fen as `int`, or None."""

    widget = MoneyInput

    def to_python(self, value: object) -> int | None:
        """Read the text; ValidationError says how to write an amount."""
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        try:
            return parse_yuan(str(value))
        except ValueError:
            raise forms.ValidationError(
                f"{self.label}请写成以元为单位的数，例如 30000 或 1234.56", code="invalid"
            ) from None

    def prepare_value(self, value: object) -> object:
        """Show stored fen as yuan digits."""
        return yuan_digits(value) if isinstance(value, int) else value


class PageForm(forms.Form):
    """Base of every form: our words for what cannot be taken, no browser bubbles, no label colon."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what Django's Form takes."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = field.label or name
            _word_empty(field)
            _word_unusable(field)


def _word_empty(field: forms.Field) -> None:
    """Say 「请填写…」 or 「请选择…」 unless the field words its emptiness itself."""
    if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _empty_words(field)


_UNUSABLE = {
    "max_length": "最多%(limit_value)d字，现在是%(show_value)d字，请缩短",
    "min_value": "不能小于%(limit_value)s，请核对",
    "max_value": "不能大于%(limit_value)s，请核对",
    "null_characters_not_allowed": "里有不能显示的字符，请删去后再提交",
}
"""What follows the field's label, by the code of Django's validator, whose own words are for programmers."""

_CHOICE_FIELDS = (
    forms.ChoiceField,
    forms.MultipleChoiceField,
    forms.ModelChoiceField,
    forms.ModelMultipleChoiceField,
)


def _word_unusable(field: forms.Field) -> None:
    """Say what to do with a value that is too long, out of range, no number or not offered."""
    label = str(field.label).replace("%", "%%")
    for code, words in _UNUSABLE.items():
        field.error_messages.setdefault(code, label + words)
    if isinstance(field, forms.IntegerField) and _is_djangos(field, "invalid", forms.IntegerField):
        field.error_messages["invalid"] = f"{field.label}请填写整数，例如 2027"
    if isinstance(field, _CHOICE_FIELDS) and _is_djangos(field, "invalid_choice", *_CHOICE_FIELDS):
        field.error_messages["invalid_choice"] = (
            f"{label}：没有「%(value)s」这个选项，请从列表中选择"
        )


def _is_djangos(field: forms.Field, code: str, *kinds: type[forms.Field]) -> bool:
    """Tell whether the field left a message as Django words it."""
    return any(
        field.error_messages.get(code) is kind.default_error_messages.get(code) for kind in kinds
    )


def _empty_words(field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return f"请勾选「{field.label}」"
    verb = "请选择" if isinstance(field.widget, _CHOOSERS) else "请填写"
    return f"{verb}{field.label}"


def show_fault(form: forms.Form, fault: Invalid) -> None:
    """Put an action's answer on the form: each named field its message, the rest above the form."""
    form.errors  # noqa: B018  (runs the form's own cleaning first, which would wipe added errors)
    placed = False
    for name, message in fault.fields.items():
        if name in form.fields:
            form.add_error(name, message)
            placed = True
        else:
            form.add_error(None, message)
    if not placed:
        form.add_error(None, fault.message)


@dataclass(frozen=True, kw_only=True)
class SummaryLine:
    """One line of the error summary; `target` is the control's id, empty for the whole form."""

    message: str
    target: str


def summary_lines(shown: Iterable[forms.BaseForm]) -> list[SummaryLine]:
    """List the errors of the forms in the order of their fields, whole-form errors first."""
    lines: list[SummaryLine] = []
    for form in shown:
        if not form.is_bound:
            continue
        lines += [SummaryLine(message=str(each), target="") for each in form.non_field_errors()]
        for bound in form:
            target = first_control(bound)
            lines += [SummaryLine(message=str(each), target=target) for each in bound.errors]
    return lines


def first_control(bound: BoundField) -> str:
    """Return the id the error link jumps to: a group's first choice, otherwise the control."""
    if isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{bound.auto_id}_0"
    return str(bound.id_for_label)


def received(response: HttpResponse, *form_keys: str) -> HttpResponse:
    """Tell the browser that the server holds these forms now, so their drafts are dropped.

    Call it after the action has committed, with the same keys as the forms' `data-autosave`.
    """
    response.set_cookie(RECEIPT_COOKIE, "|".join(form_keys), max_age=3600, samesite="Lax")
    return response
