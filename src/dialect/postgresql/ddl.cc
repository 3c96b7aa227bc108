#include "dialect/postgresql/ddl.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/ddl/parents.h"
#include "dialect/postgresql/kinds/kind.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kEnum = "enum";
constexpr std::string_view kSequenceOwner = "sequence owner";

std::string escaped(std::string_view text) {
  std::string result = "E'";
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
      continue;
    }
    if (c == '\'' || c == '\\') result += c;
    result += c;
  }
  return result += '\'';
}

// A line of a body that looks like a marker would cut the section in two.
std::string file_safe(std::string sql) {
  if (sql.find("\n-- migrate:") == std::string::npos) return sql;
  return "DO " + escaped("BEGIN EXECUTE " + escaped(sql) + "; END");
}

bool is_foreign_key(const Constraint& constraint) { return std::holds_alternative<ForeignKey>(constraint); }

std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

class Renderer {
 public:
  Renderer(const Schema& from, const Schema& to, const Changes& changes, const DdlOptions& options)
      : context_{from, to, options}, work_(plan_work(from, to, changes)) {}

  // What goes before what comes, so that names are free; what stands on tables goes first and comes last.
  Ddl run() {
    for (const auto& change : work_.in_place) {  // which commits what stands before it
      if (change.to->kind == kEnum) alter_in_place(change);
    }
    drop_comments();
    for (const Definition* domain : work_.without_default)
      context_.add(fmt::format("ALTER DOMAIN {} DROP DEFAULT", spelled_name(*domain)));
    const std::vector<Made> old_order = in_order(context_.from);
    for (auto made = old_order.rbegin(); made != old_order.rend(); ++made) {
      const Definition* one = made->definition;
      if (one != nullptr && work_.off.contains(one) && !work_.held.contains(one)) drop(*one);
    }
    for (const auto& one : work_.in_place) {  // else the sequence would go with its table
      if (one.from->kind == kSequenceOwner) context_.add(drop_sql(*one.from));
    }
    leave_parents();
    drop_constraints();
    for (const auto& [key, table] : work_.tables) {
      if (table.to != nullptr) loosen_table(table, context_);
    }
    for (const auto& [key, table] : work_.tables) {
      if (table.anew) postgresql::set_aside(table, context_);
    }
    drop_late(old_order, false);
    set_types_aside(old_order);
    if (makes_routines()) context_.add(std::string(kNoBodyChecks));
    for (const Made& made : in_order(context_.to)) {
      if (made.definition != nullptr && watches_rows(*made.definition)) take_over();
      make(made);
    }
    take_over();
    drop_late(old_order, true);
    make_keys();
    for (const Definition* comment : work_.on) {
      if (is_comment(*comment)) context_.add(comment->sql.written);
    }
    for (const auto& one : work_.in_place) {
      if (is_comment(*one.to) && !work_.on.contains(one.to)) context_.add(one.to->sql.written);
    }
    for (ScriptStatement& statement : context_.result.script.statements)
      statement.sql = file_safe(std::move(statement.sql));
    return std::move(context_.result);
  }

 private:
  [[nodiscard]] bool makes_routines() const {
    return std::any_of(work_.on.begin(), work_.on.end(), [](const Definition* one) { return is_routine(*one); }) ||
           std::any_of(work_.in_place.begin(), work_.in_place.end(),
                       [](const auto& one) { return is_routine(*one.to); });
  }

  void leave_parents() {
    for (const auto& [key, table] : work_.tables) {
      if (!table.moved && !table.anew) continue;
      const std::vector<std::string> all = leave_sql(*table.was);
      for (const std::string& sql : all)
        context_.add(sql, &sql == all.data() ? fmt::format("table `{}` leaves its parents", table.was->name.text) : "");
    }
  }

