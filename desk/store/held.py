"""What is asked of an event `e` in SQL: that the step which it belongs to was not undone."""

# JSON is read only where it is any: one damaged event would fail the whole query. CASE is never evaluated out of order; AND may be.
UNDONE_STEP = "CASE WHEN json_valid(u.data) THEN json_extract(u.data, '$.step') END"

HELD = (
    "NOT EXISTS (SELECT 1 FROM event AS u WHERE u.ticket_id = e.ticket_id AND u.what = 'undone' AND " + UNDONE_STEP + " = e.step)"
)
