/** ETL service: reads what teams write elsewhere and publishes it as items. */
@NullMarked
package dev.colophon.etl;

import org.jspecify.annotations.NullMarked;
