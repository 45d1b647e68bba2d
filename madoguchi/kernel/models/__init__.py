"""Tables of the kernel."""

from madoguchi.kernel.models.event import EventRow
from madoguchi.kernel.models.file import StoredFile
from madoguchi.kernel.models.setting import Setting

__all__ = ["EventRow", "Setting", "StoredFile"]
