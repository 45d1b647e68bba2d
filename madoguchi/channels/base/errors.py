"""What may go wrong at a channel's border. `code` names a text of the adapter or of `texts.COMMON`."""


class ChannelError(Exception):
    """Base. `detail` is what the other side said, shown after the explanation; never a secret."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = " ".join(detail.split())[:300]
        super().__init__(self.reason)

    @property
    def reason(self) -> str:
        """The form kept on rows: `code` or `code: detail`; `channels.reasons.explain` makes it readable."""
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Unreadable(ChannelError):
    """The bytes are not a message. The only thing `parse` may raise."""


class Refused(ChannelError):
    """A pushed request is not what it claims to be (wrong signature and the like)."""


class TemporaryFailure(ChannelError):
    """It surely was not done, and may work later."""


class PermanentFailure(ChannelError):
    """It surely was not done, and trying again will not help."""


class OutcomeUnknown(ChannelError):
    """The other side may or may not have accepted it: the line broke after everything was said."""


class BadSetting(ChannelError):
    """A setting is missing or wrong; `field` names it."""

    def __init__(self, field: str, code: str, detail: str = "") -> None:
        self.field = field
        super().__init__(code, detail)
