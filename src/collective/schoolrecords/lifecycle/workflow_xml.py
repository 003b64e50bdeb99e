"""The DCWorkflow definitions of the families, written from the tables of core.

``profiles/default/workflows/*/definition.xml`` are the product of this module; a test compares
them. Run ``python -m collective.schoolrecords.lifecycle.workflow_xml`` to write them again. The
definitions hold no permission map: what a role may do is computed (see ``content.py``).
"""

from collective.schoolrecords.core.lifecycle import FAMILIES
from pathlib import Path
from xml.sax.saxutils import quoteattr


#: The official words (domain.md 8), as the workflow tool shows them.
STATE_TITLES = {
    "draft": "Черновик",
    "in_review": "На согласовании",
    "approved": "Утверждено",
    "signed": "Подписано",
    "current": "Ведётся",
    "closed": "Закрыто",
    "archived": "В архиве",
    "selected": "Выделено к уничтожению",
    "destroyed": "Уничтожено",
    "handed_out": "Выдано",
    "transferred": "Передано",
    "annulled": "Аннулировано",
}

STEP_TITLES = {
    "register": "Зарегистрировать",
    "submit": "Отправить на согласование",
    "return": "Вернуть на доработку",
    "approve": "Утвердить",
    "sign": "Подписать",
    "close": "Закрыть дело",
    "archive": "Передать в архив",
    "hand_out": "Выдать под подпись",
    "transfer": "Передать в другую организацию",
    "annul": "Аннулировать",
    "select": "Выделить к уничтожению",
    "release": "Вернуть в архив",
    "release_to_office": "Вернуть в делопроизводство",
    "destroy": "Уничтожить по акту",
    "register_paper": "Внести утверждённую на бумаге",
    "withdraw": "Отозвать",
    "agree": "Согласовать",
    "conclude": "Закончить голосование",
    "abort": "Прекратить действие акта",
    "execute": "Начать уничтожение",
    "complete": "Завершить уничтожение",
    "verify": "Подтвердить уничтожение",
    "enact": "Ввести в действие",
    "supersede": "Признать утратившим силу",
}

TITLES = {
    "personal_file": "Личное дело",
    "file_document": "Документ дела",
    "order": "Приказ",
    "case_file": "Дело",
    "inventory": "Опись дел",
    "destruction_act": "Акт о выделении к уничтожению",
    "protocol": "Протокол",
    "book": "Книга регистрации",
    "portfolio": "Портфолио",
    "local_regulation": "Локальный акт",
}

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<dc-workflow
    workflow_id="schoolrecords_{id}"
    title="{title}"
    description=""
    initial_state="draft"
    manager_bypass="False"
    state_variable="review_state"
    >
"""
_VARIABLES = """  <variable
      variable_id="action"
      for_catalog="False"
      for_status="True"
      update_always="True"
      >
    <description>Previous transition</description>
    <default>
      <expression>transition/getId|nothing</expression>
    </default>
    <guard />
  </variable>
  <variable
      variable_id="review_history"
      for_catalog="False"
      for_status="False"
      update_always="False"
      >
    <description>Provides access to workflow history</description>
    <default>
      <expression>state_change/getHistory</expression>
    </default>
    <guard />
  </variable>
</dc-workflow>
"""


def definition(family):
    """Return the text of ``definition.xml`` of a core ``Family``."""
    parts = [_HEAD.format(id=family.id, title=TITLES[family.id])]
    parts.extend(_state(family, state) for state in family.states)
    parts.extend(_transition(step) for step in family.steps)
    parts.append(_VARIABLES)
    return "".join(parts)


def _state(family, state):
    exits = "".join(
        f"    <exit-transition transition_id={quoteattr(step.id)} />\n"
        for step in family.steps_from(state)
    )
    opening = (
        f"  <state\n      state_id={quoteattr(state)}\n"
        f"      title={quoteattr(STATE_TITLES[state])}\n      >\n"
    )
    return f"{opening}{exits}  </state>\n"


def _transition(step):
    return (
        f"  <transition\n      new_state={quoteattr(step.target)}\n"
        f"      title={quoteattr(STEP_TITLES[step.id])}\n"
        f"      transition_id={quoteattr(step.id)}\n"
        '      after_script=""\n      before_script=""\n      trigger="USER"\n      >\n'
        f'    <action\n        category="workflow"\n        icon=""\n        url=""\n'
        f"        >{STEP_TITLES[step.id]}</action>\n"
        f"    <guard>\n      <guard-permission>{step.permission}</guard-permission>\n"
        "    </guard>\n  </transition>\n"
    )


def write(profile):
    """Write all definitions below the folder of a GenericSetup profile."""
    for family in FAMILIES.values():
        folder = Path(profile) / "workflows" / f"schoolrecords_{family.id}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "definition.xml").write_text(definition(family), encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).resolve().parent.parent / "profiles" / "default")
