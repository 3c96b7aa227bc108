// The proof of a migration: on scratch, with rows, its up section ends exactly at the schema that is wanted, its down
// section exactly at the one that it started from, and up works once more; rows that it has no reason to touch are the
// same all along.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.h"
#include "dialect/schema_dialect.h"
#include "diff/rename.h"
#include "generate/draft.h"
#include "generate/filled_chain.h"
#include "generate/rows.h"
#include "migrate/plan.h"

namespace aludel {

// Of more tables only those near the change get rows. Then the proof begins with a copy of where the revision starts,
// if the engine is a server.
inline constexpr std::size_t kManyTables = 100;

// How a scratch database gets to where a revision starts.
struct Start {
  Plan chain;                   // from nothing, after `base`
  std::string base_name, base;  // SQL
  // A new scratch database that stands there already, without rows of ours. Empty: there is only the chain.
  std::function<std::unique_ptr<Connection>()> copy;
};

struct ProofRequest {
  const Start* start;
  const Schema* from;  // where the revision starts
  const Schema* to;    // where it has to end
  const std::vector<Rename>* renames;
  const DdlOptions* ddl;  // which values may change
  RowHints hints;
};

struct Proof {
  bool with_rows = true;                     // false: none were made up, since they might have reached out of scratch
  std::size_t tables = 0;                    // with rows
  std::size_t rows = 0;                      // that were there before and after
  std::map<std::string, std::string> empty;  // tables without rows, and the engine's reason

  // `up, down, up; 3 tables, 120 rows kept`, as the file's header has it.
  [[nodiscard]] std::string text() const;
};

// kNotProven, with what `cause` tells.
[[nodiscard]] Error not_proven(std::string_view what, const Error& cause);

// The beginning of a proof that needs no way back: the way up, on a copy with rows. It runs beside whoever works on the
// way back meanwhile, and only where a proof begins with a copy.
class HeadStart {
 public:
  // The drafts have the same up section. Nothing of the request may change before the end, but its options.
  [[nodiscard]] static std::unique_ptr<HeadStart> of(const SchemaDialect& dialect, const Draft& up_only,
                                                     const ProofRequest& request);
  HeadStart(const SchemaDialect& dialect, const Draft& up_only, const ProofRequest& request);
  HeadStart(const HeadStart&) = delete;
  HeadStart& operator=(const HeadStart&) = delete;
  ~HeadStart();  // waits for it

 private:
  friend Proof prove(const SchemaDialect& dialect, const Draft& draft, const ProofRequest& request,
                     std::unique_ptr<HeadStart> begun);
  struct Running;
  std::unique_ptr<Running> running_;
};

// Throws kNotProven, with the statement, the differences or the rows that are the reason.
[[nodiscard]] Proof prove(const SchemaDialect& dialect, const Draft& draft, const ProofRequest& request,
                          std::unique_ptr<HeadStart> begun = nullptr);

}  // namespace aludel
