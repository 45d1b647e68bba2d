"""Kinds of jobs for the tests of the kernel."""

from madoguchi.kernel.jobs import GiveUp, RetryLater, enqueue, job

done: list[str] = []


@job("tests.write")
def write(text: str) -> None:
    done.append(text)


@job("tests.fail", attempts=3, backoff=10)
def fail() -> None:
    raise OSError("the other side hung up")


@job("tests.give_up")
def give_up() -> None:
    raise GiveUp("no such address")


@job("tests.broken_mail")
def broken_mail(to: str, text: str, ids: list[int]) -> None:
    raise GiveUp("no such address")


@job("tests.later", attempts=5)
def later() -> None:
    raise RetryLater(90, "they are busy")


@job("tests.chain")
def chain() -> None:
    enqueue(write, text="from the chain")


@job("tests.urgent", priority=50)
def urgent() -> None:
    done.append("urgent")


@job("tests.language")
def language() -> None:
    from django.utils import translation

    done.append(translation.get_language() or "")
    translation.activate("en")
