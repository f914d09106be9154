"""A bureau's own document types as one file: read from a folder or zip, checked, laid out to draw.

A package holds one folder a type, as in the shipped catalogue (`catalogue/`), and may hold a
`_layout` of its own. Without one it takes along the shipped layout as it stands that day, so that
what was written under it can always be drawn as it was. The same files make the same bytes.

Nothing in a package runs before it is checked: names, sizes and kinds of files are bounded, a
template imports nothing from outside, and the sample is drawn in a process of its own that ends
after a minute. Every refusal (Invalid) names the file and the line or key.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from liuhen.documents.types import (
    CATALOGUE_FOLDER,
    LAYOUT,
    CatalogueError,
    DocumentType,
    load_catalogue,
)
from liuhen.faults import Invalid, reason_of

MAX_FILES = 400
MAX_BYTES = 20 * 1024 * 1024
TRIAL_SECONDS = 60
_SUFFIXES = frozenset({".toml", ".typ", ".json", ".svg", ".png", ".jpg"})
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_FROM_OUTSIDE = re.compile(r'(?:import|include)\s*\(?\s*"@')
_CODE = re.compile(r'^code\s*=\s*"([a-z][a-z0-9_]*)"', re.MULTILINE)
_A_DAY = (1980, 1, 1, 0, 0, 0)  # a zip's earliest: the same files make the same bytes


def from_path(path: Path) -> bytes:
    """Return the package of a folder or a zip; Invalid for anything else."""
    try:
        if path.is_dir():
            return _packed(dict(_files_of_folder(path)))
        return from_zip(path.read_bytes())
    except OSError as error:
        raise Invalid(f"读不出 {path}（{reason_of(error)}）。请检查路径。") from None


def from_zip(data: bytes) -> bytes:
    """Return the package of an uploaded zip; Invalid for one that is broken or out of bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = dict(_files_of_zip(archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Invalid("这个文件不是完好的 zip 压缩包。请重新压缩后再试。") from error
    return _packed(files)


def _files_of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    total = 0
    for number, path in enumerate(sorted(one for one in folder.rglob("*") if not one.is_dir())):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise Invalid(f"{name} 是链接。文书种类的文件夹里只放普通文件。")
        total += path.stat().st_size
        _within(number, total)
        yield name, path.read_bytes()


def _files_of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    total = 0
    members = [one for one in archive.infolist() if not one.is_dir()]
    for number, member in enumerate(members):
        with archive.open(member) as stream:
            data = stream.read(MAX_BYTES - total + 1)  # what it says of its size may be a lie
        total += len(data)
        _within(number, total)
        yield member.filename, data


def _within(number: int, total: int) -> None:
    if number >= MAX_FILES or total > MAX_BYTES:
        raise Invalid(
            f"文件太多或者太大（最多 {MAX_FILES} 个文件、{MAX_BYTES // 1024 // 1024} MB）。"
            "请只放文书种类的文件。"
        )


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a package with its layout; one outer folder is peeled off."""
    for name in files:
        _check_inside(name)
    inner = _peeled({name: data for name, data in files.items() if not _left_out(name)})
    for name in inner:
        _check_name(name)
    if not any(PurePosixPath(name).name == "type.toml" for name in inner):
        raise Invalid("里面没有 type.toml。每种文书一个文件夹，放 type.toml、template.typ 和样例。")
    if not any(name.startswith(f"{LAYOUT}/") for name in inner):
        shipped = sorted((CATALOGUE_FOLDER / LAYOUT).glob("*"))
        inner |= {f"{LAYOUT}/{one.name}": one.read_bytes() for one in shipped if one.is_file()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(inner):
            archive.writestr(zipfile.ZipInfo(name, _A_DAY), inner[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _left_out(name: str) -> bool:
    """Tell whether a file is the litter of a desktop, not a part of a type."""
    parts = PurePosixPath(name).parts
    return parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini") or parts[0] == "__MACOSX"


def _peeled(files: dict[str, bytes]) -> dict[str, bytes]:
    """Take off the outer folder that most programs add around a zip.

    A single type's own folder is not one: its type.toml stands right in it. Where the files of a
    single type come without their folder, they get it.
    """
    if "type.toml" in files:
        return {f"{_code_in(files['type.toml'])}/{name}": data for name, data in files.items()}
    tops = {PurePosixPath(name).parts[0] for name in files}
    if len(tops) != 1 or any(len(PurePosixPath(name).parts) < 3 for name in files):
        return files
    (top,) = tops
    return {name[len(top) + 1 :]: data for name, data in files.items()}


def _code_in(type_file: bytes) -> str:
    found = _CODE.search(type_file.decode("utf-8", "replace"))
    if found is None:
        raise Invalid("type.toml：没有写 code（文书种类的英文名）。")
    return found[1]


def _check_inside(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or "\\" in name or not path.parts or ".." in path.parts:
        raise Invalid(f"文件 {name} 指向文件夹之外，没有收下。请重新压缩。")


def _check_name(name: str) -> None:
    parts = PurePosixPath(name).parts
    fine = 2 <= len(parts) <= 3 and all(_NAME.fullmatch(one) for one in parts)
    if not fine:
        raise Invalid(
            f"文件 {name} 的位置或者名称不对。应当是「文书种类/type.toml」的样子，只用英文字母和数字。"
        )
    if PurePosixPath(name).suffix not in _SUFFIXES:
        raise Invalid(f"不认识文件 {name}。只收 {'、'.join(sorted(_SUFFIXES))} 文件。")


def unpack(data: bytes, folder: Path) -> None:
    """Lay a package's files out in an empty folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            _check_name(name)
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def loaded(folder: Path) -> list[DocumentType]:
    """Return the types of an unpacked package, their files checked; else Invalid."""
    for path in sorted(folder.rglob("*.typ")):
        _check_imports(path, folder)
    try:
        catalogue = load_catalogue(folder)
    except CatalogueError as error:
        raise Invalid(_in_words(error, folder)) from error
    return sorted(catalogue.current(), key=lambda one: one.code)


def _check_imports(path: Path, folder: Path) -> None:
    for number, line in enumerate(_text(path, folder).splitlines(), start=1):
        if _FROM_OUTSIDE.search(line):
            where = path.relative_to(folder).as_posix()
            raise Invalid(
                f"{where} 第 {number} 行从外部引用了模板包。本系统不联网，"
                "请把要用的内容直接写进模板或者版式文件。"
            )


def _text(path: Path, folder: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        where = path.relative_to(folder).as_posix()
        raise Invalid(f"{where} 不是 UTF-8 编码。请另存为 UTF-8 后再试。") from None


def _in_words(error: CatalogueError, folder: Path) -> str:
    where = error.path.relative_to(folder).as_posix() if error.path != folder else "文件夹"
    return f"{where}：{error.words}"


def try_out(kind: DocumentType) -> None:
    """Draw the sample in a process of its own: a template may loop or take all memory.

    Raises Invalid with the template's file and line where it cannot be drawn.
    """
    if kind.template is None:
        return
    where = f"{kind.code}/template.typ"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "liuhen.documents.trial", str(kind.root), kind.code],
            capture_output=True,
            text=True,
            timeout=TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Invalid(
            f"{where}：样例 {TRIAL_SECONDS} 秒还没有排完，模板里可能有不停的循环。"
        ) from None
    if done.returncode != 0:
        raise Invalid(
            done.stdout.strip() or f"{where}：样例排不出来，用的内存太多，模板里可能有很大的循环。"
        )
