"""Prints the statements with which SQLAlchemy's create_all() would make a project's models.

Aludel carries this text and gives it to the project's Python as `python -c TEXT DIALECT MODULE ATTRIBUTE ROOT...`. Any
SQLAlchemy from 1.4 on will do, and no database driver is needed. Standard output is for the statements; whatever the
project prints goes to standard error. A failure that can be explained ends with status 3 and says on standard output
what it is (first line) and what to do (one line each); a traceback, if there is one, is on standard error.
"""

import difflib
import itertools
import os
import pkgutil
import re
import sys
import traceback

EXPLAINED = 3


class Explained(Exception):
    """A failure with what to do about it."""

    def __init__(self, message, *help_lines):
        super().__init__(message)
        self.help_lines = help_lines


def quoted(names):
    return ", ".join("`%s`" % name for name in names)


def print_as_python_does(failure):
    """The traceback, from the first frame that is the project's."""
    trace = failure.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == main.__code__.co_filename:
        trace = trace.tb_next
    traceback.print_exception(type(failure), failure, trace)


def said(failure):
    """`NameError: name 'x' is not defined`, in one line."""
    lines = str(failure).strip().splitlines()
    return type(failure).__name__ + (": " + lines[0] if lines else "")


def why_not_imported(module_name, failure):
    """What Python says to an import that failed, made an explanation."""
    if isinstance(failure, SystemExit):
        return Explained("`%s` ended Python while it was imported" % module_name,
                         'keep what is to run only as a program under `if __name__ == "__main__":`')
    missing = failure.name if isinstance(failure, ModuleNotFoundError) else None
    if missing and (module_name == missing or module_name.startswith(missing + ".")):
        return no_such_module(missing)
    print_as_python_does(failure)
    if missing:
        return Explained("`%s` cannot be imported: %s has no `%s`" % (module_name, sys.executable, missing),
                         "install the package that holds it: `%s -m pip install ...`" % sys.executable,
                         'or name the Python that has it: `python = ".venv/bin/python"` in the configuration')
    return Explained("`%s` cannot be imported: %s" % (module_name, said(failure)),
                     "mend what the traceback shows")


def no_such_module(name):
    if "/" in name or name.endswith(".py"):
        return Explained("`%s` is no name of a module" % name,
                         "write it as Python imports it: `model = \"sqlalchemy:app.models:Base\"`")
    parent, _, last = name.rpartition(".")
    places = getattr(sys.modules.get(parent), "__path__", None) if parent else ROOTS
    beside = sorted({module.name for module in pkgutil.iter_modules(list(places or []))})
    near = difflib.get_close_matches(last, beside, 1)
    prefix = parent + "." if parent else ""
    help_lines = ["did you mean `%s%s`?" % (prefix, near[0])] if near else []
    if not near and beside and parent:
        help_lines.append("`%s` has the modules %s" % (parent, quoted(beside)))
    help_lines.append("it was looked for in %s and in what %s has installed" % (quoted(ROOTS), sys.executable))
    return Explained("there is no module `%s`" % name, *help_lines)


def require_sqlalchemy():
    try:
        import sqlalchemy
    except ImportError as failure:
        if failure.name != "sqlalchemy":
            print_as_python_does(failure)
        raise Explained("%s has no SQLAlchemy" % sys.executable,
                        'name the Python of the project: `python = ".venv/bin/python"` in the configuration',
                        "or install it there: `%s -m pip install sqlalchemy`" % sys.executable)
    if not hasattr(sqlalchemy, "create_mock_engine"):
        raise Explained("SQLAlchemy %s of %s is too old" % (sqlalchemy.__version__, sys.executable),
                        "install 1.4 or later: `%s -m pip install --upgrade sqlalchemy`" % sys.executable)


def import_module(name):
    try:
        __import__(name)  # not importlib's: Python leaves out its own frames only of this one
    except BaseException as failure:
        raise why_not_imported(name, failure) from None
    return sys.modules[name]


def metadata_of(value):
    """The MetaData that something is or has: a declarative base, a model, a table, Flask's db."""
    import sqlalchemy
    if isinstance(value, sqlalchemy.MetaData):
        return value
    try:
        found = getattr(value, "metadata", None)
    except Exception:  # a property that wants an application, say
        return None
    return found if isinstance(found, sqlalchemy.MetaData) else None


def all_metadata_of(value):
    """The same, and of a list of them; None if something in it is nothing of the kind."""
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = [all_metadata_of(item) for item in value]
        return None if None in parts else [metadata for part in parts for metadata in part]
    found = metadata_of(value)
    return None if found is None else [found]


def names_of_metadata(module):
    """MetaData with tables -> the names by which the module knows it, the plainest first."""
    names = {}
    for name, value in vars(module).items():
        metadata = metadata_of(value)
        if metadata is not None and metadata.tables:
            names.setdefault(metadata, []).append(name)
    return {metadata: sorted(found, key=lambda name: (name not in ("Base", "metadata", "db"), name))
            for metadata, found in names.items()}


def find_metadata(module):
    """That of a module for which no attribute was named."""
    found = names_of_metadata(module)
    if not found:
        raise Explained("`%s` holds no tables" % module.__name__,
                        "name the module that holds the declarative base or the MetaData: "
                        '`model = "sqlalchemy:app.models:Base"`')
    if len(found) > 1:
        names = [names[0] for names in found.values()]
        raise Explained("`%s` holds several collections of tables: %s" % (module.__name__, quoted(names)),
                        "name one of them: `sqlalchemy:%s:%s`" % (module.__name__, names[0]),
                        "or a list that holds them all")
    return list(found)


