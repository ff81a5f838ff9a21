"""The statements of the temporary database in which the first pass over CTDL documents keeps what they describe."""

from __future__ import annotations


def _statements(text: str) -> tuple[str, ...]:
    return tuple(statement.strip() for statement in text.split(";") if statement.strip())


TABLES = _statements("""
CREATE TABLE names (key TEXT PRIMARY KEY, section TEXT, id TEXT, owned INTEGER, name TEXT) WITHOUT ROWID;
CREATE TABLE best (section TEXT, id TEXT, score INTEGER, place TEXT, PRIMARY KEY (section, id)) WITHOUT ROWID;
CREATE TABLE edges (source TEXT, target TEXT);
CREATE TABLE inverse (target TEXT, source TEXT, hard INTEGER);
CREATE TABLE owners (target TEXT, owner TEXT);
CREATE TABLE hopes (target TEXT, owner TEXT);
CREATE TABLE manifests (key TEXT PRIMARY KEY, node BLOB, scope TEXT) WITHOUT ROWID
""")

# Once all documents are known: who owns what, what nobody owns (and so makes no record), and who needs what.
REFERABLE = _statements("""
CREATE TABLE needed AS
    SELECT names.id AS target, inverse.source AS source, inverse.hard AS hard FROM inverse
    JOIN names ON names.key = inverse.target WHERE names.section = 'credentials';
CREATE TABLE owned AS
    SELECT names.id AS target, owners.owner AS owner FROM owners JOIN names ON names.key = owners.target;
INSERT INTO owned
    SELECT names.id, provider.id FROM hopes JOIN names ON names.key = hopes.target
    JOIN names AS provider ON provider.key = hopes.owner AND provider.section = 'providers';
CREATE INDEX by_owned ON owned (target);
UPDATE names SET section = 'nobody' WHERE section = 'credentials' AND id NOT IN
    (SELECT target FROM owned UNION SELECT id FROM names WHERE owned);
DELETE FROM needed WHERE source NOT IN (SELECT id FROM names WHERE section = 'credentials');
CREATE INDEX by_needed ON needed (target)
""")

LINKS = _statements("""
CREATE TABLE links AS
    SELECT edges.source AS source, coalesce(names.id, edges.target) AS target FROM edges
    LEFT JOIN names ON names.key = edges.target AND names.section = 'credentials'
    UNION SELECT target, source FROM needed WHERE hard;
CREATE INDEX by_source ON links (source);
CREATE INDEX by_target ON links (target)
""")
