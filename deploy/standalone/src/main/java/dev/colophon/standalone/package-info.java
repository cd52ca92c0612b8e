/** Broker, database and the five services on one machine, under one launcher. */
@NullMarked
package dev.colophon.standalone;

import org.jspecify.annotations.NullMarked;
