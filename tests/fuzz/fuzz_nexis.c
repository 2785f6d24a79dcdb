#define FUZZ_FORMAT "nexis"
#include "tests/fuzz/reader.h"
