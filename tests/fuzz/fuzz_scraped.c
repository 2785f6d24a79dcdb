#define FUZZ_FORMAT "text"
#include "tests/fuzz/reader.h"
