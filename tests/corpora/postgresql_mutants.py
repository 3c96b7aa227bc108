"""Holds the catalogs, as the tests read them (postgresql_catalogs.py), against pg_dump: what changes nothing for the one must change
nothing for the other.

A schema becomes the statements of its dump. They run one by one; where one stands, mutants of it run too, and are undone: words
that are left out, other words of the schema in their place. A mutant is quiet if the catalogs are as the statement itself leaves them, and
so is a statement that leaves them as they were. Databases made with the quiet ones must be equal for pg_dump.
"""

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import postgresql_catalogs  # noqa: E402
import postgresql_dumps  # noqa: E402
from servers import Server  # noqa: E402

TOKEN = re.compile(postgresql_dumps.STRING + r"|\w+|\S", re.DOTALL)
WORD, NUMBER = re.compile(r"[a-zA-Z_]\w*"), re.compile(r"\d+")
LONGEST_RUN = 4  # of words that are left out
CANDIDATES = 10  # for each mutant that is wanted: most are no SQL

SESSION = f"""
{postgresql_catalogs.SETTINGS}
SET check_function_bodies = off;
SET client_min_messages = error;
SET statement_timeout = '1min';
"""

# Gives 0 for a statement that is quiet itself, the numbers of its quiet mutants, and -1 less the number of those that are SQL and were tried.
WALK = f"""
CREATE FUNCTION pg_temp.digest() RETURNS text LANGUAGE sql AS $walk$
  SELECT md5(coalesce(string_agg(line, chr(10) ORDER BY line), '')) FROM ({postgresql_catalogs.all_rows()}) AS lines;
$walk$;
CREATE FUNCTION pg_temp.quiet(statement text, mutants text[], most int) RETURNS SETOF int LANGUAGE plpgsql AS $walk$
DECLARE
  before text := pg_temp.digest();
  wanted text;
  found text;
  tried int := 0;
BEGIN
  FOR i IN 0 .. cardinality(mutants) LOOP
    found := NULL;
    BEGIN
      EXECUTE CASE i WHEN 0 THEN statement ELSE mutants[i] END;
      found := pg_temp.digest();
      RAISE EXCEPTION 'is undone';
    EXCEPTION WHEN OTHERS THEN
      IF i = 0 AND found IS NULL THEN
        RAISE;
      END IF;
    END;
    CONTINUE WHEN found IS NULL;
    IF i = 0 THEN
      wanted := found;
      found := CASE WHEN before = wanted THEN wanted END;
    ELSE
      tried := tried + 1;
    END IF;
    IF found = wanted THEN
      RETURN NEXT i;
    END IF;
    EXIT WHEN tried = most;
  END LOOP;
  EXECUTE statement;
  RETURN NEXT -1 - tried;
END $walk$;
"""


@dataclass
class Verdict:
    tried: int = 0
    faults: list[str] = field(default_factory=list)


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def mutants(statement: str, words: list[str], chance: random.Random, count: int) -> Iterator[str]:
    tokens = list(TOKEN.finditer(statement))
    for _ in range(count):
        first = chance.randrange(1, len(tokens))
        if chance.random() < 0.5:
            last = min(first + chance.randrange(LONGEST_RUN), len(tokens) - 1)
            yield statement[:tokens[first].start()] + statement[tokens[last].end():]
        else:
            token = tokens[first]
            yield statement[:token.start()] + another(token[0], words, chance) + statement[token.end():]


def another(token: str, words: list[str], chance: random.Random) -> str:
    if NUMBER.fullmatch(token):
        return str(int(token) + 1)
    if WORD.fullmatch(token):
        return chance.choice(words)
    return f"{token[:-1]}x'" if token.endswith("'") else ""


def executable(settings: str, statement: str) -> str:
    return f"{settings};\n{statement};\nRESET ALL;\n{SESSION}" if settings else statement


class Schema:
    """A database, as pg_dump says it, and other statements that should make the same one."""

    def __init__(self, server: Server, sql: str, chance: random.Random):
        self.server, self.chance = server, chance
        self.statements = [executable(*one) for one in postgresql_dumps.with_settings(self.dump_of(sql))]
        self.quiet: dict[int, list[str]] = {}
        self.tried = 0

    def dump_of(self, sql: str) -> str:
        database = self.server.new_database()
        try:
            self.server.query(sql, database)
            return postgresql_dumps.pg_dump(self.server, database)
        finally:
            self.server.drop_database(database)

    def walk(self, most_statements: int, most_mutants: int) -> None:
        chosen = self.chance.sample(range(len(self.statements)), min(most_statements, len(self.statements)))
        words = sorted({token[0] for one in self.statements for token in TOKEN.finditer(one) if WORD.fullmatch(token[0])})
        candidates = {place: list(mutants(self.statements[place], words, self.chance, most_mutants * CANDIDATES)) for place in chosen}
        script = SESSION + WALK
        for place, statement in enumerate(self.statements):
            if place in candidates:
                all_of_it = ", ".join(literal(one) for one in candidates[place])
                script += f"SELECT {place}, pg_temp.quiet({literal(statement)}, ARRAY[{all_of_it}], {most_mutants});\n"
            else:
                script += statement + ";\n"
        database = self.server.new_database()
        try:
            for line in self.server.query(script, database):
                place, number = map(int, line.split("|"))
                if number < 0:
                    self.tried += -number  # with the statement itself
                else:
                    self.quiet.setdefault(place, []).append(candidates[place][number - 1] if number else "")
        finally:
            self.server.drop_database(database)

    def made_with(self, others: dict[int, str]) -> list[str]:
        return postgresql_dumps.normal(self.dump_of(SESSION + "".join(
            f"{others.get(place, statement)};\n" for place, statement in enumerate(self.statements))))

    def faults(self) -> Iterator[str]:
        wanted = self.made_with({})
        for turn in range(max(map(len, self.quiet.values()), default=0)):
            others = {place: all_of_it[turn] for place, all_of_it in self.quiet.items() if turn < len(all_of_it)}
            if self.difference(wanted, others):
                for place, other in others.items():
                    if difference := self.difference(wanted, {place: other}):
                        yield f"{self.statements[place]}\n=> {other}\n{difference}"

    def difference(self, wanted: list[str], others: dict[int, str]) -> str:
        try:
            return "\n".join(postgresql_dumps.only_in_one(wanted, self.made_with(others)))
        except subprocess.CalledProcessError as failure:
            return failure.stderr.decode()


def judge(server: Server, sql: str, chance: random.Random, *, statements: int, each: int) -> Verdict:
    """Of a schema: so many statements of its dump, with so many mutants of each."""
    schema = Schema(server, sql, chance)
    schema.walk(statements, each)
    return Verdict(schema.tried, list(schema.faults()))
