/** What a type of source must bring to be synced: how it is checked, tried, read and heard. */
@NullMarked
package dev.colophon.etl.connector;

import org.jspecify.annotations.NullMarked;
