#include "cli/compare_states.h"

#include <algorithm>

#include "core/error.h"
#include "core/typed_name.h"
#include "core/utf8.h"
#include "report/changes_text.h"

namespace aludel {
namespace {

std::vector<std::string> names_of(const Schema& schema) {
  std::vector<std::string> names;
  for (const Table& table : schema.tables) names.push_back(table.name.text);
  for (const Definition& definition : schema.definitions) {
    if (definition.on.empty()) names.push_back(definition.name.text);
  }
  return names;
}

}  // namespace

Filter filter_of(const Arguments& arguments, Environment& environment) {
  const Config& config = environment.config();
  return {arguments.has("--table") ? arguments.all("--table") : config.include, config.exclude};
}

// A slip of the finger would hide everything.
void require_matches(const Arguments& arguments, const Schema& from, const Schema& to) {
  std::vector<std::string> names = names_of(from);
  const std::vector<std::string> more = names_of(to);
  names.insert(names.end(), more.begin(), more.end());
  for (const std::string& glob : arguments.all("--table")) {
    const Filter filter{{glob}, {}};
    if (std::any_of(names.begin(), names.end(), [&](const std::string& name) { return filter.shows(name); })) continue;
    throw error(Code::kUsage, "`--table {}` matches no table and no view", glob).did_you_mean(glob, names);
  }
}

ComparisonOptions comparison_options(const Arguments& arguments, Environment& environment) {
  ComparisonOptions options;
  options.renames.renames = arguments.all("--rename");
  options.renames.no_others = arguments.has("--no-rename");
  if (environment.console().interactive()) {
    options.renames.ask = [&console = environment.console()](const Rename& rename) {
      return console.confirm(fmt::format("is {} now `{}`, with its values?", what_is(rename), rename.to.text));
    };
  }
  options.filter = filter_of(arguments, environment);
  if (arguments.has("--column-order")) options.diff.column_order = ColumnOrder::kCompare;
  return options;
}

StateSources state_sources(const Arguments& arguments, Environment& environment) {
  StateSources sources = environment.state_sources();
  if (arguments.has("--no-cache")) sources.cache_folder.clear();
  return sources;
}

void tell_said(const State& state, Console& console) {
  if (!console.verbose()) return;
  for (std::string_view rest = state.said(); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    console.status(printable(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void load_states(State& from, State& to, const Arguments& arguments, Environment& environment, Wanted wanted) {
  Console& console = environment.console();
  console.transient(fmt::format("loading {} and {}", from.name(), to.name()));
  load_both(from, to, wanted);
  console.transient("");
  tell_said(from, console);
  tell_said(to, console);
  require_matches(arguments, from.schema(), to.schema());
}

Comparison compare_states(State& from, State& to, const Arguments& arguments, Environment& environment,
                          const ComparisonOptions& options) {
  load_states(from, to, arguments, environment);
  std::unique_ptr<Connection> scratch;
  const auto make_scratch = [&]() -> Connection& {
    scratch = from.scratch(ScratchSql::kOwn);
    return *scratch;
  };
  return compare(environment.scratch_dialect(), from.schema(), to.schema(), make_scratch, options);
}

void tell_comparison(const State& from, const State& to, const Comparison& comparison, Console& console) {
  const std::string from_name = printable(from.name());
  const std::string to_name = printable(to.name());
  if (comparison.empty()) {
    console.print(fmt::format("no differences between {} and {}\n", from_name, to_name));
  } else {
    console.print(console.paint(Paint::kDim, fmt::format("from {} to {}", from_name, to_name)) + "\n\n" +
                  changes_text(comparison, console));
  }
  console.print(left_out_text(comparison.hidden, comparison.unmanaged, console));
  for (const Rename& rename : comparison.possible) {
    console.status(
        fmt::format("note: if {} became `{}`, `--rename {}` keeps its values; `--no-rename` says that it did not",
                    what_is(rename), printable(rename.to.text), shell_word(text_of(rename))));
  }
}

Json document_of(const State& from, const State& to, const Comparison& comparison) {
  Json document;
  document.set("from", from.name()).set("to", to.name());
  set_changes(document, comparison);
  return document;
}

}  // namespace aludel
