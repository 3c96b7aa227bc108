#include "dialect/mariadb/outbox.h"

#include <utility>

#include <fmt/core.h>

namespace aludel::mariadb {

std::string compound_sql(std::span<const OwnStatement> statements) {
  std::string sql = "BEGIN NOT ATOMIC\n";
  for (std::size_t i = 0; i < statements.size(); ++i) {
    sql += statements[i].sql + ";\n";
    if (statements[i].message)
      sql +=
          fmt::format("IF ROW_COUNT() <> 1 THEN SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = {}; END IF;\n", kNotOne + i);
  }
  return sql += "END";
}

void Outbox::add(OwnStatement statement) {
  bytes_ += statement.sql.size();
  statements_.push_back(std::move(statement));
}

void Outbox::clear() {
  statements_.clear();
  bytes_ = 0;
}

Failure Outbox::send(const RowReader& read) {
  bytes_ = 0;
  const std::vector<OwnStatement> sent = std::exchange(statements_, {});
  // MySQL has compound statements in routines only.
  if (sent.size() < 2 || !client_->is_mariadb()) return send_one_by_one(sent, read);
  Failure failure = client_->run(compound_sql(sent), Client::Stoppable::kNo, read);
  if (failure.number >= kNotOne && failure.number < kNotOne + sent.size())
    throw heads_changed(sent[failure.number - kNotOne].message.value_or(""));
  return failure;
}

Failure Outbox::send_one_by_one(std::span<const OwnStatement> statements, const RowReader& read) {
  for (const OwnStatement& one : statements) {
    if (Failure failure = client_->run(one.sql, Client::Stoppable::kNo, read)) return failure;
    if (one.message && client_->changed() != 1) throw heads_changed(*one.message);
  }
  return {};
}

}  // namespace aludel::mariadb
