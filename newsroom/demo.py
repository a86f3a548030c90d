"""The preview page of a running newsroom, wired to the deployed product."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

import uvicorn

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.clients import client
from newsrec.aws.digest_preview import DigestPreview, MailHeldBack
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.aws.surface_documents import SurfaceDocumentsTable
from newsrec.model import Article
from newsrec.transform import article_record
from newsroom.house import House
from newsroom.list_sources import sources_of
from newsroom.preview.newsroom import ArticleRecord, Click, MailPreview, Newsroom, NoMail, Reader
from newsroom.preview.server import create_app
from newsroom.processes import HOST
from newsroom.sample import illustration, new_article

HISTORY_SHOWN = 50
MOST_FOUND = 20


def preview_of(house: House) -> Newsroom:
    """The newsroom as the page shows it: articles and histories come from the product's own tables."""
    outputs = house.outputs
    find_article = _finder(ArticlesTable(outputs.articles_table_name))
    return Newsroom(
        name=house.data.masthead,
        api_url=house.api_url,
        website_key=house.website_key,
        readers=[
            Reader(reader_id=reader.id, name=reader.name, description=reader.description)
            for reader in house.data.readers
        ],
        articles_stream=client("kinesis"),
        articles_stream_name=outputs.articles_stream_name,
        find_article=find_article,
        search_articles=_search(house.articles, find_article),
        documents=SurfaceDocumentsTable(outputs.surface_documents_table_name),
        sources=sources_of(outputs),
        clicks=_clicks_of(ReaderInterestsTable(outputs.reader_interests_table_name)),
        draft=_drafts(),
        illustration=lambda record: illustration(dict(record)),
        preview_mail=_mail_of(DigestPreview(outputs)),
        clock=lambda: datetime.now(UTC),
    )


def serve_preview(newsroom: Newsroom, port: int) -> None:
    """Serves the page until the process is told to stop."""
    uvicorn.run(create_app(newsroom), host=HOST, port=port, log_level="warning")


def _finder(table: ArticlesTable) -> Callable[[str], ArticleRecord | None]:
    def find(article_id: str) -> ArticleRecord | None:
        article = table.get_many([article_id]).get(article_id)
        return article_record(article) if article else None

    return find


def _search(
    articles: Mapping[str, Article], find_article: Callable[[str], ArticleRecord | None]
) -> Callable[[str], Sequence[ArticleRecord]]:
    """By title among the articles that the newsroom started with, by id among all."""
    newest_first = sorted(articles.values(), key=lambda article: article.published_at, reverse=True)
    titles = [(article.article_id, (article.title or "").casefold()) for article in newest_first]

    def search(query: str) -> Sequence[ArticleRecord]:
        words = query.casefold().split()
        ids = [article_id for article_id, title in titles if all(word in title for word in words)]
        found = (find_article(article_id) for article_id in dict.fromkeys((query, *ids[:MOST_FOUND])))
        return [record for record in found if record]

    return search


def _clicks_of(table: ReaderInterestsTable) -> Callable[[str], Sequence[Click]]:
    def clicks(reader_id: str) -> Sequence[Click]:
        reads = sorted(table.profile(reader_id, datetime.now(UTC)).reads, key=lambda read: read.read_at, reverse=True)
        return [Click(article_id=read.article_id, occurred_at=read.read_at) for read in reads[:HISTORY_SHOWN]]

    return clicks


def _mail_of(preview: DigestPreview) -> Callable[[str], MailPreview]:
    def mail(reader_id: str) -> MailPreview:
        try:
            previewed = preview.mail(preview.recipient(reader_id), datetime.now(UTC))
        except MailHeldBack as held_back:
            raise NoMail(str(held_back)) from held_back
        return MailPreview.of(previewed.mail, previewed.remarks, from_=preview.outputs.digest_sender)

    return mail


def _drafts() -> Callable[[], ArticleRecord]:
    seeds = count(1)
    return lambda: new_article(now=datetime.now(UTC), seed=next(seeds))
