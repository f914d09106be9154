"""Opening a package that nobody vouches for yet: the ZIP file itself is the first suspect.

Nothing is ever written to disk, names are never used as paths, and no member is read beyond the
size its header declares.
"""

from __future__ import annotations

import hashlib
import stat
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from liuhen.ledger import hashes
from liuhen.verifier.report import Report, Section

Progress = Callable[[int, int, str], None]
"""Called with bytes read, bytes in all, and the member being read."""

READ_BYTES = 1024 * 1024
MAX_MEMBERS = 100_000
MAX_NAME = 1024
# Text deflates ten or twenty times; more than this over this size is a bomb.
BOMB_RATIO, BOMB_FROM = 200, 64 * 1024 * 1024
# All members together may unpack to so many times the package, and so many bytes on top: many small
# bombs are one large bomb, while the leaves and proofs of a small case press well.
UNPACKED_RATIO, UNPACKED_FREE = 20, 1024**3
MAX_TEXT = 256 * 1024 * 1024  # bytes of a member that is read whole
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class Unreadable(Exception):
    """A member that cannot be read whole: damaged, missing or too large."""


@dataclass(frozen=True)
class Digests:
    """What a member's bytes are: hex digests and size."""

    sha256: str
    sha512: str
    sm3: str
    size: int


class Package:
    """A package opened for checking; `members` maps the path inside its top folder to its entry."""

    def __init__(
        self, archive: zipfile.ZipFile, top: str, members: dict[str, zipfile.ZipInfo]
    ) -> None:
        self._archive = archive
        self.top = top
        self.members = members
        self.digests: dict[str, Digests] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield a member's bytes; raises Unreadable when it is absent or damaged."""
        if path not in self.members:
            raise Unreadable(f"{path} 不在包里")
        try:
            with self._archive.open(self.members[path]) as source:
                while data := source.read(READ_BYTES):
                    yield data
        except _BROKEN as error:
            raise Unreadable(f"{path} 已经损坏，读不出来（{error}）") from error

    def read(self, path: str, limit: int = MAX_TEXT) -> bytes:
        """Return a member's bytes; raises Unreadable, also above `limit` bytes."""
        info = self.members.get(path)
        if info is not None and info.file_size > limit:
            raise Unreadable(f"{path} 超过 {limit} 字节")
        return b"".join(self.chunks(path))

    def lines(self, path: str) -> list[bytes]:
        """Return the lines of a text member; each, the last included, must end with a newline."""
        data = self.read(path)
        if data and not data.endswith(b"\n"):
            raise Unreadable(f"{path} 的最后一行没有写完")
        return data[:-1].split(b"\n") if data else []


def open_package(path: Path, report: Report) -> Package | None:
    """Open a ZIP file and look for what would make reading it dangerous or ambiguous.

    Returns None, with findings, when it is not to be read at all. OSError when there is no file.
    """
    with path.open("rb"):
        pass
    try:
        archive = zipfile.ZipFile(path)
        infos = archive.infolist()
        size = path.stat().st_size
    except _BROKEN as error:
        report.altered(
            "zip.unreadable",
            path.name,
            f"不是完好的 ZIP 文件（{error}）。请重新索取。",
            Section.SAFE,
        )
        return None
    faults = [*_faults_of_archive(archive, infos, size)]
    faults += [fault for info in infos for fault in _faults_of_member(info)]
    for subject, words in faults:
        report.altered("zip.unsafe", subject, f"{words}。为安全起见没有读取。", Section.SAFE)
    if faults:
        archive.close()
        return None
    files = [info for info in infos if not info.is_dir()]
    return _below_one_folder(archive, files, path.name, report)


def _below_one_folder(
    archive: zipfile.ZipFile, files: list[zipfile.ZipInfo], name: str, report: Report
) -> Package | None:
    tops = {info.filename.partition("/")[0] for info in files}
    if len(tops) != 1 or any("/" not in info.filename for info in files):
        archive.close()
        report.altered(
            "zip.layout",
            name,
            "包内应当只有一个顶层文件夹，实际不是。请重新索取原始的包。",
            Section.SAFE,
        )
        return None
    top = tops.pop()
    return Package(archive, top, {info.filename[len(top) + 1 :]: info for info in files})


def _faults_of_archive(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], size: int
) -> Iterator[tuple[str, str]]:
    if len(infos) > MAX_MEMBERS:
        yield "ZIP", f"包内文件超过 {MAX_MEMBERS} 个"
        return
    if sum(info.file_size for info in infos) > UNPACKED_RATIO * size + UNPACKED_FREE:
        yield "ZIP", "展开后过大（可能是压缩炸弹）"
        return
    if archive.comment:
        yield "ZIP", "压缩文件带有注释，原始的包没有"
    names = Counter(unicodedata.normalize("NFC", info.filename).casefold() for info in infos)
    for name, times in names.items():
        if times > 1:
            yield name, f"同名文件出现 {times} 次，无法判断哪一个是真的"
    yield from _overlaps(infos, size)


def _overlaps(infos: list[zipfile.ZipInfo], size: int) -> Iterator[tuple[str, str]]:
    """Members that share bytes are a known bomb; bytes before the first are another file."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            yield info.filename, "与另一个文件的数据重叠"
        elif not end and info.header_offset:
            yield "ZIP", "压缩文件前面夹带了其他数据"
        end = info.header_offset + 30 + info.compress_size
    if end > size:
        yield "ZIP", "压缩文件的目录与实际长度不符"


def _faults_of_member(info: zipfile.ZipInfo) -> Iterator[tuple[str, str]]:
    name = info.orig_filename
    if name != info.filename or not _is_plain(name.rstrip("/") if info.is_dir() else name):
        yield repr(name), "文件名不合规（可能指向包外的路径）"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        yield name, "不是普通文件（可能是链接）"
    if info.flag_bits & 0x41:
        yield name, "加了密码"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield name, "使用了不认识的压缩方法"
    if info.is_dir() and info.file_size:
        yield name, "文件夹里藏有数据"
    if info.file_size > BOMB_FROM and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
        yield name, "压缩比异常（可能是压缩炸弹）"


def _is_plain(name: str) -> bool:
    """Tell whether a member's name is a plain relative path on every system."""
    parts = name.split("/")
    return (
        0 < len(name) <= MAX_NAME
        and not any(part in ("", ".", "..") for part in parts)
        and not any(c in '\\:*?"<>|' or ord(c) < 0x20 or ord(c) == 0x7F for c in name)
    )


def read_all(package: Package, report: Report, progress: Progress | None = None) -> None:
    """Read every member once and keep its digests; names those that cannot be read."""
    total = sum(info.file_size for info in package.members.values())
    done = 0
    for path in sorted(package.members):
        running = (hashlib.sha256(), hashlib.sha512())
        national, size = hashes.sm3(), 0
        try:
            for data in package.chunks(path):
                for one in running:
                    one.update(data)
                national.update(data)
                size += len(data)
                done += len(data)
                if progress is not None:
                    progress(done, total, path)
        except Unreadable as error:
            report.altered("member.unreadable", path, f"{error}。请重新索取。", Section.USABLE)
            continue
        package.digests[path] = Digests(
            running[0].hexdigest(), running[1].hexdigest(), national.digest().hex(), size
        )
    report.count("members", len(package.members))
    report.count("bytes", done)
