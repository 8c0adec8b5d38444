"""Writes docs/permissions.md: which right each function of the store needs, and who has it. Run by `make permissions`."""

import importlib
import pkgutil
from pathlib import Path

import desk.store
from desk.actions.rights import MAY, ROLES, Right
from desk.store.permissions import REQUIRED

HEAD = """# Permissions

Made by `make permissions` out of the code. Each function of the store that others call names the right that it needs, and refuses
the person who does not have it; nobody acts in somebody else's name. As long as no person was made everybody may do everything
([people](people.md)). Every act on a complaint needs `handle` besides.

"""


def page() -> str:
    """The page as it must stand."""
    for _, name, _ in pkgutil.walk_packages(desk.store.__path__, "desk.store."):
        importlib.import_module(name)
    having = {right: ", ".join(role for role in ROLES if right in MAY[role]) for right in Right}
    rights = [f"| {right or 'none'} | {roles or 'everybody'} |" for right, roles in having.items()]
    functions = [f"| `{name}` | {right or 'none'} |" for name, right in sorted(REQUIRED.items())]
    lines = ["| right | roles |", "|---|---|", *rights, "", "| function in `desk/store/` | right |", "|---|---|", *functions]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("permissions.md").write_text(page(), encoding="utf-8")
