#define FUZZ_FORMAT "nitf"
#include "tests/fuzz/reader.h"
