"""Health, metrics, logs, static files, and what the command line says."""

import json
import sqlite3
from pathlib import Path

import pytest

from madoguchi.config.serving.static import Static
from madoguchi.kernel import logs
from tests.config.installation import Installation, wait_until

pytestmark = pytest.mark.once


def test_health_and_readiness_answer(site: Installation) -> None:
    assert site.client.get("/healthz").text == "ok\n"
    ready = site.client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"database": "ok", "migrations": "ok", "disk": "ok"}


def test_not_ready_while_the_database_lacks_a_migration(own_site: Installation) -> None:
    own_site.start()
    with sqlite3.connect(own_site.data / "madoguchi.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'kernel' AND name > '0001_z'")
    database.close()
    ready = own_site.client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["migrations"] == "failing"


def test_metrics_count_requests_by_route_and_jobs(site: Installation) -> None:
    site.client.get("/fast")
    site.client.get("/nowhere/42")
    site.client.get("/work?job=light&name=m")
    site.wait_for_log("end", "m")
    text = site.client.get("/metrics").text
    assert 'madoguchi_requests_total{method="GET",route="fast",status="200"}' in text
    assert "nowhere" not in text
    assert 'madoguchi_jobs_total{kind="site.light",outcome="done"}' in text
    assert "madoguchi_jobs_late_seconds" in text


def test_metrics_know_what_the_worker_child_did(site: Installation) -> None:
    site.client.get("/work?job=heavy&name=counted")
    line = 'madoguchi_jobs_total{kind="site.heavy",outcome="done"} 1.0'
    wait_until(lambda: line in site.client.get("/metrics").text, what="the child's job in the metrics")


def test_metrics_are_hidden_from_whoever_comes_through_a_proxy(site: Installation) -> None:
    assert site.client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert site.client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert site.client.get("/metrics", headers={"Forwarded": "for=127.0.0.1"}).status_code == 404


def test_with_a_token_metrics_are_for_those_who_know_it(own_site: Installation) -> None:
    own_site.environment["MADOGUCHI_METRICS_TOKEN"] = "only-for-the-test"
    own_site.start()
    assert own_site.client.get("/metrics").status_code == 404
    known = {"Authorization": "Bearer only-for-the-test", "X-Forwarded-For": "203.0.113.9"}
    assert own_site.client.get("/metrics", headers=known).status_code == 200


def test_behind_https_metrics_need_the_token_whoever_asks(own_site: Installation) -> None:
    own_site.environment["MADOGUCHI_URL"] = "https://desk.example.jp"
    own_site.start()
    assert own_site.client.get("/metrics").status_code == 404


def test_the_address_of_a_client_behind_a_proxy_is_believed_only_from_the_proxy(site: Installation) -> None:
    seen = site.client.get("/headers", headers={"X-Forwarded-For": "203.0.113.9"}).json()
    assert seen["REMOTE_ADDR"] == "203.0.113.9"


def test_a_log_line_is_json_with_the_request_id_and_no_query(site: Installation) -> None:
    answer = site.client.get("/fast?token=abcdefgh&q=tanaka")
    wait_until(lambda: answer.headers["x-request-id"] in site.log.read_text(), what="the line of the request")
    lines = [json.loads(line) for line in site.log.read_text().splitlines() if line.startswith("{")]
    line = next(line for line in reversed(lines) if line.get("request_id") == answer.headers["x-request-id"])
    assert (line["path"], line["status"], line["logger"]) == ("/fast", 200, "madoguchi.access")
    assert "abcdefgh" not in site.log.read_text()
    assert "tanaka" not in site.log.read_text()


def test_a_token_in_a_path_and_a_line_break_do_not_reach_the_log(site: Installation) -> None:
    site.client.get("/invitations/abcdefghijklmnopqrstuvwxyz123/accept")
    site.client.get("/nowhere%0aforged")
    wait_until(lambda: "forged" in site.log.read_text(), what="the line of the last request")
    log = site.log.read_text()
    assert "abcdefghijklmnop" not in log
    assert "/invitations/***/accept" in log
    assert "\nforged" not in log


