# ruff: noqa: S608 (the tables' names are constants)
"""Writes an index: its tables, its rows, and what is worked out once all rows are in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import chain
from typing import Any

from skillpath.catalog.familiar import RowLists
from skillpath.catalog.index_file import APPLICATION_ID, FORMAT
from skillpath.catalog.packing import KIND_NUMBERS, LEVEL_BITS, PLACE_BITS, unpack

TABLES = """\
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE files (number INTEGER PRIMARY KEY, name TEXT, digest BLOB, records INTEGER);
CREATE TABLE records (key INTEGER PRIMARY KEY, kind INTEGER, id TEXT, line INTEGER, body BLOB);
CREATE TABLE overlays (kind INTEGER, id TEXT, key INTEGER, line INTEGER, fields BLOB, lines BLOB);
CREATE TABLE outline (file INTEGER, block INTEGER, traits BLOB, offers BLOB, cents BLOB, requires BLOB, minutes BLOB, weeks BLOB,
    PRIMARY KEY (file, block));
CREATE TABLE traits (number INTEGER PRIMARY KEY, body BLOB);
CREATE TABLE names (bucket INTEGER, file INTEGER, codes BLOB);
CREATE TABLE taught (skill TEXT, file INTEGER, codes BLOB);
CREATE TABLE needs (credential TEXT, key INTEGER);
CREATE TABLE grants (award TEXT, field TEXT, key INTEGER);
CREATE TABLE recommended (credential TEXT, key INTEGER);
CREATE TABLE narrower (broader TEXT, skill TEXT);
CREATE TABLE imports (section INTEGER, id TEXT, key INTEGER, field TEXT);
CREATE TABLE words (length INTEGER, word TEXT, count INTEGER, PRIMARY KEY (length, word)) WITHOUT ROWID;
CREATE TEMP TABLE refs (section INTEGER, id TEXT, key INTEGER, field TEXT);
CREATE TEMP TABLE missing (section INTEGER, id TEXT, key INTEGER, field TEXT);
"""
INDEXES = """
CREATE INDEX records_id ON records (kind, id);
CREATE INDEX names_bucket ON names (bucket);
CREATE INDEX taught_skill ON taught (skill);
CREATE INDEX needs_credential ON needs (credential);
CREATE INDEX grants_award ON grants (award, field, key);
CREATE INDEX recommended_credential ON recommended (credential);
"""
FULL_TEXT = "CREATE VIRTUAL TABLE {} USING fts5(text, content='', detail=none, columnsize=0, tokenize=ascii)"
FULL_TEXT_TABLES = ("search", "topics")
PAGE = 4096
BIG_PAGE = 16384
WORDS_IN_MEMORY = 16 * 1024 * 1024
MOST_DUPLICATES = 1000

_COLUMNS = {
    "records": 5,
    "overlays": 6,
    "outline": 8,
    "traits": 2,
    "names": 3,
    "taught": 3,
    "needs": 2,
    "grants": 3,
    "recommended": 2,
    "narrower": 2,
    "refs": 4,
    "files": 4,
}
_ROWS_AT_ONCE = 20
_RECORDS_AT_ONCE = 1000


class Writer:
    """Writes one index through a connection, which it takes over."""

    def __init__(self, connection: sqlite3.Connection, big: bool) -> None:
        self.connection = connection
        connection.isolation_level = None
        page = BIG_PAGE if big else PAGE
        for pragma in (f"page_size = {page}", "journal_mode = OFF", "synchronous = OFF", "cache_size = -32768", "threads = 2"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("BEGIN")
        for statement in TABLES.split(";\n"):
            connection.execute(statement)
        self.full_text = self._create_full_text()

    def _create_full_text(self) -> bool:
        try:
            for table in FULL_TEXT_TABLES:
                self.connection.execute(FULL_TEXT.format(table))
                self.connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {WORDS_IN_MEMORY})")
        except sqlite3.OperationalError as error:
            if "no such module" in str(error):
                return False
            raise
        return True

    def insert(self, rows: RowLists) -> None:
        """Add rows to their tables, several with each statement: SQLite is a quarter faster so."""
        for table, values in rows.items():
            if table not in FULL_TEXT_TABLES:
                self._insert(table, values)
            elif self.full_text:
                self.connection.executemany(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", values)

    def _insert(self, table: str, values: list[tuple[Any, ...]]) -> None:
        whole = len(values) - len(values) % _ROWS_AT_ONCE
        row = f"({', '.join('?' * _COLUMNS[table])})"
        start = f"INSERT OR IGNORE INTO {table} VALUES " if table == "traits" else f"INSERT INTO {table} VALUES "
        many = (list(chain.from_iterable(values[at : at + _ROWS_AT_ONCE])) for at in range(0, whole, _ROWS_AT_ONCE))
        self.connection.executemany(start + ", ".join([row] * _ROWS_AT_ONCE), many)
        self.connection.executemany(start + row, values[whole:])

    def close(self) -> None:
        """End the transaction, and let go of the file."""
        self.connection.execute("COMMIT")
        self.connection.close()

    def merge(self, side: str) -> None:
        """Take the lookup tables of another index file, which are then the only ones."""
        self.connection.execute("COMMIT")
        self.connection.execute("ATTACH ? AS side", (side,))
        self.connection.execute("BEGIN")
        texts = (f"{table}_{part}" for table in FULL_TEXT_TABLES for part in ("data", "idx", "config"))
        for table in ("names", "taught", "words", *(texts if self.full_text else ())):
            self.connection.execute(f"DELETE FROM main.{table}")
            self.connection.execute(f"INSERT INTO main.{table} SELECT * FROM side.{table}")
        self.connection.execute("COMMIT")
        self.connection.execute("DETACH side")
        self.connection.execute("BEGIN")

    def index(self) -> list[tuple[int, int]]:
        """Make the indexes; (key, earlier key) for each id that is given again.

        Without a journal a unique index that cannot be made would leave the file damaged.
        """
        for statement in INDEXES.strip().split("\n"):
            self.connection.execute(statement)
        return self.connection.execute(
            "SELECT r.key, first FROM records r JOIN (SELECT kind, id, min(key) AS first FROM records"
            " GROUP BY kind, id HAVING count(*) > 1) AS twice ON (r.kind, r.id) = (twice.kind, twice.id)"
            " WHERE r.key > first ORDER BY r.key LIMIT ?",
            (MOST_DUPLICATES,),
        ).fetchall()

    def overlays_before_their_record(self) -> list[tuple[str, str, int, int]]:
        """(kind, id, key, line) of overlays that stand before what they change."""
        statement = (
            "SELECT o.kind, o.id, o.key, o.line FROM overlays o"
            " JOIN records r ON (r.kind, r.id) = (o.kind, o.id) WHERE r.key >= o.key"
        )
        kinds = list(KIND_NUMBERS)
        return [(kinds[kind], id, key, line) for kind, id, key, line in self.connection.execute(statement)]

    def record(self, key: int) -> tuple[str, str, int, bytes]:
        """(kind, id, line, body) of a record."""
        kind, id, line, body = self.connection.execute(
            "SELECT kind, id, line, body FROM records WHERE key = ?", (key,)
        ).fetchone()
        return list(KIND_NUMBERS)[kind], id, line, body

    def records(self) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of all records, some at a time."""
        found = self.connection.cursor().execute("SELECT * FROM records ORDER BY key")
        while some := found.fetchmany(_RECORDS_AT_ONCE):
            yield some

    def finish(self, meta: dict[str, Any], files: list[tuple[Any, ...]]) -> None:
        """Work out what follows from the rows, and close the transaction."""
        self.insert({"files": files})
        counts = dict(self.connection.execute("SELECT kind, count(*) FROM records GROUP BY kind"))
        everything = {**meta, **{f"count:{kind}": counts.get(number, 0) for kind, number in KIND_NUMBERS.items()}}
        self.connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted({**everything, "full_text": self.full_text}.items()))
        self.connection.execute(f"PRAGMA user_version = {FORMAT}")
        self.connection.execute("DROP TABLE refs")
        self.connection.execute("DROP TABLE missing")
        self.connection.execute("COMMIT")

    def find_missing(self) -> None:
        """Note the ids that are named and that no record here has; those of skills that are taught are asked for later."""
        absent = "NOT EXISTS (SELECT 1 FROM records r WHERE r.kind = {} AND r.id = {})"
        self.connection.execute(
            f"INSERT INTO missing SELECT section, id, key, field FROM refs WHERE {absent.format('section', 'refs.id')}"
        )
        self.connection.execute(
            "INSERT INTO missing SELECT ?1, credential, min(key), 'requires' FROM needs WHERE credential IN"
            f" (SELECT DISTINCT credential FROM needs WHERE {absent.format('?1', 'credential')}) GROUP BY credential",
            (KIND_NUMBERS["credentials"],),
        )

    def find_imports(self) -> list[tuple[str, int]]:
        """Note the ids that are missing once: (id, key of the first record that names it)."""
        skills = KIND_NUMBERS["skills"]
        for skill, file, codes in self.connection.execute(
            "SELECT skill, file, codes FROM taught WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.kind = ? AND r.id = skill)",
            (skills,),
        ).fetchall():
            place = unpack(codes, "I")[0] >> LEVEL_BITS
            self.connection.execute(
                "INSERT INTO missing VALUES (?, ?, ?, 'teaches')", (skills, skill, file << PLACE_BITS | place)
            )
        self.connection.execute("INSERT INTO imports SELECT section, id, min(key), field FROM missing GROUP BY section, id")
        return self.connection.execute("SELECT id, key FROM imports ORDER BY key").fetchall()

    def collect_words(self) -> None:
        """The vocabulary of the full-text tables, for close spellings; numbers have none."""
        if not self.full_text:
            return
        self.connection.execute("CREATE TEMP TABLE found (word TEXT, count INTEGER)")
        for table in FULL_TEXT_TABLES:
            self.connection.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', '{table}', 'row')")
            self.connection.execute(
                "INSERT INTO found SELECT term, doc FROM vocabulary WHERE term NOT GLOB '*[0-9]*' AND length(term) <= 40"
            )
            self.connection.execute("DROP TABLE vocabulary")
        self.connection.execute(
            "INSERT INTO main.words SELECT length(word), word, sum(count) FROM found GROUP BY length(word), word ORDER BY 1, 2"
        )
        self.connection.execute("DROP TABLE found")
