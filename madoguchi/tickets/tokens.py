"""What we send out so that an answer finds its way back: ids, addresses and conversation ids that carry an HMAC.

Each proves only that its bearer has read something we sent, never who the bearer is.
"""

import base64
import binascii
import re
import struct

from madoguchi.kernel.ids import signature, signature_matches

_MESSAGE, _ADDRESS, _CONVERSATION = "message-id", "reply-address", "conversation"
_OWN_ID = re.compile(r"^m\.(\d{1,18})\.([0-9a-f]{24})@")
_OWN_ADDRESS = re.compile(r"\+([a-z2-9]{8})\.([0-9a-f]{16})@")
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_REFERENCE = re.compile(rf"^[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}$")
_LONGEST_LOCAL_PART = 64
_ROOT_BYTES, _CHILD_BYTES = 22, 5


def external_id_for(message_id: int, domain: str) -> str:
    """The Message-ID (without brackets) of an outgoing message; its HMAC makes forging one useless."""
    return f"m.{message_id}.{signature(_MESSAGE, str(message_id), length=24)}@{domain}"


def message_id_from(external_id: str) -> int | None:
    """The message one of our ids names, or None unless its signature holds."""
    found = _OWN_ID.match(external_id.strip().strip("<>"))
    if found is None or not signature_matches(_MESSAGE, found[1], found[2]):
        return None
    return int(found[1])


def reply_address(address: str, reference: str) -> str:
    """`support+abcd2345.<signature>@…`: an address of ours that names the ticket, for Reply-To.

    The plain address where there is no room for it.
    """
    local, at, domain = address.rpartition("@")
    letters = reference.replace("-", "").lower()
    tagged = f"{local}+{letters}.{signature(_ADDRESS, letters, length=16)}"
    return f"{tagged}@{domain}" if at and len(tagged) <= _LONGEST_LOCAL_PART and "+" not in local else address


def reference_in_address(address: str) -> str | None:
    """The reference a signed address names, or None unless its signature holds."""
    found = _OWN_ADDRESS.search(address.lower())
    if found is None or not signature_matches(_ADDRESS, found[1], found[2]):
        return None
    return f"{found[1][:4]}-{found[1][4:]}".upper()


def thread_index(reference: str, replies: int = 0) -> str:
    """A Thread-Index for Outlook ([MS-OXOMSG] 2.2.1.3), whose conversation id names the ticket and is signed.

    `replies` is how many messages went before. Empty for a reference that does not fit.
    """
    if not _REFERENCE.match(reference):
        return ""
    number = 0
    for letter in reference.replace("-", ""):
        number = number * 32 + _ALPHABET.index(letter)
    named = number.to_bytes(5, "big")
    head = b"\x01" + bytes(5)  # the time of the first message: nobody needs to know it
    proof = bytes.fromhex(signature(_CONVERSATION, named.hex(), length=22))
    blocks = b"".join(struct.pack(">IB", count, 0) for count in range(1, min(replies, 100) + 1))
    return base64.b64encode(head + named + proof + blocks).decode("ascii")


def conversation_of(header: str) -> tuple[str, bool]:
    """The conversation id (32 hex digits) in a Thread-Index, and whether the message answers an earlier one.

    ("", False) when the header cannot be read.
    """
    try:
        found = base64.b64decode("".join(header.split()), validate=True)
    except (binascii.Error, ValueError):
        return "", False
    if len(found) < _ROOT_BYTES or (len(found) - _ROOT_BYTES) % _CHILD_BYTES:
        return "", False
    return found[6:_ROOT_BYTES].hex(), len(found) > _ROOT_BYTES


def reference_in_conversation(conversation: str) -> str | None:
    """The reference a conversation id of ours names, or None unless its signature holds."""
    if len(conversation) != 32 or not signature_matches(_CONVERSATION, conversation[:10], conversation[10:]):
        return None
    number = int(conversation[:10], 16)
    letters = "".join(_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(8)))
    return f"{letters[:4]}-{letters[4:]}"
