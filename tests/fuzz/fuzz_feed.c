#define FUZZ_FORMAT "feed"
#include "tests/fuzz/reader.h"
