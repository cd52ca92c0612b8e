/** Text out of documents in other formats, by a small process of its own that may fail without anybody else noticing. */
@NullMarked
package dev.colophon.etl.extract;

import org.jspecify.annotations.NullMarked;
