"""Programs of others, read from and written with."""

import ast
import base64
import json
import os
import subprocess
import sys
import uuid
import zipfile
from hashlib import scrypt
from importlib.metadata import version as package_version
from pathlib import Path
from urllib.parse import urlsplit

import pass_import.managers.aegis as pass_aegis
import protobuff.gauth_pb2 as migration
import pyotp
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from given import Account

_NAMES = {"sha1": "SHA1", "sha256": "SHA256", "sha512": "SHA512"}


def pypi(name: str) -> str:
    """Name and version."""
    return f"{name} {package_version(name)}"


def npm(name: str) -> str:
    """Name and version."""
    manifest = Path(os.environ["APPS"]).parent / "node_modules" / name / "package.json"
    return f"{name} {json.loads(manifest.read_text(encoding='utf-8'))['version']}"


def debian(package: str) -> str:
    """Name and version."""
    asked = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package],
                           capture_output=True, check=True)
    return f"{package} {asked.stdout.decode()}"


def _output(*command, data=None) -> bytes:
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def apps(task: str, question):
    """Asks the JavaScript programs."""
    asked = json.dumps(question).encode()
    return json.loads(_output("node", os.environ["APPS"], task, data=asked))


# --- otpauth URIs -----------------------------------------------------------------------------


def uris_of(path: Path) -> list:
    """The lines for the two RFCs."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if urlsplit(line).netloc in ("totp", "hotp")]


def pyotp_read(uris: list) -> list:
    """`PyOTP`."""
    return [_of_pyotp(pyotp.parse_uri(uri)) for uri in uris]


def _of_pyotp(read) -> Account:
    found = Account(read.secret, read.issuer or "", read.name,
                    algorithm=_NAMES[read.digest().name], digits=read.digits)
    if isinstance(read, pyotp.HOTP):
        found.type, found.period, found.next_counter = "hotp", None, read.initial_count
    else:
        found.period = read.interval
    return found


def pyotp_write(entries: list) -> list:
    """`PyOTP`'s URIs."""
    uris = []
    for entry in entries:
        options = {"digits": entry.digits, "digest": getattr(__import__("hashlib"), entry.algorithm.lower()),
                   "name": entry.account, "issuer": entry.issuer or None}
        if entry.type == "hotp":
            made = pyotp.HOTP(entry.secret, initial_count=entry.next_counter, **options)
        else:
            made = pyotp.TOTP(entry.secret, interval=entry.period, **options)
        uris.append(made.provisioning_uri())
    return uris


def npm_read(uris: list) -> list:
    """`otpauth` of npm."""
    return [Account(**{"period": None, **one}) for one in apps("read-uris", uris)]


def npm_write(entries: list) -> list:
    """`otpauth` of npm."""
    return apps("write-uris", [entry.as_dict() for entry in entries])


# --- QR codes ---------------------------------------------------------------------------------