  // Triggers would fire as rows are copied, and materialized views are made of them.
  static bool watches_rows(const Definition& one) {
    return one.kind == "trigger" || one.kind == "rule" || one.kind == "policy" || one.kind == "materialized view";
  }
  void take_over() {
    for (const auto& [key, table] : work_.tables) {
      if (!table.anew || !took_over_.insert(key).second) continue;
      take_over_rows(table, context_);
      for (std::string& sql : security_sql(*table.now)) context_.add(std::move(sql));
      give_rights_again(table.now->name);
    }
  }
  // Partitions of a table that is made anew are copied with it, and go with the old one.
  [[nodiscard]] bool goes_with_parent(const Table& table) const {
    const Parents parents = parents_of(table);
    if (parents.bound.empty()) return false;
    const Identifier& parent = parents.tables.front();
    const auto work = work_.tables.find(parent.key);
    if (work != work_.tables.end() && work->second.anew) return true;
    const Table* above = context_.from.find_table(parent);
    return above != nullptr && is_dropped(parent) && goes_with_parent(*above);
  }

  [[nodiscard]] bool is_dropped(const Identifier& table) const {
    return std::any_of(work_.old_tables.begin(), work_.old_tables.end(),
                       [&](const Table* one) { return one->name == table; });
  }

  void drop_comments() {
    for (const Definition* one : work_.off) {
      if (!is_comment(*one)) continue;
      const bool goes = std::all_of(one->mentions.begin(), one->mentions.end(), [this](const Identifier& name) {
        const auto is_it = [&](const Definition* other) { return other->name == name; };
        return is_dropped(name) || std::any_of(work_.off.begin(), work_.off.end(), is_it) ||
               std::any_of(work_.off_late.begin(), work_.off_late.end(), is_it);
      });
      if (!goes || one->mentions.empty()) context_.add(drop_sql(*one));
    }
  }

  void drop(const Definition& one) {
    if (is_comment(one)) return;
    const bool holds =
        one.kind == kSequenceOwner || one.kind == "trigger" || one.kind == "policy" || one.kind == "rule";
    if (!one.on.empty() && is_dropped(one.on) && !holds) return;  // it goes with the table, and holds nothing till then
    if (find_kind(one.kind)->of_another && one.kind != kSequenceOwner && loses_subject(one)) return;
    const bool again = work_.on.end() != std::find_if(work_.on.begin(), work_.on.end(), [&](const Definition* other) {
                         return other->kind == one.kind && other->name == one.name;
                       });
    context_.add(drop_sql(one), fmt::format("drops {} `{}`{}", one.kind, one_line(one.name.text),
                                            again ? ", which is made anew" + about_rights(one) : ""));
  }

  // Who may do what is known as far as the schema tells.
  static std::string about_rights(const Definition& one) {
    constexpr std::string_view kWithPrivileges[] = {"function", "procedure",         "aggregate",
                                                    "view",     "materialized view", "foreign table"};
    const bool some =
        std::find(std::begin(kWithPrivileges), std::end(kWithPrivileges), one.kind) != std::end(kWithPrivileges);
    return some ? "; privileges that are not granted below are lost" : "";
  }
  // What is lost with something that is made anew.
  void give_rights_again(const Identifier& name) {
    for (const Definition& one : context_.from.kept) {
      if (std::find(one.mentions.begin(), one.mentions.end(), name) != one.mentions.end())
        context_.add(one.sql.written);
    }
  }

  // What it says something of is dropped, too.
  [[nodiscard]] bool loses_subject(const Definition& one) const {
    return std::any_of(one.mentions.begin(), one.mentions.end(), [&](const Identifier& name) {
      const auto is_it = [&](const Definition* other) { return other->name == name; };
      return std::any_of(work_.off.begin(), work_.off.end(), is_it) ||
             std::any_of(work_.off_late.begin(), work_.off_late.end(), is_it);
    });
  }

