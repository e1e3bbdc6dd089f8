import json
from datetime import timedelta

import pytest
import requests
from airbyte_cdk.sources.streams.call_rate import CallRateLimitHit

from alegra_api.rate_limit import RateLimit, RateLimitPolicy

URL = "https://api.alegra.com/api/v1"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def answer(status: int = 200, body: object = None, **headers: object) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = json.dumps(body if body is not None else []).encode()
    response.headers.update(
        {f"X-Rate-Limit-{name.capitalize()}": str(value) for name, value in headers.items()}
    )
    return response


def request(path: str = "/invoices") -> requests.PreparedRequest:
    return requests.Request("GET", f"{URL}{path}").prepare()


def taken(rate_limit: RateLimit, path: str = "/invoices") -> int:
    """How many requests the rate_limit gives before it makes wait."""
    policy = rate_limit.get_matching_policy(request(path))
    for count in range(1000):
        try:
            policy.try_acquire(request(path), weight=1)
        except CallRateLimitHit:
            return count
    return 1000


def test_what_alegra_says_is_left_is_what_is_taken() -> None:
    rate_limit = RateLimit(clock=Clock())
    rate_limit.get_matching_policy(request()).try_acquire(request(), weight=1)
    rate_limit.update_from_response(request(), answer(limit=150, remaining=20, reset=30))
    assert taken(rate_limit) == 20


def test_a_slow_answer_makes_no_window_longer() -> None:
    """Nine seconds late, it told an end of the window nine seconds late."""
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    rate_limit.update_from_response(request(), answer(limit=150, remaining=1, reset=30))
    clock.now += 9
    slow = answer(limit=150, remaining=0, reset=30)
    slow.elapsed = timedelta(seconds=9)
    rate_limit.update_from_response(request(), slow)
    clock.now += 22
    assert taken(rate_limit) == 150


def test_a_window_that_began_sooner_than_it_was_thought_is_noticed() -> None:
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    rate_limit.update_from_response(request(), answer(limit=150, remaining=20, reset=5))
    clock.now += 5.5
    rate_limit.update_from_response(request(), answer(limit=150, remaining=149, reset=60))
    assert taken(rate_limit) == 149


def test_a_higher_limit_counts_at_once() -> None:
    rate_limit = RateLimit(clock=Clock())
    rate_limit.get_matching_policy(request()).try_acquire(request(), weight=1)
    rate_limit.update_from_response(request(), answer(limit=400, remaining=399, reset=30))
    assert taken(rate_limit) == 399


def test_requests_under_way_are_not_given_back_by_an_older_answer() -> None:
    rate_limit = RateLimit(clock=Clock())
    for _ in range(3):
        rate_limit.get_matching_policy(request()).try_acquire(request(), weight=1)
    rate_limit.update_from_response(request(), answer(limit=100, remaining=99, reset=30))
    rate_limit.update_from_response(request(), answer(limit=100, remaining=97, reset=30))
    rate_limit.update_from_response(request(), answer(limit=100, remaining=98, reset=30))
    assert taken(rate_limit) == 97


def test_a_used_up_ration_waits_for_the_whole_reset_of_55_seconds() -> None:
    clock = Clock()
    policy = RateLimitPolicy([], clock=clock)
    policy.learn(limit=150, left=0, reset_seconds=55)
    clock.now += 54
    with pytest.raises(CallRateLimitHit) as hit:
        policy.try_acquire(request(), weight=1)
    assert timedelta(seconds=1) <= hit.value.time_to_wait <= timedelta(seconds=2)
    clock.now += hit.value.time_to_wait.total_seconds()
    policy.try_acquire(request(), weight=1)


def test_a_new_window_has_the_announced_number() -> None:
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    rate_limit.update_from_response(request(), answer(limit=100, remaining=0, reset=10))
    clock.now += 11
    assert taken(rate_limit) == 100


