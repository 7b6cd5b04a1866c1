"""Regular expressions matched by automata: what `re` says, in linear time."""

import random
import re
import time
import warnings

import pytest

from tahr.core.errors import ArgumentError
from tahr.core.patterns import Automaton, is_linear


def test_it_says_what_re_says():
    pick = random.Random(0)
    compared = 0
    for _ in range(6000):
        pattern = "".join(pick.choices("ab/|()*+?.[]{}1,-^$\\dw", k=pick.randint(1, 9)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                wanted = re.compile(pattern)
            except (re.error, OverflowError):
                assert not is_linear(pattern), pattern
                continue
        if not is_linear(pattern):
            continue
        whole, part = Automaton([pattern]), Automaton([pattern], anywhere=True)
        for _ in range(3):
            text = "".join(pick.choices("ab/1-w", k=pick.randint(0, 6)))
            compared += 1
            assert bool(whole.fitting(text)) == bool(wanted.fullmatch(text)), (pattern, text)
            assert bool(part.fitting(text)) == bool(wanted.search(text)), (pattern, text)
    assert compared > 5000


def test_several_at_once():
    found = Automaton([".*/bias", "(.*/)?head/.*", "head/[^/]+s"])
    assert found.fitting("net/head/bias") == [0, 1]
    assert found.fitting("head/bias") == [0, 1, 2]
    assert found.fitting("net/tail/kernel") == []


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(a|a)*b", "(a|aa)+b", ".*.*.*.*.*.*b", "(.*a){20}", "(a?){30}a{30}b"]
)
def test_what_takes_for_ever_elsewhere(pattern):
    began = time.process_time()
    assert Automaton([pattern]).fitting("a" * 2000 + "!") == []
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "pattern", ["((a{99}){99}){99}", "(((){999}){999}){999}", "((a?){50}){50}a"]
)
def test_what_grows_is_bounded(pattern):
    began = time.process_time()
    with pytest.raises(ArgumentError, match=r"too large|too long"):
        Automaton([pattern]).fitting("a" * 500)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)a", "(?!a).", "(?<=a)b", r"(a)\1", "(?i)a", "a++", r"\ba", "(", "a)", "[a", "*",
     "a{2}{3}", "(" * 60 + "a" + ")" * 60, "a{99999}", r"\x", "[b-a]", "(?P<n"],
)  # fmt: skip
def test_what_is_refused(pattern):
    with pytest.raises(ArgumentError):
        Automaton([pattern])
