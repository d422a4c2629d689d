#include "csimdjson.h"

#include <algorithm>
#include <memory>
#include <new>
#include <simdjson.h>

static_assert(simdjson::SIMDJSON_PADDING <= CSIMDJSON_PADDING, "the caller pads too little");

// simdjson documents dom_parser_implementation as internal, but stage 1 is what its own DOM and
// On Demand front ends call, and Debian's library picks the instruction set for it at run time.
struct csimdjson_indexer {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

csimdjson_indexer *csimdjson_create(void) { return new (std::nothrow) csimdjson_indexer; }

void csimdjson_destroy(csimdjson_indexer *indexer) { delete indexer; }

enum csimdjson_verdict csimdjson_index(
    csimdjson_indexer *indexer, const uint8_t *bytes, size_t length, const uint32_t **indexes,
    size_t *count) {
    if (!indexer->parser || indexer->parser->capacity() < length) {
        size_t capacity = std::max<size_t>(length + length / 2, 65536);
        indexer->parser.reset();
        auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity, 1, indexer->parser);
        if (error != simdjson::SUCCESS) {
            indexer->parser.reset();
            return CSIMDJSON_NO_MEMORY;
        }
    }
    auto error = indexer->parser->stage1(bytes, length, simdjson::stage1_mode::regular);
    *indexes = indexer->parser->structural_indexes.get();
    *count = indexer->parser->n_structural_indexes;
    switch (error) {
    case simdjson::SUCCESS: return CSIMDJSON_FINE;
    case simdjson::EMPTY: return CSIMDJSON_EMPTY;
    case simdjson::UTF8_ERROR: return CSIMDJSON_UTF8_ERROR;
    case simdjson::UNCLOSED_STRING: return CSIMDJSON_UNCLOSED_STRING;
    case simdjson::UNESCAPED_CHARS: return CSIMDJSON_CONTROL_IN_STRING;
    case simdjson::MEMALLOC: return CSIMDJSON_NO_MEMORY;
    default: return CSIMDJSON_OTHER;
    }
}

// The widest vectors the processor has are chosen at run time.
#if defined(__x86_64__)
#define CSIMDJSON_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define CSIMDJSON_WIDE
#endif

/// Whether any byte is a backslash or a control character; `all` gets the bits of all bytes.
CSIMDJSON_WIDE static bool has_odd(const uint8_t *bytes, size_t length, uint8_t &all) {
    uint8_t odd = 0, bits = 0;
    // Without a way out, so that the compiler makes vectors of it.
    for (size_t place = 0; place < length; place++) {
        odd |= (bytes[place] < 0x20) | (bytes[place] == '\\');
        bits |= bytes[place];
    }
    all = bits;
    return odd != 0;
}

bool csimdjson_is_plain(const uint8_t *bytes, size_t length) {
    uint8_t all = 0;
    if (has_odd(bytes, length, all)) return false;
    return all < 0x80 || simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length);
}
