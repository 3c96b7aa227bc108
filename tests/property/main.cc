// aludel_property [--seed N] [--count N] [--print] [PROPERTY...]: holds properties against schemas drawn at random.
// Case i of a run is the same as case 0 of a run with `--seed N+i`; a failure names that seed. With --print only shows
// what is drawn, as SQL. Exits with 77 if there is no server that a property needs.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <fmt/core.h>

#include "core/error.h"
#include "dialect/registry.h"
#include "drawing.h"
#include "property.h"

namespace aludel::property {

extern const Property kSpelling, kCanonical, kPragmas, kChange, kMigration, kPostgresql;

namespace {

constexpr const Property* kProperties[] = {&kSpelling, &kCanonical, &kPragmas, &kChange, &kMigration, &kPostgresql};

constexpr int kSkipped = 77;

struct Run {
  std::uint64_t seed = 1;
  std::uint64_t count = 100;
  bool print = false;
  std::vector<std::string_view> names;  // empty: all
};

[[noreturn]] void usage() {
  fmt::print(stderr, "usage: aludel_property [--seed N] [--count N] [--print] [PROPERTY...]\n");
  for (const Property* property : kProperties) fmt::print(stderr, "  {:<12} {}\n", property->name, property->meaning);
  std::exit(2);
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) usage();
  return value;
}

Run read(int count, char** words) {
  Run run;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--seed" && i + 1 < count) {
      run.seed = number(words[++i]);
    } else if (word == "--count" && i + 1 < count) {
      run.count = number(words[++i]);
    } else if (word == "--print") {
      run.print = true;
    } else if (word.starts_with("-")) {
      usage();
    } else {
      run.names.push_back(word);
    }
  }
  return run;
}

// What is wrong with one case, if anything is.
std::string fault_of(const Property& property, std::uint64_t seed) {
  try {
    Random random(seed);
    property.check(random);
    return {};
  } catch (const Failure& failure) {
    return failure.what;
  } catch (const Error& error) {
    if (error.code() == Code::kScratch && property.needs == Needs::kServer) {
      fmt::print("skipped: {}\n", error.what());
      std::exit(kSkipped);
    }
    return fmt::format("error[{}]: {}", info(error.code()).text, error.what());
  } catch (const std::exception& exception) {
    return exception.what();
  }
}

void print(const Run& run) {
  for (std::uint64_t seed = run.seed; seed < run.seed + run.count; ++seed) {
    Random random(seed);
    fmt::print("{}\n", text_of(spell(draw(random), random)));
  }
}

bool hold(const Property& property, const Run& run) {
  std::uint64_t faults = 0;
  for (std::uint64_t seed = run.seed; seed < run.seed + run.count && faults < 10; ++seed) {
    const std::string fault = fault_of(property, seed);
    if (fault.empty()) continue;
    ++faults;
    fmt::print("{} --seed {} --count 1\n{}\n", property.name, seed, fault);
  }
  fmt::print("{}: seeds {} to {}, {}\n", property.name, run.seed, run.seed + run.count - 1,
             faults == 0 ? "held" : "did not hold");
  return faults == 0;
}

}  // namespace

const SchemaDialect& sqlite() { return require_schemas(dialect_named("sqlite")); }

std::unique_ptr<Connection> load(const std::vector<std::string>& statements) {
  std::unique_ptr<Connection> scratch = sqlite().scratch(ScratchSql::kOwn);
  scratch->begin();
  for (const std::string& statement : statements) {
    try {
      scratch->execute(statement);
    } catch (const Error& error) {
      throw Failure{fmt::format("{}\n{}\nin\n{}", error.what(), statement, text_of(statements))};
    }
  }
  scratch->commit();
  return scratch;
}

std::string text_of(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& statement : statements) text += statement + ";\n";
  return text;
}

int run(int count, char** words) {
  const Run run = read(count, words);
  if (run.print) {
    print(run);
    return 0;
  }
  bool known = run.names.empty();
  bool held = true;
  for (const Property* property : kProperties) {
    const bool named = std::find(run.names.begin(), run.names.end(), property->name) != run.names.end();
    known = known || named;
    if (named || (run.names.empty() && property->needs == Needs::kNothing)) held = hold(*property, run) && held;
  }
  if (!known) usage();
  return held ? 0 : 1;
}

}  // namespace aludel::property

int main(int count, char** words) { return aludel::property::run(count, words); }
