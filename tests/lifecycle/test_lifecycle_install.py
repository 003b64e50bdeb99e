"""The product installs into a Plone site."""


def test_the_registers_stand_at_the_root_after_installation(portal):
    """A fresh site has one register per family, empty and in Russian."""
    assert portal["personal-files"].title == "Личные дела"
    assert portal["orders"].kept() == 0
    assert portal["cases"].portal_type == "case_register"
