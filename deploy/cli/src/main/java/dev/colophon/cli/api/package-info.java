/** The HTTP API as commands use it. */
@NullMarked
package dev.colophon.cli.api;

import org.jspecify.annotations.NullMarked;
