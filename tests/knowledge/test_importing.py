"""Articles from a file, by the command's own way."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from madoguchi.config.commands.knowledge import command
from madoguchi.kernel.actors import SYSTEM
from madoguchi.knowledge import finding
from madoguchi.knowledge.models import Article
from madoguchi.knowledge.services import indexing, writing

RETURNS = {
    "external_id": "r1",
    "question": "返品できますか",
    "answer": "8日以内です。",
    "category": "返品",
    "locale": "ja",
}
SHIPPING = {"external_id": "s1", "question": "送料は？", "answer": "660円です。", "category": "配送", "locale": "ja"}


def take_in(folder: Path, *lines: object, options: tuple[str, ...] = ()) -> Result:
    file = folder / "faq.jsonl"
    file.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    return CliRunner().invoke(command, ["import", str(file), *options])


def test_articles_are_public_and_found_at_once(db: None, tmp_path: Path) -> None:
    done = take_in(tmp_path, RETURNS, SHIPPING)
    assert done.exit_code == 0, done.output
    article = Article.objects.get(external_id="r1")
    assert (article.published, article.audience, article.category.name) == (True, "public", "返品")  # type: ignore[union-attr]
    assert [hit.article_id for hit in finding.find("返品したい", by=finding.ANYBODY)] == [article.id]


@pytest.mark.parametrize("one_by_one", [0, 20])
def test_a_second_time_changes_what_is_different_and_doubles_nothing(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_by_one: int
) -> None:
    monkeypatch.setattr("madoguchi.knowledge.shelf.MOST_ONE_BY_ONE", one_by_one)
    take_in(tmp_path, RETURNS, SHIPPING)
    assert finding.find("660円", by=finding.ANYBODY)
    number = Article.objects.get(external_id="s1").id
    done = take_in(tmp_path, RETURNS, {**SHIPPING, "answer": "無料になりました。"})
    assert "0" in done.output and "1" in done.output
    assert Article.objects.count() == 2
    assert Article.objects.get(external_id="s1").id == number
    assert finding.find("無料", by=finding.ANYBODY)[0].article_id == number
    assert finding.find("660円", by=finding.ANYBODY) == []


def test_a_withdrawn_article_is_not_published_by_an_import(db: None, tmp_path: Path) -> None:
    take_in(tmp_path, RETURNS)
    article = Article.objects.get()
    writing.write(
        article.id, question=article.question, answer="x", category_id=None, locale="ja", published=False, by=SYSTEM
    )
    take_in(tmp_path, RETURNS)
    assert not Article.objects.get().published
    assert finding.find("返品", by=finding.ANYBODY) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "JSON"),
        (b"[1]", "JSON"),
        (b"\xff\xfe", "UTF-8"),
        ({**SHIPPING, "external_id": ""}, "external_id"),
        ({**SHIPPING, "external_id": "r1"}, "1"),
        ({**SHIPPING, "question": " "}, "question"),
        ({**SHIPPING, "answer": None}, "answer"),
        ({**SHIPPING, "question": ["x"]}, "question"),
        ({**SHIPPING, "question": "x" * 501}, "question"),
        ({**SHIPPING, "locale": "tlh"}, "locale"),
        ({**SHIPPING, "answer": "\ud800"}, "answer"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_taken(db: None, tmp_path: Path, line: object, reason: str) -> None:
    done = take_in(tmp_path, RETURNS, line)
    assert done.exit_code == 1
    named = next(said for said in done.output.splitlines() if "2" in said and ("行目" in said or "Line" in said))
    assert reason in named
    assert [article.external_id for article in Article.objects.all()] == ["r1"]


def test_a_look_at_the_file_changes_nothing(db: None, tmp_path: Path) -> None:
    assert take_in(tmp_path, RETURNS, b"", b"\xef\xbb\xbf", options=("--check",)).exit_code == 0
    assert not Article.objects.exists()


def test_drafts_wait_for_somebody_to_publish_them(db: None, tmp_path: Path) -> None:
    take_in(tmp_path, RETURNS, options=("--draft",))
    assert finding.find("返品", by=finding.ANYBODY) == []


def test_what_an_older_version_cut_is_cut_anew(db: None, tmp_path: Path) -> None:
    take_in(tmp_path, RETURNS, SHIPPING)
    indexing.ArticleTerms.objects.update(version=1, question="", answer="")
    indexing.tell(by=SYSTEM)
    assert finding.find("返品", by=finding.ANYBODY) == []
    assert indexing.cut_anew(by=SYSTEM) == 2
    assert len(finding.find("返品", by=finding.ANYBODY)) == 1
    assert indexing.cut_anew(by=SYSTEM) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_of_another_product_is_taken_in(db: None, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "export.csv"
    table = 'ID,タイトル,本文,カテゴリー\r\n7,"返品, 交換","二行の\r\n答え",返品\r\n8,,本文だけ,\r\n'
    file.write_bytes(table.encode(encoding))
    done = CliRunner().invoke(command, ["import", str(file)])
    assert done.exit_code == 1
    assert "question" in done.output
    article = Article.objects.get()
    assert (article.external_id, article.question, article.locale) == ("7", "返品, 交換", "ja")
    assert "答え" in article.answer


def test_a_folder_of_markdown_is_taken_in(db: None, tmp_path: Path) -> None:
    shelf = tmp_path / "manual" / "返品"
    shelf.mkdir(parents=True)
    (shelf / "returns.md").write_text("# 返品の受け方\n\n1. 番号を聞く\n", encoding="utf-8")
    (tmp_path / "manual" / "挨拶.md").write_text("お電話ありがとうございます。", encoding="utf-8")
    assert CliRunner().invoke(command, ["import", str(tmp_path / "manual")]).exit_code == 0
    found = set(Article.objects.values_list("external_id", "question", "category__name"))
    assert found == {("返品/returns", "返品の受け方", "返品"), ("挨拶", "挨拶", None)}


def test_a_language_with_a_country_is_the_language(db: None, tmp_path: Path) -> None:
    take_in(tmp_path, {**RETURNS, "locale": "ja-JP"})
    assert Article.objects.get().locale == "ja"
