#include "dialect/mariadb/library.h"

#include "dialect/client_library.h"

namespace aludel::mariadb {

Library::Library() {
  const ClientLibrary file("libmariadb.so.3", "libmariadb3");
#define ALUDEL_MARIADB_FIND(name) file.find(#name, name);
  ALUDEL_MARIADB_FUNCTIONS(ALUDEL_MARIADB_FIND)
#undef ALUDEL_MARIADB_FIND
}

const Library& library() {
  static const Library instance;
  return instance;
}

}  // namespace aludel::mariadb
