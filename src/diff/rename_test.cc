#include "diff/rename.h"

#include <gtest/gtest.h>

#include "aludel/error.h"
#include "diff/test_schema.h"

namespace aludel {
namespace {

using namespace test;

const Column kId = column("id", "INTEGER");
const Column kName = column("name", "TEXT");

Schema people(std::string_view named, std::vector<Column> columns) {
  return schema({table(named, std::move(columns), {.primary_key = key({"id"})})});
}

std::string told(const std::vector<Rename>& renames) {
  std::string text;
  for (const Rename& rename : renames) text += (text.empty() ? "" : " ") + text_of(rename);
  return text;
}

std::string candidates(const Schema& from, const Schema& to) {
  const std::string tables = told(find_rename_candidates(from, to, {}, Renamed::kTable, {id}));
  const std::string columns = told(find_rename_candidates(from, to, {}, Renamed::kColumn, {id}));
  return tables + (tables.empty() || columns.empty() ? "" : " ") + columns;
}

std::string settled(const Schema& from, const Schema& to, const RenameRequest& request) {
  try {
    return told(settle_renames(from, to, request, {id}));
  } catch (const Error& refusal) {
    EXPECT_EQ(refusal.code(), Code::kRename);
    std::string text = "error: " + refusal.diagnostic().message;
    for (const std::string& help : refusal.diagnostic().help) text += '\n' + help;
    return text;
  }
}

TEST(RenameCandidates, AreOfOneStructure) {
  const Schema old = people("users", {kId, kName});
  EXPECT_EQ(candidates(old, people("users", {kId, column("full_name", "TEXT")})), "users.name=full_name");
  EXPECT_EQ(candidates(old, people("users", {kId, column("full_name", "INT")})), "");
  EXPECT_EQ(candidates(old, people("users", {kId, not_null(column("full_name", "TEXT"))})), "");
  EXPECT_EQ(candidates(old, people("people", {kName, kId})), "users=people");
  EXPECT_EQ(candidates(old, people("people", {kId})), "");
  EXPECT_EQ(candidates(old, schema({table("people", {kId, kName})})), "");  // no primary key
  EXPECT_EQ(candidates(old, people("USERS", {kId, column("NAME", "TEXT")})), "");
}

TEST(RenameCandidates, ComeWithTheLikeliestFirst) {
  const Schema from = people("t", {kId, column("a", "INT"), column("b", "INT")});
  const Schema to = people("t", {kId, column("x", "INT"), column("y", "INT")});
  EXPECT_EQ(candidates(from, to), "t.a=x t.a=y t.b=y t.b=x");
  const auto two = [](std::string_view one, std::string_view other) {
    return schema({table(one, {kId}), table(other, {kId})});
  };
  EXPECT_EQ(candidates(two("cats", "dogs"), two("my_dogs", "my_cats")),
            "cats=my_cats cats=my_dogs dogs=my_dogs dogs=my_cats");
}

TEST(RenameCandidates, ArePairedInOrderIfThereAreMany) {
  std::vector<Table> before, after;
  for (int i = 10; i < 15; ++i) before.push_back(table("t" + std::to_string(i), {kId}));
  for (int i = 10; i < 15; ++i) after.push_back(table("app_t" + std::to_string(i), {kId}));
  EXPECT_EQ(candidates(schema(std::move(before)), schema(std::move(after))),
            "t10=app_t10 t11=app_t11 t12=app_t12 t13=app_t13 t14=app_t14");
}

TEST(RenameCandidates, HaveValuesToLose) {
  Column total = column("total", "INT");
  total.generated = Generated{sql("1"), true};
  Column sum = total;
  sum.name = id("sum");
  EXPECT_EQ(candidates(people("t", {kId, total}), people("t", {kId, sum})), "");
}

TEST(Renames, AreRefusedUntilSettled) {
  const Schema from = people("users", {kId, kName});
  const Schema to = people("users", {kId, column("full_name", "TEXT")});
  EXPECT_EQ(settled(from, to, {}),
            "error: column `users.name` looks renamed, and nobody said whether it is\n"
            "if column `users.name` becomes `full_name` with its values: `--rename users.name=full_name`\n"
            "if not, `--no-rename` drops the old one with its values, and adds the new one");
  EXPECT_EQ(settled(from, to, {.no_others = true}), "");
  EXPECT_EQ(settled(from, to, {.renames = {"Users.NAME=full_name"}}), "users.NAME=full_name");
  EXPECT_EQ(settled(from, to, {.ask = [](const Rename&) { return true; }}), "users.name=full_name");
  EXPECT_EQ(settled(from, to, {.ask = [](const Rename&) { return false; }}), "");
}

TEST(Renames, AreAskedForOnceAnObjectIsFree) {
  const Schema from = people("t", {kId, column("a", "INT"), column("b", "INT")});
  const Schema to = people("t", {kId, column("x", "INT"), column("y", "INT")});
  std::string asked;
  const auto ask = [&](const Rename& rename) {
    asked += text_of(rename) + ' ';
    return rename.to == id("y");
  };
  EXPECT_EQ(settled(from, to, {.ask = ask}), "t.a=y");
  EXPECT_EQ(asked, "t.a=x t.a=y t.b=x ");
}

TEST(Renames, OfATableAndOfItsColumns) {
  const Schema from = people("users", {kId, kName});
  const Schema to = people("people", {kId, column("full_name", "TEXT")});
  EXPECT_EQ(settled(from, to, {}), "");  // the structures differ
  EXPECT_EQ(settled(from, to, {.renames = {"people.name=full_name", "users=people"}}),
            "users=people people.name=full_name");
  EXPECT_EQ(settled(from, to, {.renames = {"users.name=full_name", "users=people"}}),
            "users=people people.name=full_name");
  EXPECT_EQ(settled(from, to, {.renames = {"users=people"}, .ask = [](const Rename&) { return true; }}),
            "users=people people.name=full_name");
}

TEST(Renames, ThatCannotBeAreRefused) {
  const Schema from = schema({table("users", {kId, kName, column("age")}), table("logs", {kId})}, {view("v", "x")});
  const Schema to = schema({table("users", {kId, column("full_name"), column("age")}), table("log_lines", {kId})});
  const auto one = [&](std::string text) {
    const std::string all = settled(from, to, {.renames = {std::move(text)}, .no_others = true});
    return all.substr(0, all.find("; a name"));
  };
  EXPECT_EQ(one("user=people"), "error: there is no table `user` to be renamed\ndid you mean `users`?");
  EXPECT_EQ(
      one("logs=log_line"),
      "error: table `logs` cannot become `log_line`: there is no such table afterwards\ndid you mean `log_lines`?");
  EXPECT_EQ(one("logs=users"),
            "error: table `logs` cannot become `users`: there is a table `users` already\n"
            "rename in two revisions, over a name that is free");
  EXPECT_EQ(one("v=w"), "error: `v` is a view: it is dropped and made anew\nleave out `--rename v=...`");
  EXPECT_EQ(one("user.name=full_name"),
            "error: there is no table `user` whose column could be renamed\ndid you mean `users`?");
  EXPECT_EQ(one("users.nam=full_name"), "error: table `users` has no column `nam` to be renamed\ndid you mean `name`?");
  EXPECT_EQ(one("users.name=fullname"),
            "error: column `users.name` cannot become `fullname`: there is no such column afterwards\n"
            "did you mean `full_name`?");
  EXPECT_EQ(one("users.name=age"),
            "error: column `users.name` cannot become `age`: there is a column `age` already\n"
            "rename in two revisions, over a name that is free");
  for (const std::string text : {"", "users", "users=", "=users", "users.name", "a.b.c=d", "a=b=c", "\"a=b", "a=b.c"}) {
    EXPECT_EQ(one(text), "error: `--rename " + text +
                             "` is not understood\nwrite `--rename TABLE.COLUMN=NEW` or `--rename TABLE=NEW`");
  }
  EXPECT_EQ(settled(from, to, {.renames = {"users.name=full_name", "users.age=full_name"}}),
            "error: `--rename users.name=full_name` and `--rename users.age=full_name` contradict each other");
}

// A definition `name` with its values as text: `a,b`.
Definition type(std::string_view name, std::string_view values) {
  Definition made = view(name, values);
  made.kind = "enum";
  return made;
}
const RenameRules kRules{id, [](const Definition& one, const Schema&) -> std::optional<RenamableDefinition> {
                           if (one.kind != "enum") return std::nullopt;
                           RenamableDefinition found{one.sql.written, one.name.text, {""}, {}, {}};
                           for (const char c : one.sql.written) {
                             if (c == ',') {
                               found.values.emplace_back();
                             } else {
                               found.values.back() += c;
                             }
                           }
                           return found;
                         }};

TEST(Renames, OfTypesAndTheirValues) {
  struct Case {
    std::string_view from, to, candidates;
  };
  const Case cases[] = {
      {"a,b,c", "a,x,c", "value m.b=x"},
      {"a,b,c", "a,x,y,c", "value m.b=x, value m.b=y"},
      {"a,b,c,d", "a,x,c,y", "value m.b=x, value m.d=y"},
      {"a,b", "x,y", "value m.a=x, value m.a=y, value m.b=y, value m.b=x"},
      {"a,b,c", "a,c,x", ""},
      {"a,b", "a,b,c", ""},
      {"a,b", "b,a", ""},
  };
  for (const Case& one : cases) {
    std::string found;
    for (const Rename& rename : find_rename_candidates(schema({}, {type("m", one.from)}),
                                                       schema({}, {type("m", one.to)}), {}, Renamed::kValue, kRules))
      found += (found.empty() ? "value " : ", value ") + text_of(rename);
    EXPECT_EQ(found, one.candidates) << one.from << " -> " << one.to;
  }
  const Schema from = schema({table("t", {column("c", "mood")})}, {type("mood", "a,b")});
  const Schema to = schema({table("u", {column("c", "feeling")})}, {type("feeling", "a,b")});
  std::string found;
  for (const Renamed what : kRenamed) {
    for (const Rename& rename : find_rename_candidates(from, to, {}, what, kRules)) found += what_is(rename) + ' ';
  }
  EXPECT_EQ(found, "table `t` enum `mood` ");
}

TEST(Renames, MayHaveAnyName) {
  const Schema from = schema({table("a.b", {column("c=\"d\"")})});
  const Schema to = schema({table("a.b", {column("it's")})});
  const std::string text = settled(from, to, {});
  EXPECT_NE(text.find(R"(`--rename '"a.b"."c=""d"""="it'\''s"'`)"), std::string::npos) << text;
  EXPECT_EQ(settled(from, to, {.renames = {R"("a.b"."c=""d"""="it's")"}}), R"("a.b"."c=""d"""="it's")");
}

}  // namespace
}  // namespace aludel
