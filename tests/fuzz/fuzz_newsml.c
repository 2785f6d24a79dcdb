#define FUZZ_FORMAT "newsml"
#include "tests/fuzz/reader.h"
