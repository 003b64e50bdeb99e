"""The director changes how the school decides on acts, by order."""


def play(say, school):
    """One change, one refusal, and what the auditor reads."""
    order = {"order_number": "15-о", "order_date": "2026-01-30"}
    say("act-rules-patch", "director", "PATCH", "/@act-rules", {"waiting_days": 14, **order})
    few = {"least_members": 2}
    say("act-rules-refused", "director", "PATCH", "/@act-rules", few, 400)
    say("act-rules-get", "auditor", "GET", "/@act-rules")
