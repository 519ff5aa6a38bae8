"""How a patch is put in: by name, so that a moto which has moved on fails at import, not in silence."""

import functools
import inspect


def patch(owner, name: str):
    """Decorate the function that takes the place of `owner.name`; it is handed the stock one first."""
    stock = inspect.getattr_static(owner, name)

    def put(mended):
        if isinstance(stock, property):
            setattr(owner, name, property(lambda self: mended(stock.fget, self)))
        else:

            @functools.wraps(stock)
            def call(*arguments, **named):
                return mended(stock, *arguments, **named)

            setattr(owner, name, call)
        return mended

    return put
