"""Conditions written as one expression: `score.band in ["medium", "high"] and not found("SX-23")`.

The language and its parser are those of the library rule-engine. What it parsed is translated into the forms of
`processors.alert.condition` and from there on treated like any condition: each part is held against the types of the
record, and the library's own evaluation is never used. So an expression can ask for what a condition can ask for and
for nothing else: no calls but the four below, no arithmetic, no patterns.
"""

from typing import Any

from rule_engine import Rule, ast
from rule_engine.errors import EngineError

MAX_LENGTH = 2_000
STATES = {"found": "present", "absent": "absent", "contradicted": "contradicted", "not_stated": "not_stated"}
_MIRRORED = {"eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
_OPS = {"eq": "is", "ne": "is_not", "lt": "below", "le": "at_most", "gt": "above", "ge": "at_least"}

Form = dict[str, Any]


def read(text: str) -> Form:
    """The condition as a rule file's mapping would say it. Raises ValueError."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"longer than {MAX_LENGTH} characters")
    try:
        expression = Rule(text).statement.expression
    except EngineError as error:
        raise ValueError(f"not an expression: {error.message}") from None
    return _Reader().form(expression)


class _Reader:
    """Translates a parsed expression; with `item`, paths begin with that name and lead into an item of a list."""

    def __init__(self, item: str | None = None) -> None:
        self._item = item

    def form(self, node: Any) -> Form:
        """What a part that is true or false asks for."""
        match node:
            case ast.LogicExpression():
                name = "all" if node.type == "and" else "any"
                return {name: [*self._flat(node.left, name), *self._flat(node.right, name)]}
            case ast.UnaryExpression(type="not"):
                return {"none": [self.form(node.right)]}
            case ast.ContainsExpression():
                return self._contains(node)
            case ast.ComparisonExpression():
                return self._comparison(node)
            case ast.FunctionCallExpression():
                return self._finding(node)
            case ast.SymbolExpression() | ast.GetAttributeExpression():
                return {"field": self._path(node), "op": "is", "value": True}
        raise _unknown(node)

    def _flat(self, node: Any, name: str) -> list[Form]:
        form = self.form(node)
        return list(form[name]) if set(form) == {name} else [form]

    def _contains(self, node: Any) -> Form:
        if isinstance(node.container, ast.ArrayExpression):
            return {"field": self._path(node.member), "op": "in", "value": [_literal(v) for v in node.container.value]}
        return {"field": self._path(node.container), "op": "has", "value": _literal(node.member)}

    def _comparison(self, node: Any) -> Form:
        left, right, kind = node.left, node.right, node.type
        if isinstance(left, ast.LiteralExpressionBase):
            left, right, kind = right, left, _MIRRORED.get(kind, kind)
        if kind not in _OPS:
            raise _unknown(node)
        if isinstance(right, ast.NullExpression) and kind in ("eq", "ne"):
            return {"field": self._path(left), "op": "known", "value": kind == "ne"}
        value = _literal(right)
        if isinstance(left, ast.FunctionCallExpression):
            return self._finding(left) | {"at_least": _at_least(kind, value)}
        if isinstance(left, ast.GetAttributeExpression) and left.name == "length":
            return self._size(left.object, kind, value)
        return {"field": self._path(left), "op": _OPS[kind], "value": value}

    def _size(self, node: Any, kind: str, value: Any) -> Form:
        if isinstance(node, ast.ComprehensionExpression):
            inner = {"some": self._path(node.iterable), "where": _Reader(node.variable).form(node.condition)}
            return inner | {"at_least": _at_least(kind, value)}
        if kind in ("le", "lt"):
            return {"field": self._path(node), "op": "size_at_most", "value": value - (kind == "lt")}
        return {"field": self._path(node), "op": "size_at_least", "value": _at_least(kind, value)}

    def _finding(self, node: Any) -> Form:
        name = getattr(node.function, "name", "")
        if name not in STATES:
            raise ValueError(f"no function {name!r}; known: {', '.join(STATES)}")
        asked = [_literal(argument) for argument in node.arguments]
        return {"finding": asked, "state": STATES[name]}

    def _path(self, node: Any) -> str:
        names: list[str] = []
        while isinstance(node, ast.GetAttributeExpression):
            names.insert(0, node.name)
            node = node.object
        if not isinstance(node, ast.SymbolExpression):
            raise ValueError("expected a field such as score.band, compared with a value")
        names.insert(0, node.name)
        if self._item is not None:
            if names[0] != self._item or len(names) == 1:
                raise ValueError(f"inside the brackets, fields begin with {self._item}.")
            names = names[1:]
        return ".".join(names)


def _literal(node: Any) -> str | int | float | bool:
    value: Any = getattr(node, "value", None)
    if isinstance(node, ast.StringExpression):
        return str(value)
    if isinstance(node, ast.BooleanExpression):
        return bool(value)
    if isinstance(node, ast.FloatExpression):
        return int(value) if value == int(value) else float(value)
    raise ValueError('expected a value: "text", a number, true or false')


def _at_least(kind: str, value: Any) -> int:
    if kind not in ("ge", "gt") or not isinstance(value, int):
        raise ValueError("expected >= or > and a whole number here")
    return value + (kind == "gt")


def _unknown(node: Any) -> ValueError:
    name = type(node).__name__.removesuffix("Expression").lower()
    return ValueError(f"{name} is not part of the language of conditions")
