/** GitHub as a source: issues, pull requests and commits, by polling and by webhooks. */
@NullMarked
package dev.colophon.etl.github;

import org.jspecify.annotations.NullMarked;
