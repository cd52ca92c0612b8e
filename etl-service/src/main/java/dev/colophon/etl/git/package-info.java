/** Reading git repositories: commits and documents, no more than is new, no further than is allowed. */
@NullMarked
package dev.colophon.etl.git;

import org.jspecify.annotations.NullMarked;
