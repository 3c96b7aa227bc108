// Pairs the elements of two sorted lists.
#pragma once

#include <vector>

namespace aludel {

// Calls `visit(const T*, const T*)` for each element in the order of `key`: with both if both lists have it, else with
// null for the list that lacks it.
template <typename T, typename Key, typename Visit>
void match_sorted(const std::vector<T>& from, const std::vector<T>& to, Key key, Visit visit) {
  auto left = from.begin();
  auto right = to.begin();
  while (left != from.end() || right != to.end()) {
    if (right == to.end() || (left != from.end() && key(*left) < key(*right))) {
      visit(&*left++, static_cast<const T*>(nullptr));
    } else if (left == from.end() || key(*right) < key(*left)) {
      visit(static_cast<const T*>(nullptr), &*right++);
    } else {
      visit(&*left++, &*right++);
    }
  }
}

}  // namespace aludel
