#include "dialect/client_library.h"

#include <dlfcn.h>

#include "core/error.h"

namespace aludel {

ClientLibrary::ClientLibrary(const std::string& file, const std::string& package)
    : file_(file), handle_(::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ != nullptr) return;
  const char* reason = ::dlerror();
  throw error(Code::kConnect, "`{}` cannot be opened, which speaks to this kind of server", file)
      .note(reason == nullptr ? "no reason was given" : reason)
      .help("install it: `apt-get install " + package + "`");
}

void* ClientLibrary::address(const char* name) const {
  if (void* found = ::dlsym(handle_, name)) return found;
  throw error(Code::kConnect, "`{}` is too old: it lacks the function `{}`", file_, name)
      .help("install a newer version of it");
}

}  // namespace aludel
