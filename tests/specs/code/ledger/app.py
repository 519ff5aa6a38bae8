"""A function of two files, so that CloudFormation cannot carry it inline."""

from entry import handle


def handler(event, _context):
    return handle(event)
