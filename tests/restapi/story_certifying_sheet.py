"""The certifying sheet of a file over REST."""


def play(say, school):
    """The secretary counts the sheets; what cannot be read is refused; the auditor looks."""
    path = f"{school.path(school.file)}/@certifying-sheet"
    wrong = {"literal": ["12"], "missed": ["7", "6-8"]}
    say("certifying-sheet-refused", "secretary", "POST", path, wrong, 409)
    sheet = {
        "literal": ["1а"],
        "missed": ["2"],
        "inventory_sheets": 1,
        "features": [{"what": "Надорван правый край", "sheets": "1, 3"}],
    }
    say("certifying-sheet-forbidden", "auditor", "POST", path, sheet, 403)
    say("certifying-sheet-post", "secretary", "POST", path, sheet)
    say("certifying-sheet-get", "auditor", "GET", path)