  void drop_constraints() {
    for (const bool keys : {true, false}) {
      for (const auto& [key, table] : work_.tables) {
        for (const Constraint* constraint : table.constraints_off) {
          if (is_foreign_key(*constraint) != keys) continue;
          context_.add(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", relation_sql(table.from->name),
                                   column_sql(name_of(*constraint))));
        }
      }
    }
  }

  // Types, schemas and extensions go when the tables that stay have let go of them.
  void drop_late(const std::vector<Made>& order, bool last) {
    for (auto made = order.rbegin(); made != order.rend(); ++made) {
      if (made->table != nullptr) {
        if (!last && is_dropped(made->table->name) && !goes_with_parent(*made->table)) drop_table(*made->table);
        continue;
      }
      const Definition& one = *made->definition;
      if (work_.aside.contains(&one)) {
        last ? context_.add(drop_aside_sql(one)) : set_aside(one);
      } else if (!last && work_.held.contains(&one)) {
        drop(one);
      }
      const Kind* kind = find_kind(one.kind);
      const bool very_late = (kind != nullptr && kind->dropped == Dropped::kLast) || work_.off_last.contains(&one);
      if (very_late == last && work_.off_late.contains(&one)) drop(one);
      if (!last) continue;
      for (const auto& [from, to] : work_.rebuilt_types) {
        if (from == &one) context_.add(drop_aside_sql(one));
      }
    }
  }

  void set_aside(const Definition& one) {
    const std::vector<std::string> all = step_aside(one);
    for (const std::string& sql : all)
      context_.add(sql, &sql == all.data() ? fmt::format("makes {} `{}` anew", one.kind, one_line(one.name.text)) : "");
  }

  // What calls others by their names, as the functions of a range type do, first.
  void set_types_aside(const std::vector<Made>& order) {
    for (auto made = order.rbegin(); made != order.rend(); ++made) {
      const auto is_it = [&](const auto& pair) { return pair.first == made->definition; };
      if (std::any_of(work_.rebuilt_types.begin(), work_.rebuilt_types.end(), is_it)) set_aside(*made->definition);
    }
  }

  void drop_table(const Table& table) {
    const std::string text = fmt::format("drops table `{}` with its rows", one_line(table.name.text));
    context_.warn(text, table.name);
    context_.add("DROP TABLE " + relation_sql(table.name), text);
  }

  void make(const Made& made) {
    if (made.table != nullptr) {
      make_table(*made.table);
      return;
    }
    const Definition& one = *made.definition;
    if (is_comment(one)) return;
    for (const auto& [from, to] : work_.rebuilt_types) {
      if (to != &one) continue;
      context_.add(to->sql.written);
      give_rights_again(to->name);
    }
    if (work_.on.contains(&one)) {
      context_.add(one.sql.written, fmt::format("{} `{}`", one.kind, one_line(one.name.text)));
      const Definition* old = context_.from.find_definition(one.kind, one.name);
      if (old != nullptr && work_.off.contains(old)) give_rights_again(one.name);
    }
    for (const auto& change : work_.in_place) {
      if (change.to == &one && one.kind != kEnum) alter_in_place(change);
    }
  }

  void alter_in_place(const Work::InPlace& change) {
    const std::string comment = fmt::format("{} `{}` changes", change.to->kind, one_line(change.to->name.text));
    for (const std::string& sql : change.statements) context_.add(sql, &sql == change.statements.data() ? comment : "");
  }

  void make_table(const Table& table) {
    const auto found = work_.tables.find(table.name.key);
    const bool anew = found != work_.tables.end() && found->second.anew;
    if (anew || context_.from.find_table(table.name) == nullptr) {
      context_.add(table_sql(table), anew ? "" : fmt::format("new table `{}`", one_line(table.name.text)));
      for (std::string& sql : after_table_sql(table)) context_.add(std::move(sql));
      if (!anew) {
        for (std::string& sql : security_sql(table)) context_.add(std::move(sql));
      }
      for (const Index& index : table.indexes) context_.add(index_sql(table, index));
      for (std::string& sql : after_indexes_sql(table)) context_.add(std::move(sql));
      for (std::string& sql : comments_sql(table)) context_.add(std::move(sql));
      return;
    }
    if (found == work_.tables.end()) return;
    const TableWork& work = found->second;
    alter_table(work, context_);
    if (work.key && work.to->primary_key)
      context_.add(fmt::format("ALTER TABLE {} ADD {}", relation_sql(table.name), clause_sql(*work.to->primary_key)));
    for (const Constraint* constraint : work.constraints_on) {
      if (!is_foreign_key(*constraint)) context_.add(add_constraint_sql(table, *constraint));
    }
    if (work.moved) {
      for (std::string& sql : join_sql(table)) context_.add(std::move(sql));
    }
    for (const Index* index : work.indexes_on)
      context_.add(index_sql(table, *index), fmt::format("new index `{}`", index->name.text));
    const auto identity = table.options.find("replica identity");
    const bool lost = identity != table.options.end() && work.drops_index_in({identity->second, identity->second});
    if (work.options || lost) {
      for (std::string& sql : after_indexes_sql(table)) context_.add(std::move(sql));
    }
    comment_table(work);
  }

  void comment_table(const TableWork& work) {
    const auto say = [this](const std::string& object, const std::string& text) {
      context_.add(fmt::format("COMMENT ON {} IS {}", object, text.empty() ? "NULL" : quoted_text(text)));
    };
    const std::string table = relation_sql(work.to->name);
    if (work.comment) say("TABLE " + table, work.now->comment);
    const auto column = [&](const Column& one) { say("COLUMN " + table + '.' + column_sql(one.name), one.comment); };
    for (const Column* added : work.added) {
      if (!added->comment.empty()) column(*added);
    }
    for (const TableWork::Altered& altered : work.altered) {
      const bool anew =
          (altered.parts & static_cast<std::uint8_t>(ColumnPart::kGenerated)) != 0 && !altered.to->comment.empty();
      if (anew || altered.from->comment != altered.to->comment) column(*altered.to);
    }
  }

  void make_keys() {
    for (const Table* table : work_.new_tables) {
      for (const Constraint& constraint : table->constraints) {
        if (is_foreign_key(constraint)) context_.add(add_constraint_sql(*table, constraint));
      }
    }
    for (const auto& [key, work] : work_.tables) {
      for (const Constraint* constraint : work.constraints_on) {
        if (is_foreign_key(*constraint)) context_.add(add_constraint_sql(*work.to, *constraint));
      }
    }
  }

  Context context_;
  Work work_;
  std::set<std::string> took_over_;  // tables that are made anew and have their rows
};

}  // namespace

