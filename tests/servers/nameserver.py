"""A small DNS server over UDP: answers from a table, keeps silent about some names."""

import socket
import threading
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


@dataclass
class Nameserver:
    """`records` maps (name, kind) to texts in zone-file form; `silent` names get no answer at all."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    _line: socket.socket = field(default_factory=lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))

    def start(self) -> "Nameserver":
        """Begins to answer at a free port."""
        self._line.bind(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    @property
    def place(self) -> str:
        """host:port."""
        return f"127.0.0.1:{self._line.getsockname()[1]}"

    def text(self, name: str, words: str) -> None:
        """Publishes a TXT record, in pieces of 200 characters as long ones must be."""
        pieces = " ".join(f'"{words[start : start + 200]}"' for start in range(0, len(words), 200))
        self.records[(name, "TXT")] = [pieces]

    def stop(self) -> None:
        """Ends."""
        self._line.close()

    def _serve(self) -> None:
        while True:
            try:
                content, peer = self._line.recvfrom(4096)
            except OSError:
                return
            answer = self._answer(dns.message.from_wire(content))
            if answer is not None:
                self._line.sendto(answer.to_wire(), peer)

    def _answer(self, query: dns.message.Message) -> dns.message.Message | None:
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append(name)
        if name in self.silent:
            return None
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        found = self.records.get((name, kind))
        if found:
            answer.answer.append(dns.rrset.from_text(question.name, 300, "IN", kind, *found))
        elif not any(known == name for known, _kind in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer
