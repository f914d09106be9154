"""What a type that stands in the place of a shipped one must keep: all that the rules read.

The regulation reads a document by the names of its fields, the options of its choices and its
signature places. A bureau may add fields, rename labels and draw another form; it may not take
these away, or a case would look complete to nobody's eyes but the form's.
"""

from __future__ import annotations

from collections.abc import Iterable

from liuhen.documents.types import DocumentType, get_type
from liuhen.faults import Invalid


def replaced_by(kind: DocumentType) -> DocumentType | None:
    """Return the shipped type that a type would stand in place of, None for a new code.

    Raises Invalid with everything that the shipped type tells the rules and this one would not.
    """
    try:
        shipped = get_type(kind.code)
    except KeyError:
        return None
    faults = list(_faults_against(kind, shipped))
    if faults:
        raise Invalid(
            f"{kind.code}/type.toml：这个文种代替「{shipped.title}」，办法的核对要用到它的内容："
            + "；".join(faults)
            + "。可以增加字段、改名称和版式，不能去掉这些。"
        )
    return shipped


def _faults_against(kind: DocumentType, shipped: DocumentType) -> Iterable[str]:
    """Say what the rules read from the shipped type and this one would not tell."""
    fields = {spec.name: spec for spec in kind.fields}
    for spec in shipped.fields:
        own = fields.get(spec.name)
        if own is None:
            yield f"缺字段 {spec.name}（{spec.label}）"
        elif own.kind != spec.kind:
            yield f"字段 {spec.name} 的 kind 应为 {spec.kind}"
        elif {column.name for column in spec.columns} - {column.name for column in own.columns}:
            yield f"表格 {spec.name} 缺列"
        elif dict(spec.options).keys() - dict(own.options).keys():
            yield f"选择项 {spec.name} 缺选项"
    places = {spec.code: spec for spec in kind.signatures}
    for place in shipped.signatures:
        if place.code not in places:
            yield f"缺签署位置 {place.code}（{place.label}）"
        elif places[place.code].minimum < place.minimum:
            yield f"签署位置 {place.code} 至少 {place.minimum} 人"
    for name, words in (("direction", "内外"), ("served", "是否送达"), ("stage", "阶段")):
        if getattr(kind, name) != getattr(shipped, name):
            yield f"{name}（{words}）与原文种不同"
    if (kind.number is None) != (shipped.number is None):
        yield "文号设置与原文种不同"