def attribute_of(module, path):
    value = module
    for name in path.split("."):
        try:
            value = getattr(value, name)
        except AttributeError:
            owner = "`%s`" % module.__name__ if value is module else "`%s`" % path.rpartition("." + name)[0]
            likely = [names[0] for names in names_of_metadata(module).values()] if value is module else []
            near = difflib.get_close_matches(name, dir(value), 1)
            if not near and likely:
                raise Explained("%s has no `%s`" % (owner, name), "it has %s" % quoted(likely)) from None
            help_line = "did you mean `%s`?" % near[0] if near else "name what holds the tables"
            raise Explained("%s has no `%s`" % (owner, name), help_line) from None
    return value


def named_metadata(module, path):
    place = "%s:%s" % (module.__name__, path)
    value = attribute_of(module, path)
    found = all_metadata_of(value)
    if found is None and callable(value) and not isinstance(value, type):
        try:
            value = value()
        except BaseException as failure:
            print_as_python_does(failure)
            raise Explained("`%s()` failed: %s" % (place, said(failure)),
                            "mend what the traceback shows") from None
        found = all_metadata_of(value)
    if found is None:
        raise Explained("`%s` is no MetaData, and has none: it is %s" % (place, type(value).__name__),
                        "name a MetaData, a declarative base, a list of them, or a function that returns one")
    if not any(metadata.tables for metadata in found):
        raise Explained("`%s` knows no tables" % place,
                        "import the modules that define the models in `%s`: SQLAlchemy knows only what was imported"
                        % module.__name__)
    return found


class Recorder:
    """Keeps what create_all() would run. Its connection is what listeners for DDL events are given."""

    def __init__(self, dialect):
        from sqlalchemy import create_mock_engine
        self.statements = []  # (text, whether it makes an index)
        self.schemas = set()  # of tables, types and sequences
        # With this style of parameters no `%` is doubled.
        self.connection = create_mock_engine(dialect + "://", self.execute, paramstyle="named")
        self.connection.exec_driver_sql = self.execute

    def execute(self, statement, *parameters, **options):
        from sqlalchemy.schema import CreateIndex
        from sqlalchemy.sql.expression import SelectBase, UpdateBase
        if isinstance(statement, (SelectBase, UpdateBase)):
            print("passed over, since rows are no part of a schema: %s" % statement, file=sys.stderr)
            return
        text = statement if isinstance(statement, str) else str(statement.compile(dialect=self.connection.dialect))
        schema = getattr(getattr(statement, "element", None), "schema", None)
        if schema:
            self.schemas.add(str(schema))
        self.statements.append((ended(text), isinstance(statement, CreateIndex)))

    def text(self):
        """A table's indexes are a set, whose order is another one in each run; here it is always the same."""
        groups = itertools.groupby(self.statements, key=lambda statement: statement[1])
        return "".join(text for are_indexes, group in groups
                       for text, _ in (sorted(group) if are_indexes else group))


class PostgresqlRecorder(Recorder):
    """create_all() looks what is there: types that several MetaData share are made once. It wants schemas to be there."""

    def __init__(self, dialect):
        super().__init__(dialect)
        self.connection.dialect._backslash_escapes = False  # as the server would say: standard_conforming_strings

    def text(self):
        seen = set()
        self.statements = [one for one in self.statements if not self.is_repeated_type(one[0], seen)]
        quote = self.connection.dialect.identifier_preparer.quote
        made = {name for text, _ in self.statements for name in self.schemas
                if re.match(r"CREATE\s+SCHEMA\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:%s|\"?%s\"?)(?=[\s;])" %
                            (re.escape(quote(name)), re.escape(name)), text, re.IGNORECASE)}
        needed = sorted(self.schemas - made)
        return "".join("CREATE SCHEMA IF NOT EXISTS %s;\n\n" % quote(name) for name in needed) + super().text()

    @staticmethod
    def is_repeated_type(text, seen):
        repeated = text.startswith("CREATE TYPE ") and text in seen
        seen.add(text)
        return repeated


def ended(statement):
    statement = statement.strip()
    in_comment = "--" in statement.rpartition("\n")[2]
    return statement + ("\n;\n\n" if in_comment else ";\n\n")


def require_no_schemas(found):
    """SQLite's schemas are attached databases."""
    tables = [table for metadata in found for table in metadata.tables.values() if table.schema not in (None, "", "main")]
    if tables:
        raise Explained("table `%s` is in the schema `%s`, and SQLite has none" % (tables[0].name, tables[0].schema),
                        "leave out `schema=` where the engine is SQLite, for example by an environment variable that both "
                        "the application and Aludel see")


def export(dialect, module_name, path):
    require_sqlalchemy()
    module = import_module(module_name)
    found = named_metadata(module, path) if path else find_metadata(module)
    if dialect == "sqlite":
        require_no_schemas(found)
    recorder = (PostgresqlRecorder if dialect == "postgresql" else Recorder)(dialect)
    for metadata in found:
        try:
            metadata.create_all(recorder.connection, checkfirst=False)
        except Exception as failure:
            print_as_python_does(failure)
            raise Explained("SQLAlchemy cannot write the models as SQL: %s" % said(failure),
                            "mend what the traceback shows") from None
    return recorder.text()


def main():
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.path[:] = ROOTS + [place for place in sys.path if place]
    words = sys.argv[1:4]
    sys.argv[1:] = []
    try:
        text, status = export(*words), 0
    except Explained as failure:
        text, status = "\n".join((str(failure),) + failure.help_lines), EXPLAINED
    out.write(text)
    out.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # threads that the project started would keep Python from ending


ROOTS = sys.argv[4:]
main()
