"""Hypothesis asserts no time: a busy machine is slow, not wrong."""

from hypothesis import HealthCheck
from hypothesis import settings


settings.register_profile(
    "schoolrecords", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("schoolrecords")
