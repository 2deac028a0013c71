"""The peer: SQLite's full-text search over the same texts, with the same queries.

Usage: fts5.py LESSONS.jsonl QUERIES.json. Prints rows of the same table.
"""
import json
import os
import resource
import sqlite3
import sys
import tempfile
import time


def main(lessons, queries):
    folder = tempfile.mkdtemp(dir=os.path.dirname(lessons))
    db = sqlite3.connect(os.path.join(folder, "peer.db"))
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize = 'porter unicode61')")
    wall, cpu = time.time(), time.process_time()
    with db:
        for line in open(lessons, encoding="utf-8"):
            lesson = json.loads(line)
            db.execute("INSERT INTO t VALUES (?, ?)", (lesson["title"], lesson["body"]))
    n = db.execute("SELECT COUNT(*) FROM t").fetchone()[0]
    wall, cpu = time.time() - wall, time.process_time() - cpu
    print(f"| FTS5: import, not signed | {wall:.2f} s ({n / wall:.0f}/s) | {cpu:.2f} s |")
    sql = (
        "SELECT title, snippet(t, 1, '<', '>', '…', 24) FROM t WHERE t MATCH ?"
        " ORDER BY bm25(t, 4.0, 1.0) LIMIT 20"
    )
    for kind in ["term1", "term2", "term3", "prefix", "phrase"]:
        times = []
        for query in json.load(open(queries, encoding="utf-8")):
            if query["type"] != kind:
                continue
            words = [f'"{word}"' for word in query["text"].replace('"', " ").split()]
            match = {
                "phrase": '"%s"' % query["text"].replace('"', " "),
                "prefix": " OR ".join(words) + " *",
            }.get(kind, " OR ".join(words))
            for turn in range(3):
                started = time.perf_counter()
                db.execute(sql, (match,)).fetchall()
                if turn:
                    times.append((time.perf_counter() - started) * 1000)
        times.sort()
        median, p99 = times[(len(times) - 1) // 2], times[int((len(times) - 1) * 0.99)]
        print(f"| FTS5: search, {kind}, top 20 with snippets | median {median:.2f} ms, p99 {p99:.2f} ms | |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    print(f"| FTS5: memory at its highest | {peak} MB | |")


main(*sys.argv[1:])
