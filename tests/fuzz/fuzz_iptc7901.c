#define FUZZ_FORMAT "iptc7901"
#include "tests/fuzz/reader.h"
