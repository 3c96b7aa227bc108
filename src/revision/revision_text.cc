// The text of a new revision's file.
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/utf8.h"
#include "revision/header.h"
#include "revision/line.h"
#include "revision/new_revision.h"

namespace aludel {
namespace {

// A message is comment, whatever it says: a line that would be read as a key or a marker gets a star before it.
void write_message(std::string_view message, std::string& text) {
  const Span all = trim(message, {0, message.size()});
  message = message.substr(all.begin, all.size());
  if (message.empty()) return;
  while (true) {
    const std::size_t end = message.find_first_of("\r\n");
    const std::string_view raw = message.substr(0, end);
    const Span kept = trim(raw, {0, raw.size()});
    const std::string line = printable(raw.substr(kept.begin, kept.size()));
    text += line.empty() ? "--\n" : fmt::format("-- {}{}\n", looks_like_data(line) ? "* " : "", line);
    if (end == std::string_view::npos) break;
    message.remove_prefix(end + (message.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  text += "--\n";
}

void write_list(Key key, const std::vector<std::string>& values, std::string& text) {
  if (values.empty()) return;
  text += fmt::format("-- {}: ", name_of(key));
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : ", ") + values[i];
  text += '\n';
}

}  // namespace

std::string render(const NewRevision& revision) {
  std::string text;
  write_message(revision.message, text);
  write_list(Key::kRevision, {revision.id}, text);
  write_list(Key::kRevises, revision.revises, text);
  write_list(Key::kDependsOn, revision.depends_on, text);
  write_list(Key::kBranchLabels, revision.branch_labels, text);
  write_list(Key::kReplaces, revision.replaces, text);
  write_list(Key::kCreated, {revision.created.text()}, text);
  if (!revision.proof.empty()) write_list(Key::kProof, {revision.proof}, text);
  for (const NewSection& section : revision.sections) {
    text += fmt::format("\n-- migrate:{}{}{}\n", name_of(section.direction), section.options.empty() ? "" : " ",
                        section.options);
    text += section.body;
    if (!section.body.empty() && !section.body.ends_with('\n')) text += '\n';
  }
  return text;
}

}  // namespace aludel
