"""The files of an ensemble: what was written is read, what was spoiled is refused, and another model is told."""

import io
import json
import math
from dataclasses import replace

import ensembles
import numpy as np
import pytest
from helpers import complaint

from sim.calibration import recipe
from sim.calibration.cube import NAMES, Cube
from sim.calibration.ensemble import load_ensemble, write_ensemble
from sim.calibration.evidence import places, targets
from sim.calibration.kept import Kept
from sim.evidence.declaration import between
from sim.inputs.parameters import make_parameters
from sim.inputs.settings import with_context

PROVENANCE = {"members": 30, "seed": 0, "runs": [40, 200], "tried": 60000, "code": "abc", "answers": "def", "simulated": 1500,
              "share_simulated": 0.025, "audit": {"audited": 3000, "found": 0, "left_out": 0.0, "at_most": 0.6},
              "stopped_early": {"looked_at": 30, "missed": 0, "share": 0.0, "at_most": 0.1},
              "rules_out": {"draws": 600, "alone": [{"finding": "S4", "share": 0.05}], "together": 0.9996}}


def written(folder, **changes):
    """An ensemble of thirty draws from the prior."""
    values = Cube({}).values(np.random.default_rng(0).random((30, len(NAMES))))
    write_ensemble(folder, Cube({}), values, PROVENANCE | changes)
    return values


def test_what_was_written_is_read_to_the_last_bit(tmp_path):
    values = written(tmp_path)
    assert (load_ensemble(tmp_path).values.to_numpy() == values).all()
    assert load_ensemble(tmp_path / "ensemble.npz").members == load_ensemble(tmp_path).members


def words(*names):
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def packed(folder, **arrays):
    """Another archive, and nothing that seals it, as with older ones."""
    content, told = io.BytesIO(), json.loads((folder / "ensemble.json").read_text())
    np.savez_compressed(content, **arrays)
    (folder / "ensemble.npz").write_bytes(content.getvalue())
    (folder / "ensemble.json").write_text(json.dumps({name: told[name] for name in told if name not in ("digest", "seal")}))


HALF = np.full((30, len(NAMES)), 0.5, np.float32)


@pytest.mark.parametrize(("change", "named"), [
    (lambda folder: (folder / "ensemble.npz").write_bytes(b"PK\x03\x04"), ["ensemble.npz"]),
    (lambda folder: (folder / "ensemble.npz").write_bytes(b""), ["ensemble.npz"]),
    (lambda folder: (folder / "ensemble.npz").write_bytes((folder / "ensemble.npz").read_bytes()[:3000]), ["ensemble.npz"]),
    (lambda folder: packed(folder, names=words(*NAMES), values=np.zeros((5_000_000, 1), np.float32)), ["more than an ensemble"]),
    (lambda folder: packed(folder, names=words(*NAMES)), ["values"]),
    (lambda folder: packed(folder, names=words(*NAMES), values=HALF.astype(float)), ["belong"]),
    (lambda folder: packed(folder, names=words(*NAMES[:5]), values=HALF), ["belong"]),
    (lambda folder: packed(folder, names=np.array([{}], object), values=HALF), ["ensemble.npz"]),
    (lambda folder: packed(folder, names=words(*NAMES), values=HALF * np.nan), ["not a number"]),
    (lambda folder: packed(folder, names=words(*NAMES[:-1], NAMES[0]), values=HALF), ["twice"]),
    (lambda folder: packed(folder, names=words(*NAMES[:-1], "a\x1b[31m"), values=HALF), ["U+001B"]),
    (lambda folder: packed(folder, names=words(*NAMES[:-1], "patience"), values=HALF), ["patience", "does not have"]),
    (lambda folder: packed(folder, names=words(*NAMES), values=HALF * 1000), ["outside"]),
    (lambda folder: packed(folder, names=words(*NAMES), values=HALF[:7]), ["30 rows"]),
    (lambda folder: written(folder, audit={}), ["ensemble.json", "audit"]),
    (lambda folder: written(folder, rules_out=PROVENANCE["rules_out"] | {"alone": [{"finding": "S1", "share": 2.0}]}),
     ["ensemble.json", "rules_out"]),
    (lambda folder: (folder / "ensemble.json").unlink(), ["ensemble.json"])])
def test_a_spoiled_archive_is_refused_in_a_sentence(tmp_path, change, named):
    written(tmp_path)
    change(tmp_path)
    complaint(lambda: load_ensemble(tmp_path), *named)


