"""The environment: defaults that work, and refusals by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorwalker.bootstrap import open_store
from floorwalker.errors import BadSettings
from floorwalker.settings import Settings

LIVE = {"STRIPE_SECRET_KEY": "sk_live_x", "STRIPE_WEBHOOK_SECRET": "whsec_a", "PUBLIC_URL": "https://shop.example"}


def test_nothing_set_is_the_sandbox_on_this_machine() -> None:
    settings = Settings.read({})
    assert (settings.payment_mode, settings.stripe_base) == ("sandbox", "http://127.0.0.1:8100")
    assert settings.stripe_key.startswith("sk_test_") and settings.public_url == "http://localhost:8000"
    assert settings.database_url == "sqlite:///var/shop.db"


def test_with_a_key_the_provider_itself_is_asked() -> None:
    assert Settings.read({"STRIPE_SECRET_KEY": "sk_test_x"}).stripe_base is None
    live = Settings.read({**LIVE, "STRIPE_WEBHOOK_SECRET": "whsec_a, whsec_b"})
    assert (live.payment_mode, live.webhook_secrets) == ("live", ("whsec_a", "whsec_b"))


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({**LIVE, "STRIPE_WEBHOOK_SECRET": ""}, ["STRIPE_WEBHOOK_SECRET"]),
        ({**LIVE, "PUBLIC_URL": "http://shop.example"}, ["PUBLIC_URL"]),
        ({**LIVE, "STRIPE_API_BASE": "http://127.0.0.1:1"}, ["STRIPE_API_BASE"]),
        ({"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_API_BASE": "https://evil.example"}, ["STRIPE_API_BASE"]),
        ({"STRIPE_SECRET_KEY": "hello"}, ["STRIPE_SECRET_KEY"]),
        ({"WEB_PORT": "eighty", "RASA_PORT": "0"}, ["RASA_PORT", "WEB_PORT"]),
        ({"FLOORWALKER_TEST_CLOCK": "yes"}, ["FLOORWALKER_TEST_CLOCK"]),
        ({"DATABASE_URL": "postgresql://x"}, ["DATABASE_URL"]),
        ({"PUBLIC_URL": "shop.example"}, ["PUBLIC_URL"]),
        ({"RASA_WORKERS": "2"}, ["RASA_WORKERS", "RASA_WORKERS"]),
        ({"RASA_WORKERS": "2", "REDIS_URL": "redis://localhost"}, ["RASA_WORKERS"]),
        ({"RASA_WORKERS": "many"}, ["RASA_WORKERS"]),
        ({"REDIS_URL": "localhost"}, ["REDIS_URL"]),
        ({"WEB_PORT": "5005"}, ["WEB_PORT"]),
    ],
)
def test_what_cannot_work_is_refused_by_name(environ: dict[str, str], names: list[str]) -> None:
    with pytest.raises(BadSettings) as wrong:
        Settings.read(environ)
    assert sorted(problem.split(":")[0] for problem in wrong.value.problems) == names


def test_a_crm_needs_a_safe_address_and_a_secret() -> None:
    crm = {"CRM_WEBHOOK_URL": "https://crm.example/in", "CRM_WEBHOOK_SECRET": "s" * 32}
    assert Settings.read(crm).crm_url == "https://crm.example/in"
    assert Settings.read({**crm, "CRM_WEBHOOK_URL": "http://127.0.0.1:9000/"}).crm_url
    with pytest.raises(BadSettings) as refused:
        Settings.read({"CRM_WEBHOOK_URL": "http://crm.example/in", "CRM_WEBHOOK_SECRET": "short"})
    assert [problem.split(":")[0] for problem in refused.value.problems] == ["CRM_WEBHOOK_URL", "CRM_WEBHOOK_SECRET"]


def test_a_crm_in_the_store_needs_its_address(tmp_path: Path) -> None:
    file = tmp_path / "store.yml"
    file.write_text(Path("store.yml").read_text(encoding="utf-8").replace("crm: none", "crm: webhook"), "utf-8")
    environ = {"STORE_FILE": str(file)}
    with pytest.raises(BadSettings) as refused:
        open_store(environ)
    assert refused.value.problems[0].startswith("CRM_WEBHOOK_URL: ")
    crm = {"CRM_WEBHOOK_URL": "https://crm.example/in", "CRM_WEBHOOK_SECRET": "s" * 32}
    assert open_store({**environ, **crm}).support.crm == "webhook"
