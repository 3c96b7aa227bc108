// A revision file that gets a way back: nothing else of its text changes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "revision/new_revision.h"
#include "revision/revision.h"

namespace aludel {

class WayBackText {
 public:
  // Throws kUsage if the file has a way back for the dialect.
  WayBackText(const RevisionFile& file, std::string_view dialect);

  [[nodiscard]] const std::string& original() const { return text_; }
  // With the section, and with a `proof` in the header if it is not empty.
  [[nodiscard]] std::string with(const NewSection& down, const std::string& proof) const;

 private:
  [[nodiscard]] std::string section_text(const NewSection& down) const;
  [[nodiscard]] std::string lines(std::string text) const;

  std::string text_;
  bool carriage_returns_ = false;
  bool sections_ = false;            // it has markers
  std::optional<Section> empty_;     // the down section that is there, with nothing in it
  std::optional<Span> proof_;        // the value in the header
  std::size_t header_line_end_ = 0;  // after the last line of the header that is data
};

}  // namespace aludel
