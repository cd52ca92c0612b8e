/** What a build leaves to run: extracted jars, class data archives and PostgreSQL's binaries. */
@NullMarked
package dev.colophon.standalone.dist;

import org.jspecify.annotations.NullMarked;
