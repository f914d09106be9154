"""What a stranger runs to check a package; no Django.

`verify_package` is the whole of it; `python -m liuhen.verifier PACKAGE.zip` its command, and
`standalone_zipapp` puts it, with the law, into one file that needs nothing but Python.
"""

from liuhen.verifier.report import Effect, Finding, Report, Section, Verdict
from liuhen.verifier.standalone import standalone_zipapp
from liuhen.verifier.verify import STEPS, verify_package

__all__ = [
    "STEPS",
    "Effect",
    "Finding",
    "Report",
    "Section",
    "Verdict",
    "standalone_zipapp",
    "verify_package",
]
