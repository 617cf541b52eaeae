"""The list of commands says of each what its own help says, and imports none of them."""

import subprocess
import sys

import click
import pytest

from pipeline.app.cli import tashan
from pipeline.app.lineup import LINEUP, Commands, Lineup


@pytest.mark.parametrize("name", LINEUP)
def test_the_list_tells_what_the_help_of_the_command_tells(name):
    command = tashan.commands[name]
    assert command.name == name
    listed = click.Command(name, help=LINEUP[name][1])
    assert listed.get_short_help_str(200) == command.get_short_help_str(200)


def test_the_commands_are_a_mapping_that_imports_on_demand():
    commands = Commands()
    assert list(commands) == list(LINEUP)
    assert len(commands) == len(LINEUP)
    assert commands["backup"].name == "backup"
    assert commands.get("nothing") is None


def test_the_list_is_written_as_click_writes_it():
    told = {name: command for name, command in tashan.commands.items() if not command.hidden}
    plain = click.Group(name="tashan", commands=told)
    mine = Lineup(name="tashan", commands=dict(told))
    with click.Context(plain, info_name="tashan", terminal_width=100, max_content_width=100) as context:
        wanted = plain.get_help(context)
    with click.Context(mine, info_name="tashan", terminal_width=100, max_content_width=100) as context:
        assert mine.get_help(context) == wanted


def test_help_loads_neither_the_graph_nor_a_command():
    program = (
        "import sys, atexit\n"
        "sys.argv = ['tashan', '--help']\n"
        "loaded = lambda: [n for n in sys.modules if n == 'kg' or n in ('numpy', 'pipeline.app.asking')]\n"
        "atexit.register(lambda: print('loaded', loaded()))\n"
        "from pipeline.app.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded []"
