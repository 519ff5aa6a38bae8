"""The acceptance suite, on the samples."""

from acceptance.test_serving import *  # noqa: F403
