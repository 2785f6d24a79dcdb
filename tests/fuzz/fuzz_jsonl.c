#define FUZZ_FORMAT "jsonl"
#include "tests/fuzz/reader.h"
