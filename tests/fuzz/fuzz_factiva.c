#define FUZZ_FORMAT "factiva"
#include "tests/fuzz/reader.h"