void Context::add(std::string sql, std::string comment) {
  result.script.statements.push_back({std::move(sql), std::move(comment)});
}

namespace {

template <typename Map>
const std::string* find(const Map& map, const Table& table, const Column& column) {
  const Identifier wanted = read_name(table.name.text + '.' + column.name.text);
  for (const auto& [name, value] : map) {
    if (read_name(name) == wanted) return &value;
  }
  return nullptr;
}

}  // namespace

const std::string* Context::fill(const Table& table, const Column& column) const {
  return find(options.fill, table, column);
}
const std::string* Context::conversion(const Table& table, const Column& column) const {
  return find(options.convert, table, column);
}
const std::string* Context::ask_fill(const Table& table, const Column& column) {
  if (column.generated) return nullptr;  // the server makes up its values
  const std::string* expression = fill(table, column);
  if (expression == nullptr) {
    result.questions.push_back({Question::Kind::kFill, table.name.text, column.name.text,
                                fmt::format("`{}.{}` must have a value: which one do rows get that have none?",
                                            table.name.text, column.name.text)});
  }
  return expression;
}
bool Context::may_lose(const Table& table, const Column& column) const {
  const Identifier wanted = read_name(table.name.text + '.' + column.name.text);
  return std::any_of(options.lossy.begin(), options.lossy.end(),
                     [&](const std::string& name) { return read_name(name) == wanted; });
}

Ddl render(const Schema& from, const Schema& to, const Changes& changes, const DdlOptions& options) {
  return Renderer(from, to, changes, options).run();
}

}  // namespace aludel::postgresql
