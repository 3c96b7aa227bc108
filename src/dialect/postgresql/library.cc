#include "dialect/postgresql/library.h"

#include "dialect/client_library.h"

namespace aludel::postgresql {
namespace {

Library open() {
  const ClientLibrary file("libpq.so.5", "libpq5");
  Library library;
#define ALUDEL_LIBPQ_FIND(name) file.find("PQ" #name, library.name);
  ALUDEL_LIBPQ_FUNCTIONS(ALUDEL_LIBPQ_FIND)
#undef ALUDEL_LIBPQ_FIND
  return library;
}

}  // namespace

const Library& library() {
  static const Library opened = open();
  return opened;
}

}  // namespace aludel::postgresql
