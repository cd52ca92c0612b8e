/** Items and their history: captured once a version, removed once. */
@NullMarked
package dev.colophon.etl.item;

import org.jspecify.annotations.NullMarked;
