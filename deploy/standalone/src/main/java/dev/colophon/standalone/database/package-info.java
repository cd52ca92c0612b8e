/** The PostgreSQL server that the launcher runs beside itself. */
@NullMarked
package dev.colophon.standalone.database;

import org.jspecify.annotations.NullMarked;
