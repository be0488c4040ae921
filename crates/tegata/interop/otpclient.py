"""OTPClient's command line (Debian). Its version 3.1.4 shows and exports; it imports in its window
only, so its database is written here, as its own program writes it."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from hashlib import pbkdf2_hmac
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PASSWORD = "test"
_PATIENCE_S = 20


def version() -> str:
    """As the package says it."""
    asked = subprocess.run(["dpkg-query", "-W", "-f=${Version}", "otpclient-cli"],
                           capture_output=True, check=True)
    return asked.stdout.decode()


def _database(entries: list) -> bytes:
    """IV, salt, AES-256-GCM of JSON under PBKDF2-HMAC-SHA-512; the password with its final NUL."""
    rows = []
    for entry in entries:
        row = {"type": entry.type.upper(), "label": entry.account, "issuer": entry.issuer,
               "digits": entry.digits, "algo": entry.algorithm, "secret": entry.secret}
        if entry.type == "hotp":
            row["counter"] = entry.next_counter
        else:
            row["period"] = entry.period
        rows.append(row)
    head = os.urandom(16 + 32)
    key = pbkdf2_hmac("sha512", _PASSWORD.encode() + b"\0", head[16:], 100_000, 32)
    cipher = Cipher(algorithms.AES(key), modes.GCM(head[:16])).encryptor()
    cipher.authenticate_additional_data(head)
    plain = json.dumps(rows, ensure_ascii=False).encode() + b"\0"
    return head + cipher.update(plain) + cipher.finalize() + cipher.tag


class OtpClient:
    """One database of it."""

    def __init__(self, folder: Path, entries: list):
        self.folder = folder / "otpclient"
        self.folder.mkdir(exist_ok=True)
        self.database = self.folder / "otpclient.enc"
        self.entries = entries
        self._lay()
        (self.folder / "otpclient.cfg").write_text(
            f"[config]\ndb_path={self.database}\nuse_secret_service=false\n", encoding="utf-8")

    def _lay(self):
        """Afresh: showing a counted code changes the database."""
        self.database.write_bytes(_database(self.entries))

    def _run(self, *arguments) -> str:
        """It asks for the password on a terminal, so it gets one."""
        child, terminal = pty.fork()
        if child == 0:
            os.environ.update(XDG_CONFIG_HOME=str(self.folder), LC_ALL="C.UTF-8")
            os.execvp("otpclient-cli", ["otpclient-cli", *arguments])
        said, ends = b"", time.monotonic() + _PATIENCE_S
        while time.monotonic() < ends:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if not ready:
                # It has asked and is listening: what was typed before it does is thrown away.
                if b"password:" in said:
                    os.write(terminal, _PASSWORD.encode() + b"\n")
                continue
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # Linux says so when the other end is closed.
                break
            said += piece
        else:
            os.kill(child, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(child, 0)
        return said.decode(errors="replace")

    def code(self, entry) -> str:
        """What it shows now."""
        self._lay()
        arguments = ["show", "-m", "-a", entry.account]
        if entry.issuer:
            arguments += ["-i", entry.issuer]
        said = self._run(*arguments)
        shown = re.search(r"Current [TH]OTP[^:]*: (\S+)", said)
        return shown.group(1) if shown else f"nothing but {said!r}"

    def aegis(self) -> Path:
        """Its own export for Aegis."""
        self._lay()
        said = self._run("export", "-t", "aegis", "-d", str(self.folder))
        made = [path for path in self.folder.iterdir() if "aegis" in path.name]
        if not made:
            raise RuntimeError(said)
        return made[0]
