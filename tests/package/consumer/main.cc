#include <cstdio>

#include <aludel/version.h>

int main() {
  const auto version = aludel::version();
  std::printf("%.*s\n", static_cast<int>(version.size()), version.data());
}
