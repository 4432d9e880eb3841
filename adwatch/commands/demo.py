"""`adwatch demo`."""


def run(keep: bool, ads: int, seed: int) -> int:
    """The main job end to end; 0 when everything balances."""
    from adwatch.demo.run import run as run_demo

    return run_demo(keep=keep, ads=ads, seed=seed)