def test_the_users_own_bound_is_kept_below_what_alegra_allows() -> None:
    clock = Clock()
    rate_limit = RateLimit(ceiling=40, clock=clock)
    rate_limit.update_from_response(request(), answer(limit=150, remaining=149, reset=10))
    assert taken(rate_limit) == 40
    clock.now += 11
    assert taken(rate_limit) == 40


def test_a_refusal_without_headers_waits_for_what_its_body_says() -> None:
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    body = {"code": 429, "message": "Too many requests", "headers": {"x-rate-limit-reset": 7}}
    rate_limit.update_from_response(request(), answer(400, body))
    assert taken(rate_limit) == 0
    clock.now += 8
    assert taken(rate_limit) == 150


def test_a_refusal_that_says_nothing_waits_for_a_whole_minute() -> None:
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    rate_limit.update_from_response(request(), answer(429, {"code": 429}))
    clock.now += 60
    assert taken(rate_limit) == 0
    clock.now += 1
    assert taken(rate_limit) == 150


def test_contacts_count_apart_once_they_announce_another_limit() -> None:
    rate_limit = RateLimit(clock=Clock())
    rate_limit.update_from_response(request(), answer(limit=150, remaining=149, reset=30))
    rate_limit.update_from_response(request("/contacts"), answer(limit=5, remaining=2, reset=30))
    assert taken(rate_limit, "/contacts") == 2
    assert taken(rate_limit, "/invoices") == 149


def test_contacts_count_with_everything_else_while_they_announce_the_same_limit() -> None:
    rate_limit = RateLimit(clock=Clock())
    rate_limit.update_from_response(request(), answer(limit=150, remaining=149, reset=30))
    for _ in range(50):
        rate_limit.get_matching_policy(request("/contacts")).try_acquire(request(), weight=1)
    rate_limit.update_from_response(request("/contacts"), answer(limit=150, remaining=99, reset=30))
    assert taken(rate_limit, "/invoices") == 99


@pytest.mark.parametrize("reset", [3600, 1_795_000_000, "9" * 400])
def test_a_window_is_never_longer_than_a_minute(reset: object) -> None:
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    rate_limit.update_from_response(request(), answer(limit=150, remaining=0, reset=reset))
    clock.now += 62
    assert taken(rate_limit) == 150


def test_a_limit_of_nothing_is_no_limit() -> None:
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    rate_limit.update_from_response(request(), answer(limit=0, remaining=0, reset=5))
    clock.now += 6
    assert taken(rate_limit) == 150


def test_refusals_in_a_row_are_answered_by_waiting_longer_each_time() -> None:
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    waited = []
    for _ in range(10):
        rate_limit.update_from_response(request(), answer(429, {"code": 429}, reset=0))
        with pytest.raises(CallRateLimitHit) as hit:
            rate_limit.get_matching_policy(request()).try_acquire(request(), weight=1)
        waited.append(hit.value.time_to_wait.total_seconds())
        clock.now += waited[-1]
    assert waited == sorted(waited)
    assert waited[3] > 2 * waited[0]
    assert 60 <= waited[-1] <= 61
    rate_limit.update_from_response(request(), answer(limit=150, remaining=149, reset=30))
    rate_limit.update_from_response(request(), answer(429, {"code": 429}, reset=0))
    with pytest.raises(CallRateLimitHit) as hit:
        rate_limit.get_matching_policy(request()).try_acquire(request(), weight=1)
    assert hit.value.time_to_wait.total_seconds() == waited[0]


def test_a_throttle_told_in_words_alone_waits_for_a_minute() -> None:
    clock = Clock()
    rate_limit = RateLimit(clock=clock)
    body = {"error": {"message": "Too many requests"}}
    rate_limit.update_from_response(request("/contacts"), answer(400, body))
    assert taken(rate_limit, "/contacts") == 0
    clock.now += 62
    assert taken(rate_limit, "/contacts") == 150
