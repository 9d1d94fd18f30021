"""A Chatwoot on this machine: the application API over HTTP, with agents that a test can play, and failures."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from floorwalker.testing.chatwoot_state import ACCOUNT, API_USER, INBOX, TOKEN, Account, Json, Refusal, Talk


class ChatwootFake(ThreadingHTTPServer):
    """`hook`: where webhooks go, each once and unsigned; "" keeps them in `account.hooks`. `fails`: statuses of the
    next answers, nothing done; `lost`: so many next changes are done, but their answers get lost."""

    daemon_threads = True

    def __init__(self, hook: str = "", published: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.published, self.hook = published, hook
        self.lock = threading.Lock()
        self.reset()
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def reset(self) -> None:
        """An empty account, in which nothing fails."""
        self.account = Account(self.published)
        self.fails: list[int] = []
        self.answers: list[int] = []
        self.lost = self.sent = 0

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    # agents

    def writes(self, talk: int, name: str, words: str, *files: str, private: bool = False) -> None:
        """An agent answers, or notes something for colleagues."""
        agent = {"id": 20 + len(name), "name": name, "email": f"{name}@shop.example", "type": "user"}
        self._act(lambda: self.account.say(self.talk(talk), {"content": words, "private": private}, agent, *files))

    def assigns(self, talk: int, name: str) -> None:
        self._act(lambda: self.account.assign(self.talk(talk), {"id": 20 + len(name), "name": name, "type": "user"}))

    def sets(self, talk: int, status: str) -> None:
        self._act(lambda: self.account.set_status(self.talk(talk), status))

    def talk(self, id_: int) -> Talk:
        found: Talk = self.account.known(self.account.talks, id_)
        return found

    def _act(self, act: Callable[[], object]) -> None:
        with self.lock:
            act()
        self.send()

    def send(self) -> None:
        """What is new goes out: one try, no signature, five seconds."""
        with self.lock:
            fresh, self.sent = self.account.hooks[self.sent :], len(self.account.hooks)
        for one in fresh if self.hook else ():
            try:
                self.answers.append(httpx.post(self.hook, json=one, timeout=5, trust_env=False).status_code)
            except httpx.HTTPError:
                self.answers.append(0)

    # the API

    def answer(self, method: str, path: str, query: Mapping[str, list[str]], body: Json) -> Any:
        """Raises Refusal."""
        found = re.fullmatch(rf"/api/v1/accounts/{ACCOUNT}/(\w+)(?:/(\w+))?(?:/(\w+))?/?", path)
        if found is None:
            raise Refusal(404, error="Resource could not be found")
        kind, id_, part = found.groups()
        steps = ("id" if (id_ or "").isdigit() else id_, part)
        name = "/".join(filter(None, (f"{method} {kind}", *steps)))
        if name not in ROUTES:
            raise Refusal(404, error="Resource could not be found")
        return ROUTES[name](self.account, int(id_) if (id_ or "").isdigit() else 0, query, body)


def _contact(a: Account, _: int, __: Any, body: Json) -> Any:
    _needs(body, "inbox_id")
    return a.contact(a.add_contact(body.get("identifier", ""), body.get("name", "")))


def _search(a: Account, _: int, query: Mapping[str, list[str]], __: Json) -> Any:
    found = a.search((query.get("q") or [""])[0])
    return {"meta": {"count": len(found)}, "payload": found}


def _attach(a: Account, id_: int, _: Any, body: Json) -> Any:
    _needs(body, "inbox_id")
    return a.attach(id_, body.get("source_id", ""))


def _talks(a: Account, id_: int, _: Any, __: Json) -> Any:
    a.known(a.contacts, id_)
    return a.listed([a.shown(talk) for talk in a.talks.values() if talk.contact == id_])


def _open(a: Account, _: int, __: Any, body: Json) -> Any:
    _needs(body, "inbox_id", "source_id")
    status, attributes = body.get("status", "open"), body.get("custom_attributes", {})
    talk = a.open(int(body.get("contact_id", 0)), body["source_id"], status, attributes)
    return {"id": talk.id, "account_id": ACCOUNT, "inbox_id": INBOX}


def _status(a: Account, id_: int, _: Any, body: Json) -> Any:
    talk = a.known(a.talks, id_)
    a.set_status(talk, body.get("status", ""))
    done = {"success": True, "current_status": talk.status, "conversation_id": id_}
    return {"meta": {}, "payload": done}


def _priority(a: Account, id_: int, _: Any, body: Json) -> Any:
    a.known(a.talks, id_).priority = body.get("priority")
    return None


def _messages(a: Account, id_: int, _: Any, __: Json) -> Any:
    return a.listed([a.message(one) for one in a.known(a.talks, id_).messages[-20:]])


def _say(a: Account, id_: int, _: Any, body: Json) -> Any:
    _needs(body, "content")
    talk = a.known(a.talks, id_)
    incoming = body.get("message_type") == "incoming"
    sender = {**a.contacts[talk.contact], "type": "contact"} if incoming else API_USER
    return a.message(a.say(talk, body, sender))


def _inbox(_: Account, id_: int, __: Any, ___: Json) -> Any:
    if id_ != INBOX:
        raise Refusal(404, error="Resource could not be found")
    return {"id": INBOX, "name": "Shop", "channel_type": "Channel::Api"}


def _needs(body: Json, *names: str) -> None:
    for name in names:
        if not body.get(name):
            raise Refusal(422, message=f"{name} is missing")


ROUTES: Mapping[str, Callable[[Account, int, Any, Json], Any]] = {
    "POST contacts": _contact,
    "GET contacts/search": _search,
    "POST contacts/id/contact_inboxes": _attach,
    "GET contacts/id/conversations": _talks,
    "POST conversations": _open,
    "GET conversations/id": lambda a, id_, _, __: a.shown(a.known(a.talks, id_)),
    "POST conversations/id/toggle_status": _status,
    "POST conversations/id/toggle_priority": _priority,
    "GET conversations/id/messages": _messages,
    "POST conversations/id/messages": _say,
    "GET inboxes/id": _inbox,
}


class _Handler(BaseHTTPRequestHandler):
    server: ChatwootFake

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        fake, parts = self.server, urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            with fake.lock:
                if fake.fails:
                    raise Refusal(fake.fails.pop(0), error="injected")
                if self.headers.get("api_access_token") != TOKEN:
                    raise Refusal(401, error="Invalid access token")
                done = fake.answer(self.command, parts.path, parse_qs(parts.query), json.loads(raw or b"{}"))
                lose = self.command == "POST" and fake.lost > 0
                fake.lost -= lose
        except Refusal as no:
            return self._send(no.status, no.body)
        fake.send()
        if lose:
            self.close_connection = True
            return None
        return self._send(200, done)

    def _send(self, status: int, body: Any) -> None:
        raw = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        if raw:
            self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""