def test_no_flipped_bit_changed_number_or_exchanged_file_goes_unseen(tmp_path):
    for name in ("here", "other"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, seed=len(name))
    folder, rng = tmp_path / "here", np.random.default_rng(3)
    whole, told = load_ensemble(folder), json.loads((folder / "ensemble.json").read_text())
    assert not {"digest", "seal"} & set(whole.provenance)
    for file in (folder / "ensemble.npz", folder / "ensemble.json"):
        before = file.read_bytes()
        spoilt = [bytearray(before) for _ in range(60)]
        for one in spoilt:
            one[rng.integers(len(one))] ^= 1 << int(rng.integers(8))
        for content in spoilt:
            file.write_bytes(content)
            complaint(lambda: load_ensemble(folder), "ensemble")
        file.write_bytes(before)
    for lacking in ("digest", "seal"):
        (folder / "ensemble.json").write_text(json.dumps({name: value for name, value in told.items() if name != lacking}))
        complaint(lambda: load_ensemble(folder), "changed since it was written")
    (folder / "ensemble.json").write_bytes(json.dumps(told | {"tried": 6000}).encode())
    complaint(lambda: load_ensemble(folder), "changed since it was written")


def test_a_part_of_a_search_that_is_that_of_another_is_refused(tmp_path):
    kept = Kept(tmp_path)
    for number in (1, 2):
        kept.put(f"block-000000{number}-0", {"accepted": np.arange(number)})
    (tmp_path / "parts" / "block-0000001-0.npz").write_bytes((tmp_path / "parts" / "block-0000002-0.npz").read_bytes())
    complaint(lambda: Kept(tmp_path).get("block-0000001-0"), "block-0000001-0.npz", "another part", "remove it")


def test_a_part_of_a_search_is_kept_whole_or_not_at_all(tmp_path):
    kept = Kept(tmp_path)
    kept.put("block-0000001-0", {"accepted": np.arange(3)})
    assert Kept(tmp_path).get("block-0000001-0")["accepted"].tolist() == [0, 1, 2] and kept.get("block-0000002-0") is None


def test_the_shipped_ensemble_has_two_hundred_distinct_members_that_say_where_they_come_from():
    shipped = load_ensemble()
    assert len(shipped.values.drop_duplicates()) == len(shipped) >= 200
    assert shipped.provenance["members"] == len(shipped) and shipped.provenance["tried"] > len(shipped)
    assert all(make_parameters(dict(row)) for _, row in shipped.values.head(3).iterrows())


def test_the_shipped_ensemble_was_made_by_this_model():
    """Fails when a rule, draw, workplace or calibration pattern changes: then takehold calibrate has to make it anew."""
    assert load_ensemble().of_this_model


@pytest.mark.parametrize(("name", "other"), [
    ("places", lambda own=(): tuple(with_context(place, {"trust_in_leader": 0.45}) for place in places())),
    ("targets", lambda uses, file: targets(uses)[:-1]),
    ("targets", lambda uses, file: [target._replace(check=replace(target.check, bound=between(0.123, math.inf)))
                                    for target in targets(uses)])])
def test_another_context_or_another_pattern_is_another_model_and_is_told(monkeypatch, name, other):
    monkeypatch.setattr(recipe, name, other)
    found = load_ensemble()
    assert not found.of_this_model
    with pytest.warns(UserWarning, match="takehold ensemble --check"):
        found.note_other_model()


def spoiled(tmp_path, change):
    change(ensembles.write(tmp_path))
    return lambda: load_ensemble(tmp_path)


def rewritten(folder, **changes):
    """The provenance of a folder's ensemble with some entries changed."""
    file = folder / "ensemble.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


@pytest.mark.parametrize(("change", "named"), [
    (lambda folder: (folder / "ensemble.csv").unlink(), ["ensemble.npz", "takehold calibrate"]),
    (lambda folder: (folder / "ensemble.json").unlink(), ["ensemble.json"]),
    (lambda folder: (folder / "ensemble.json").write_text("{"), ["not an ensemble"]),
    (lambda folder: (folder / "ensemble.csv").write_text("\n".join(ensembles.text().splitlines()[:9])), ["cut short"]),
    (lambda folder: (folder / "ensemble.csv").write_text(ensembles.text().replace("trust_rate", "trust")),
     ["trust,", "does not have", "takehold calibrate"]),
    (lambda folder: rewritten(folder, members=3), ["3"]),
    (lambda folder: (folder / "ensemble.json").write_text(json.dumps({"members": 481})), ["ensemble.json", "seed is missing (and 6 more)"]),
    (lambda folder: (folder / "ensemble.json").write_text("[]"), ["ensemble.json", "no object"]),
    (lambda folder: (folder / "ensemble.json").write_text("[" * 100_000), ["ensemble.json", "deeply"]),
    (lambda folder: (folder / "ensemble.json").write_bytes(b"\xff\xfe"), ["ensemble.json", "UTF-8"]),
    (lambda folder: rewritten(folder, effective_ancestors=math.nan), ["ensemble.json", "NaN"]),
    (lambda folder: rewritten(folder, effective_ancestors="many"), ["ensemble.json", "effective_ancestors"]),
    (lambda folder: rewritten(folder, waves=[{}]), ["ensemble.json", "waves[1].tolerance is missing"]),
    (lambda folder: rewritten(folder, code="\x1b[31m"), ["ensemble.json", "U+001B"])])
def test_a_spoiled_file_is_refused_in_a_sentence(tmp_path, change, named):
    complaint(spoiled(tmp_path, change), *named)
