#define FUZZ_FORMAT "csv"
#include "tests/fuzz/reader.h"
