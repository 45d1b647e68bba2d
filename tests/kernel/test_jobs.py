"""Jobs: done after the commit, tried again, never lost, never doubled."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import task_backends

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM, Actor, ActorKind
from madoguchi.kernel.errors import NotAllowed, NotFound
from madoguchi.kernel.jobs import claiming, dead_letters, discard, enqueue, kinds, retry, run_due
from madoguchi.kernel.jobs.dead import AlreadyWaiting
from madoguchi.kernel.jobs.recovering import holder_name, recover, release
from madoguchi.kernel.jobs.scheduling import enqueue_periodic
from madoguchi.kernel.models import EventRow, JobRow, JobState, ScheduleRow
from tests.kernel import kinds as ours

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_done() -> Iterator[None]:
    JobRow.objects.all().delete()
    ours.done.clear()
    yield
    for kind in [k for k in kinds.registry if k.startswith("tests.periodic")]:
        del kinds.registry[kind]


def test_a_job_runs_after_the_commit_and_leaves_no_row() -> None:
    with transaction.atomic():
        enqueue(ours.write, text="田中様")
    assert run_due() == 1
    assert ours.done == ["田中様"]
    assert not JobRow.objects.exists()


def test_a_rolled_back_change_never_runs_its_job() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(ours.write, text="never")
        raise RuntimeError
    assert run_due() == 0
    assert ours.done == []


def test_the_tasks_api_of_django_puts_jobs_into_the_same_table() -> None:
    result = ours.write.enqueue(text="by the standard way")
    assert result.id == str(JobRow.objects.get().id)
    assert type(task_backends["default"]).__name__ == "DatabaseBackend"
    run_due()
    assert ours.done == ["by the standard way"]


def test_a_job_that_enqueues_another_gets_it_done() -> None:
    enqueue(ours.chain)
    assert run_due() == 2
    assert ours.done == ["from the chain"]


def test_two_enqueued_under_one_key_are_one_job_at_the_earlier_time() -> None:
    first = enqueue(ours.write, key="42", at=clock.now() + timedelta(hours=1), text="once")
    second = enqueue(ours.write, key="42", text="ignored")
    assert first == second
    assert run_due() == 1
    assert ours.done == ["once"]


def test_the_same_key_of_another_kind_is_another_job() -> None:
    enqueue(ours.write, key="42", text="a")
    enqueue(ours.urgent, key="42")
    assert JobRow.objects.count() == 2


def test_a_key_is_free_again_once_its_job_runs() -> None:
    enqueue(ours.write, key="k", text="first")
    assert claiming.claim("default", holder="h") is not None
    enqueue(ours.write, key="k", text="second")
    assert JobRow.objects.filter(state=JobState.WAITING).count() == 1


def test_a_running_job_given_back_beside_a_waiting_twin_is_dropped() -> None:
    enqueue(ours.write, key="k", text="first")
    claimed = claiming.claim("default", holder="h")
    assert claimed is not None
    enqueue(ours.write, key="k", text="second")
    claiming.postpone(claimed, seconds=0, error="")
    assert JobRow.objects.get().arguments["kwargs"] == {"text": "second"}


def test_the_most_urgent_job_goes_first() -> None:
    enqueue(ours.write, text="ordinary")
    enqueue(ours.urgent)
    run_due()
    assert ours.done == ["urgent", "ordinary"]


def test_a_failing_job_is_tried_again_later_each_time_and_then_given_up() -> None:
    enqueue(ours.fail)
    assert run_due(at=clock.now() + timedelta(days=1)) == 3
    row = JobRow.objects.get()
    assert row.state == JobState.DEAD
    assert row.attempts == 3
    assert "the other side hung up" in row.error


def test_the_wait_after_a_failure_doubles_and_is_spread() -> None:
    delays = [ours.fail.delay(1) for _ in range(200)]
    assert 5 <= min(delays) < 7
    assert 13 < max(delays) <= 15
    assert 20 <= ours.fail.delay(3) <= 60
    assert ours.fail.delay(60) <= 1.5 * kinds.LONGEST_DELAY


def test_a_failure_is_kept_with_its_reason_and_time() -> None:
    enqueue(ours.fail)
    assert run_due() == 1
    row = JobRow.objects.get()
    assert row.state == JobState.WAITING
    assert row.attempts == 1
    assert row.error == "OSError: the other side hung up"
    assert 4 < (row.run_at - clock.now()).total_seconds() < 16


def test_a_job_may_say_when_to_try_again() -> None:
    enqueue(ours.later)
    run_due()
    assert 88 < (JobRow.objects.get().run_at - clock.now()).total_seconds() < 91


def test_a_job_that_gives_up_is_dead_at_once_and_it_is_news() -> None:
    enqueue(ours.give_up)
    run_due()
    letter = dead_letters(by=SYSTEM)[0]
    assert letter.kind == "tests.give_up"
    assert letter.error == "GiveUp: no such address"
    assert letter.attempts == 1
    assert EventRow.objects.get(name="job.died").payload["job_id"] == letter.id


def test_a_dead_letter_does_not_show_the_text_of_a_mail() -> None:
    enqueue(ours.broken_mail, to="tanaka@example.jp", text="https://desk.example/reset/" + "x" * 60, ids=[1, 2])
    run_due()
    letter = dead_letters(by=SYSTEM)[0]
    assert letter.arguments == {"to": "tanaka@example.jp", "text": "…", "ids": "…"}
    retry(letter.id, by=SYSTEM)
    assert JobRow.objects.get().arguments["kwargs"]["ids"] == [1, 2], "the job itself keeps them"


def test_a_person_sends_a_dead_letter_back_to_work() -> None:
    enqueue(ours.give_up)
    run_due()
    letter = dead_letters(by=SYSTEM)[0]
    retry(letter.id, by=SYSTEM)
    row = JobRow.objects.get()
    assert (row.state, row.attempts) == (JobState.WAITING, 0)
    assert EventRow.objects.filter(name="job.retried").count() == 1


def test_a_person_throws_a_dead_letter_away() -> None:
    enqueue(ours.give_up)
    run_due()
    discard(dead_letters(by=SYSTEM)[0].id, by=SYSTEM)
    assert not JobRow.objects.exists()
    assert EventRow.objects.filter(name="job.discarded").count() == 1


def test_a_dead_letter_whose_key_waits_again_is_not_sent_back() -> None:
    enqueue(ours.give_up, key="k")
    run_due()
    enqueue(ours.give_up, key="k", at=clock.now() + timedelta(hours=1))
    with pytest.raises(AlreadyWaiting):
        retry(dead_letters(by=SYSTEM)[0].id, by=SYSTEM)


def test_hana_without_the_permission_sees_no_dead_letters() -> None:
    hana = Actor(ActorKind.AGENT, 1, "花", frozenset({"ticket:read"}), agent_id=1)
    with pytest.raises(NotAllowed):
        dead_letters(by=hana)
    with pytest.raises(NotAllowed):
        retry(1, by=hana)
    with pytest.raises(NotFound):
        retry(999_999, by=SYSTEM)


def test_a_job_unknown_to_this_version_is_kept_as_a_dead_letter() -> None:
    JobRow.objects.create(
        kind="rooms.of_tomorrow", queue="default", arguments={"args": [], "kwargs": {}}, run_at=clock.now(),
        enqueued_at=clock.now(),
    )  # fmt: skip
    run_due()
    assert JobRow.objects.get().state == JobState.DEAD


def test_a_language_set_in_one_job_does_not_reach_the_next() -> None:
    enqueue(ours.language)
    enqueue(ours.language)
    run_due()
    assert ours.done == ["ja", "ja"]


def test_a_job_whose_lease_ended_is_taken_back() -> None:
    enqueue(ours.write, text="again")
    claimed = claiming.claim("default", holder="elsewhere/1/aa")
    assert claimed is not None
    assert recover() == 0
    JobRow.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert recover() == 1
    assert not claiming.finish(claimed), "the old holder lost it"
    run_due()
    assert ours.done == ["again"]


def test_a_job_of_a_process_that_is_gone_is_taken_back_before_its_lease_ends() -> None:
    enqueue(ours.write, text="again")
    place = holder_name().split("/")[0]
    assert claiming.claim("default", holder=f"{place}/{2**22 + 7}/aa") is not None
    assert recover() == 1


def test_a_job_that_keeps_taking_its_process_with_it_is_buried() -> None:
    enqueue(ours.fail)
    place = holder_name().split("/")[0]
    for _ in range(3):
        JobRow.objects.update(run_at=clock.now())
        claiming.claim("default", holder=f"{place}/{2**22 + 7}/aa")
        recover()
    assert JobRow.objects.get().state == JobState.DEAD


def test_a_stopped_process_gives_its_job_back_without_blame() -> None:
    enqueue(ours.write, text="x")
    claiming.claim("default", holder="me")
    assert release("me") == 1
    row = JobRow.objects.get()
    assert (row.state, row.attempts) == (JobState.WAITING, 0)


def test_a_held_job_keeps_its_lease_while_its_process_beats() -> None:
    enqueue(ours.write, text="x")
    claiming.claim("default", holder="me")
    JobRow.objects.update(lease_until=clock.now() + timedelta(seconds=1))
    assert claiming.extend("me") == 1
    assert JobRow.objects.get().lease_until > clock.now() + timedelta(seconds=20)  # type: ignore[operator]


def test_a_periodic_job_comes_once_per_period_over_all_processes() -> None:
    periodic = kinds.job("tests.periodic", every=60)(ours.urgent.func)
    assert enqueue_periodic() >= 1
    assert JobRow.objects.filter(kind="tests.periodic").count() == 1
    assert enqueue_periodic() == 0
    ScheduleRow.objects.filter(kind="tests.periodic").update(next_at=clock.now() - timedelta(seconds=1))
    assert enqueue_periodic() == 1
    assert JobRow.objects.filter(kind="tests.periodic").count() == 1, "the first one is still waiting"
    assert periodic.every == 60


def test_a_periodic_job_that_always_fails_leaves_one_dead_letter_and_one_piece_of_news() -> None:
    periodic = kinds.job("tests.periodic_fail", every=60, attempts=1)(ours.fail.func)
    for _ in range(3):
        enqueue(periodic, key="periodic")
        run_due()
    assert len(dead_letters(by=SYSTEM)) == 1
    assert EventRow.objects.filter(name="job.died").count() == 1


def test_a_shorter_period_takes_hold_at_once() -> None:
    kinds.job("tests.periodic_b", every=10)(ours.urgent.func)
    ScheduleRow.objects.create(kind="tests.periodic_b", next_at=clock.now() + timedelta(days=1))
    enqueue_periodic()
    assert ScheduleRow.objects.get(kind="tests.periodic_b").next_at <= clock.now() + timedelta(seconds=10)
