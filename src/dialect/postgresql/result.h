// What the server answered to one statement.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "dialect/connection.h"
#include "dialect/postgresql/library.h"

namespace aludel::postgresql {

class Result {
 public:
  Result() = default;
  explicit Result(PGresult* result) : result_(result) {}

  [[nodiscard]] explicit operator bool() const { return result_ != nullptr; }
  [[nodiscard]] ExecStatusType status() const { return library().resultStatus(result_.get()); }
  [[nodiscard]] bool failed() const { return status() == PGRES_FATAL_ERROR; }
  [[nodiscard]] std::string_view command() const { return library().cmdStatus(result_.get()); }
  // A field of an error: PG_DIAG_SQLSTATE and its kin; empty if the server sent none.
  [[nodiscard]] std::string_view field(int code) const;
  // An error's text as libpq words it; for errors without fields.
  [[nodiscard]] std::string_view message() const { return library().resultErrorMessage(result_.get()); }

  [[nodiscard]] int columns() const { return library().nfields(result_.get()); }
  [[nodiscard]] int rows() const { return library().ntuples(result_.get()); }
  [[nodiscard]] std::string_view cell(int row, int column) const;  // empty for NULL
  void read(const RowReader& reader) const;

 private:
  struct Clear {
    void operator()(PGresult* result) const noexcept { library().clear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

}  // namespace aludel::postgresql
