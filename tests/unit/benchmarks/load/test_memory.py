import subprocess
import sys

from benchmarks.load.memory import course, sample


def test_growth_is_from_the_second_quarter_to_the_last() -> None:
    assert course([1, 5, 10, 10, 12, 40, 13, 13]).growth == 3
    assert course([9, 9, 9, 9]).growth == 0


def test_the_leader_of_a_group_is_told_from_the_others_in_it() -> None:
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'], stdin=sys.stdin)"
    with subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, start_new_session=True) as leader:
        seen = sample(leader.pid)
        while not seen.others:
            seen = sample(leader.pid)
        assert leader.stdin
        leader.stdin.close()
    assert seen.leader > 0


def test_of_a_group_that_is_gone_there_is_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""], start_new_session=True) as ended:
        pass
    assert sum((sample(ended.pid).leader, sample(ended.pid).others)) == 0