def zbar_read(picture: Path) -> str:
    """`zbarimg`: the one code of a picture."""
    said = _output("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture))
    return said.decode().strip()


def qrencode(text: str, path: Path) -> Path:
    """`qrencode`: a picture."""
    _output("qrencode", "--output", str(path), "--level", "M", data=text.encode())
    return path


# --- Google's migration -----------------------------------------------------------------------


def gauthe_read(pictures: list) -> list:
    """`gauth_extractor`'s command, which reads pictures (its other way in ends with an error)."""
    program = Path(sys.executable).parent / "gauthe"
    found = []
    for picture in pictures:
        said = subprocess.run([program, "-f", str(picture)], capture_output=True, check=True,
                              env={**os.environ, "COLUMNS": "100000", "NO_COLOR": "1"})
        text = said.stdout.decode()
        listed = ast.literal_eval(text[text.index("\n[") + 1:])
        found += [_of_gauthe(one) for one in listed]
    return found


def _of_gauthe(one: dict) -> Account:
    hotp = one.get("type") == "OTP_TYPE_HOTP"
    return Account(
        one["secret"].rstrip("="), one.get("issuer", ""), one.get("name", ""),
        type="hotp" if hotp else "totp",
        algorithm=one.get("algorithm", "ALGORITHM_SHA1").removeprefix("ALGORITHM_"),
        digits=8 if one.get("digits") == "DIGIT_COUNT_EIGHT" else 6,
        period=None if hotp else 30,
        next_counter=int(one.get("counter", 0)) + 1 if hotp else None)


def npm_migration_read(uris: list) -> list:
    """`otpauth-migration` of npm."""
    found = []
    for one in apps("read-migration", uris):
        stored = one.pop("stored_counter", None)
        hotp = one["type"] == "hotp"
        found.append(Account(**one, period=None if hotp else 30,
                             next_counter=stored + 1 if hotp else None))
    return found


def npm_migration_write(entries: list) -> list:
    """One URI of `otpauth-migration` of npm."""
    rows = []
    for entry in entries:
        row = {name: value for name, value in entry.as_dict().items() if name not in ("period", "next_counter")}
        if entry.type == "hotp":
            row["stored_counter"] = entry.next_counter - 1
        rows.append(row)
    return [apps("write-migration", rows)]


def protobuf_migration_write(entries: list, per_code: int) -> list:
    """Several URIs with the messages of `gauth_extractor` and Google's `protobuf`, as the app."""
    batches = [entries[at:at + per_code] for at in range(0, len(entries), per_code)]
    uris = []
    for index, batch in enumerate(batches):
        payload = migration.MigrationPayload(
            version=1, batch_size=len(batches), batch_index=index, batch_id=-1234567890)
        for entry in batch:
            one = payload.otp_parameters.add()
            one.secret = base64.b32decode(entry.secret + "=" * (-len(entry.secret) % 8))
            one.name = f"{entry.issuer}:{entry.account}" if entry.issuer else entry.account
            one.issuer = entry.issuer
            one.algorithm = {"SHA1": 1, "SHA256": 2, "SHA512": 3}[entry.algorithm]
            one.digits = {6: 1, 8: 2}[entry.digits]
            one.type = 1 if entry.type == "hotp" else 2
            if entry.type == "hotp":
                one.counter = entry.next_counter - 1
        data = base64.b64encode(payload.SerializeToString()).decode()
        data = data.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
        uris.append(f"otpauth-migration://offline?data={data}")
    return uris


# --- Aegis ------------------------------------------------------------------------------------


def pass_import_read(path: Path, password=None) -> list:
    """`pass-import`: it joins issuer and name, which therefore comes back as `account`."""
    pass_aegis.getpassword = lambda _path: password
    manager = pass_aegis.AegisCipher if password else pass_aegis.Aegis
    with manager(str(path)) as importer:
        importer.parse()
        return [_of_pass_import(entry) for entry in importer.data]


def _of_pass_import(entry: dict) -> Account:
    head, tail = entry["otpauth"].split("/totp-secret?secret=")
    kind, title = head.removeprefix("otpauth://"), entry["title"]
    secret, rest = tail.split("&issuer=", 1)
    values = dict(pair.split("=") for pair in rest.removeprefix(title).lstrip("&").split("&"))
    hotp = kind == "hotp"
    return Account(secret, None, title, type=kind, algorithm=values["algorithm"],
                   digits=int(values["digits"]), period=None if hotp else int(values["period"]),
                   next_counter=int(values["counter"]) + 1 if hotp else None)


def aegis_write(entries: list, password: str) -> str:
    """An encrypted vault as docs/vault.md of Aegis says, with `cryptography` and Python's scrypt."""
    rows = []
    for entry in entries:
        info = {"secret": entry.secret, "algo": entry.algorithm, "digits": entry.digits}
        if entry.type == "hotp":
            info["counter"] = entry.next_counter - 1
        else:
            info["period"] = entry.period
        rows.append({"type": entry.type, "uuid": str(uuid.uuid4()), "name": entry.account,
                     "issuer": entry.issuer, "note": "", "icon": None, "info": info})
    content = json.dumps({"version": 2, "entries": rows}).encode()
    master, salt = os.urandom(32), os.urandom(32)
    key = scrypt(password.encode(), salt=salt, n=32768, r=8, p=1, dklen=32, maxmem=64 << 20)
    slot_nonce, nonce = os.urandom(12), os.urandom(12)
    sealed_key = AESGCM(key).encrypt(slot_nonce, master, None)
    sealed = AESGCM(master).encrypt(nonce, content, None)
    slot = {"type": 1, "uuid": str(uuid.uuid4()), "key": sealed_key[:-16].hex(),
            "key_params": {"nonce": slot_nonce.hex(), "tag": sealed_key[-16:].hex()},
            "n": 32768, "r": 8, "p": 1, "salt": salt.hex(), "repaired": True}
    return json.dumps({
        "version": 1,
        "header": {"slots": [slot], "params": {"nonce": nonce.hex(), "tag": sealed[-16:].hex()}},
        "db": base64.b64encode(sealed[:-16]).decode()})


# --- the browser extension --------------------------------------------------------------------


def extension_read(path: Path, password=None) -> list:
    """`crypto-js` and `hash-wasm`."""
    text = path.read_text(encoding="utf-8")
    rows = apps("read-extension", {"text": text, "password": password})
    return [_of_extension(row) for row in rows]


def _of_extension(row: dict) -> Account:
    if row["type"] == "battle":
        row |= {"type": "battlenet", "digits": 8}
    if row["type"] == "steam":
        row |= {"digits": 5}
    return Account(**{"period": None, **row})


def extension_write(entries: list, password: str, generation: int) -> str:
    """The same the other way."""
    question = {"entries": [entry.as_dict() for entry in entries], "password": password,
                "generation": generation}
    return json.dumps(apps("write-extension", question), indent=2)


# --- ZIP --------------------------------------------------------------------------------------


def zip_read(path: Path, password: str, with_7z: bool) -> str:
    """The text in it, by `7z` or by Python's `zipfile`."""
    if with_7z:
        return _output("7z", "x", "-so", f"-p{password}", str(path)).decode()
    with zipfile.ZipFile(path) as opened:
        [name] = opened.namelist()
        return opened.read(name, pwd=password.encode()).decode()


def zip_write(text: Path, path: Path, password: str) -> Path:
    """`7z` with the old encryption."""
    _output("7z", "a", "-tzip", "-mem=ZipCrypto", f"-p{password}", str(path), str(text))
    return path
