"""Tables of the kernel."""

from madoguchi.kernel.models.event import EventRow
from madoguchi.kernel.models.file import StoredFile
from madoguchi.kernel.models.job import JobRow, JobState, ScheduleRow
from madoguchi.kernel.models.search import SearchEntry
from madoguchi.kernel.models.setting import Setting

__all__ = ["EventRow", "JobRow", "JobState", "ScheduleRow", "SearchEntry", "Setting", "StoredFile"]
