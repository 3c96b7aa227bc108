#include "revision/way_back_text.h"

#include <algorithm>

#include "core/error.h"
#include "core/utf8.h"
#include "revision/line.h"
#include "revision/sections.h"

namespace aludel {

WayBackText::WayBackText(const RevisionFile& file, std::string_view dialect) : text_(file.bytes().text()) {
  const Source source = file.source();
  const std::size_t first_end = text_.find('\n');
  carriage_returns_ = first_end != std::string::npos && first_end > 0 && text_[first_end - 1] == '\r';
  sections_ = !file.sections().empty() && !file.sections().front().marker.empty();
  for (const Section* section : file.sections_for(Direction::kDown, dialect)) {
    if (section->options.nothing || has_sql(source.slice(section->body))) {
      throw error(Code::kUsage, "`{}` has a way back already", source.path)
          .at(source.locate(section->marker, "here"))
          .help("take the section out if it is to be written anew");
    }
    empty_ = *section;
  }
  for (const HeaderItem& item : file.header().items) {
    if (item.key == Key::kProof) proof_ = item.span;
    const std::size_t end = text_.find('\n', item.span.end);
    header_line_end_ = std::max(header_line_end_, end == std::string::npos ? text_.size() : end + 1);
  }
}

std::string WayBackText::lines(std::string text) const {
  if (!carriage_returns_) return text;
  std::string result;
  for (const char c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

// The options that the section has already stay.
std::string WayBackText::section_text(const NewSection& down) const {
  std::string options = empty_ ? empty_->options_text : std::string();
  for (std::size_t begin = 0; begin < down.options.size();) {
    const std::size_t end = std::min(down.options.find(' ', begin), down.options.size());
    const std::string word = down.options.substr(begin, end - begin);
    if ((" " + options + " ").find(" " + word + " ") == std::string::npos)
      options += (options.empty() ? "" : " ") + word;
    begin = end + 1;
  }
  return lines(fmt::format("-- migrate:down{}{}\n{}", options.empty() ? "" : " ", options, down.body));
}

std::string WayBackText::with(const NewSection& down, const std::string& proof) const {
  std::string text = text_;
  // From the end to the front, so that places stay what they are.
  if (empty_) {
    const std::size_t end = std::min(next_line(text, empty_->marker), text.size());
    text.replace(empty_->marker.begin, end - empty_->marker.begin, section_text(down));
  } else {
    if (!text.ends_with('\n')) text += lines("\n");
    text += lines("\n") + section_text(down);
  }
  if (!proof.empty() && proof_) {
    text.replace(proof_->begin, proof_->size(), proof);
  } else if (!proof.empty()) {
    text.insert(header_line_end_, lines(fmt::format("-- proof: {}\n", proof)));
  }
  // A numbered file without a marker is all way up.
  if (!sections_) text.insert(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0, lines("-- migrate:up\n"));
  return text;
}

}  // namespace aludel
