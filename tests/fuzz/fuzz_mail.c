#define FUZZ_FORMAT "mbox"
#include "tests/fuzz/reader.h"
