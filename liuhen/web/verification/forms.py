"""Forms of verification: what is checked, and what from outside it is compared with."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.ledger.notes import BadNote, Checkpoint, VerifierKey
from liuhen.web.forms import PageForm

_LONGEST = 20_000  # characters; a note with every signature it may bear is shorter


class TypedField(forms.Field):
    """Text that is typed or pasted and cleans to something else than text."""

    widget = forms.Textarea(attrs={"rows": 3})

    def text(self, value: Any) -> str:
        """Return the text; ValidationError when it is too long to be what is asked for."""
        text = str(value or "").strip()
        if len(text) > _LONGEST:
            raise forms.ValidationError("内容太长，不像是这里要的，请核对", code="too_long")
        return text


class SlipField(TypedField):
    """A checkpoint slip as typed or pasted; cleans to a `Checkpoint` or None."""

    def to_python(self, value: Any) -> Checkpoint | None:
        """Read the three lines; a whole note, with its signatures, is welcome too."""
        lines = [line.strip() for line in self.text(value).splitlines()]
        lines = [line for line in lines if line][:3]
        if not lines:
            return None
        try:
            return Checkpoint.parse("\n".join(lines) + "\n")
        except BadNote:
            raise forms.ValidationError(
                "检查点应当有三行：日志名称、条数、树根。请照凭条逐字录入，大小写要一致",
                code="invalid",
            ) from None


class KeysField(TypedField):
    """Public keys as typed or pasted, parted by blanks; cleans to a list of `VerifierKey`."""

    def to_python(self, value: Any) -> list[VerifierKey]:
        """Read the keys; ValidationError names the one that is out of form."""
        return [self._key(text) for text in self.text(value).split()]

    def _key(self, text: str) -> VerifierKey:
        try:
            return VerifierKey.parse(text)
        except BadNote:
            raise forms.ValidationError(
                f"公钥「{text[:60]}」不合格式，应当写成「名称+八位编号+公钥」，请整行复制",
                code="invalid",
            ) from None


_SLIP_HELP = "以前打印的凭条，或者上级机关保存的检查点：照录三行（名称、条数、树根）。"


class PackageForm(PageForm):
    """A package, a slip, keys: at least one of the first two."""

    package = forms.FileField(
        label="案卷包",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    checkpoint = SlipField(label="手中的检查点凭条", required=False, help_text=_SLIP_HELP)
    keys = KeysField(
        label="从别处取得的公钥",
        required=False,
        help_text="从上级机关或者办案机关公开渠道取得，每行一个。包里自带的公钥不能作数。",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something to check."""
        data = super().clean() or {}
        if not self.errors and not data.get("package") and not data.get("checkpoint"):
            self.add_error("package", "请选择案卷包，或者录入检查点凭条")
        return data


class HomeForm(PageForm):
    """What the home's own log is compared with, besides itself."""

    checkpoint = SlipField(label="外部保存的检查点凭条", required=False, help_text=_SLIP_HELP)
