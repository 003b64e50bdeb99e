"""What a template reads: plain values under names, where a name that was not given is nothing."""


class Values:
    """A bag of values for a template; an attribute that was not given is ``None``.

    Templates hold no logic: whoever fills a bag has decided everything.
    """

    def __init__(self, **given):
        self.__dict__.update(given)

    def __getattr__(self, name):
        if name.startswith(("__", "_v_", "_p_", "aq_")):
            raise AttributeError(name)
        return None
