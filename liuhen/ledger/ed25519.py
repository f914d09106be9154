"""Ed25519 verification with what the machine has: `cryptography`, else the openssl program.

A stranger who checks a package may have nothing but Python. `verify` then raises NoEd25519: a
signature that could not be checked is never taken for a good one.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

PUBLIC_BYTES, SIGNATURE_BYTES = 32, 64
_SECONDS = 30
# SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) up to the key itself.
_KEY_HEAD = bytes.fromhex("302a300506032b6570032100")
# RFC 8032, 7.1, test 2.
_KNOWN_PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
_KNOWN_MESSAGE = b"\x72"
_KNOWN_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


class NoEd25519(RuntimeError):
    """Nothing on this machine can check an Ed25519 signature."""


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature is good; raises NoEd25519 where nothing can tell."""
    if len(public) != PUBLIC_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return _by_program(public, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _by_program(public: bytes, message: bytes, signature: bytes) -> bool:
    program = _program()
    if program is None:
        raise NoEd25519(
            "本机没有 cryptography 组件，也没有可用的 openssl 程序（3.0 以上），无法核对签名。"
        )
    return _ask(program, public, message, signature)


@cache
def _program() -> str | None:
    """Return an openssl program that tells a good signature from a false one, by a known vector."""
    found = shutil.which("openssl")
    if found is None:
        return None
    try:
        good = _ask(found, _KNOWN_PUBLIC, _KNOWN_MESSAGE, _KNOWN_SIGNATURE)
        false = _ask(found, _KNOWN_PUBLIC, b"\x73", _KNOWN_SIGNATURE)
    except NoEd25519:
        return None
    return found if good and not false else None


def _ask(program: str, public: bytes, message: bytes, signature: bytes) -> bool:
    body = base64.b64encode(_KEY_HEAD + public).decode("ascii")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "key.pem").write_text(
            f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n", encoding="ascii"
        )
        (folder / "message").write_bytes(message)
        (folder / "signature").write_bytes(signature)
        try:
            done = subprocess.run(
                [
                    program,
                    "pkeyutl",
                    "-verify",
                    "-pubin",
                    "-inkey",
                    "key.pem",
                    "-rawin",
                    "-in",
                    "message",
                    "-sigfile",
                    "signature",
                ],
                cwd=folder,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoEd25519(f"openssl 程序没有答复，无法核对签名：{error}") from error
    return done.returncode == 0
