// A client library of somebody else's, opened when it is needed (docs/decisions/0009-client-libraries.md).
#pragma once

#include <string>

namespace aludel {

class ClientLibrary {
 public:
  // Opens `file` (`libpq.so.5`) for the life of the process. Throws kConnect, naming the Debian package that has it.
  ClientLibrary(const std::string& file, const std::string& package);

  // Fills a pointer to a function of that name. Throws kConnect if the library is too old to have it.
  template <typename Function>
  void find(const char* name, Function*& function) const {
    function = reinterpret_cast<Function*>(address(name));
  }

 private:
  [[nodiscard]] void* address(const char* name) const;

  std::string file_;
  void* handle_;
};

}  // namespace aludel
