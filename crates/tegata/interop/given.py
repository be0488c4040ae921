"""The accounts that all is tried with: each has something that an app may get wrong."""

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Optional

import pyotp
from pyotp.contrib import Steam

# PyOTP refuses keys under 112 bits unless it is told otherwise; services issue them all the same.
pyotp.OTP.min_secret_length_bits = 8

TIMES = [59, 1111111109, 1234567890, 2000000000, 20000000000]
PASSWORD = "hunter2 正しい馬"
# WinAuth's ZIP takes plain characters only.
ZIP_PASSWORD = "correct horse 7"

_DIGESTS = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}


@dataclass
class Account:
    """One account; `None` stands for what a format or a reader does not tell."""

    secret: str
    issuer: Optional[str] = ""
    account: Optional[str] = ""
    type: str = "totp"
    algorithm: str = "SHA1"
    digits: int = 6
    period: Optional[int] = 30
    next_counter: Optional[int] = None

    def codes(self) -> list:
        """Its codes by PyOTP, at `TIMES`, or the next one."""
        if self.type == "steam":
            steam = Steam(self.secret)
            return [steam.at(time) for time in TIMES]
        digits = 8 if self.type == "battlenet" else self.digits
        options = {"digits": digits, "digest": _DIGESTS[self.algorithm]}
        if self.type == "hotp":
            return [pyotp.HOTP(self.secret, **options).at(self.next_counter)]
        totp = pyotp.TOTP(self.secret, interval=self.period, **options)
        return [totp.at(time) for time in TIMES]

    def ordinary(self) -> bool:
        """Whether a program that knows the two RFCs knows it."""
        return self.type in ("totp", "hotp")

    def as_dict(self) -> dict:
        """For JSON; the counter only where there is one."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def hotp(secret, issuer, account, counter, **more) -> Account:
    """One that counts."""
    return Account(secret, issuer, account, type="hotp", period=None, next_counter=counter, **more)


ACCOUNTS = [
    Account("JBSWY3DPEHPK3PXP", "GitHub", "alice"),
    Account("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "「関所」", "管理者 花子"),
    Account("MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U", "", "kanri@shop.example"),
    Account("ORSXG5BAON2HE2LOM4QHO2LUNAQHG4DB", "A+B & Söhne", "x+y@example.org"),
    Account("NBSWY3DPEB3W64TMMQQGC3TEEBTHE2LF", "100% #1?", "50% off"),
    Account("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA", "SHA256", "256-8-30",
            algorithm="SHA256", digits=8),
    Account("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA", "SHA512", "512-8-60",
            algorithm="SHA512", digits=8, period=60),
    Account("PNUWC3LTMVRXEZLUEB2GQYLUEBUXGIDM", "一分", "六十秒", period=60),
    Account("KRUGS4ZANFZSA43FOZSW4IDENFTWS5DT", "Seven", "digits", digits=7),
    hotp("MJQW42ZAN5TCA5DIMUQGG33VNZ2GK4TT", "Bank", "bob", 5),
    hotp("MJQW42ZAN5TCA5DIMUQDEMZUGU3DOOBZ", "銀行", "次郎", 41, algorithm="SHA256", digits=8),
    hotp("PJSXE3ZAONSWK3TTEBTG64RAORUGKIDG", "Zero", "never used", 0),
    Account("ONXW2ZJAON2GKYLNEBVWK6JAMZXXEIDN", "Steam", "player", type="steam", digits=5),
    Account("MJQXI5DMMVXGK5BANNSXSIDGN5ZCAZLW", "BattleNet", "hero", type="battlenet", digits=8),
    Account("GE======".rstrip("="), "Short", "one byte"),
    Account("PF2XUYLXMEQGS3TJEB2G64RAORUGKIDS", "ながいなまえ" * 4, "account-" * 8),
]


@dataclass
class Line:
    """One line of the table."""

    direction: str
    what: str
    who: str
    fields: int = 0
    codes: int = 0
    accounts: int = 0
    absent: int = 0
    faults: list = field(default_factory=list)

    def same(self, expected, got, what) -> int:
        """Notes a fault unless both are the same; 1 for the count."""
        if expected != got:
            self.faults.append(f"{what}: expected {expected!r}, got {got!r}")
        return 1
