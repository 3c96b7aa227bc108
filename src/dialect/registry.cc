#include "dialect/registry.h"

#include <array>
#include <string>
#include <vector>

#include "core/error.h"
#include "dialect/mariadb/dialect.h"
#include "dialect/postgresql/dialect.h"
#include "dialect/sqlite/dialect.h"

namespace aludel {
namespace {

template <typename Matches>
const Dialect* find_dialect(const Matches& matches) {
  for (const Dialect* dialect : dialects()) {
    if (matches(*dialect)) return dialect;
  }
  return nullptr;
}

std::string listed(const std::vector<std::string>& schemes) {
  std::string text;
  for (const std::string& scheme : schemes) text += fmt::format("{}`{}://`", text.empty() ? "" : ", ", scheme);
  return text;
}

bool has_scheme(const Dialect& dialect, std::string_view scheme) {
  for (const std::string_view known : dialect.schemes()) {
    if (known == scheme) return true;
  }
  return false;
}

}  // namespace

std::span<const Dialect* const> dialects() {
  static const std::array<const Dialect*, 3> all = {&sqlite::dialect(), &postgresql::dialect(), &mariadb::dialect()};
  return all;
}

void claim_process() { sqlite::claim_process(); }

const Dialect& dialect_of(const Url& url) {
  if (const Dialect* found = find_dialect([&](const Dialect& dialect) { return has_scheme(dialect, url.scheme); }))
    return *found;
  std::vector<std::string> known;
  for (const Dialect* dialect : dialects())
    known.insert(known.end(), dialect->schemes().begin(), dialect->schemes().end());
  throw error(Code::kUnsupportedDialect, "no dialect is built in for `{}://`", url.scheme)
      .did_you_mean(url.scheme, known)
      .help("this build speaks " + listed(known));
}

const Dialect& dialect_named(std::string_view name) {
  if (const Dialect* found = find_dialect([&](const Dialect& dialect) { return dialect.name() == name; }))
    return *found;
  std::vector<std::string> known;
  for (const Dialect* dialect : dialects()) known.emplace_back(dialect->name());
  throw error(Code::kUnsupportedDialect, "no dialect `{}` is built in", name).did_you_mean(name, known);
}

}  // namespace aludel
