"""Where this server listens: some patches answer with an address on it, or call it."""

_url = None


def listen(host: str, port: int) -> None:
    global _url
    _url = f"http://{host}:{port}"


def url() -> str:
    assert _url, "moto_dr.serve_at comes first"
    return _url
