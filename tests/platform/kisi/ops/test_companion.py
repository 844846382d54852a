"""A companion answers line by line, says nothing else, and goes with whoever called it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kisi.ops.companion import Companion, CompanionGone

MODULE = """
from kisi.ops.companion import answer_questions

def load():
    def answer(number):
        print("by the way")
        return number * 2 if number < 9 else 1 / 0
    return answer

answer_questions(load)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Where ``doubling`` is a module."""
    (tmp_path / "doubling.py").write_text(MODULE)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}


def test_it_answers_and_ends(environment: dict[str, str]) -> None:
    companion = Companion("doubling", environment=environment)
    assert [companion.ask(number=number) for number in range(3)] == [0, 2, 4]
    companion.end()
    assert companion.process.returncode == 0


def test_what_went_wrong_can_be_read(environment: dict[str, str], tmp_path: Path) -> None:
    with (tmp_path / "said").open("w+b") as complaints:
        companion = Companion("doubling", environment=environment, complaints=complaints)
        with pytest.raises(CompanionGone):
            companion.ask(number=9)
        companion.end()
        complaints.seek(0)
        assert b"ZeroDivisionError" in complaints.read()


def test_it_does_not_outlive_its_caller(environment: dict[str, str]) -> None:
    """Also where the caller is killed and can close nothing."""
    caller = textwrap.dedent("""
        import time
        from kisi.ops.companion import Companion
        companion = Companion("doubling")
        companion.ask(number=1)
        print(companion.process.pid, flush=True)
        time.sleep(60)
    """)
    process = subprocess.Popen([sys.executable, "-c", caller], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    number = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = 200
    while _lives(number) and deadline:
        deadline -= 1
        subprocess.run(["sleep", "0.05"], check=True)
    assert not _lives(number)


def _lives(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
