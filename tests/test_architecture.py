"""How large things may grow: prints the worst five of each kind and fails past the last column of the table below."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = ["config", "tenants", "crm", "billing", "customer_portal", "emails"]
Measure = tuple[int, str]

FUNCTION_LINES, FILE_LINES, PARAMETERS, COMPLEXITY = 40, 300, 6, 8
TEMPLATE_LINES, CSS_LINES, JS_LINES, TEST_LINES = 120, 250, 80, 40
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.comprehension, ast.BoolOp, ast.Assert)


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def functions(*folders: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sources(*folders):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def lines_of(node: ast.FunctionDef) -> int:
    """Count from the first statement to the last; the promise above it is free."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 2


def parameters_of(node: ast.FunctionDef) -> int:
    names = [argument.arg for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
    return len([name for name in names if name not in {"self", "cls"}])


def positional_of(node: ast.FunctionDef) -> int:
    return len([argument for argument in node.args.args if argument.arg not in {"self", "cls", "request"}])


def complexity_of(node: ast.FunctionDef) -> int:
    return 1 + sum(isinstance(part, BRANCHES) for part in ast.walk(node))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def text_files(folder: str, pattern: str) -> Iterator[Measure]:
    for path in (ROOT / folder).rglob(pattern):
        yield len(path.read_text().splitlines()), str(path.relative_to(ROOT))


KINDS = {
    "function lines": (FUNCTION_LINES, lambda: ((lines_of(node), name) for name, node in functions(*APPS))),
    "file lines": (
        FILE_LINES,
        lambda: ((len(p.read_text().splitlines()), str(p.relative_to(ROOT))) for p in sources(*APPS, "tests")),
    ),
    "parameters": (PARAMETERS, lambda: ((parameters_of(node), name) for name, node in functions(*APPS))),
    "complexity": (COMPLEXITY, lambda: ((complexity_of(node), name) for name, node in functions(*APPS))),
    "template lines": (TEMPLATE_LINES, lambda: text_files("templates", "*.html")),
    "css file lines": (CSS_LINES, lambda: text_files("static/css", "*.css")),
    "js file lines": (JS_LINES, lambda: text_files("static/js", "*.js")),
    "test function lines": (
        TEST_LINES,
        lambda: ((lines_of(n), name) for name, n in functions("tests") if n.name.startswith("test_")),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_outgrows_its_size(kind, tell):
    limit, measure = KINDS[kind]
    worst = sorted(measure(), reverse=True)

    median, late = worst[len(worst) // 2][0], worst[len(worst) // 20][0]
    tell(f"{kind} (never past {limit}; median {median}, p95 {late})")
    for size, name in worst[:5]:
        tell(f"  {size:>4}  {name}")

    assert [item for item in worst if item[0] > limit] == []


@pytest.mark.parametrize("word", ["schema_context", "tenant_context", "set_tenant(", "set_schema("])
def test_only_the_kernel_chooses_a_schema(word):
    allowed = {"tenants/kernel/scope.py"}

    found = {str(path.relative_to(ROOT)) for path in sources(*APPS) if word in path.read_text()}

    assert found <= allowed


def test_rules_know_no_http():
    """Pages, the API and workers ask the same services; import-linter cannot forbid a part of Django."""
    http = ("django.http", "django.shortcuts", "django.views", "rest_framework")
    rules = [path for path in sources(*APPS) if "services" in path.parts]

    found = [f"{path}: {name}" for path in rules for name in imports_of(path) if name.startswith(http)]

    assert len(rules) > 20
    assert found == []


def test_files_have_names_that_say_what_they_hold():
    vague = {"utils.py", "helpers.py", "manager.py", "managers.py", "data.py", "info.py", "misc.py", "common.py"}

    assert [path for path in sources(*APPS) if path.name in vague] == []


def test_money_is_never_a_float():
    words = ("FloatField", "float(")

    found = [path for path in sources("billing", "tenants/kernel") for word in words if word in path.read_text()]

    assert found == []
