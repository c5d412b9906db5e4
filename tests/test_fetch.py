"""Data fetched on demand: from TRIPTYCH_DATA, from the network, cut off, wrong, out of reach."""

import dataclasses
import gzip
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from triptych import fetch
from triptych.support.program import Failure

PLAIN = b"".join(b"%d %d.5 %d\n" % (i, i % 7, i % 2) for i in range(20000))
COMMAS = PLAIN.replace(b" ", b",").replace(b"\n", b"\r\n")
DIGEST = hashlib.sha256(PLAIN).hexdigest()
EXPECTED = b"# samples 20000 features 2 classes 2\n" + PLAIN


class Place(BaseHTTPRequestHandler):
    """A place on the network that breaks off after half of `table.csv` the first time."""

    asked: list = []  # noqa: RUF012

    def do_GET(self):
        first = int((self.headers["Range"] or "bytes=0-")[len("bytes=") : -1])
        self.asked.append((self.path, first))
        content = {"/table.csv": COMMAS, "/wrong.csv": b"1,2,0\n"}.get(self.path)
        if content is None:
            self.send_error(404)
            return
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(content) - first))
        self.end_headers()
        cut_off = self.path == "/table.csv" and first == 0
        self.wfile.write(content[first : len(content) // 2 if cut_off else None])

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def place():
    """Return the address of the place."""
    Place.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Place)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def known(monkeypatch, tmp_path):
    """Return a function that says where the table is; all happens in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRIPTYCH_DATA", raising=False)
    (tmp_path / "data").mkdir()

    def at(*urls):
        source = dataclasses.replace(fetch.PIMA, urls=urls, digest=DIGEST)
        monkeypatch.setattr(fetch, "PIMA", source)

    return at


def test_a_download_goes_on(place, known, tmp_path):
    known(f"{place}/table.csv")
    with pytest.raises(Failure, match=r"/table.csv: cannot be fetched .*TRIPTYCH_DATA$") as failed:
        fetch.fetch(["pima"])
    assert failed.value.code == 1
    part = tmp_path / "build/downloads/table.csv.part"
    assert part.read_bytes() == COMMAS[: len(COMMAS) // 2]
    assert not (tmp_path / "data/pima.dat").exists()
    fetch.fetch(["pima"])
    assert Place.asked == [("/table.csv", 0), ("/table.csv", len(COMMAS) // 2)]
    assert (tmp_path / "data/pima.dat").read_bytes() == EXPECTED
    assert list((tmp_path / "build/downloads").iterdir()) == []


def test_the_next_place_is_tried(place, known, tmp_path):
    known(f"{place}/wrong.csv", f"{place}/none.csv")
    with pytest.raises(Failure, match=r"/none.csv: cannot be fetched \(Not Found\); put "):
        fetch.fetch(["pima"])
    known(f"{place}/none.csv", f"{place}/wrong.csv")
    with pytest.raises(Failure, match=rf"/wrong.csv: expected content of sha256 {DIGEST}, found "):
        fetch.fetch(["pima"])
    assert list(tmp_path.rglob("*.*")) == []


@pytest.mark.parametrize("packed", [False, True])
def test_the_folder_of_the_user_comes_first(place, known, packed, monkeypatch, tmp_path):
    known(f"{place}/table.csv")
    content, ending = (gzip.compress(COMMAS), ".gz") if packed else (COMMAS, "")
    (tmp_path / f"pima-indians-diabetes.csv{ending}").write_bytes(content)
    monkeypatch.setenv("TRIPTYCH_DATA", str(tmp_path))
    fetch.fetch(["pima"])
    assert Place.asked == []
    assert (tmp_path / "data/pima.dat").read_bytes() == EXPECTED


def test_unknown_data(known):
    with pytest.raises(Failure, match='expected pima or mnist, found "iris"'):
        fetch.fetch(["iris"])
