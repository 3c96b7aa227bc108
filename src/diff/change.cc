#include "diff/change.h"

#include <array>

namespace aludel {
namespace {

// In the order of the variant.
struct KindInfo {
  std::string_view name;
  Sign sign;
};
constexpr std::array kKinds = {
    KindInfo{"add-table", Sign::kAdd},
    KindInfo{"drop-table", Sign::kDrop},
    KindInfo{"rename-table", Sign::kModify},
    KindInfo{"modify-table", Sign::kModify},
    KindInfo{"add-column", Sign::kAdd},
    KindInfo{"drop-column", Sign::kDrop},
    KindInfo{"rename-column", Sign::kModify},
    KindInfo{"modify-column", Sign::kModify},
    KindInfo{"reorder-columns", Sign::kModify},
    KindInfo{"modify-primary-key", Sign::kModify},
    KindInfo{"add-constraint", Sign::kAdd},
    KindInfo{"drop-constraint", Sign::kDrop},
    KindInfo{"replace-constraint", Sign::kModify},
    KindInfo{"add-index", Sign::kAdd},
    KindInfo{"drop-index", Sign::kDrop},
    KindInfo{"replace-index", Sign::kModify},
    KindInfo{"add-definition", Sign::kAdd},
    KindInfo{"drop-definition", Sign::kDrop},
    KindInfo{"replace-definition", Sign::kModify},
    KindInfo{"rename-definition", Sign::kModify},
    KindInfo{"rename-value", Sign::kModify},
};
static_assert(kKinds.size() == std::variant_size_v<Change>);

struct TableOf {
  const Identifier& operator()(const AddTable& add) const { return add.table.name; }
  const Identifier& operator()(const DropTable& drop) const { return drop.table.name; }
  const Identifier& operator()(const RenameTable& rename) const { return rename.to; }
  const Identifier& operator()(const ModifyTable& modify) const { return modify.to.name; }
  const Identifier& operator()(const AddDefinition& add) const { return add.definition.on; }
  const Identifier& operator()(const DropDefinition& drop) const { return drop.definition.on; }
  const Identifier& operator()(const ReplaceDefinition& replace) const { return replace.to.on; }
  const Identifier& operator()(const RenameDefinition&) const { return kNone; }
  const Identifier& operator()(const RenameValue&) const { return kNone; }
  template <typename Part>
  const Identifier& operator()(const Part& part) const {
    return part.table;
  }

 private:
  static const Identifier kNone;
};
const Identifier TableOf::kNone;

// A primary key comes, goes or changes.
Sign sign_of(const ModifyPrimaryKey& key) {
  if (!key.from) return Sign::kAdd;
  return key.to ? Sign::kModify : Sign::kDrop;
}

}  // namespace

const Identifier& table_of(const Change& change) { return std::visit(TableOf{}, change); }

Sign sign_of(const Change& change) {
  if (const auto* key = std::get_if<ModifyPrimaryKey>(&change)) return sign_of(*key);
  return kKinds.at(change.index()).sign;
}

std::string_view kind_of(const Change& change) { return kKinds.at(change.index()).name; }

}  // namespace aludel
