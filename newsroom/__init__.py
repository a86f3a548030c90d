"""The laptop: the local AWS and the local Amazon Personalize, a newsroom's data, and the editors' preview page."""
