"""aws-personalized-ranking-v2: given items in the order in which a user will like them."""

from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2


class PersonalizedRankingV2(UserPersonalizationV2):
    """Learns as User-Personalization-v2 does, and is asked for the scores of given items.

    Items that nobody touched have no score.
    """
