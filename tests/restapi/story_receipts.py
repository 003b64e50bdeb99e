"""What leaves against a signature, and the journal of receipts over REST."""


def play(say, school):
    """A paper is given back to the family, by proxy; a file was lent and returned before."""
    given = {
        "receiver": "Козлова Анна Петровна",
        "capacity": "proxy",
        "identity_kind": "passport",
        "identity_number": "00 00 123456",
        "proxy_number": "12",
        "proxy_date": "2026-01-30",
        "basis": "Заявление от 30.01.2026",
        "handed_out_on": "2026-02-02",
        "signature_fact": "Журнал выдачи, лист 12",
    }
    place = f"{school.path(school.paper)}/@place"
    moved = {"place": "Сейф учебной части", "basis": "Распоряжение директора от 02.02.2026"}
    say("document-place-post", "secretary", "POST", place, moved)
    say("document-place-refused", "secretary", "POST", place, {"place": moved["place"]}, 409)
    path = f"{school.path(school.paper)}/@workflow/hand_out"
    say("receipts-hand-out", "secretary", "POST", path, given)
    say("receipts-get", "secretary", "GET", "/@receipts?year=2026&sort_order=descending&b_size=2")
    say("receipts-one", "auditor", "GET", "/@receipts/2026/1")
