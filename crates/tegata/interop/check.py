"""What `run` runs: every line of the table, then the table. Exit code 1 if anything differs."""

import platform
import random
import shutil
import sys
import tempfile
import time
from base64 import b32decode, b32encode
from pathlib import Path

import foreign
import winauth
from given import ACCOUNTS, PASSWORD, TIMES, ZIP_PASSWORD, Account, Line
from otpclient import OtpClient
from otpclient import version as otpclient_version
from product import Tegata

ABSENT = {"left-out", "parameter-left-out"}
ORDINARY = [account for account in ACCOUNTS if account.ordinary()]
# What a format that counts "last used" can carry.
USED = [account for account in ORDINARY if account.next_counter != 0]


class Exports:
    """Our files, read by others."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.tegata = Tegata(folder, "exports")
        twin = Tegata(folder, "twin")
        for account in ACCOUNTS:
            self.tegata.add(account)
            twin.add(account)
        ids = [entry["id"] for entry in twin.json("list")]
        shown = twin.codes()
        self.codes = [shown[one] for one in ids]
        self.lines = []

    def compare(self, what, who, losses, got, only=Account.ordinary, names=True):
        """`got` against what was announced; a name `None` is not told by the reader."""
        line = Line("out", what, who)
        by_secret = {one.secret: one for one in got}
        for position, account in enumerate(ACCOUNTS):
            lost = losses.get(position, set())
            if lost & ABSENT or not only(account):
                line.absent += 1
                continue
            found = by_secret.pop(account.secret, None)
            if found is None:
                line.faults.append(f"{account.issuer} ({account.account}): not there")
                continue
            line.accounts += 1
            self._entry(line, position, lost, found, names)
        line.faults += [f"nobody's: {one}" for one in by_secret.values()]
        self.lines.append(line)

    def _entry(self, line, position, lost, found, names):
        account = ACCOUNTS[position]
        title = f"{account.issuer} ({account.account})"
        counter = account.next_counter
        if "counter-shifts" in lost:
            counter += 1
        fields = ["algorithm", "digits", "period"]
        if "kind-changed" not in lost:
            fields.append("type")
        if names and "name-changed" not in lost:
            fields += [name for name in ("issuer", "account") if getattr(found, name) is not None]
        for name in fields:
            expected = getattr(account, name)
            if name == "account" and found.issuer is None:
                expected = winauth.name_of(account) if names == "whole" else account.issuer + account.account
            line.fields += line.same(expected, getattr(found, name), f"{title}: {name}")
        if account.type == "hotp":
            if "counter-reset" in lost:
                return
            line.fields += line.same(counter, found.next_counter, f"{title}: counter")
        codes = self.codes[position] if counter == account.next_counter else None
        expected = codes or [foreign.pyotp.HOTP(account.secret).at(counter)]
        line.codes += len(expected)
        line.same(expected, found.codes(), f"{title}: codes")

    def uris(self):
        path, losses = self.tegata.export("otpauth")
        uris = foreign.uris_of(path)
        kinds = lambda account: account.type != "steam"
        self.compare("`otpauth`", foreign.pypi("PyOTP"), losses, foreign.pyotp_read(uris), kinds)
        self.compare("`otpauth`", "npm " + foreign.npm("otpauth"), losses, foreign.npm_read(uris), kinds)
        pictures = []
        for position, account in enumerate(ACCOUNTS, 1):
            if account.type != "steam":
                picture = self.folder / f"qr-{position}.png"
                self.tegata.run("qr", str(position), "--png", str(picture))
                pictures.append(foreign.zbar_read(picture))
        who = f"{foreign.debian('zbar-tools')}, {foreign.pypi('PyOTP')}"
        self.compare("`qr NAME --png`", who, losses, foreign.pyotp_read(pictures), kinds)

    def migration(self):
        for per_code in ("10", "5"):
            path, losses = self.tegata.export("google", "--per-code", per_code)
            uris = path.read_text(encoding="utf-8").split()
            self.compare(f"`google --per-code {per_code}`", "npm " + foreign.npm("otpauth-migration"),
                         losses, foreign.npm_migration_read(uris), lambda _: True)
            picture = self.folder / f"google-{per_code}.png"
            self.tegata.run("qr", "--google", "--all", "--per-code", per_code, "--png", str(picture), codes=(0, 10))
            pictures = sorted(self.folder.glob(f"google-{per_code}*.png"))
            what = f"`qr --google --all --per-code {per_code}`, {len(pictures)} pictures"
            self.compare(what, foreign.pypi("gauth_extractor"), losses, foreign.gauthe_read(pictures),
                         lambda _: True)

    def aegis(self):
        for password, what in ((None, "`aegis`"), (PASSWORD, "`aegis --encrypt`")):
            path, losses = self.tegata.export("aegis", password=password)
            read = foreign.pass_import_read(path, password)
            self.compare(what, foreign.pypi("pass-import"), losses, read, lambda _: True)

    def extension(self):
        who = "npm " + ", ".join(map(foreign.npm, ("crypto-js", "hash-wasm")))
        for version in ("5", "6", "8"):
            for password in (None, PASSWORD):
                path, losses = self.tegata.export("extension-json", "--extension", version, password=password)
                what = f"`extension-json{' --encrypt' if password else ''} --extension {version}`"
                self.compare(what, who, losses, foreign.extension_read(path, password), lambda _: True)
        path, losses = self.tegata.export("extension-text")
        read = foreign.npm_read(foreign.uris_of(path))
        self.compare("`extension-text`", "npm " + foreign.npm("otpauth"), losses, read,
                     lambda account: account.type != "steam")

    def winauth(self):
        plain = {}
        for version in ("3.5", "3.6"):
            path, losses = self.tegata.export(f"winauth-text-{version}")
            plain[version] = path.read_bytes().decode()
            read = [self._winauth_names(one) for one in foreign.npm_read(foreign.uris_of(path))
                    if one.issuer != "Steam"]
            self.compare(f"`winauth-text-{version}`, codes", "npm " + foreign.npm("otpauth"), losses, read,
                         lambda account: account.type != "steam")
            for password in (None, PASSWORD):
                path, losses = self.tegata.export("winauth-xml", "--winauth", version, password=password)
                read = winauth.read(path.read_text(encoding="utf-8-sig"), password)
                what = f"`winauth-xml{' --encrypt' if password else ''} --winauth {version}`"
                who = f"Python {platform.python_version()}, OpenSSL {winauth.openssl_version()}"
                self.compare(what, who, losses, read, lambda _: True, names="whole")
        for version, text in plain.items():
            path, _ = self.tegata.export("winauth-zip", "--winauth", version, password=ZIP_PASSWORD)
            for with_7z in (True, False):
                who = foreign.debian("p7zip-full") if with_7z else f"Python {platform.python_version()} `zipfile`"
                line = Line("out", f"`winauth-zip --encrypt --winauth {version}`, bytes of the text", who)
                line.accounts = len(text.splitlines())
                line.fields = line.same(text, foreign.zip_read(path, ZIP_PASSWORD, with_7z), "text")
                self.lines.append(line)

    @staticmethod
    def _winauth_names(read):
        """WinAuth spells names in ways of its own, which nobody else reads, and stores the counter
        of the last code."""
        read.issuer = read.account = None
        if read.type == "hotp":
            read.next_counter += 1
        return read

    def otpclient(self):
        """The present codes of what PyOTP read of our URIs."""
        path, _ = self.tegata.export("otpauth")
        read = foreign.pyotp_read(foreign.uris_of(path))
        client = OtpClient(self.folder, read)
        line = Line("out", "`otpauth` through PyOTP, codes of now", f"otpclient-cli {otpclient_version()}")
        for entry in read:
            line.accounts += 1
            line.codes += line.same(True, any(self._shows_the_same(client, entry) for _ in range(2)), entry.account)
        self.lines.append(line)

    def _shows_the_same(self, client, entry) -> bool:
        """Asked twice, as the step may end in between."""
        position = [account.secret for account in ACCOUNTS].index(entry.secret)
        if entry.type == "hotp":
            return client.code(entry) == self.codes[position][0]
        now = int(time.time())
        shown = self.tegata.json("code", str(position + 1), "--at", str(now))
        return client.code(entry) in (shown["code"], shown["next"])


class Imports:
    """Files of others, read by us."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.lines = []

    def compare(self, what, who, given, *files, password=None, whole=False, counter=0):
        """Imports into a fresh vault; `counter`: by how much the maker's meaning differs."""
        line = Line("in", what, who)
        tegata = Tegata(self.folder, f"import-{len(self.lines)}")
        tegata.bring(*files, password=password)
        got = {(one.issuer, one.account): one for one in tegata.accounts()}
        codes = tegata.codes()
        for account in given:
            names = (account.issuer, account.account)
            found = got.pop(names, None)
            if found is None:
                line.faults.append(f"{names}: not there, but {sorted(got)}")
                continue
            line.accounts += 1
            line.fields += 2
            for name in ("type", "algorithm", "digits", "period"):
                line.fields += line.same(getattr(account, name), getattr(found, name), f"{names}: {name}")
            expected = account
            if account.type == "hotp":
                expected = Account(**{**account.as_dict(), "next_counter": account.next_counter + counter})
                line.fields += line.same(expected.next_counter, found.next_counter, f"{names}: counter")
            line.codes += len(expected.codes())
            line.same(expected.codes(), codes[found.secret], f"{names}: codes")
        line.faults += [f"nobody's: {names}" for names in got]
        self.lines.append(line)

    def file(self, name: str, text: str) -> Path:
        """A file of somebody else."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def uris(self):
        for who, write in ((foreign.pypi("PyOTP"), foreign.pyotp_write),
                           ("npm " + foreign.npm("otpauth"), foreign.npm_write)):
            path = self.file("uris.txt", "\n".join(write(ORDINARY)) + "\n")
            self.compare("`otpauth` URIs", who, ORDINARY, path)
        pictures = [foreign.qrencode(uri, self.folder / f"theirs-{number}.png")
                    for number, uri in enumerate(foreign.pyotp_write(ORDINARY))]
        who = f"{foreign.debian('qrencode')}, {foreign.pypi('PyOTP')}"
        self.compare("QR codes", who, ORDINARY, *pictures)

    def migration(self):
        def fits(account):
            return account.digits in (6, 8) and account.period in (30, None)
        given = [account for account in USED if fits(account)]
        uris = foreign.npm_migration_write(given)
        self.compare("Google's migration", "npm " + foreign.npm("otpauth-migration"), given,
                     self.file("migration.txt", uris[0]))
        uris = foreign.protobuf_migration_write(given, 3)
        pictures = [foreign.qrencode(uri, self.folder / f"batch-{number}.png") for number, uri in enumerate(uris)]
        random.shuffle(pictures)
        who = ", ".join([foreign.debian("qrencode"), foreign.pypi("protobuf"), foreign.pypi("gauth_extractor")])
        self.compare(f"Google's migration, {len(uris)} QR codes in any order", who, given, *pictures)

    def aegis(self):
        path = self.file("aegis.json", foreign.aegis_write(USED, PASSWORD))
        self.compare("Aegis, encrypted", foreign.pypi("cryptography"), USED, path, password=PASSWORD)
        client = OtpClient(self.folder, ORDINARY)
        # OTPClient writes the counter of the next code, where Aegis has the last used one.
        self.compare("Aegis, plain", f"otpclient-cli {otpclient_version()}", ORDINARY, client.aegis(), counter=1)

    def extension(self):
        who = "npm " + ", ".join(map(foreign.npm, ("crypto-js", "hash-wasm")))
        for generation in (1, 2, 3):
            # The first two tell a right password by secrets of eight characters or more.
            given = [one for one in ORDINARY if generation == 3 or len(one.secret) >= 8]
            path = self.file(f"extension-{generation}.json", foreign.extension_write(given, PASSWORD, generation))
            self.compare(f"Extension, encryption {generation}", who, given, path, password=PASSWORD)

    def winauth(self):
        path = self.file("theirs.xml", winauth.write(USED, PASSWORD))
        who = f"Python {platform.python_version()}, OpenSSL {winauth.openssl_version()}"
        whole = [Account(**{**one.as_dict(), "period": one.period}) for one in USED]
        self.compare("`winauth.xml` 3.6 with password", who, whole, path, password=PASSWORD)
        uris = self.file("winauth.txt", "\r\n".join(foreign.npm_write(ORDINARY)) + "\r\n")
        path = foreign.zip_write(uris, self.folder / "theirs.zip", ZIP_PASSWORD)
        who = f"{foreign.debian('p7zip-full')}, npm {foreign.npm('otpauth')}"
        self.compare("ZIP with password", who, ORDINARY, path, password=ZIP_PASSWORD)


def show(lines) -> bool:
    """The table; whether all was the same."""
    print("| | What | With | Accounts | Fields | Codes | Same |")
    print("|---|---|---|---:|---:|---:|---|")
    for line in lines:
        same = "yes" if not line.faults else f"**no: {len(line.faults)}**"
        print(f"| {line.direction} | {line.what} | {line.who} | {line.accounts} | {line.fields} | {line.codes} | {same} |")
    for line in lines:
        for fault in line.faults:
            print(f"{line.direction} {line.what} ({line.who}): {fault}", file=sys.stderr)
    return not any(line.faults for line in lines)


def main() -> int:
    """All of it, in a folder that is removed afterwards."""
    for account in ACCOUNTS:
        padded = account.secret + "=" * (-len(account.secret) % 8)
        assert b32encode(b32decode(padded)).decode().rstrip("=") == account.secret, account
    folder = Path(tempfile.mkdtemp(prefix="tegata-interop-"))
    try:
        lines = []
        for side in (Exports(folder), Imports(folder)):
            for name in ("uris", "migration", "aegis", "extension", "winauth", "otpclient"):
                getattr(side, name, lambda: None)()
            lines += side.lines
    finally:
        shutil.rmtree(folder)
    total = [sum(getattr(line, name) for line in lines) for name in ("accounts", "fields", "codes")]
    same = show(lines)
    print(f"\n{len(ACCOUNTS)} accounts, codes at {len(TIMES)} times each; "
          f"{len(lines)} lines, {total[0]} accounts, {total[1]} fields and {total[2]} codes compared.")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
