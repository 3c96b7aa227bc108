#include <cstdio>

#include "aludel/version.h"

int main() {
  std::printf("aludel %s\n", aludel::version().data());
  return 0;
}
