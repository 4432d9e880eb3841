"""What waits in line to be told again: ads, and clusters and actors that have become another.

A thing stands in line once, however often it changes before its turn, so a burst that makes a cluster grow ten times
tells each older ad once. Its turn comes when the time has come that it was given with its first change. Who has only
grown is given a later one than who is to say something new: a number can wait. Whose actor is another now, or who shows
something that weighs, is given a near one: rules count by actor and look at bands, so alerts wait for it.

A cluster or actor that grows comes in line when it has grown by an eighth, a large one by a half, so an ad is told
again a few times only, however large the cluster becomes: what its document says of the size is exact up to eight ads,
at most an eighth behind up to 64 and at most a half beyond.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from processors.link.records import MAX_TRACES, Actor, Cluster, Trace
from processors.link.tables import State, number_key

AD, CLUSTER, ACTOR = b"n", b"c", b"a"
TIME = 8  # bytes of a time in milliseconds
_LARGE = 64
_SHARE, _SHARE_LARGE = 8, 2


def cluster_changed(number: int, state: State) -> None:
    """Put the ads of a cluster in line if it has grown or shrunk enough since they last were."""
    cluster = state.cluster(number)
    root = number if cluster.into is None else cluster.into
    if not _differs(cluster.size, cluster.told_size):
        _touch(CLUSTER + number_key(root), cluster.size, state)
        return
    state.clusters.put(number_key(number), replace(cluster, told_size=cluster.size))
    if max(cluster.size, cluster.told_size) > 1:
        _put(CLUSTER + number_key(root), state.turns.grown, state)


def actor_changed(actor: Actor, state: State) -> Actor:
    """The same for an actor, which is answered as it is to be stored."""
    if not _differs(actor.ads, actor.told_ads):
        _touch(ACTOR + number_key(actor.number), actor.ads, state)
        return actor
    if actor.ads > 1:
        _put(ACTOR + number_key(actor.number), state.turns.grown, state)
    return replace(actor, told_ads=actor.ads)


def newest_of_cluster(cluster: Cluster, at_ms: int, state: State) -> None:
    """Put the newest ads of a cluster in line, given when their turn is."""
    _newest(CLUSTER + number_key(cluster.number), cluster.size, cluster.traces, at_ms, state)


def newest_of_actor(actor: Actor, at_ms: int, state: State) -> None:
    """The same for an actor."""
    _newest(ACTOR + number_key(actor.number), actor.ads, actor.traces, at_ms, state)


def all_of_cluster(number: int, state: State) -> None:
    """Put all ads of a cluster in line, from the first on."""
    _put(CLUSTER + number_key(number), state.turns.changed, state)


def all_of_actor(number: int, state: State) -> None:
    """Put all ads of an actor in line, from the first on."""
    _put(ACTOR + number_key(number), state.turns.changed, state)


def ads(numbers: Iterable[int], state: State) -> None:
    """Put single ads in line."""
    for number in numbers:
        _put(AD + number_key(number), state.turns.changed, state)


def moved(numbers: Iterable[int], state: State) -> None:
    """Put ads in line whose actor is another now."""
    for number in numbers:
        _put(AD + number_key(number), state.turns.soon, state)


def left_cluster(number: int, state: State) -> None:
    """An ad has left the cluster: those behind it stand one place further to the front."""
    cluster = state.cluster(number)
    _one_less(CLUSTER + number_key(number if cluster.into is None else cluster.into), state)


def left_actor(number: int, state: State) -> None:
    """The same for an actor."""
    _one_less(ACTOR + number_key(number), state)


def _one_less(thing: bytes, state: State) -> None:
    held = state.tx.get("due", thing)
    told = held and state.tx.get("due_queue", held + thing)
    if held and told and (done := int.from_bytes(told[:4], "big")):
        state.tx.put("due_queue", held + thing, number_key(done - 1) + told[4:])


def _put(thing: bytes, at_ms: int, state: State) -> None:
    """Who is in line keeps the place, unless this one is nearer; who was told in part begins anew."""
    place, held = at_ms.to_bytes(TIME, "big"), state.tx.get("due", thing)
    if held is not None and len(held) != TIME:  # by a version without times that was taken back to in between
        held = None
    if held is not None and held != place:
        state.tx.delete("due_queue", held + thing)
        place = min(place, held)
    if held != place:
        state.tx.put("due", thing, place)
    state.tx.put("due_queue", place + thing, progress(0, state.first_new))


def _touch(thing: bytes, size: int, state: State) -> None:
    """Who is in line anyway tells of a small change along."""
    held = state.tx.get("due", thing) if size > 1 else None
    if held is not None and (state.tx.get("due_queue", held + thing) or b"").startswith(number_key(0)):
        state.tx.put("due_queue", held + thing, progress(0, state.first_new))


def progress(done: int, before: int) -> bytes:
    """How many ads of a thing in line were told, and the number before which ads do not know of its last change: those
    that came with it were told all."""
    return number_key(done) + number_key(before)


def _newest(thing: bytes, size: int, traces: Sequence[Trace], at_ms: int, state: State) -> None:
    """All of a thing that has no more ads than those, else one by one."""
    things = [thing] if size <= MAX_TRACES else [AD + number_key(trace.number) for trace in traces]
    for each in things:
        _put(each, at_ms, state)


def _differs(now: int, before: int) -> bool:
    return abs(now - before) > before // (_SHARE if before <= _LARGE else _SHARE_LARGE)
