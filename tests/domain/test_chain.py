"""Format, links and Merkle root of the audit trail (efre.md section 6.2, RFC 6962)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterprocess.domain.chain import FIRST_PREV, Event, canonical, leaf_hash, merkle_root, verify_chain


def _independent_leaf(entry: dict[str, Any]) -> str:
    """SHA-256(0x00 || JSON with sorted keys, no blanks, UTF-8), which is RFC 8785 for ASCII keys and small integers."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"\x00" + text.encode("utf-8")).hexdigest()


ENTRY: dict[str, Any] = {
    "seq": 0,
    "ts": "2015-01-12T08:00:00Z",
    "occurred_on": "2015-01-12",
    "actor": {"id": "system", "role": "system", "channel": "cli:x"},
    "action": "database:birth:recorded",
    "object": {"kind": "database", "id": "clusterprocess"},
    "run": None,
    "code": "0.1.0+abc",
    "data": {"kind": "demo", "format": 1, "host_ts": "2026-11-23T10:00:00Z"},
    "prev": "0" * 64,
}


def _event(entry: dict[str, Any]) -> Event:
    return Event(
        seq=entry["seq"],
        ts=entry["ts"],
        occurred_on=date.fromisoformat(entry["occurred_on"]),
        actor_id=entry["actor"]["id"],
        actor_role=entry["actor"]["role"],
        actor_channel=entry["actor"]["channel"],
        action=entry["action"],
        object_kind=entry["object"]["kind"],
        object_id=entry["object"]["id"],
        run=entry["run"],
        code=entry["code"],
        data=entry["data"],
        prev=entry["prev"],
        leaf=_independent_leaf(entry),
    )


def _chain(length: int) -> list[Event]:
    events: list[Event] = []
    prev = FIRST_PREV
    for seq in range(length):
        entry = {**ENTRY, "seq": seq, "prev": prev}
        if seq:
            entry |= {"action": "person:record:added", "object": {"kind": "person", "id": f"id{seq}"}, "data": {}}
        events.append(_event(entry))
        prev = events[-1].leaf
    return events


def test_an_entry_has_exactly_the_keys_of_the_format() -> None:
    assert _event(ENTRY).entry() == ENTRY
    assert len(ENTRY) == 10


def test_canonical_bytes_are_sorted_keys_without_blanks_in_utf_8() -> None:
    assert canonical({"b": "ü", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"ü"}'.encode()


def test_keys_are_sorted_by_utf_16_units() -> None:
    # RFC 8785 section 3.2.3: U+20AC (0x20ac) < U+1F600 (0xd83d ...) < U+FB33 (0xfb33), unlike the order of code points
    expected = '{"€":3,"\U0001f600":2,"\ufb33":1}'
    assert canonical({"\ufb33": 1, "\U0001f600": 2, "€": 3}) == expected.encode()


def test_the_leaf_is_what_a_stranger_computes_with_hashlib_and_json() -> None:
    assert leaf_hash(ENTRY) == _independent_leaf(ENTRY)
    assert leaf_hash({"a": 1}) == hashlib.sha256(b'\x00{"a":1}').hexdigest()


def test_dates_and_money_are_texts() -> None:
    assert canonical({"on": date(2015, 5, 20), "eur": Decimal("10.50")}) == b'{"eur":"10.50","on":"2015-05-20"}'


@pytest.mark.parametrize("value", [0.5, {"x": [1.0]}])
def test_floats_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"a": value})


def test_a_value_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"a": object()})


def test_characters_that_no_database_keeps_become_the_replacement_character() -> None:
    assert canonical({"a": "x\x00y\ud800"}) == '{"a":"x\ufffdy\ufffd"}'.encode()


def test_an_untouched_chain_is_intact() -> None:
    report = verify_chain(_chain(5))
    assert report.is_intact and report.size == 5 and report.kind == "demo"
    assert report.head == _chain(5)[-1].leaf


@dataclass(frozen=True)
class Forgery:
    field: str
    value: Any


FORGERIES = [
    Forgery("ts", "2015-01-12T08:00:01Z"),
    Forgery("occurred_on", date(2015, 1, 11)),
    Forgery("actor_id", "other"),
    Forgery("actor_role", "leitung"),
    Forgery("actor_channel", "prefect"),
    Forgery("action", "person:role:granted"),
    Forgery("object_kind", "cluster"),
    Forgery("object_id", "other"),
    Forgery("run", "7"),
    Forgery("code", "0.2.0+def"),
    Forgery("data", {"added": 1}),
    Forgery("prev", "f" * 64),
    Forgery("leaf", "f" * 64),
]


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda f: f.field)
@pytest.mark.parametrize("position", [1, 4])
def test_a_change_of_any_field_is_found(forgery: Forgery, position: int) -> None:
    events = _chain(5)
    setattr(events[position], forgery.field, forgery.value)
    assert not verify_chain(events).is_intact


def test_a_forger_who_adapts_the_leaf_breaks_the_next_link() -> None:
    events = _chain(5)
    events[2].actor_id = "other"
    events[2].leaf = _independent_leaf(events[2].entry())
    assert verify_chain(events).faults == ("Eintrag 3 verweist nicht auf seinen Vorgänger.",)


def test_a_removed_entry_is_named() -> None:
    events = _chain(5)
    del events[2]
    assert any("Eintrag 2 fehlt" in fault for fault in verify_chain(events).faults)


def test_two_exchanged_entries_are_found() -> None:
    events = _chain(5)
    events[2], events[3] = events[3], events[2]
    assert not verify_chain(events).is_intact


def test_a_chain_that_does_not_begin_with_the_birth_is_not_intact() -> None:
    assert not verify_chain(_chain(3)[1:]).is_intact
    assert not verify_chain([]).is_intact


def test_an_unknown_kind_of_event_is_found_even_with_correct_hashes() -> None:
    entry = {**ENTRY, "seq": 1, "action": "person:record:loved", "prev": _chain(1)[0].leaf}
    assert any("unbekannte Ereignisart" in f for f in verify_chain([*_chain(1), _event(entry)]).faults)


# --- Merkle root ---------------------------------------------------------------------------------------------------


def _leaf(data: bytes) -> str:
    return hashlib.sha256(b"\x00" + data).hexdigest()


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


# The eight inputs and the roots of the Certificate Transparency reference test data (RFC 6962 section 2.1).
INPUTS = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    bytes(range(0x60, 0x70)),
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert merkle_root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_tree_of_one_is_its_leaf() -> None:
    assert merkle_root([_leaf(b"")]) == ROOTS[0]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_reference_vectors(size: int) -> None:
    assert merkle_root([_leaf(data) for data in INPUTS[:size]]) == ROOTS[size - 1]


def test_five_leaves_split_after_the_fourth() -> None:
    a, b, c, d, e = (_leaf(data) for data in INPUTS[:5])
    assert merkle_root([a, b, c, d, e]) == _node(_node(_node(a, b), _node(c, d)), e)


def test_exchanged_leaves_give_another_root() -> None:
    a, b, c = (_leaf(data) for data in INPUTS[:3])
    assert len({merkle_root([a, b, c]), merkle_root([b, a, c]), merkle_root([a, c, b]), merkle_root([a, b])}) == 4
