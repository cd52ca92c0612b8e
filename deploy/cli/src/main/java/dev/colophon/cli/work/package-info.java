/** What takes several calls: importing a repository and waiting until it is enriched. */
@NullMarked
package dev.colophon.cli.work;

import org.jspecify.annotations.NullMarked;