@pytest.mark.parametrize(
    "text",
    [
        "password=hunter22 for x",
        '{"api_key": "hunter22"}',
        "GET /live?ticket=hunter22&after=3",
        "postgres://root:hunter22@host/db",
        "Authorization: Bearer hunter22",
    ],
)
def test_secrets_do_not_reach_the_log(text: str) -> None:
    assert "hunter22" not in logs.masked(text)


def test_ordinary_words_reach_the_log() -> None:
    assert logs.masked("the ticket 7 was closed; no token was needed") == "the ticket 7 was closed; no token was needed"


def test_hashed_assets_are_kept_for_ever_and_others_asked_for_again(own_site: Installation, tmp_path: Path) -> None:
    (tmp_path / "desk-1a2b3c4d.js").write_text("let a = 1;" * 200)
    (tmp_path / "desk-1a2b3c4d.js.br").write_bytes(b"packed by the build")
    (tmp_path / "plain.txt").write_text("x")
    (tmp_path.parent / "outside.txt").write_text("outside")
    own_site.environment.update(STATIC_FOLDER=str(tmp_path))
    own_site.start()
    asset = own_site.client.get("/static/desk-1a2b3c4d.js", headers={"Accept-Encoding": "gzip"})
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-type"] == "text/javascript; charset=utf-8"
    assert asset.headers["content-encoding"] == "gzip"
    assert asset.text == "let a = 1;" * 200
    tag = asset.headers["etag"]
    assert own_site.client.get("/static/desk-1a2b3c4d.js", headers={"If-None-Match": tag}).status_code == 304
    with own_site.client.stream("GET", "/static/desk-1a2b3c4d.js", headers={"Accept-Encoding": "br"}) as packed:
        assert b"".join(packed.iter_raw()) == b"packed by the build"
    assert own_site.client.get("/static/plain.txt").headers["cache-control"] == "no-cache"
    (tmp_path / "plain.txt").write_text("changed")
    assert own_site.client.get("/static/plain.txt").text == "changed"
    for outside in ("../outside.txt", "%2e%2e/outside.txt", "..%2foutside.txt", "", "missing", "a%00b"):
        assert own_site.client.get(f"/static/{outside}").status_code == 404
    assert own_site.client.post("/static/plain.txt").status_code == 405
    assert Static(tmp_path, "/static/")._find("desk-1a2b3c4d.js.br") is None


@pytest.mark.parametrize(("language", "word"), [("ja", "データベース"), ("en", "database")])
def test_help_speaks_both_languages(tmp_path: Path, language: str, word: str) -> None:
    installation = Installation(tmp_path)
    installation.environment["MADOGUCHI_LANGUAGE"] = language
    shown = installation.run("--help")
    assert shown.returncode == 0
    assert "serve" in shown.stdout
    assert word in shown.stdout
    assert word in installation.run("serve", "--help").stdout


def test_the_language_follows_lang_when_nothing_is_set(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    del installation.environment["MADOGUCHI_LANGUAGE"]
    installation.environment.pop("LC_ALL", None)
    installation.environment["LANG"] = "ja_JP.UTF-8"
    assert "データベース" in installation.run("--help").stdout


def test_migrate_says_what_it_does(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    first = installation.run("migrate")
    assert "changes to the database" in first.stdout
    assert installation.run("migrate").stdout == "The database is up to date.\n"


def test_a_wrong_setting_is_explained_without_a_traceback(tmp_path: Path) -> None:
    installation = Installation(tmp_path, MADOGUCHI_DATABASE_URL="mysql://x")
    said = installation.run("migrate")
    assert said.returncode == 1
    assert said.stderr == "Error: MADOGUCHI_DATABASE_URL must begin with postgres://\n"


def test_an_unreachable_database_is_explained_without_a_traceback(tmp_path: Path) -> None:
    installation = Installation(tmp_path, MADOGUCHI_DATABASE_URL="postgres://x@127.0.0.1:1/x")
    said = installation.run("serve")
    assert said.returncode == 1
    assert said.stderr.startswith("Error: The database cannot be reached")
    assert "Traceback" not in said.stderr


def test_a_port_in_use_is_explained(own_site: Installation, site: Installation) -> None:
    own_site.data.mkdir(exist_ok=True)
    said = own_site.run("serve", "--port", str(site.port))
    assert said.returncode == 1
    assert "address already in use" in said.stderr
