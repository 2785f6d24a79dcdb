#define FUZZ_FORMAT "warc"
#include "tests/fuzz/reader.h"
