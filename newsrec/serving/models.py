"""The models, asked about one list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from newsrec.interests import NOBODY, ReaderProfile
from newsrec.model import Source
from newsrec.serving.asking import Asked, Outage, Round
from newsrec.serving.following import follows_of
from newsrec.serving.ports import Follows, Question, Ranking, Recommender
from newsrec.serving.request import NOBODY_ID, ListRequest, Sources

_Model: TypeAlias = Literal[Source.PERSONALISED, Source.TRENDING]
_SILENT = Ranking(())


@dataclass(frozen=True, slots=True)
class ModelAnswers:
    """The rankings of the models that answered, and the outages of those that did not."""

    rankings: Mapping[Source, Ranking]
    outages: tuple[Outage, ...] = ()


def profile_of(request: ListRequest, sources: Sources, asked: Round) -> Asked[ReaderProfile] | None:
    """The question for what is known of the reader, None where no reader's history may be used."""
    if not (reader := request.profiled_reader):
        return None
    return asked.ask("history", lambda: sources.readers.profile(reader, request.now))


def ask_models(request: ListRequest, sources: Sources, asked: Round) -> tuple[ModelAnswers, ReaderProfile]:
    """Both models side by side, the reader's own only for a reader who may be profiled.

    Where the surface keeps places for what the reader follows, the profile is read before that model is asked.
    """
    reader, history = request.profiled_reader, profile_of(request, sources, asked)

    def ask(source: _Model, model: Recommender | None, follows: Follows | None = None) -> Asked[Ranking] | None:
        question = Question(
            reader_id=reader or NOBODY_ID,
            published_after=request.published_after,
            most=sources.refusals.to_ask_for(request.surface, request.limit),
            topics=request.topics,
            follows=follows,
        )
        return asked.ask(source.value, lambda: model.ask(question)) if model else None

    trending = ask(Source.TRENDING, sources.trending)
    if history is None:
        return answers_of({Source.TRENDING: trending}, request, asked), NOBODY
    # Topics are chosen for this one list and leave no room for what the reader follows otherwise.
    if request.surface.followed.share and not request.topics:
        profile = asked.answer(history, NOBODY)
        personalised = ask(Source.PERSONALISED, sources.personalised, follows_of(profile, request.surface.followed))
    else:
        personalised = ask(Source.PERSONALISED, sources.personalised)
        profile = asked.answer(history, NOBODY)
    return answers_of({Source.PERSONALISED: personalised, Source.TRENDING: trending}, request, asked), profile


def answers_of(models: Mapping[Source, Asked[Ranking] | None], request: ListRequest, asked: Round) -> ModelAnswers:
    """What the models answer, their outages apart from those of the tables."""
    before = len(asked.outages)
    rankings = {source: asked.answer(model, _SILENT) for source, model in models.items() if model}
    away = tuple(asked.outages[before:])
    del asked.outages[before:]
    return marked(rankings, away, request)


def marked(rankings: Mapping[Source, Ranking], away: tuple[Outage, ...], request: ListRequest) -> ModelAnswers:
    """The answers, an empty one marked: a model with nothing at all to say, on no topic, is as good as away."""
    answered = rankings.keys() - {outage.source for outage in away}
    silent = (source for source in rankings if source in answered and not rankings[source].article_ids)
    return ModelAnswers(rankings, (*away, *(Outage(source.value, "empty") for source in silent if not request.topics)))
