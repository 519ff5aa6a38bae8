"""The acceptance suite, on the samples."""

from acceptance.test_terraform import *  # noqa: F403
