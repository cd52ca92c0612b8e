/** What every service says of itself to those that run it. */
@NullMarked
package dev.colophon.cli.ops;

import org.jspecify.annotations.NullMarked;
