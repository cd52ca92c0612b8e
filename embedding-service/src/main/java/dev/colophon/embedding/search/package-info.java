/** Search by meaning and by word, and what is similar to what. */
@NullMarked
package dev.colophon.embedding.search;

import org.jspecify.annotations.NullMarked;
