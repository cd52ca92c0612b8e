/** A broker, a database, keys and assertions for tests: Testcontainers where Docker runs, embedded ones elsewhere. */
@NullMarked
package dev.colophon.testing;

import org.jspecify.annotations.NullMarked;
