"""Document types as data: what a 文书 asks for, who signs it, how it is numbered and filed.

One folder a type under `catalogue/`: `type.toml` (this module reads it), `template.typ` (drawn by
`render`), `sample.json` (a filled-in example, used by tests and the preview). A superseded version
stays in a sub-folder of its type, so that an old document can always be drawn as it was.
Every text a bureau may want to change stands in those files, none here.

Guarantees of a loaded catalogue: every key is known, every value has its type, names are unique,
a served type is outward, an incoming type has neither number nor template. Anything else raises
CatalogueError, which names the file and the key.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from liuhen.documents import figures
from liuhen.documents.toml_table import CatalogueError, TomlTable
from liuhen.regulation.casefile import Stage

__all__ = [
    "CATALOGUE_FOLDER",
    "Catalogue",
    "CatalogueError",
    "Computed",
    "DocumentType",
    "FieldSpec",
    "NumberSpec",
    "RequiredIf",
    "SignaturePlaceSpec",
    "all_types",
    "get_type",
    "load_catalogue",
]

CATALOGUE_FOLDER = Path(__file__).resolve().parent / "catalogue"
LAYOUT = "_layout"

# fmt: off
KINDS = frozenset({
    "text", "longtext", "date", "datetime", "money", "count", "person", "officers", "list", "table",
    "choice", "bool", "qa", "number",
})
COLUMN_KINDS = frozenset({
    "text", "longtext", "date", "datetime", "money", "count", "number", "list", "choice", "bool",
})
DIRECTIONS = frozenset({"inward", "outward", "incoming"})
VOLUMES = frozenset({"main", "side"})
PLACES = frozenset({
    "officer", "party", "agent", "witness", "testifier", "provider", "handler", "reviewer",
    "approver", "reviewer_legal", "recorder", "attendee", "server", "recipient", "archivist",
    "checker", "host", "seal",
})
# Where prefilling may take a value from; `procedure` hands over a mapping with these names.
SOURCES = frozenset({
    "case", "bureau", "party", "activity", "officers", "evidence", "recordings", "documents",
    "decision", "proposal", "statement", "correction_order", "delivery", "approval", "today",
    "gathered", "periods",
})
# fmt: on
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, kw_only=True)
class RequiredIf:
    """An optional field becomes required when another field has this value."""

    field: str
    equals: str | bool | int


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A column that is computed from two others of its row (`figures.RULES`) and never typed.

    `otherwise`: the words where the rule has no answer (a share of zero).
    """

    rule: str
    of: tuple[str, str]
    otherwise: str


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One field of a type, or one column of a table field.

    `help` is the statutory meaning with its article. `source` is a path into the case file;
    `preset` a text (or rows of texts) with `{path}` placeholders. `minimum` is the least number
    of entries of officers, list, table and qa. `options` are (value, label) pairs in order.
    `width` weighs a column in print; 0 keeps a column of the data out of print.
    """

    name: str
    label: str
    kind: str
    optional: bool = False
    help: str = ""
    source: str | None = None
    preset: str | tuple[Mapping[str, str], ...] | None = None
    columns: tuple[FieldSpec, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    multiple: bool = False
    minimum: int = 0
    width: int = 1
    required_if: RequiredIf | None = None
    computed: Computed | None = None

    def label_of(self, value: str) -> str:
        """Return the label of an option; an unknown value is its own label."""
        return dict(self.options).get(value, value)


@dataclass(frozen=True, kw_only=True)
class SignaturePlaceSpec:
    """Where somebody signs (第七条第二款). `each_page`: every page is signed, not the last only.

    `minimum` signatures are needed; where `per_entry_of` names a field (officers, attendees), the
    paper shows as many lines as that field has entries, if these are more.
    """

    code: str
    label: str
    minimum: int = 1
    each_page: bool = False
    may_refuse: bool = False
    per_entry_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class NumberSpec:
    """How a type's 文号 reads; serials run per bureau, series and year, without leading zeros."""

    series: str
    pattern: str = "{prefix}{series}字〔{year}〕{serial}号"

    def text(self, *, prefix: str, year: int, serial: int) -> str:
        """Return the number as printed, for example 示统检字〔2026〕2号."""
        return self.pattern.format(prefix=prefix, series=self.series, year=year, serial=serial)


