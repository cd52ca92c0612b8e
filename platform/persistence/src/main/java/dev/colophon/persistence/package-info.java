/** Transactions under row level security, migrations and provisioning. Knows nothing of Kafka. */
@NullMarked
package dev.colophon.persistence;

import org.jspecify.annotations.NullMarked;
