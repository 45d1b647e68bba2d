"""Six slow uploaders and six slow downloaders: pages must stay at their speed.

python bench/slow.py --data /tmp/desk-bench [--database postgres://user@host/name]
"""

import argparse
import socket
import threading
import time
from pathlib import Path

from client import Client, run
from person import Person, sign_in
from place import use
from served import Served, serving

CLIENTS = 6
SIZE = 8_000_000
PIECE, PAUSE = 2000, 0.1
TARGET_RATIO = 1.5
BOUNDARY = "bench0boundary"


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    use(asked.data, asked.database)
    from madoguchi.tickets.models import Ticket

    person = sign_in(1)
    shown = Ticket.objects.filter(message_count=20, status="closed").order_by("-id").values_list("id", flat=True)[0]
    with serving(asked.data, asked.database) as served:
        uploaded = _upload(served, person)
        _pages(served, person, shown)
        alone = _pages(served, person, shown)
        stop = threading.Event()
        slow = [threading.Thread(target=_upload_slowly, args=(served, person, stop)) for _ in range(CLIENTS)]
        slow += [
            threading.Thread(target=_download_slowly, args=(served, person, uploaded, stop)) for _ in range(CLIENTS)
        ]
        for thread in slow:
            thread.start()
        time.sleep(1)
        crowded = _pages(served, person, shown)
        stop.set()
        for thread in slow:
            thread.join()
    ratio = crowded[0] / alone[0]
    kept = "met" if ratio <= TARGET_RATIO else "MISSED"
    print(f"ticket p50/p99 alone {alone[0]:.1f}/{alone[1]:.1f} ms, with {CLIENTS} slow uploaders and {CLIENTS} slow")
    print(f"downloaders {crowded[0]:.1f}/{crowded[1]:.1f} ms: {ratio:.2f} times, target {TARGET_RATIO}: {kept}")


def _pages(served: Served, person: Person, ticket_id: int) -> tuple[float, float]:
    client = Client(served.port, {**person.headers(), "X-Fragment": "1"})
    times = [run([lambda: _page(client, ticket_id)], each=200, at_most=10) for _ in range(3)]
    client.close()
    return min(found.p50 for found in times), min(found.p99 for found in times)


def _page(client: Client, ticket_id: int) -> None:
    if client.get(f"/tickets/{ticket_id}").status != 200:
        raise SystemExit("the ticket was not shown")


def _body() -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
    return head.encode() + b"\x00" * SIZE + f"\r\n--{BOUNDARY}--\r\n".encode()


def _upload(served: Served, person: Person) -> int:
    import json

    client = Client(served.port, person.headers())
    answer = client.send("POST", "/attachments", _body(), Content_Type=f"multipart/form-data; boundary={BOUNDARY}")
    if answer.status != 201:
        raise SystemExit(f"the upload was refused: {answer.status} {answer.body[:200]!r}")
    return int(json.loads(answer.body)["id"])


def _upload_slowly(served: Served, person: Person, stop: threading.Event) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in person.headers().items())
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(
            f"POST /attachments HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}Content-Length: {SIZE}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n".encode()
        )
        body = _body()
        for start in range(0, SIZE, PIECE):
            if stop.wait(PAUSE):
                return
            connection.sendall(body[start : start + PIECE])


def _download_slowly(served: Served, person: Person, attachment_id: int, stop: threading.Event) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in person.headers().items())
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", served.port))
        connection.sendall(f"GET /attachments/{attachment_id} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode())
        if b" 200 " not in connection.recv(PIECE)[:20]:
            raise SystemExit("the download was refused")
        while not stop.wait(PAUSE):
            connection.recv(PIECE)


if __name__ == "__main__":
    main()
