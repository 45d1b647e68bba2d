"""The last announcements, so that a browser that was away for a moment catches up instead of loading everything."""

from collections import OrderedDict

from madoguchi.kernel.live.announcing import Announcement


class Memory:
    """About the last 10,000 lasting announcements, in order of arrival (ids may arrive out of order)."""

    def __init__(self, *, known_up_to: int, size: int = 10_000) -> None:
        self._size = size
        self._forgotten_up_to = known_up_to
        self._items: OrderedDict[int, Announcement] = OrderedDict()

    def add(self, announcement: Announcement) -> None:
        """Remembers a lasting announcement; passing news (id 0) is not kept."""
        if announcement.id <= 0:
            return
        self._items[announcement.id] = announcement
        while len(self._items) > self._size:
            forgotten, _ = self._items.popitem(last=False)
            self._forgotten_up_to = max(self._forgotten_up_to, forgotten)

    def forget(self) -> None:
        """Something was missed: everybody who comes back must look again."""
        if self._items:
            self._forgotten_up_to = max(self._forgotten_up_to, *self._items)
        self._items.clear()

    def since(self, event_id: int) -> list[Announcement] | None:
        """What arrived after that event, or None when that is no longer known.

        After an unknown id this is everything with a greater id; after a known one everything that arrived later, and
        what arrived shortly before it: another process may have heard it in another order.
        """
        if event_id < self._forgotten_up_to:
            return None
        if event_id not in self._items:
            return [item for key, item in self._items.items() if key > event_id]
        keys = list(self._items)
        place = next(place for place in range(len(keys) - 1, -1, -1) if keys[place] == event_id)
        return [self._items[key] for key in (*keys[max(0, place - 5) : place], *keys[place + 1 :])]
