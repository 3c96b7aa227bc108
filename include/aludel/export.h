// Marks what the shared library lets others see.
#pragma once

#if defined(__GNUC__)
#define ALUDEL_EXPORT __attribute__((visibility("default")))
#else
#define ALUDEL_EXPORT
#endif
