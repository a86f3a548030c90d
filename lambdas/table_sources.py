"""The sources of a list that are the product's own tables, made from a function's environment."""

import os
from concurrent.futures import ThreadPoolExecutor

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.popular import ArticleClicksTable
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.serving.gather import Sources
from newsrec.serving.ports import Model

CALLS_AT_ONCE = 4
"""Both models, the reader's history and the just-published shelf are asked side by side."""


def sources_with(*, personalised: Model, trending: Model) -> Sources:
    return Sources(
        personalised=personalised,
        trending=trending,
        readers=ReaderInterestsTable(os.environ["READER_INTERESTS_TABLE"]),
        popular=ArticleClicksTable(os.environ["ARTICLE_CLICKS_TABLE"]),
        shelf=JustPublishedTable(os.environ["JUST_PUBLISHED_TABLE"]),
        articles=ArticlesTable(os.environ["ARTICLES_TABLE"]),
        executor=ThreadPoolExecutor(max_workers=CALLS_AT_ONCE),
    )
