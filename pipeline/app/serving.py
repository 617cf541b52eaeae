"""The command `serve`: a library in the browser and by API; and `account`, who may come in from elsewhere."""

import errno
import gc
import os
import socket
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.app.asking import opened
from pipeline.app.making import DATABASE
from pipeline.app.settings import Settings, reading_options

if TYPE_CHECKING:
    from pipeline.app.web import WebOptions
    from pipeline.app.web.safety import Role

_HERE = ("127.0.0.1", "localhost", "::1")
_ROLES = ("reader", "reviewer", "admin")
_TURN = 0.001  # seconds that a thread works while others wait; Python's own are five times as long
_ACCOUNTS = click.Path(path_type=Path, dir_okay=False)


@click.command(
    epilog="Examples: tashan serve --db cases.db; "
    "tashan serve --db cases.db --host 0.0.0.0 --accounts accounts.json"
)
@DATABASE
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 is any that is free.",
)
@click.option(
    "--accounts", type=_ACCOUNTS, help="Who may come in (see `tashan account`); demanded for other addresses."
)
@click.option(
    "--name", "names", multiple=True, help="A name that browsers know the server by; may be repeated."
)
@click.option(
    "--rate", type=click.FloatRange(min=0),
    help="Requests a second from one address; 0 is any number.  [default: 20, or 0 on this machine]",
)  # fmt: skip
@click.option(
    "--searchers", default=0, show_default=True, type=click.IntRange(0, 64),
    help="Processes that search beside the one that serves, for many readers; 0: it searches itself.",
)  # fmt: skip
@reading_options
def serve(
    db_path: Path,
    host: str,
    port: int,
    accounts: Path | None,
    names: tuple[str, ...],
    rate: float | None,
    searchers: int,
    settings: Settings,
) -> None:
    """Open the library in the browser: pages at /, the API under /api/docs, tables under /data/.

    On this machine whoever can reach the address owns the library. Any other address demands accounts. Files
    that are sent to it are read as `ingest` reads them, by as many processes as cores less one.
    """
    _share_cores()
    local = host in _HERE
    _refuse_strangers(local, accounts)
    opened(db_path).close()  # says what is wrong with it, or migrates it, before anyone waits
    with closing(_held(host, port)) as held:
        from pipeline.app.web import WebOptions

        options = WebOptions(
            db_path=db_path,
            hosts=_hosts(host, names),
            accounts=accounts,
            rate=(0.0 if local else 20.0) if rate is None else rate,
            reading=settings,
            searchers=searchers,
        )
        _listen(options, host, held)


@click.command(epilog="Example: tashan account lin --role reviewer --accounts accounts.json")
@click.argument("name")
@click.option(
    "--accounts", required=True, type=_ACCOUNTS, help="The file of accounts; made if it is missing."
)
@click.option(
    "--role", type=click.Choice(_ROLES), default="reader", show_default=True,
    help="reader sees everything, reviewer also judges and imports, admin does all.",
)  # fmt: skip
@click.option("--remove", is_flag=True, help="Remove the account.")
@click.option(
    "--password",
    envvar="TASHAN_PASSWORD",
    show_envvar=True,
    help="Asked for, if neither this nor --token-only.",
)
@click.option("--token-only", is_flag=True, help="An account for a program: it has no password.")
def account(
    name: str, accounts: Path, role: "Role", remove: bool, password: str | None, token_only: bool
) -> None:
    """Let NAME into a served library, with a password for the page and a token for the API.

    The file keeps only hashes. The token is shown once; the same command makes a new one.
    """
    from pipeline.app.web.safety import Accounts

    known = Accounts.load(accounts)
    if remove:
        if not known.remove(name):
            raise click.UsageError(f"no account has the name {name}")
        click.echo(f"{name} is removed", err=True)
        return
    if not token_only and password is None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    token = known.put(name, role, None if token_only else password)
    click.echo(f"{name} may come in as {role}; the token for programs, shown only now:", err=True)
    click.echo(token)


def _share_cores() -> None:
    """Let each reader's request keep one core at most, and wait little for another one's turn.

    Processes that this one starts inherit the first of it.
    """
    os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    sys.setswitchinterval(_TURN)


def _refuse_strangers(local: bool, accounts: Path | None) -> None:
    from pipeline.app.web.safety import Accounts

    if accounts is None and not local:
        raise click.UsageError("an address that others can reach demands --accounts (see `tashan account`)")
    if accounts is not None and not len(Accounts.load(accounts)):
        click.echo(f"tashan: {accounts}: no account yet: tashan account NAME --accounts {accounts}", err=True)
        sys.exit(2)


def _held(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        told = f"port {port} is taken: choose another by --port"
        reason = told if error.errno == errno.EADDRINUSE else error.strerror
        click.echo(f"tashan: {host}: {reason}", err=True)
        sys.exit(1)


def _listen(options: "WebOptions", host: str, held: socket.socket) -> None:
    """Serve until it is interrupted; the address is said once it can be asked."""
    import uvicorn

    from pipeline.app.web import make_app

    config = uvicorn.Config(make_app(options), log_level="warning", server_header=False)
    server = uvicorn.Server(config)
    named = f"[{host}]" if ":" in host else host
    gc.freeze()  # what is loaded by now stays, and need not be looked over for garbage
    click.echo(f"tashan: http://{named}:{held.getsockname()[1]}/  (Ctrl-C ends it)", err=True)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[held])
    if not server.started:
        sys.exit(1)


def _hosts(host: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names by which browsers may call the server: any, for one that listens on every address."""
    if names:
        return (*(name.lower() for name in names), *(f"[{h}]" if ":" in h else h for h in _HERE))
    return tuple(f"[{h}]" if ":" in h else h for h in _HERE) if host in _HERE else ()
