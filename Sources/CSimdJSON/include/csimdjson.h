#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Stage 1 of simdjson: finds the structural characters of a JSON document with the widest vector
/// instructions this processor has, and checks that it is UTF-8 and that its strings are closed.
typedef struct csimdjson_indexer csimdjson_indexer;

enum csimdjson_verdict {
    CSIMDJSON_FINE = 0,
    CSIMDJSON_EMPTY = 1,
    CSIMDJSON_UTF8_ERROR = 2,
    CSIMDJSON_UNCLOSED_STRING = 3,
    CSIMDJSON_CONTROL_IN_STRING = 4,
    CSIMDJSON_NO_MEMORY = 5,
    CSIMDJSON_OTHER = 6
};

/// Bytes that must be readable after the document.
enum { CSIMDJSON_PADDING = 64 };

/// NULL when there is no memory.
csimdjson_indexer *csimdjson_create(void);
void csimdjson_destroy(csimdjson_indexer *indexer);

/// Indexes `length` bytes at `bytes`, which are followed by CSIMDJSON_PADDING readable ones.
/// On CSIMDJSON_FINE, `*indexes` holds `*count` ascending offsets: of every bracket, brace, colon
/// and comma outside strings, and of the first byte of every string and scalar. `(*indexes)[*count]`
/// is `length`. They stay valid until the next call.
enum csimdjson_verdict csimdjson_index(
    csimdjson_indexer *indexer, const uint8_t *bytes, size_t length, const uint32_t **indexes,
    size_t *count);

/// Whether `length` bytes are UTF-8 without a backslash or a control character: strings then stand
/// in JSON as they are.
bool csimdjson_is_plain(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif

#endif
