"""Published test vectors: RFC 6962 trees, the C2SP signed-note example, and a three-leaf log."""

from __future__ import annotations

import hashlib

RFC6962_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
RFC6962_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

NOTE_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

LOG_SEED = hashlib.sha256(b"test log key - not secret").digest()
LOG_VKEY = "xlt.example/enforcement/2026+7688e2e4+AZJ8U4KsN5pzwLje6IJQNGWqQm3V8ArphtwMPsanrdRr"
WITNESS_SEED = hashlib.sha256(b"test witness key - not secret").digest()
WITNESS_VKEY = "witness.example/shi-bureau+a0ac6bc4+BHpOquQdIoO1UoKsGAhrpu++zV/3LrFxUimlGKR2vKuF"

LEAVES = [
    b'{"actor":"u17","case":"C-2026-0001","cprev":null,"cseq":0,"time":"2026-11-24T04:00:00.000Z","type":"case.opened","v":1}',
    b'{"actor":"u17","case":"C-2026-0001","cprev":"ff207761990e37ef9464352a557743791baf69dfe9638f42797eede9a8adb352","cseq":1,"object":{"media":"application/pdf","sha256":"139d544b821b13ebea14f1b0fe18577222e415c2966e3a3511c4196055232202","size":3,"sm3":"7d0574f38628529a11fc486bdfc169d6da308f18bd3fa7bcb12c3f4ad0aa7384"},"time":"2026-11-24T04:01:00.000Z","type":"document.signed","v":1}',
    b'{"actor":"u17","case":"C-2026-0001","cprev":"059376a0f8b207c89b9691d458886f5e48196780bbf6fd8aff8df77a542e9b67","cseq":2,"deadline":"2026-12-01","object":{"media":"video/mp4","sha256":"27a26bca625b223971909dd88fc93faeb050dc5b34d91c0871661740dcfb9d18","size":2,"sm3":"5d2221e002caf1c47239330fbdf466878acee1be12019f55d2b398cc15ada5f3"},"time":"2026-11-24T04:02:00.000Z","type":"av.stored","v":1}',
]
LEAF_SHA256 = [
    "ff207761990e37ef9464352a557743791baf69dfe9638f42797eede9a8adb352",
    "059376a0f8b207c89b9691d458886f5e48196780bbf6fd8aff8df77a542e9b67",
    "b358b9f4d695dae48fc9b3916cce4b078cec94fe05fcad6c26d934a6b8e97a5c",
]
LEAF_SM3 = [
    "61f69c16b5e0aecc1f881fca3989cd9f60b9c432687157c657dd048ba415ae45",
    "f4741fed1277a206ed8c329866101dc744c9964633a8d34799f10b9110676044",
    "ac08b2a8feab51f3e89e374d5dba2e3c4550e8531690422900824c3542d8aba0",
]
ROOT_SHA256 = "4f6881409c0c99d117bd84f04705126d14e55d41fe71da2b04aacd0f2689279f"
ROOT_SM3 = "4d9cf20af7ec793f33ed57a80228909670e42bfd7fac6f54a5c88b36f65eb199"
CONSISTENCY_2_3 = ["s1i59NaV2uSPybORbM5LB4zslP4F/K1sJtk0prjpelw="]

PROOF = """c2sp.org/tlog-proof@v1
index 1
/yB3YZkON++UZDUqVXdDeRuvad/pY49CeX7t6aits1I=
s1i59NaV2uSPybORbM5LB4zslP4F/K1sJtk0prjpelw=

xlt.example/enforcement/2026
3
T2iBQJwMmdEXvYTwRwUSbRTlXUH+cdorBKrNDyaJJ58=

— xlt.example/enforcement/2026 doji5KvKM3+d0IKlj6Xt4rHsjoU4odofEK6KSnsM6OcqJKiMurCBKlIzEgQDflDMn/AUwi0FMGzL5iXAgkbW/xbyXwg=
— witness.example/shi-bureau oKxrxAAAAABrBQvAkcj6N9U8GYkFYjkwKZmMCvxpo/dB13Oz9dBIk1vZ6020DiMMmlLSEI9AunJ1ImSBye2JYfc12FDVZMkyvOzYAQ==
"""
