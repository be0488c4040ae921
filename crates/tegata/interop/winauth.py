"""`winauth.xml` with Python's XML and OpenSSL's Blowfish.

OpenSSL takes 72 bytes of a key, as WinAuth does; `openssl enc` and most libraries stop at 56, so
libcrypto is called directly.
"""

import base64
import ctypes
import ctypes.util
import hashlib
import os
import xml.etree.ElementTree as xml

from given import Account

_CRYPTO = ctypes.CDLL(ctypes.util.find_library("crypto"))
_KEY_SCHEDULE = (18 + 4 * 256) * 4
MAGIC = b"WINAUTH3"


def openssl_version() -> str:
    """As `openssl version` says it."""
    _CRYPTO.OpenSSL_version.restype = ctypes.c_char_p
    return _CRYPTO.OpenSSL_version(0).decode().split()[1]


def _blowfish(password: str, salt: bytes, blocks: bytes, encrypt: bool) -> bytes:
    key = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 2000, 256)[:72]
    schedule = ctypes.create_string_buffer(_KEY_SCHEDULE)
    _CRYPTO.BF_set_key(schedule, len(key), key)
    out = ctypes.create_string_buffer(8)
    result = b""
    for at in range(0, len(blocks), 8):
        _CRYPTO.BF_ecb_encrypt(blocks[at:at + 8], out, schedule, 1 if encrypt else 0)
        result += out.raw
    return result


def unlock(text: str, password: str) -> bytes:
    """What a protection by password holds; its SHA-256 has to be right."""
    sealed = bytes.fromhex(text)
    assert sealed[:8] == MAGIC, "no header"
    salt, told, body = sealed[8:16], sealed[16:48], sealed[48:]
    padded = _blowfish(password, body[:8], body[8:], encrypt=False)
    plain = padded[:-padded[-1]]
    assert hashlib.sha256(salt + plain).digest() == told, "the hash differs"
    return plain


def lock(plain: bytes, password: str) -> str:
    """The reverse."""
    salt, inner = os.urandom(8), os.urandom(8)
    count = 8 - len(plain) % 8
    padded = plain + os.urandom(count - 1) + bytes([count])
    body = inner + _blowfish(password, inner, padded, encrypt=True)
    return (MAGIC + salt + hashlib.sha256(salt + plain).digest() + body).hex().upper()


def read(text: str, password=None) -> list:
    """Its entries. Names are whole in `account`; the counter of the last code is moved on."""
    root = xml.fromstring(text)
    data = root.find("data")
    if data is not None and data.get("encrypted"):
        root = xml.fromstring(unlock(data.text, password).decode("utf-8-sig"))
    return [_entry(one) for one in root.iter("WinAuthAuthenticator")]


def _entry(one) -> Account:
    kind = one.get("type").removeprefix("WinAuth.").removesuffix("Authenticator")
    first, *parts = one.find("authenticatordata").findtext("secretdata").split("|")
    key, *more = first.split("\t")
    if kind == "BattleNet" and not parts:
        key = key[:40]
    found = Account(base64.b32encode(bytes.fromhex(key)).decode().rstrip("="), issuer=None,
                    account=one.findtext("name"))
    if more:
        found.digits = int(more[0])
    if len(more) == 3:
        found.algorithm, found.period = more[1], int(more[2])
    if kind == "HOTP":
        found.type, found.period, found.next_counter = "hotp", None, int(parts[0]) + 1
    if kind in ("Steam", "BattleNet"):
        found.type = kind.lower()
    return found


def write(entries: list, password: str) -> str:
    """A file of version 3.6 under a password."""
    config = xml.Element("config")
    for entry in entries:
        kind = "HOTP" if entry.type == "hotp" else "Google"
        one = xml.SubElement(config, "WinAuthAuthenticator", id=os.urandom(16).hex(),
                             type=f"WinAuth.{kind}Authenticator")
        xml.SubElement(one, "name").text = name_of(entry)
        xml.SubElement(one, "created").text = "1700000000000"
        data = xml.SubElement(one, "authenticatordata")
        padded = entry.secret + "=" * (-len(entry.secret) % 8)
        key = base64.b32decode(padded).hex().upper()
        secret = f"{key}\t{entry.digits}\t{entry.algorithm}\t{entry.period or 30}"
        if entry.type == "hotp":
            secret += f"|{entry.next_counter - 1}"
        xml.SubElement(data, "secretdata").text = secret
    plain = b"\xef\xbb\xbf" + xml.tostring(config, encoding="utf-8", xml_declaration=True)
    root = xml.Element("WinAuth", version="3.6")
    xml.SubElement(root, "data", encrypted="y").text = lock(plain, password)
    return xml.tostring(root, encoding="unicode", xml_declaration=True)


def name_of(entry: Account) -> str:
    """The one name that WinAuth has for an entry."""
    return f"{entry.issuer} ({entry.account})" if entry.issuer else entry.account
