#define FUZZ_FORMAT "json"
#include "tests/fuzz/reader.h"
