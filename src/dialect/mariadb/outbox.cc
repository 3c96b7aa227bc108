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

std::optional<Outbox::Bundle> Outbox::take() {
  if (statements_.empty()) return std::nullopt;
  const bool alone = statements_.size() == 1 && !statements_.front().message;
  if (!alone && !client_->is_mariadb()) return std::nullopt;  // MySQL has compound statements in routines only
  bytes_ = 0;
  Bundle bundle{{}, std::exchange(statements_, {})};
  bundle.sql = alone ? bundle.statements.front().sql : compound_sql(bundle.statements);
  return bundle;
}

void Outbox::require_one_row(const Failure& failure, std::span<const OwnStatement> statements) {
  if (failure.number >= kNotOne && failure.number < kNotOne + statements.size())
    throw heads_changed(statements[failure.number - kNotOne].message.value_or(""));
}

Failure Outbox::send(const RowReader& read) {
  if (statements_.size() < 2 || !client_->is_mariadb()) {
    bytes_ = 0;
    return send_one_by_one(std::exchange(statements_, {}), read);
  }
  const std::optional<Bundle> bundle = take();
  Failure failure = client_->run(bundle->sql, Client::Stoppable::kNo, read);
  require_one_row(failure, bundle->statements);
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
