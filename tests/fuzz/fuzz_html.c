#define FUZZ_FORMAT "html"
#include "tests/fuzz/reader.h"
