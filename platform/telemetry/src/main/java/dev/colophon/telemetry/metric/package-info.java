/** How modules declare the metrics they have, so that documents, dashboards and alerts can be held to them. */
@NullMarked
package dev.colophon.telemetry.metric;

import org.jspecify.annotations.NullMarked;
