#include <chrono>
#include <cstdio>

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "dialect/registry.h"
#include "generate/rows.h"
#include "model/model.h"
namespace aludel {
TEST(ZzRows, Corpora) {
  const char* list = std::getenv("ZZ");
  if (!list) GTEST_SKIP();
  std::string all = list;
  const Dialect& dialect = dialect_named("sqlite");
  for (size_t b = 0; b < all.size();) {
    size_t e = std::min(all.find(' ', b), all.size());
    std::string path = all.substr(b, e - b);
    b = e + 1;
    auto scratch = dialect.scratch();
    Model model;
    model.texts.push_back({path, std::string(FileBytes::read(path).text())});
    load_model(model, dialect, *scratch);
    auto t0 = std::chrono::steady_clock::now();
    Schema schema = dialect.introspect(*scratch, {});
    auto t1 = std::chrono::steady_clock::now();
    std::set<Identifier> names;
    for (auto& t : schema.tables) names.insert(t.name);
    RowMaker rows(dialect, {});
    rows.fill(*scratch, schema, names, 10);
    auto t2 = std::chrono::steady_clock::now();
    size_t n = 0;
    std::string few;
    for (auto& t : schema.tables)
      scratch->query("SELECT count(*) FROM " + dialect.quote_identifier(t.name.text), [&](Row r) {
        auto c = std::stoul(std::string(*r[0]));
        n += c;
        if (c < 10) few += t.name.text + ":" + std::to_string(c) + " ";
      });
    std::printf("%s: %zu tables %zu rows introspect %ldms rows %ldms few: %s\n", path.c_str(), schema.tables.size(), n,
                (long)std::chrono::duration_cast<std::chrono::milliseconds>(t1 - t0).count(),
                (long)std::chrono::duration_cast<std::chrono::milliseconds>(t2 - t1).count(), few.c_str());
    for (auto& [t, why] : rows.empty()) std::printf("   empty %s: %s\n", t.c_str(), why.c_str());
    scratch->query("PRAGMA foreign_key_check", [&](Row r) {
      std::printf("   FK %s %s\n", std::string(r[0].value_or("")).c_str(), std::string(r[2].value_or("")).c_str());
    });
  }
}
}  // namespace aludel
