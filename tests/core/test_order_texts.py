"""The proposed texts of orders are right Russian for any surname."""

from collective.schoolrecords.core import order_texts
from datetime import date


DAY = date(2026, 9, 1)


def test_children_stand_in_the_nominative():
    children = [
        ("Иванов Иван Иванович", "1А", DAY, ""),
        ("Ёлкина Анна", "10Б", DAY, "Школа № 5"),
    ]

    assert order_texts.admission_text(children) == (
        "ПРИКАЗЫВАЮ:\n"
        "Зачислить следующих обучающихся:\n"
        "1. Иванов Иван Иванович, в 1А класс с 01.09.2026;\n"
        "2. Ёлкина Анна, в 10Б класс с 01.09.2026, в порядке перевода "
        "(прежняя школа: Школа № 5)."
    )
    assert "Зачислить следующего обучающегося:\n1. Иванов" in order_texts.admission_text(
        children[:1]
    )


def test_a_pupil_who_leaves():
    text = order_texts.leaving_text("Козлова Вера", "7А", DAY, "перевод в другую школу", DAY)

    assert text == (
        "ПРИКАЗЫВАЮ:\n"
        "Отчислить следующего обучающегося:\n"
        "1. Козлова Вера, 7А класс, с 01.09.2026, причина: перевод в другую школу.\n"
        "Основание: заявление от 01.09.2026."
    )


def test_a_pupil_who_goes_to_another_class():
    assert order_texts.class_change_text("Козлова Вера", "7А", "7Б", None) == (
        "ПРИКАЗЫВАЮ:\nПеревести следующего обучающегося:\n1. Козлова Вера, из 7А в 7Б класс."
    )
    ahead = order_texts.class_change_text("Козлова Вера", "7А", "8Б", None, DAY)
    assert ahead.endswith("из 7А в 8Б класс с 01.09.2026.")
    text = order_texts.class_change_text("Козлова Вера", "7А", "7Б", DAY)
    assert text.endswith("\nОснование: заявление от 01.09.2026.")