@dataclass(frozen=True, kw_only=True)
class DocumentType:
    """One version of one document type.

    `digest` is the SHA-256 over everything that decides how a document of this type looks: its
    own type.toml and template.typ and the shared layout. The sample takes no part.
    """

    code: str
    title: str
    version: int
    in_force_from: date
    stage: Stage
    direction: str
    served: bool
    volume: str
    volume_order: int
    prints_seal: bool
    fields: tuple[FieldSpec, ...]
    signatures: tuple[SignaturePlaceSpec, ...]
    number: NumberSpec | None
    help: str
    folder: Path
    root: Path
    template: Path | None
    digest: str

    def field(self, name: str) -> FieldSpec:
        """Return the field of this name; raises KeyError when the type has none."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(f"{self.code} has no field {name}")

    def place(self, code: str) -> SignaturePlaceSpec:
        """Return the signature place of this code; raises KeyError when the type has none."""
        for spec in self.signatures:
            if spec.code == code:
                return spec
        raise KeyError(f"{self.code} has no signature place {code}")

    def sample(self) -> dict[str, Any]:
        """Return the filled-in example content, as `render` takes it."""
        path = self.folder / "sample.json"
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return loaded


@dataclass(frozen=True)
class Catalogue:
    """All versions of all types, by code, oldest version first."""

    versions: Mapping[str, tuple[DocumentType, ...]]

    def get(self, code: str, version: int | None = None) -> DocumentType:
        """Return one type; without a version, the newest. Raises KeyError for an unknown one."""
        known = self.versions.get(code)
        if not known:
            raise KeyError(f"unknown document type {code}")
        if version is None:
            return known[-1]
        for one in known:
            if one.version == version:
                return one
        raise KeyError(f"unknown version {version} of document type {code}")

    def current(self) -> tuple[DocumentType, ...]:
        """Return the newest version of each type, in the order of a volume."""
        newest = [versions[-1] for versions in self.versions.values()]
        return tuple(sorted(newest, key=lambda one: (one.volume, one.volume_order, one.code)))


def get_type(code: str, version: int | None = None) -> DocumentType:
    """Return a type of the shipped catalogue; see Catalogue.get.

    What a bureau writes under on a day, its own types included, says `documents.offered`.
    """
    return _shipped().get(code, version)


def all_types() -> tuple[DocumentType, ...]:
    """Return the newest version of every type of the shipped catalogue."""
    return _shipped().current()


@lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    return load_catalogue(CATALOGUE_FOLDER)


def load_catalogue(folder: Path) -> Catalogue:
    """Read and validate every type below `folder`; raises CatalogueError for the first fault."""
    layout = sorted(one for one in (folder / LAYOUT).glob("*") if one.is_file())
    found: dict[str, list[DocumentType]] = {}
    for path in sorted((*folder.glob("*/type.toml"), *folder.glob("*/*/type.toml"))):
        one = _load_type(path, folder, layout)
        found.setdefault(one.code, []).append(one)
    if not found:
        raise CatalogueError(folder, "", "里面没有 type.toml")
    for versions in found.values():
        versions.sort(key=lambda one: one.version)
        for earlier, later in pairwise(versions):
            if earlier.version == later.version:
                raise CatalogueError(later.folder / "type.toml", "version", "同一版本有两份")
    return Catalogue({code: tuple(versions) for code, versions in found.items()})


def _load_type(path: Path, root: Path, layout: list[Path]) -> DocumentType:
    table = TomlTable.read(path)
    code = table.identifier("code")
    if path.parent.relative_to(root).parts[0] != code:
        table.fail("code", f"应当与文件夹同名，不是 {code}")
    template = path.parent / "template.typ"
    fields = tuple(_field(one, KINDS) for one in table.tables("fields"))
    signatures = tuple(_signature(one) for one in table.tables("signatures"))
    loaded = DocumentType(
        code=code,
        title=table.text("title"),
        version=table.whole("version"),
        in_force_from=table.day("in_force_from"),
        stage=Stage(table.one_of("stage", frozenset(Stage))),
        direction=table.one_of("direction", DIRECTIONS),
        served=table.flag("served", False),
        volume=table.one_of("volume", VOLUMES),
        volume_order=table.whole("volume_order"),
        prints_seal=table.flag("prints_seal", False),
        fields=fields,
        signatures=signatures,
        number=_number(table.table("number")),
        help=table.text("help", ""),
        folder=path.parent,
        root=root,
        template=template if template.exists() else None,
        digest=_digest([path, *([template] if template.exists() else []), *layout]),
    )
    table.no_other_keys()
    _check_whole(loaded, table)
    return loaded


def _check_whole(one: DocumentType, table: TomlTable) -> None:
    """Check what concerns more than one key of a type."""
    _unique(table, "fields", [spec.name for spec in one.fields])
    _unique(table, "signatures", [spec.code for spec in one.signatures])
    names = {spec.name for spec in one.fields}
    for spec in one.fields:
        if spec.required_if and spec.required_if.field not in names:
            table.fail(f"fields.{spec.name}.required_if", "指向不存在的字段")
    for place in one.signatures:
        if place.per_entry_of and place.per_entry_of not in names:
            table.fail(f"signatures.{place.code}.per_entry_of", "指向不存在的字段")
    if one.served and one.direction != "outward":
        table.fail("served", "只有对外文书才能送达")
    if one.direction == "incoming" and (one.number or one.template):
        table.fail("direction", "外来材料没有文号，也没有模板")
    if one.direction != "incoming" and one.template is None:
        table.fail("template.typ", "旁边没有这个文件")
    if not (one.folder / "sample.json").exists():
        table.fail("sample.json", "旁边没有这个文件")


def _unique(table: TomlTable, key: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            table.fail(key, f"{name} 写了两次")


def _number(table: TomlTable | None) -> NumberSpec | None:
    if table is None:
        return None
    spec = NumberSpec(
        series=table.text("series"), pattern=table.text("pattern", NumberSpec.pattern)
    )
    table.no_other_keys()
    for part in ("{prefix}", "{series}", "{year}", "{serial}"):
        if part not in spec.pattern:
            table.fail("pattern", f"缺 {part}")
    return spec


def _field(table: TomlTable, kinds: frozenset[str]) -> FieldSpec:
    kind = table.one_of("kind", kinds)
    columns = tuple(_field(one, COLUMN_KINDS) for one in table.tables("columns"))
    spec = FieldSpec(
        name=table.identifier("name"),
        label=table.text("label"),
        kind=kind,
        optional=table.flag("optional", False),
        help=table.text("help", ""),
        source=table.text("source", "") or None,
        preset=table.preset("preset"),
        columns=columns,
        options=table.options("options"),
        multiple=table.flag("multiple", False),
        minimum=table.whole("minimum", 0),
        width=table.whole("width", 1),
        required_if=_required_if(table.table("required_if")),
        computed=_computed(table.table("computed")),
    )
    table.no_other_keys()
    _check_field(spec, table)
    return spec


def _check_field(spec: FieldSpec, table: TomlTable) -> None:
    if (spec.kind == "table") != bool(spec.columns):
        table.fail("columns", "表格要有列，别的字段没有列")
    if (spec.kind == "choice") != bool(spec.options):
        table.fail("options", "选择项要有选项，别的字段没有选项")
    if spec.kind == "money" and not spec.name.endswith("_fen"):
        table.fail("name", "金额以分保存，名称以 _fen 结尾")
    paths = [spec.source] if spec.source else []
    presets = [spec.preset] if isinstance(spec.preset, str) else []
    presets += [
        text for row in spec.preset or () if isinstance(row, Mapping) for text in row.values()
    ]
    for text in presets:
        paths += _PLACEHOLDER.findall(text)
    # A column's source is a path inside the row, so it has no root to check.
    for path in paths if table.depth == 1 else ():
        if path.split(".")[0] not in SOURCES:
            table.fail("source", f"{path} 的开头应当是其中之一：{'、'.join(sorted(SOURCES))}")
    _unique(table, "columns", [column.name for column in spec.columns])
    _check_computed(spec, table)


def _check_computed(spec: FieldSpec, table: TomlTable) -> None:
    """Check that what is computed is a column of a table, of two columns that hold figures."""
    if spec.computed and table.depth == 1:
        table.fail("computed", "只有表格的列可以由系统计算")
    figures_of = {one.name for one in spec.columns if one.kind == "number" and not one.computed}
    for column in spec.columns:
        if column.computed and not figures_of.issuperset(column.computed.of):
            table.fail(
                f"columns.{column.name}.computed", "应当由同一表格中两个数值列（number）计算"
            )


def _computed(table: TomlTable | None) -> Computed | None:
    if table is None:
        return None
    spec = Computed(
        rule=table.one_of("rule", frozenset(figures.RULES)),
        of=(table.identifier("reported"), table.identifier("verified")),
        otherwise=table.text("otherwise", ""),
    )
    table.no_other_keys()
    return spec


def _required_if(table: TomlTable | None) -> RequiredIf | None:
    if table is None:
        return None
    spec = RequiredIf(field=table.identifier("field"), equals=table.scalar("equals"))
    table.no_other_keys()
    return spec


def _signature(table: TomlTable) -> SignaturePlaceSpec:
    spec = SignaturePlaceSpec(
        code=table.one_of("code", PLACES),
        label=table.text("label"),
        minimum=table.whole("minimum", 1),
        each_page=table.flag("each_page", False),
        may_refuse=table.flag("may_refuse", False),
        per_entry_of=table.text("per_entry_of", "") or None,
    )
    table.no_other_keys()
    return spec


def _digest(paths: list[Path]) -> str:
    """Hash the files by name and content, so that neither can change unnoticed."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
