"""The rules of `infra.settings`."""

import pytest

from infra.settings import HOST_PLATFORM, SettingsError, read_settings


@pytest.mark.parametrize("environment", ["local", "dev", "prod"])
def test_every_environment_is_valid(environment: str) -> None:
    assert read_settings({"environment": environment}).environment == environment


def test_without_a_choice_the_environment_is_local() -> None:
    assert read_settings({}) == read_settings({"environment": "local"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("environment", "production"),
        ("account", "12345"),
        ("region", "ireland"),
        ("keep_data", "perhaps"),
        ("log_retention", "A_FORTNIGHT"),
        ("stream_shards", 0),
        ("stream_retention_hours", 23),
        ("stream_batch_size", 1001),
        ("stream_record_age", 59),
        ("function_python", "2.7"),
        ("function_architecture", "sparc"),
        ("function_platform", "amiga"),
        ("function_memory_mib", 127),
        ("api_timeout", 30),
        ("api_requests_per_second", "many"),
        ("allowed_origins", ""),
        ("allowed_origins", "*"),
        ("api_events_burst", 0),
        ("token_issuer", ""),
        ("token_audience", ""),
        ("token_jwks_url", "the website"),
        ("token_jwks_url", "http://news.example/jwks.json"),
        ("token_jwks_url", "https:///jwks.json"),
        ("token_jwks_url", "file:///etc/keys"),
        ("log_level", "CHATTY"),
        ("alarm_email", "the night desk"),
        ("digest_sender", "the night desk"),
        ("digest_schedule", "06:00"),
        ("digest_time_zones", ()),
        ("site_url", "http://news.example/"),
        ("publisher_address", ""),
    ],
)
def test_a_wrong_value_names_its_field(field: str, value: object) -> None:
    with pytest.raises(SettingsError, match=rf"^{field}\b"):
        read_settings({field: value})


@pytest.mark.parametrize("origin", ["news.example", "https://", "ftp://news.example", "https://news.example/page"])
def test_an_allowed_origin_is_a_scheme_and_a_host(origin: str) -> None:
    with pytest.raises(SettingsError, match=r"^allowed_origins\.1: .* is not an origin"):
        read_settings({"allowed_origins": f"https://news.example,{origin}"})


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"account: .*; api_burst: .*environment dev"):
        read_settings({"environment": "dev", "account": "me", "api_burst": -1})


def test_a_context_value_overrides_one_field() -> None:
    changed = read_settings({"environment": "dev", "allowed_origins": "https://a.example, https://b.example"})
    assert changed.allowed_origins == ("https://a.example", "https://b.example")
    assert changed.model_copy(update={"allowed_origins": ()}) == read_settings({"environment": "dev"}).model_copy(
        update={"allowed_origins": ()}
    )


def test_a_key_that_is_no_setting_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"^stream_shard: "):
        read_settings({"stream_shard": 2})


def test_the_cdk_s_own_context_is_left_alone() -> None:
    assert read_settings({"@aws-cdk/core:newStyle": True, "aws:cdk:version": "2"}) == read_settings({})


def test_wheels_of_this_machine_need_the_python_of_this_machine() -> None:
    other = "3.14" if read_settings({}).function_python != "3.14" else "3.13"
    with pytest.raises(SettingsError, match=r"^function_python: "):
        read_settings({"function_platform": HOST_PLATFORM, "function_python": other})
