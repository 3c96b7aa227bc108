#include <aludel/version.h>

#include <cstdio>

int main() {
  const auto version = aludel::version();
  std::printf("%.*s\n", static_cast<int>(version.size()), version.data());
}
