"""Who may come in: a file of names with roles, hashed passwords and hashed tokens."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Literal, get_args

from kg.errors import TashanError

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
_TOKEN = "tashan_"  # noqa: S105  (the beginning of every token, no secret)


class BadAccounts(TashanError):
    """A file of accounts that cannot be used: `reason` says why in one clause."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may come in: `password` is an Argon2 hash, `token` the SHA-256 of a long random word."""

    name: str
    role: Role
    password: str | None = None
    token: str | None = None


class Accounts:
    """The accounts of a file, which only its owner can read."""

    def __init__(self, path: Path, accounts: dict[str, Account]) -> None:
        self.path, self._accounts = path, accounts

    @classmethod
    def load(cls, path: Path) -> "Accounts":
        """Read the file; one that is missing has no account.

        Raises:
            BadAccounts: it is no file of accounts.
        """
        if not path.exists():
            return cls(path, {})
        try:
            told = json.loads(path.read_text("utf-8"))
            accounts = {name: Account(name, **fields) for name, fields in told.items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise BadAccounts(path, f"not a file of accounts ({error})") from error
        if wrong := next((account.name for account in accounts.values() if account.role not in ROLES), None):
            raise BadAccounts(path, f"the role of {wrong} is none of {', '.join(ROLES)}")
        return cls(path, accounts)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._accounts)

    def by_name(self, name: str) -> Account | None:
        """Return the account of a name."""
        return self._accounts.get(name)

    def by_password(self, name: str, password: str) -> Account | None:
        """Return the account if the password is its own; an unknown name takes as long as a known one."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        account, hasher = self._accounts.get(name), PasswordHasher()
        stored = account.password if account and account.password else _hash_of_nothing()
        try:
            hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return None
        return account

    def by_token(self, token: str) -> Account | None:
        """Return the account that a token opens."""
        digest, found = _digest(token), None
        for account in self._accounts.values():
            if account.token and compare_digest(account.token, digest):
                found = account
        return found

    def put(self, name: str, role: Role, password: str | None) -> str:
        """Store an account in the place of an older one and return its new token, of which a hash is kept."""
        from argon2 import PasswordHasher

        token = _TOKEN + secrets.token_urlsafe(32)
        hashed = PasswordHasher().hash(password) if password else None
        self._accounts[name] = Account(name, role, hashed, _digest(token))
        self._write()
        return token

    def remove(self, name: str) -> bool:
        """Remove an account and tell whether there was one."""
        known = self._accounts.pop(name, None)
        self._write()
        return known is not None

    def _write(self) -> None:
        told = {name: _without_name(account) for name, account in sorted(self._accounts.items())}
        part = self.path.with_name(self.path.name + ".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, indent=1)
        part.replace(self.path)


@cache
def _hash_of_nothing() -> str:
    from argon2 import PasswordHasher

    return PasswordHasher().hash(secrets.token_hex())


def _without_name(account: Account) -> dict[str, str | None]:
    fields = asdict(account)
    del fields["name"]
    return fields


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
