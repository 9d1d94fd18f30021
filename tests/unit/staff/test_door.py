"""The door in a browser: cookies, form tokens, roles, tries."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from floorwalker.testing.shop_bench import ShopBench
from tests.unit.staff.house import PASSWORD, House, csrf, sign_in
from web.staff.frame import Place
from web.staff.guard import staff


def test_the_first_merchant_comes_in_by_the_link(house: House) -> None:
    browser, token = house.browser(), house.staff.first_link()
    address = f"/staff/set-up?token={token}"
    fields = {"csrf": csrf(browser, address), "token": token, "name": "Ines", "password": PASSWORD, "again": PASSWORD}
    assert browser.post("/staff/set-up", data={**fields, "again": "other"}).status_code == 422
    assert browser.post("/staff/set-up", data={**fields, "name": "I nes"}).status_code == 422
    assert house.staff.members() == ()
    assert browser.post("/staff/set-up", data=fields).headers["location"] == "/office"
    assert "Ines" in browser.get("/staff/password").text
    again = house.browser().get(address)
    assert again.status_code == 404 and "no longer works" in again.text


def test_the_cookie_is_for_this_house_alone(house: House) -> None:
    house.hire("jonas", "agent")
    kept = sign_in(house.browser(), "jonas").headers["set-cookie"].lower()
    assert kept.startswith("fw_staff=") and "httponly" in kept and "samesite=lax" in kept and "path=/" in kept
    assert "; secure" not in kept


def test_by_https_the_cookie_is_secure(bench: ShopBench) -> None:
    house = House(bench, "https://shop.example")
    house.hire("jonas", "agent")
    kept = sign_in(house.browser(), "jonas").headers["set-cookie"]
    assert kept.startswith("__Host-fw_staff=") and "; Secure" in kept and "domain" not in kept.lower()


def test_wrong_name_and_password_say_the_same_and_keep_the_name(house: House) -> None:
    house.hire("jonas", "agent")
    wrong, ghost = sign_in(house.browser(), "jonas", "wrong"), sign_in(house.browser(), "ghost")
    for answer in (wrong, ghost):
        assert answer.status_code == 422
        assert "Name and password do not fit together" in answer.text
    assert 'value="jonas"' in wrong.text and PASSWORD not in ghost.text
    assert "fw_staff=" not in wrong.headers.get("set-cookie", "")


def test_five_tries_then_one_a_minute(house: House) -> None:
    house.hire("jonas", "agent")
    assert [sign_in(house.browser(), "jonas", "wrong").status_code for _ in range(5)] == [422] * 5
    assert sign_in(house.browser(), "jonas").status_code == 429
    house.hire("marta", "agent")
    assert sign_in(house.browser(), "marta").status_code == 303


def test_after_the_sign_in_one_is_where_one_wanted_to_go_but_never_elsewhere(house: House) -> None:
    house.hire("jonas", "agent")
    for wanted, came in {
        "/staff/password": "/staff/password",
        "//evil.example": "/office/callbacks",
        "/\\evil.example": "/office/callbacks",
        "https://evil.example": "/office/callbacks",
    }.items():
        house.app.state.sign_in_limits[0]._levels.clear()
        answer = sign_in(house.browser(), "jonas", address=f"/staff/sign-in?next={wanted}")
        assert answer.headers["location"] == came, wanted


@pytest.mark.parametrize("told", ["", "0" * 64, "é"])
def test_a_form_without_our_token_is_refused(house: House, told: str) -> None:
    browser = house.visit("agent")
    fields = {"csrf": told, "old": PASSWORD, "password": "another lantern", "again": "another lantern"}
    assert browser.post("/staff/password", data=fields).status_code == 403
    assert house.staff.sign_in("agent", PASSWORD)


def test_a_form_from_another_site_is_refused_even_with_the_token(house: House) -> None:
    browser = house.visit("agent")
    fields = {"csrf": csrf(browser, "/staff/password"), "old": PASSWORD, "password": "another lantern"}
    answer = browser.post("/staff/password", data=fields, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403 and house.staff.sign_in("agent", PASSWORD)


def test_somebody_elses_token_does_not_fit(house: House) -> None:
    mine, others = house.visit("agent"), house.visit("merchant")
    assert mine.post("/staff/sign-out", data={"csrf": csrf(others, "/staff/password")}).status_code == 403
    assert mine.get("/staff/password").status_code == 200


def test_signing_out_ends_the_session_everywhere(house: House) -> None:
    browser = house.visit("agent")
    token = browser.cookies["fw_staff"]
    assert browser.post("/staff/sign-out", data={"csrf": csrf(browser, "/staff/password")}).status_code == 303
    thief = house.browser()
    thief.cookies.set("fw_staff", token)
    assert thief.get("/staff/password").headers["location"] == "/staff/sign-in?next=%2Fstaff%2Fpassword"


def test_the_password_is_changed_with_the_present_one_only(house: House) -> None:
    browser = house.visit("agent")
    fields = {"csrf": csrf(browser, "/staff/password"), "password": "another lantern ", "again": "another lantern "}
    assert browser.post("/staff/password", data={**fields, "old": "wrong"}).status_code == 422
    assert browser.post("/staff/password", data={**fields, "old": PASSWORD, "again": "x"}).status_code == 422
    assert "is changed" in browser.post("/staff/password", data={**fields, "old": PASSWORD}).text
    assert house.staff.sign_in("agent", "another lantern ").member.name == "agent"


def test_a_page_opens_for_its_roles_alone(house: House) -> None:
    done: list[str] = []

    @staff("merchant", "supervisor")
    def change(request: Request) -> Response:
        done.append(request.state.member.name)
        return PlainTextResponse("done")

    house.app.router.routes.append(Route("/change", change, methods=["GET", "POST"]))
    assert house.visit(None).get("/change?a=1").headers["location"] == "/staff/sign-in?next=%2Fchange%3Fa%3D1"
    assert house.visit(None).post("/change").status_code == 303
    assert house.visit(None).get("/change", headers={"hx-request": "true"}).headers["hx-redirect"] == "/staff/sign-in"
    for role in ("agent", "privacy"):
        assert house.visit(role).get("/change").status_code == 403
    assert done == []
    assert house.visit("supervisor").get("/change").text == "done"


def test_the_first_page_is_the_roles_own(house: House) -> None:
    house.app.state.places[:] = [
        Place("/office", "office_start", "chart", ("merchant",)),
        Place("/desk", "office_callbacks", "bell", ("agent",)),
    ]
    homes = {role: house.visit(role).get("/staff").headers["location"] for role in ("merchant", "agent", "privacy")}
    assert homes == {"merchant": "/office", "agent": "/desk", "privacy": "/staff/password"}


def test_no_page_of_the_door_is_kept_or_holds_anything_inline(house: House) -> None:
    for browser, address in ((house.browser(), "/staff/sign-in"), (house.visit("agent"), "/staff/password")):
        answer = browser.get(address)
        assert answer.headers["cache-control"] == "no-store"
        assert "<style" not in answer.text and "<script" not in answer.text and " style=" not in answer.text


@pytest.mark.parametrize("role", [None, "merchant"])
@pytest.mark.parametrize("address", ["/staff/sign-in", "/staff/password", "/office/stock/JKT-M"])
def test_a_form_of_far_too_many_fields_is_refused_with_a_page(house: House, role: str | None, address: str) -> None:
    answer = house.visit(role).post(address, content="&".join(f"field{n}=1" for n in range(201)))
    assert answer.status_code == 400 and "Nothing was changed" in answer.text
