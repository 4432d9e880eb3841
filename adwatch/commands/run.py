"""`adwatch run STAGE...`: one stage in this process, several in one process each, or in as many as are set."""

from collections.abc import Mapping, Sequence

from adwatch import settings
from adwatch.changes import note_rules
from adwatch.errors import KnownError
from processors.pipeline import STAGES
from processors.stage import Stage


def run(stages: Sequence[str], until_idle: float | None) -> int:
    """Run stages until SIGTERM or Ctrl-C. Exit codes: 0, 75 a new start is needed, 78 an operator must act."""
    chosen, loaded = named(stages), settings.load()
    processes = _processes(loaded.run.processes, chosen)
    if any(stage.name == "alert" for stage in chosen):
        note_rules(loaded)
    if len(chosen) == 1 and not processes:
        from adwatch import stage_process

        return stage_process.run(chosen[0], loaded, until_idle)
    from adwatch.supervisor import Supervisor
    from processors import logs

    logs.configure()
    return Supervisor(chosen, loaded, processes).run(until_idle)


def named(names: Sequence[str]) -> list[Stage]:
    """The stages of these names, in the order of the pipeline; `all` is all of them."""
    unknown = set(names) - set(STAGES) - {"all"}
    if unknown:
        raise KnownError(f"no such stage: {', '.join(sorted(unknown))}; there are: {', '.join(STAGES)}, all")
    return [stage for name, stage in STAGES.items() if "all" in names or name in names]


def _processes(wanted: Mapping[str, int], chosen: Sequence[Stage]) -> dict[str, int]:
    """Of which of the chosen stages there is to be more than one process. Raises KnownError where that cannot be."""
    if stateful := [stage.name for stage in named(list(wanted)) if stage.state and wanted.get(stage.name) != 1]:
        raise KnownError(f"run.processes: only one process each of what keeps state: {', '.join(stateful)}")
    return {stage.name: wanted[stage.name] for stage in chosen if wanted.get(stage.name, 1) > 1}
