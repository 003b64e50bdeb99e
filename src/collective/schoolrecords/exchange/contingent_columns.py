"""The columns of a list of pupils and the titles that schools give them.

Guardians stand in numbered columns or as mother and father; a pupil's name in three columns or
in one, the class in one or as grade and letter, the file number with its letter or apart.
"""

from collective.schoolrecords.core.tables import Column


# Titles that speak of somebody or something else.
_NOT_PUPIL = "-представ* -родител -мать -матери -отец -отца -опекун -учител -руковод* -директор"
_LEAVING = "выбыт|отчисл|выбыл|выбывш"
_NOT_LEAVING = "-выбыт -отчисл -выбыл -выбывш"
_WHO = "представ*|родител|опекун"

PUPIL = (
    Column("serial", "№ п/п", ("№ п п", "номер п п", "п п", "=№", "=n", "=номер", "=номер строки")),
    Column(
        "last_name",
        "Фамилия",
        (f"фамилия {_NOT_PUPIL} -имя -прежн -инициалы",),
        required=True,
        instead=("full_name",),
    ),
    Column(
        "first_name",
        "Имя",
        (f"имя {_NOT_PUPIL} -фамилия -отчество",),
        required=True,
        instead=("full_name",),
    ),
    Column(
        "middle_name",
        "Отчество",
        (f"отчество|отч наличии {_NOT_PUPIL} -имя", f"отчество|отч {_NOT_PUPIL} -имя"),
    ),
    Column(
        "full_name",
        "ФИО",
        (
            f"фио {_NOT_PUPIL}",
            f"ф и о {_NOT_PUPIL}",
            f"фамилия имя отчество {_NOT_PUPIL}",
            f"фамилия имя {_NOT_PUPIL}",
        ),
    ),
    Column("sex", "Пол", (f"пол {_NOT_PUPIL}",)),
    Column(
        "birth_date",
        "Дата рождения",
        (
            f"дата рожд {_NOT_PUPIL}",
            f"д р {_NOT_PUPIL}",
            f"день рожд {_NOT_PUPIL}",
            "дата рожд месяц год",
            "родился|родилась",
        ),
        required=True,
    ),
    Column(
        "school_class",
        "Класс",
        (
            "класс литера|буква|номер -рук* -параллель",
            "класс|кл -рук* -зачисл -поступл -литера -буква -параллель",
            "учебный класс|группа",
        ),
        required=True,
        instead=("grade", "class_letter"),
    ),
    Column(
        "grade",
        "Параллель",
        ("параллель", "ступень класс", "год обучения", "номер класс -литера -буква"),
    ),
    Column("class_letter", "Литера класса", ("литера|буква класс", "литера -дел -личн")),
    Column(
        "file_letter",
        "Буква личного дела",
        ("буква|литера личн|дел -класс", "буква|литера лд|дела -класс", "=буква"),
        required=True,
        instead=("file_code",),
    ),
    Column(
        "file_number",
        "Номер личного дела",
        ("номер|№|n личн дел* -буква", "номер|№|n личн -буква", "номер|№|n лд -буква"),
        required=True,
        instead=("file_code",),
    ),
    Column(
        "file_code",
        "Личное дело",
        ("личн дел* -буква -номер -№ -n -дата", "буква номер|№ личн|дел*"),
    ),
    Column(
        "admission_date",
        "Дата зачисления",
        (
            f"дата зачисл|поступл|прием|прибыт|прибыл -приказ {_NOT_LEAVING}",
            "зачислен|прибыл|поступил -приказ -откуда -№",
        ),
    ),
    Column(
        "order_number",
        "№ приказа о зачислении",
        (
            f"№|номер|n приказ зачисл|прием|прибыт -дата {_NOT_LEAVING}",
            f"№|номер|n приказ -дата {_NOT_LEAVING}",
            f"приказ зачисл|прием|прибыт -дата {_NOT_LEAVING}",
        ),
    ),
    Column(
        "order_date",
        "Дата приказа",
        (f"дата приказ зачисл|прием|прибыт {_NOT_LEAVING}", f"дата приказ {_NOT_LEAVING}"),
    ),
    Column(
        "came_from",
        "Откуда прибыл",
        ("откуда прибыл|поступил|переведен", "откуда", "предыдущ школа|организация", "прибыл из"),
    ),
    Column(
        "address",
        "Адрес проживания",
        (
            f"адрес прожив|жительств {_NOT_PUPIL} -mail",
            f"домашн адрес {_NOT_PUPIL} -mail",
            f"адрес факт* {_NOT_PUPIL}",
            f"адрес {_NOT_PUPIL} -mail -электрон -регистр",
            "место жительства|проживания",
        ),
    ),
    Column(
        "snils",
        "СНИЛС",
        (f"снилс {_NOT_PUPIL}", f"страхов номер лицев {_NOT_PUPIL}", f"номер снилс {_NOT_PUPIL}"),
    ),
    Column(
        "medical_group",
        "Медицинская группа для физкультуры",
        ("мед* группа физк*|физ*", "группа физк*|здоров", "мед* группа", "физк* группа"),
    ),
    Column("study_form", "Форма обучения", ("форма обуч", "форма получ* образов")),
    Column("note", "Примечание", ("примечан", "прим", "комментар", "заметк")),
)

