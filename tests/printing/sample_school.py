"""The school of the printed samples, and those who sign in it."""

from collective.schoolrecords.printing import forms


SCHOOL = "Муниципальное бюджетное общеобразовательное учреждение «Школа № 0 (учебная)»"
#: Lines for ink: nobody has signed yet.
DIRECTOR = forms.Signature("Директор", "А. Б. Директорова")
ARCHIVIST = forms.Signature("Ответственный за архив", "В. Г. Архивная")
TEACHER = forms.Signature("Классный руководитель", "И. К. Учительская")
