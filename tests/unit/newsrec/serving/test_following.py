from newsrec.interests import Interest, InterestKind, ReaderProfile
from newsrec.model import Preferences
from newsrec.serving.following import follows_of
from newsrec.serving.ports import Follows
from newsrec.surfaces import Followed

PROFILE = ReaderProfile(
    interests={
        Interest(InterestKind.COMPANY, "Nestlé"): 3.0,
        Interest(InterestKind.COMPANY, "Roche"): 9.0,
        Interest(InterestKind.INDUSTRY, "banking"): 5.0,
        Interest(InterestKind.COMPANY, "seldom"): 1.2,
        Interest(InterestKind.TOPIC, "sport"): 30.0,
    }
)


def test_companies_and_industries_with_the_most_engagement_are_followed() -> None:
    assert follows_of(PROFILE, Followed(share=0.3, most_values=5)) == Follows(
        share=0.3, companies=("Roche", "Nestlé"), industries=("banking",)
    )


def test_no_more_names_than_the_surface_allows_the_most_engaging_first() -> None:
    assert follows_of(PROFILE, Followed(share=0.3, most_values=2)) == Follows(
        share=0.3, companies=("Roche",), industries=("banking",)
    )


def test_what_the_reader_chose_comes_before_what_was_counted() -> None:
    chose = Preferences(follows_companies=("Novartis",), follows_topics=("energy",))
    profile = ReaderProfile(interests=PROFILE.interests, preferences=chose)
    assert follows_of(profile, Followed(share=0.2, most_values=3)) == Follows(
        share=0.2, companies=("Novartis", "Roche"), topics=("energy",)
    )


def test_without_a_share_or_without_names_nothing_is_followed() -> None:
    assert follows_of(PROFILE, Followed()) is None
    assert follows_of(ReaderProfile(), Followed(share=0.3)) is None
