#include "revision/zone_file.h"

#include <cstddef>

#include "revision/calendar.h"

namespace aludel {
namespace {

constexpr std::size_t kHeaderSize = 44;

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return size == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
}

struct Counts {
  std::size_t utc, standard, leaps, changes, types, letters;

  [[nodiscard]] std::size_t size(std::size_t time_size) const {
    return changes * time_size + changes + types * 6 + letters + leaps * (time_size + 4) + standard + utc;
  }
};

std::optional<Counts> read_counts(std::string_view bytes, std::size_t at) {
  if (bytes.size() < at + kHeaderSize || bytes.substr(at, 4) != "TZif") return std::nullopt;
  const auto count = [&](std::size_t i) { return static_cast<std::size_t>(big_endian(bytes, at + 20 + i * 4, 4)); };
  return Counts{count(0), count(1), count(2), count(3), count(4), count(5)};
}

// A rule's text, read from the left.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool done() const { return text_.empty(); }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void skip_name() {
    if (take('<')) {
      while (!text_.empty() && !take('>')) text_.remove_prefix(1);
      return;
    }
    while (!text_.empty() &&
           ((text_.front() >= 'A' && text_.front() <= 'Z') || (text_.front() >= 'a' && text_.front() <= 'z')))
      text_.remove_prefix(1);
  }
  std::int64_t number() {
    std::int64_t value = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  // `[+-]h[:m[:s]]` in seconds.
  std::int64_t time() {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int64_t seconds = number() * 3600;
    if (take(':')) seconds += number() * 60;
    if (take(':')) seconds += number();
    return negative ? -seconds : seconds;
  }

 private:
  std::string_view text_;
};

// `Mm.w.d[/time]`: the w-th (5: last) weekday d of month m; seconds since 1970 in local time.
std::optional<std::int64_t> read_change(RuleReader& reader, std::int64_t year) {
  if (!reader.take(',') || !reader.take('M')) return std::nullopt;
  const std::int64_t month = reader.number();
  reader.take('.');
  const std::int64_t week = reader.number();
  reader.take('.');
  const std::int64_t weekday = reader.number();
  const std::int64_t time = reader.take('/') ? reader.time() : 7200;
  const std::int64_t first = days_since_epoch(year, static_cast<int>(month), 1);
  std::int64_t day = first + (weekday - weekday_of(first) + 7) % 7 + (week - 1) * 7;
  const std::int64_t end =
      month == 12 ? days_since_epoch(year + 1, 1, 1) : days_since_epoch(year, static_cast<int>(month) + 1, 1);
  if (day >= end) day -= 7;
  return day * 86400 + time;
}

}  // namespace

std::optional<std::int64_t> offset_by_rule(std::string_view rule, std::int64_t epoch) {
  RuleReader reader(rule);
  reader.skip_name();
  const std::int64_t standard = -reader.time();
  if (reader.done()) return standard;
  reader.skip_name();
  RuleReader ahead = reader;
  const std::int64_t summer = ahead.take(',') ? standard + 3600 : -reader.time();
  const std::int64_t year = year_of(epoch + standard);
  const auto start = read_change(reader, year);
  const auto end = read_change(reader, year);
  if (!start || !end) return std::nullopt;
  const std::int64_t from = *start - standard;
  const std::int64_t until = *end - summer;
  const bool in_summer = from < until ? epoch >= from && epoch < until : epoch >= from || epoch < until;
  return in_summer ? summer : standard;
}

std::optional<std::int64_t> offset_in_zone_file(std::string_view bytes, std::int64_t epoch) {
  const auto old = read_counts(bytes, 0);
  if (!old) return std::nullopt;
  const std::size_t second = kHeaderSize + old->size(4);  // the block with times of eight bytes
  const auto counts = read_counts(bytes, second);
  if (!counts || counts->types == 0 || bytes.size() < second + kHeaderSize + counts->size(8)) return std::nullopt;
  const std::size_t times = second + kHeaderSize;
  const std::size_t indices = times + counts->changes * 8;
  const std::size_t types = indices + counts->changes;
  std::size_t low = 0;
  std::size_t high = counts->changes;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (big_endian(bytes, times + middle * 8, 8) <= epoch) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == counts->changes) {
    std::string_view rule = bytes.substr(second + kHeaderSize + counts->size(8));
    if (rule.starts_with('\n') && rule.size() > 2) {
      rule = rule.substr(1, rule.find('\n', 1) - 1);
      if (const auto offset = offset_by_rule(rule, epoch)) return offset;
    }
  }
  const std::size_t type = low == 0 ? 0 : static_cast<unsigned char>(bytes[indices + low - 1]);
  if (type >= counts->types) return std::nullopt;
  return big_endian(bytes, types + type * 6, 4);
}

}  // namespace aludel
