"""What is asked of an event `e` in SQL: that the step which it belongs to was not undone."""

HELD = """NOT EXISTS (SELECT 1 FROM event AS u WHERE u.ticket_id = e.ticket_id AND u.what = 'undone'
                        AND json_extract(u.data, '$.step') = e.step)"""
