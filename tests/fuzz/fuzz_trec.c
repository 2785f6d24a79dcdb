#define FUZZ_FORMAT "trec"
#include "tests/fuzz/reader.h"
