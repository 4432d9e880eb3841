"""What an installation has of its own: keys, catalogue, rules and the audit log."""

from adwatch.doctor.line import Line, Mark
from adwatch.settings import Settings


def keys(settings: Settings) -> Line:
    """The keys that turn contacts into tokens and close addresses."""
    missing = [name for name in ("token_key", "url_key") if getattr(settings.secrets, name) is None]
    if not missing and settings.vault.keep_originals and settings.secrets.vault_key is None:
        mend = "set ADWATCH_SECRETS__VAULT_KEY_FILE (adwatch vault new-key makes one), or vault.keep_originals to no"
        return Line("keys", Mark.WARN, "no vault_key: the stage `seal` waits, everything else works", mend)
    if not missing:
        return Line("keys", Mark.OK, "all are set")
    names = " and ".join(f"ADWATCH_SECRETS__{name.upper()}_FILE" for name in missing)
    return Line("keys", Mark.FAIL, f"missing: {', '.join(missing)}", f"adwatch engines up makes them; or set {names}")


def catalogue(settings: Settings) -> Line:
    """The indicators and word lists."""
    from processors.catalogue import load as load_catalogue
    from processors.yaml_file import FileError

    try:
        found = load_catalogue(settings.catalogue)
    except FileError as error:
        first = error.problems[0]
        return Line("catalogue", Mark.FAIL, f"{len(error.problems)} problems, the first: {first}", "mend the file")
    return Line("catalogue", Mark.OK, f"{len(found.indicators)} indicators, version {found.version}")


def rules(settings: Settings) -> Line:
    """The alert rules, and which of them are live."""
    from processors.alert import live, load_rules
    from processors.yaml_file import FileError

    try:
        found = load_rules(settings.catalogue / "rules")
        seen = {(each.rule, each.digest) for each in live.entries(live.files(settings.catalogue, settings.home))}
    except FileError as error:
        return Line("rules", Mark.FAIL, f"{len(error.problems)} problems, the first: {error.problems[0]}", "mend it")
    waiting = [rule.id for rule in found if (rule.id, live.digest(rule.file)) not in seen]
    if waiting:
        mend = "see what they would do: adwatch rules backtest; then adwatch rules live"
        return Line("rules", Mark.WARN, f"{len(found)}, of which not live: {', '.join(waiting)}", mend)
    return Line("rules", Mark.OK, f"{len(found)}, all live")


def audit_log(settings: Settings) -> Line:
    """The audit log's chain."""
    from adwatch import audit

    found = audit.problems(settings.home)
    if found:
        return Line(
            "audit log", Mark.FAIL, f"{len(found)} problems, the first: {found[0]}", "see: adwatch audit verify"
        )
    return Line("audit log", Mark.OK, "the chain holds")
