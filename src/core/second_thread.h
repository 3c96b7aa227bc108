// A thread that helps the one that makes it, on another processor.
#pragma once

#include <exception>
#include <functional>
#include <latch>
#include <thread>

namespace aludel {

class SecondThread {
 public:
  // Begins `work` at once. Where no thread is to be had, the work is not done: it must be such that its maker can do
  // all of it.
  explicit SecondThread(std::function<void()> work);
  SecondThread(const SecondThread&) = delete;
  SecondThread& operator=(const SecondThread&) = delete;
  ~SecondThread() = default;  // waits for the end

  // Waits for the end, and throws what the work threw.
  void join();

 private:
  std::latch placed_{1};
  std::exception_ptr failure_;
  std::jthread thread_;
};

}  // namespace aludel
