"""What a hand-out tells of the receiver: the whole, what is missing, and what cannot be."""

from datetime import date


STEP = ("file_document", "hand_out")
PASSPORT = {"identity_kind": "passport", "identity_number": "45 06 № 123456"}
PROXY = {"proxy_number": "б/н", "proxy_date": date(2026, 6, 20)}
BY_PROXY = {"capacity": "proxy", **PASSPORT, **PROXY}

REFUSED = [
    (STEP, {}, BY_PROXY, []),
    (STEP, {}, {"capacity": "representative"}, []),
    (STEP, {}, {"identity_kind": "foreign_passport", "identity_number": "AB-1234567"}, []),
    (STEP, {}, {"capacity": "тётя"}, [("receiver_value_unknown", "capacity")]),
    (
        STEP,
        {},
        {**PASSPORT, "identity_kind": "билет"},
        [("receiver_value_unknown", "identity_kind")],
    ),
    (STEP, {}, {"identity_kind": "passport"}, [("not_given", "identity_number")]),
    (STEP, {}, {"identity_number": "4506123456"}, [("not_given", "identity_kind")]),
    *(
        (
            STEP,
            {},
            {**PASSPORT, "identity_number": number},
            [("identity_number_unreadable", "identity_number")],
        )
        for number in ("450612345", "٤٥٠٦123456", "4506 12З456", "<script>", "=1+1")
    ),
    (
        STEP,
        {},
        {"identity_kind": "military_id", "identity_number": "АБВГД"},
        [("identity_number_unreadable", "identity_number")],
    ),
    (
        STEP,
        {},
        {"capacity": "proxy"},
        [
            ("not_given", "identity_kind"),
            ("not_given", "identity_number"),
            ("not_given", "proxy_number"),
            ("not_given", "proxy_date"),
        ],
    ),
    (STEP, {}, {"proxy_number": "12"}, [("not_given", "proxy_date")]),
    (
        STEP,
        {},
        {**BY_PROXY, "proxy_date": date(2026, 11, 22)},
        [("day_in_future", "proxy_date"), ("proxy_after_receipt", "proxy_date")],
    ),
    (
        ("order", "transfer"),
        {},
        {**PROXY, "proxy_date": date(2026, 6, 27)},
        [("proxy_after_receipt", "proxy_date")],
    ),
]
