"""Programs of one user that know of each other by the headers alone, in simulated time."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import requests
from airbyte_cdk.sources.streams.call_rate import CallRateLimitHit

from alegra_api.rate_limit import MAXIMUM_CONCURRENT_REQUESTS, RateLimit
from alegra_sandbox import rate_limit as simulated

WINDOW = 60
REQUEST = requests.Request("GET", "https://api.alegra.com/api/v1/invoices").prepare()


@dataclass
class Minutes:
    """A user's rate limit and the programs that use it.

    Attributes:
        limit: requests a minute.
        now: seconds since Alegra's first window began.
        granted: by minute and program, requests that were answered.
        refused: by minute, requests over the limit.
    """

    limit: int
    now: float = 0
    granted: Counter[tuple[int, int]] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        self.alegra = simulated.RateLimit(self.limit, WINDOW, self.clock)

    def clock(self) -> float:
        return self.now

    def after(self, seconds: float, event: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._events, (self.now + seconds, self._count, event))

    def run(self, minutes: int) -> None:
        while self._events and self._events[0][0] < minutes * WINDOW:
            self.now, _, event = heapq.heappop(self._events)
            event()


@dataclass
class Program:
    """One that sends as much as it may.

    Attributes:
        minutes: the time and the limit.
        number: of the program.
        seconds: gives how long a request takes.
        idle: gives how long the program does something else after a request.
        under_way: requests that are not answered yet.
    """

    minutes: Minutes
    number: int
    seconds: Callable[[], float]
    idle: Callable[[], float] = lambda: 0
    under_way: int = 0

    def __post_init__(self) -> None:
        self.rate_limit = RateLimit(clock=self.minutes.clock)

    def send(self) -> None:
        policy = self.rate_limit.get_matching_policy(REQUEST)
        if self.under_way >= (1 if policy.is_shared else MAXIMUM_CONCURRENT_REQUESTS):
            self.minutes.after(0.05, self.send)
            return
        try:
            policy.try_acquire(REQUEST, weight=1)
        except CallRateLimitHit as hit:
            # A timedelta has no parts of a microsecond.
            self.minutes.after(hit.time_to_wait.total_seconds() + 1e-3, self.send)
            return
        self.under_way += 1
        sent, took = self.minutes.now, self.seconds()
        self.minutes.after(took / 2, lambda: self._arrive(sent, took / 2))

    def _arrive(self, sent: float, back: float) -> None:
        minute, grant = int(self.minutes.now // WINDOW), self.minutes.alegra.take()
        if grant.allowed:
            self.minutes.granted[minute, self.number] += 1
        else:
            self.minutes.refused[minute] += 1
        answer = requests.Response()
        answer.status_code = 200 if grant.allowed else 429
        answer._content = b"{}"
        answer.headers.update(grant.headers())

        def come() -> None:
            self.under_way -= 1
            answer.elapsed = timedelta(seconds=self.minutes.now - sent)
            self.rate_limit.update_from_response(REQUEST, answer)
            self.minutes.after(self.idle(), self.send)

        self.minutes.after(back, come)


def begun(minutes: Minutes, program: Program, at: float) -> None:
    """Let a program begin, with as many requests at a time as Alegra bears."""
    for _ in range(MAXIMUM_CONCURRENT_REQUESTS):
        minutes.after(at, program.send)


MINUTES = 8


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("limit", [100, 150])
@pytest.mark.parametrize("programs", [2, 3, 5])
def test_programs_of_one_user_have_equal_shares_and_no_refusal_after_the_first_minute(
    programs: int, limit: int, seed: int
) -> None:
    rng, minutes = random.Random(seed), Minutes(limit)
    for number in range(programs):
        program = Program(minutes, number, lambda: rng.uniform(0.05, 0.6))
        begun(minutes, program, at=rng.uniform(0, 50))
    minutes.run(MINUTES)
    assert sum(minutes.refused.values()) == minutes.refused[0]
    for minute in range(1, MINUTES):
        shares = [minutes.granted[minute, number] for number in range(programs)]
        # Who came in the middle of the first minute knows of the others in the second one.
        assert min(shares) >= (0.6 if minute == 1 else 0.75) * max(shares), shares
        assert 0.85 * limit <= sum(shares) <= limit


@pytest.mark.parametrize("seed", range(5))
def test_programs_that_come_late_or_rest_in_between_are_refused_nothing_and_make_progress(
    seed: int,
) -> None:
    rng, minutes = random.Random(seed), Minutes(150)
    for number in range(2):
        begun(minutes, Program(minutes, number, lambda: rng.uniform(0.05, 0.6)), at=number)
    resting = Program(
        minutes, 2, lambda: rng.uniform(0.05, 9), lambda: rng.choice([0, 0, 0, 0, 40.0])
    )
    begun(minutes, resting, at=rng.uniform(100, 150))
    minutes.run(MINUTES)
    assert sum(minutes.refused.values()) == minutes.refused[0]
    assert all(minutes.granted[minute, number] > 9 for minute in range(1, 8) for number in (0, 1))
    assert sum(minutes.granted[minute, 2] for minute in range(4, 8)) >= 10


@pytest.mark.parametrize("seed", range(5))
def test_a_program_alone_uses_the_whole_limit_as_fast_as_it_can(seed: int) -> None:
    """Also one that begins in the middle of a minute that others have used."""
    rng, minutes = random.Random(seed), Minutes(150)
    for _ in range(60):
        minutes.alegra.take()
    program = Program(minutes, 0, lambda: rng.uniform(0.05, 0.6))
    begun(minutes, program, at=20)
    minutes.run(MINUTES)
    assert sum(minutes.refused.values()) == 0
    assert [minutes.granted[minute, 0] for minute in range(MINUTES)] == [90, *[150] * (MINUTES - 1)]
    assert not program.rate_limit.get_matching_policy(REQUEST).is_shared


def test_a_program_goes_on_at_full_speed_a_minute_after_the_others_ended() -> None:
    rng, minutes = random.Random(1), Minutes(150)
    stays, ends = (Program(minutes, number, lambda: rng.uniform(0.05, 0.6)) for number in range(2))
    ends.idle = lambda: 0 if minutes.now < 130 else 10_000
    for program in (stays, ends):
        begun(minutes, program, at=0)
    minutes.run(MINUTES)
    assert minutes.granted[1, 0] < 85
    assert [minutes.granted[minute, 0] for minute in range(4, MINUTES)] == [150] * (MINUTES - 4)
