"""The acceptance suite, on the samples."""

from acceptance.test_cloudformation import *  # noqa: F403
