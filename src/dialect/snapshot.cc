#include "dialect/snapshot.h"

#include <algorithm>
#include <iterator>

namespace aludel {

SnapshotDifference compare(const Snapshot& expected, const Snapshot& actual) {
  SnapshotDifference difference;
  std::set_difference(expected.begin(), expected.end(), actual.begin(), actual.end(),
                      std::back_inserter(difference.missing));
  std::set_difference(actual.begin(), actual.end(), expected.begin(), expected.end(),
                      std::back_inserter(difference.extra));
  return difference;
}

}  // namespace aludel
