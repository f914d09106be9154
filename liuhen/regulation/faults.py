"""What is wrong with a case file that cannot be read."""

from __future__ import annotations


class CaseFileError(ValueError):
    """A case file that cannot be used; `path` is the JSON path, `problem` Chinese words for it."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"案件文件 {path}：{problem}")
        self.path = path
        self.problem = problem
