"""The bytes of a mail as it came in, for handing it on unchanged."""

from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.models import RawMessage
from madoguchi.kernel import files


def content_of(raw_id: int) -> bytes:
    """The whole mail. Raises PermanentFailure (original_gone) when it is kept no longer."""
    row = RawMessage.objects.select_related("file").filter(pk=raw_id).first()
    try:
        if row is not None and row.file is not None:
            return files.read(row.file)
    except FileNotFoundError:
        pass
    raise PermanentFailure("original_gone")
