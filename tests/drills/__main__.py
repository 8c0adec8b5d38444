"""`make drills`: what takes too long for every test run. Prints a table and writes it as JSON; ends with 1 where a drill failed.

`ARGS="fuzz"` runs that drill alone, `ARGS="fuzz 7 9"` two of its runs.
"""

import sys

from tests.drills import (
    claims,
    counting,
    desk_kills,
    disk_errors,
    edits,
    failovers,
    fuzz,
    kills,
    mail,
    mail_kills,
    models,
    power_cuts,
    send_kills,
    soak,
    visible,
    worst_day,
)

DRILLS = {
    "counting": counting.drill,
    "kills": kills.drill,
    "desk-kills": desk_kills.drill,
    "mail": mail.drill,
    "mail-kills": mail_kills.drill,
    "send-kills": send_kills.drill,
    "restores": worst_day.restores,
    "damage": worst_day.damage,
    "copies": worst_day.copies,
    "claims": claims.drill,
    "failovers": failovers.drill,
    "power-cuts": power_cuts.drill,
    "disk-errors": disk_errors.drill,
    "models": models.drill,
    "visible": visible.drill,
    "soak": soak.drill,
    "edits": edits.drill,
    "fuzz": fuzz.drill,
}

if __name__ == "__main__":
    name, *numbers = sys.argv[1:] or [""]
    done = [DRILLS[name](*numbers)] if name else [drill() for drill in DRILLS.values()]
    sys.exit(0 if all(done) else 1)
