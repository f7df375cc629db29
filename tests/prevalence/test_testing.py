"""Sign flips counted by hand, and Benjamini and Hochberg's own example."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.prevalence import benjamini_hochberg, sign_flip_p


def test_six_wards_that_all_agree_give_two_patterns_of_sixty_four() -> None:
    assert sign_flip_p(np.ones((6, 1))) == pytest.approx([2 / 64])


def test_all_sums_as_far_out_as_the_observed_one_are_counted() -> None:
    # sums of +-1 +-2 +-3: 6 4 2 0 and their mirrors; |sum| >= 6 in 2 of 8, >= 4 in 4 of 8
    assert sign_flip_p(np.array([[1.0], [2.0], [3.0]])) == pytest.approx([2 / 8])
    assert sign_flip_p(np.array([[-1.0], [2.0], [3.0]])) == pytest.approx([4 / 8])


def test_blocks_without_any_difference_say_nothing() -> None:
    both = np.array([[1.0, 1.0], [2.0, 2.0], [0.0, 0.0], [3.0, 0.0]])

    assert sign_flip_p(both) == pytest.approx([2 / 8, 2 / 4])
    assert sign_flip_p(np.zeros((7, 1))) == pytest.approx([1.0])


def test_many_blocks_are_sampled_the_same_way_every_time() -> None:
    differences = np.sin(np.arange(30.0))[:, None] + 0.3

    assert sign_flip_p(differences) == pytest.approx(sign_flip_p(differences), abs=0)
    # normal approximation of the sum of independent signs: the sample of 99,999 patterns must come near
    z = abs(differences.sum()) / np.sqrt((differences**2).sum())
    assert sign_flip_p(differences)[0] == pytest.approx(2 * (1 - 0.5 * (1 + _erf(z / np.sqrt(2)))), abs=0.01)


def test_q_is_that_of_benjamini_and_hochbergs_example() -> None:
    # Benjamini and Hochberg (1995), section 3.2: fifteen p values, of which four are called at 0.05
    p = np.array(
        [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.324,
            0.4262,
            0.5719,
            0.6528,
            0.759,
            1,
        ]
    )
    q = benjamini_hochberg(p)

    assert (q <= 0.05).sum() == 4
    assert q[3] == pytest.approx(0.0095 * 15 / 4)
    assert q[4] == pytest.approx(0.0201 * 15 / 5)
    assert q[-1] == pytest.approx(1.0)


def test_a_test_that_was_refused_does_not_count() -> None:
    assert benjamini_hochberg(np.array([np.nan, 0.02, 0.04])) == pytest.approx([np.nan, 0.04, 0.04], nan_ok=True)
    assert benjamini_hochberg(np.array([])).size == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_never_below_p_and_keeps_its_order(values: list[float]) -> None:
    p = np.array(values)
    q = benjamini_hochberg(p)

    assert (q >= p - 1e-12).all()
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= -1e-12).all()


def _erf(x: float) -> float:
    """Integrate the error function by the trapezium rule."""
    grid = np.linspace(0, x, 20_001)
    return float(2 / np.sqrt(np.pi) * np.trapezoid(np.exp(-(grid**2)), grid))
