"""What is done to a report before a forge shows it."""

import re

MARKER = re.compile(r"\A\s*<!--\s*drc:[^>]*-->[ \t]*\n?")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)
QUICK_ACTION = re.compile(r"^(\s*)/(?=[A-Za-z])", re.MULTILINE)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def plain(text: str) -> str:
    """Without a marker at its top, which is the poster's to write, and without bytes that forges refuse."""
    text = CONTROLS.sub("", text.replace("\r\n", "\n"))
    return MARKER.sub("", text).strip()


def without_quick_actions(text: str) -> str:
    """GitLab carries out a line like `/merge`, as whoever the token belongs to."""
    return QUICK_ACTION.sub(r"\1&#47;", text)


def fit(text: str, limit: int, note: str) -> str:
    """The text, or so many whole lines of it that the note fits below; what was opened is closed."""
    if len(text) <= limit:
        return text
    closing = 200  # characters, for fences and folds that the cut leaves open
    kept = text[:max(0, limit - len(note) - closing)]
    kept = kept[:kept.rfind("\n") + 1] or kept
    end = ""
    if len(FENCE.findall(kept)) % 2:
        end += "```\n"
    open_folds = kept.count("<details") - kept.count("</details>")
    end += "</details>\n" * min(open_folds, 15)
    return f"{kept.rstrip()}\n{end}\n{note}"
