// The functions of libmariadb that are used, opened when a URL asks for them.
#pragma once

#include <mysql.h>

namespace aludel::mariadb {

#define ALUDEL_MARIADB_FUNCTIONS(FUNCTION) \
  FUNCTION(mysql_init)                     \
  FUNCTION(mysql_options)                  \
  FUNCTION(mysql_options4)                 \
  FUNCTION(mysql_real_connect)             \
  FUNCTION(mysql_close)                    \
  FUNCTION(mysql_get_socket)               \
  FUNCTION(mysql_get_timeout_value_ms)     \
  FUNCTION(mysql_real_query_start)         \
  FUNCTION(mysql_real_query_cont)          \
  FUNCTION(mysql_set_server_option_start)  \
  FUNCTION(mysql_set_server_option_cont)   \
  FUNCTION(mysql_use_result)               \
  FUNCTION(mysql_fetch_row_start)          \
  FUNCTION(mysql_fetch_row_cont)           \
  FUNCTION(mysql_fetch_lengths)            \
  FUNCTION(mysql_num_fields)               \
  FUNCTION(mysql_free_result)              \
  FUNCTION(mysql_field_count)              \
  FUNCTION(mysql_next_result_start)        \
  FUNCTION(mysql_next_result_cont)         \
  FUNCTION(mysql_more_results)             \
  FUNCTION(mysql_affected_rows)            \
  FUNCTION(mysql_errno)                    \
  FUNCTION(mysql_error)                    \
  FUNCTION(mysql_sqlstate)                 \
  FUNCTION(mysql_thread_id)                \
  FUNCTION(mysql_get_server_info)          \
  FUNCTION(mariadb_connection)             \
  FUNCTION(mariadb_get_info)

struct Library {
  Library();
#define ALUDEL_MARIADB_POINTER(name) decltype(&::name) name = nullptr;
  ALUDEL_MARIADB_FUNCTIONS(ALUDEL_MARIADB_POINTER)
#undef ALUDEL_MARIADB_POINTER
};

// Opens it at the first call. Throws kConnect.
[[nodiscard]] const Library& library();

}  // namespace aludel::mariadb
