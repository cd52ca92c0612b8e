/** GitHub's REST API as it is spoken: identity, limits, pages. */
@NullMarked
package dev.colophon.etl.github.api;

import org.jspecify.annotations.NullMarked;