LEAVING = (
    Column(
        "leaving_date",
        "Дата выбытия",
        (f"дата {_LEAVING} -приказ", "выбыл|отчислен -приказ -куда -причина -№"),
    ),
    Column(
        "leaving_order_number",
        "№ приказа о выбытии",
        (f"№|номер|n приказ {_LEAVING} -дата", f"приказ {_LEAVING} -дата"),
    ),
    Column("leaving_order_date", "Дата приказа о выбытии", (f"дата приказ {_LEAVING}",)),
    Column(
        "destination",
        "Куда выбыл",
        ("куда выбыл|выбыва|переведен|убыл", "куда", "принимающ организация|школа"),
    ),
    Column("leaving_reason", "Причина выбытия", (f"причина {_LEAVING}", "причина")),
)


def _guardian(number: int) -> tuple[Column, ...]:
    """The columns of one numbered guardian; without a number the first one is meant."""
    own, other = ("1", "2") if number == 1 else ("2", "1")
    others = f"-{other} -втор -мать -матери -отец -отца" if number == 1 else "-1 -перв"
    not_name = "-телефон -тел -mail -почт -степень -родств -контакт -адрес -снилс -работ -кем"
    who = _WHO

    def titled(*patterns: str) -> tuple[str, ...]:
        numbered = [f"{pattern} {own}" for pattern in patterns]
        return tuple(
            numbered + (list(patterns) if number == 1 else [f"{p} второ" for p in patterns])
        )

    prefix = f"guardian_{number}_"
    then = f"guardian_{number + 1}_" if number == 1 else ""
    columns = (
        ("name", f"Законный представитель {number} (ФИО)", (f"законн {who} фио", f"{who} фио", f"законн {who}", who), not_name),
        ("relation", f"Степень родства {number}", (f"степень родств {who}", "степень родств", f"родств {who}", "родств", "кем приходится"), "-телефон -mail"),
        ("phone", f"Телефон {number}", (f"телефон|тел законн {who}", f"телефон|тел {who}", "телефон|тел", "контактн телефон", "мобильн телефон", "сотов телефон"), "-mail -почт -учител"),
        ("email", f"E-mail {number}", (f"mail {who}", "e mail", "mail", "электрон почт адрес", "электрон почт", "эл почт", "email"), "-телефон"),
    )  # fmt: skip
    return tuple(
        Column(
            prefix + key,
            title,
            tuple(f"{pattern} {others} {unwanted}" for pattern in titled(*patterns)),
            then=then and then + key,
        )
        for key, title, patterns, unwanted in columns
    )


def _parent(prefix: str, title: str, who: str) -> tuple[Column, ...]:
    """The columns of a parent whose relation stands in the title."""
    return (
        Column(
            f"{prefix}_name",
            title,
            (
                f"{who} фио -телефон -тел -mail -почт",
                f"{who} -телефон -тел -mail -почт -работ -контакт",
                f"{who} ф и о -телефон -тел -mail",
            ),
        ),
        Column(
            f"{prefix}_phone",
            f"Телефон ({title.lower()})",
            (f"телефон|тел {who}", f"контактн телефон {who}", f"контакт {who}"),
        ),
        Column(
            f"{prefix}_email",
            f"E-mail ({title.lower()})",
            (f"mail {who}", f"e mail {who}", f"электрон|эл почт {who}"),
        ),
    )


GUARDIANS = ("guardian_1", "guardian_2")
PARENTS = {"mother": "мать", "father": "отец"}
"""Columns named after a parent, and the relation that they stand for."""

COLUMNS = (
    *PUPIL,
    *LEAVING,
    *_guardian(1),
    *_guardian(2),
    *_parent("mother", "Мать", "мать|матери|мама|мамы"),
    *_parent("father", "Отец", "отец|отца|папа|папы"),
)

PHONE_KEYS = tuple(column.key for column in COLUMNS if column.key.endswith("_phone"))
