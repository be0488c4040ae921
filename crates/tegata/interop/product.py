"""Runs `tegata` in a folder of its own."""

import json
import os
import subprocess
from pathlib import Path

from given import TIMES, Account

class Tegata:
    """One person's vault, open."""

    def __init__(self, folder: Path, name: str):
        self.folder = folder
        self.vault = folder / f"{name}.tegata"
        self.run("init", "--open", "--yes")

    def run(self, *arguments, answer="", codes=(0,)) -> str:
        """What it prints; anything but an expected exit code ends all."""
        done = subprocess.run(
            [os.environ["TEGATA_BIN"], "--vault", self.vault, "--lang", "en", *arguments],
            input=answer.encode(), capture_output=True, check=False)
        if done.returncode not in codes:
            raise RuntimeError(f"tegata {arguments}: {done.returncode}: {done.stdout.decode()} {done.stderr.decode()}")
        return done.stdout.decode()

    def json(self, *arguments, **more):
        """What it answers in JSON."""
        return json.loads(self.run(*arguments, "--json", **more))

    def add(self, account: Account):
        """Types one account in."""
        options = ["--issuer", account.issuer, "--account", account.account, "--type", account.type]
        if account.ordinary():
            options += ["--algorithm", account.algorithm, "--digits", str(account.digits)]
        if account.type == "totp":
            options += ["--period", str(account.period)]
        if account.type == "hotp":
            options += ["--counter", str(account.next_counter)]
        self.run("add", *options, answer=account.secret + "\n")

    def export(self, file_format: str, *options, password=None):
        """The file, and by position of the entry what is lost on the way."""
        path = self.folder / f"export-{file_format}-{'-'.join(options)}-{bool(password)}".replace("--", "")
        if password:
            secret = self.folder / "password"
            secret.write_text(password + "\n", encoding="utf-8")
            options = (*options, "--file-password-file", str(secret))
        told = self.json("export", file_format, str(path), "--yes", "--force", *options, codes=(0, 10))
        ids = [entry["id"] for entry in self.json("list")]
        losses = {}
        for loss in told["losses"]:
            losses.setdefault(ids.index(loss["id"]), set()).add(loss["loss"])
        return path, losses

    def bring(self, *files, password=None):
        """Imports files."""
        options = []
        if password:
            secret = self.folder / "password"
            secret.write_text(password + "\n", encoding="utf-8")
            options = ["--file-password-file", str(secret)]
        self.run("import", *map(str, files), "--yes", *options)

    def accounts(self) -> list:
        """What is there, without keys: those are told by the codes."""
        found = []
        for entry in self.json("list"):
            kind = entry["kind"]
            found.append(Account(
                entry["id"], entry["issuer"], entry["account"], type=kind["type"],
                algorithm=kind.get("algorithm", "SHA1"), digits=kind.get("digits"),
                period=kind.get("period"), next_counter=kind.get("next_counter")))
        return found

    def codes(self) -> dict:
        """By id: the codes at `TIMES`, or the next one (which moves the counter on)."""
        found = {}
        for time in TIMES:
            for shown in self.json("code", "--at", str(time)):
                found.setdefault(shown["id"], []).append(shown["code"])
        for position, entry in enumerate(self.json("list"), 1):
            if entry["kind"]["type"] == "hotp":
                found[entry["id"]] = [self.json("code", str(position))["code"]]
        return found
