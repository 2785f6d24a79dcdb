#define FUZZ_FORMAT "reuters-21578"
#include "tests/fuzz/reader.h"
