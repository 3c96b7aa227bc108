// ALUDEL_EXPORT marks what the shared library shows; everything else in it is hidden.
#pragma once

#define ALUDEL_EXPORT __attribute__((visibility("default")))
