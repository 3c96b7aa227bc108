#include "dialect/postgresql/alone.h"

#include "dialect/postgresql/phrase.h"

namespace aludel::postgresql {
namespace {

using Alone = std::optional<AloneStatement>;

Alone named(AloneKind kind, Phrase& phrase) {
  AloneStatement alone{.kind = kind};
  alone.if_exists = phrase.take_if_exists();
  alone.object = phrase.take_name();
  return alone;
}

Alone read_create(Phrase& phrase) {
  if (phrase.take("DATABASE")) return named(AloneKind::kCreateDatabase, phrase);
  if (phrase.take("TABLESPACE")) return named(AloneKind::kCreateTablespace, phrase);
  if (phrase.take("SUBSCRIPTION")) return named(AloneKind::kCreateSubscription, phrase);
  phrase.take("UNIQUE");
  if (!phrase.take("INDEX") || !phrase.take("CONCURRENTLY")) return std::nullopt;
  AloneStatement index{.kind = AloneKind::kCreateIndex};
  index.if_exists = phrase.take_if_exists();
  if (!phrase.take("ON")) {
    index.object = phrase.take_name();
    phrase.take("ON");
  }
  phrase.take("ONLY");
  index.table = phrase.take_name();
  return index;
}

Alone read_drop(Phrase& phrase) {
  if (phrase.take("DATABASE")) return named(AloneKind::kDropDatabase, phrase);
  if (phrase.take("TABLESPACE")) return named(AloneKind::kDropTablespace, phrase);
  if (phrase.take("SUBSCRIPTION")) return named(AloneKind::kDropSubscription, phrase);
  if (phrase.take("INDEX") && phrase.take("CONCURRENTLY")) return named(AloneKind::kDropIndex, phrase);
  return std::nullopt;
}

Alone read_reindex(Phrase& phrase) {
  bool concurrently = phrase.take_options("CONCURRENTLY");
  AloneStatement reindex{.kind = AloneKind::kReindex};
  const bool index = phrase.take("INDEX");
  const bool table = !index && phrase.take("TABLE");
  if (!index && !table && !phrase.take("SCHEMA") && !phrase.take("DATABASE")) phrase.take("SYSTEM");
  concurrently = phrase.take("CONCURRENTLY") || concurrently;
  (index ? reindex.object : reindex.table) = phrase.take_name();
  if (!index && !table) reindex.table.clear();
  if (concurrently) return reindex;
  if (index || table) return std::nullopt;
  return AloneStatement{};
}

Alone read_alter_table(Phrase& phrase) {
  phrase.take_if_exists();
  phrase.take("ONLY");
  AloneStatement detach{.kind = AloneKind::kDetachPartition};
  detach.object = phrase.take_name();
  if (!phrase.take("DETACH") || !phrase.take("PARTITION")) return std::nullopt;
  detach.table = phrase.take_name();
  if (!phrase.take("CONCURRENTLY")) return std::nullopt;
  return detach;
}

Alone read_alter(Phrase& phrase) {
  if (phrase.take("SYSTEM")) return AloneStatement{};
  if (phrase.take("TABLE")) return read_alter_table(phrase);
  if (phrase.take("DATABASE")) {
    (void)phrase.take_name();
    return phrase.take("SET") && phrase.take("TABLESPACE") ? Alone(AloneStatement{}) : std::nullopt;
  }
  if (phrase.take("SUBSCRIPTION")) {
    (void)phrase.take_name();
    const bool refreshes = phrase.take("REFRESH") || phrase.take("ADD") || phrase.take("DROP") ||
                           (phrase.take("SET") && phrase.take("PUBLICATION"));
    return refreshes ? Alone(AloneStatement{}) : std::nullopt;
  }
  if (!phrase.take("TYPE")) return std::nullopt;
  AloneStatement add{.kind = AloneKind::kAddValue};
  add.object = phrase.take_name();
  if (!phrase.take("ADD") || !phrase.take("VALUE")) return std::nullopt;
  add.if_exists = phrase.take_if_exists();
  add.value = phrase.take_string();
  return add;
}

Alone read_cluster(Phrase& phrase) {  // of all tables
  phrase.take_options("");
  phrase.take("VERBOSE");
  return phrase.at_end() ? Alone(AloneStatement{}) : std::nullopt;
}

}  // namespace

std::optional<AloneStatement> read_alone(std::string_view statement) {
  Phrase phrase(statement);
  if (phrase.take("CREATE")) return read_create(phrase);
  if (phrase.take("ALTER")) return read_alter(phrase);
  if (phrase.take("DROP")) return read_drop(phrase);
  if (phrase.take("REINDEX")) return read_reindex(phrase);
  if (phrase.take("VACUUM")) return AloneStatement{};
  if (phrase.take("CLUSTER")) return read_cluster(phrase);
  return std::nullopt;
}

}  // namespace aludel::postgresql
