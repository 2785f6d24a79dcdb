#define FUZZ_FORMAT "markdown"
#include "tests/fuzz/reader.h"
