// A thread that helps the one that makes it, on another processor.
#pragma once

#include <exception>
#include <functional>
#include <latch>
#include <thread>

namespace aludel {

class Helper {
 public:
  // Begins `work` at once. Where no thread is to be had, the work is not done: it must be such that its maker can do
  // all of it.
  explicit Helper(std::function<void()> work);
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  ~Helper() = default;  // waits for the end

  // Waits for the end, and throws what the work threw.
  void join();

 private:
  std::latch placed_{1};
  std::exception_ptr failure_;
  std::jthread thread_;
};

}  // namespace aludel
