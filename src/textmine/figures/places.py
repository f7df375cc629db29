"""Places of names on a plane: those that cover each other are moved apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PUSHES: Final = 400  # rounds; a full frame is left as it is after them


def pushed_apart(
    points: NDArray[np.float64], boxes: NDArray[np.float64], frame: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Move boxes that cover each other apart, along the side that needs less, and keep them in the frame.

    Args:
        points: (n, 2) centres in mm.
        boxes: (n, 2) width and height of what stands there, in mm.
        frame: (2, 2) the corners of the frame, in mm.

    Returns:
        (n, 2) new centres; where the frame is too full, some still cover each other.
    """
    points = points.copy()
    edge = boxes / 2 + 1
    number = np.arange(len(points))
    order = np.sign(number[:, None] - number[None, :])  # two in one place go opposite ways
    for _ in range(_PUSHES):
        gap = points[:, None, :] - points[None, :, :]
        cover = (boxes[:, None, :] + boxes[None, :, :]) / 2 - np.abs(gap)
        cover[number, number] = 0
        touching = (cover > 0).all(axis=2)
        if not touching.any():
            break
        across = cover.argmin(axis=2)
        for axis in (0, 1):
            step = np.where(touching & (across == axis), cover[:, :, axis], 0)
            direction = np.where(gap[:, :, axis] == 0, order, np.sign(gap[:, :, axis]))
            points[:, axis] += (step * direction).sum(axis=1) * 0.3
        points = np.clip(points, frame[0] + edge, np.maximum(frame[1] - edge, frame[0] + edge))
    return points
