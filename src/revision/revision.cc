#include "revision/revision.h"

#include <utility>

#include "core/encoding.h"
#include "revision/section_hash.h"
#include "revision/sections.h"

namespace aludel {
std::string_view name_of(Direction direction) { return direction == Direction::kUp ? "up" : "down"; }

RevisionFile RevisionFile::read(const std::string& path, Layout layout) {
  return parse(path, FileBytes::read(path), layout);
}

RevisionFile RevisionFile::parse(std::string path, FileBytes bytes, Layout layout) {
  check_encoding(path, bytes);
  RevisionFile file(std::move(path), std::move(bytes));
  file.header_ = read_header(file.source());
  file.sections_ = read_sections(file.source(), file.header_.end, layout, &file.bytes_);
  return file;
}

std::vector<const Section*> RevisionFile::sections_for(Direction direction, std::string_view dialect) const {
  return choose_sections(sections_, direction, dialect, source());
}

std::string RevisionFile::checksum(const std::vector<const Section*>& sections) const {
  SectionHash hash;
  for (const Section* section : sections) hash.add(*section, bytes_.text(), &bytes_);
  return checksum_text(hash.finish());
}

}  // namespace aludel
