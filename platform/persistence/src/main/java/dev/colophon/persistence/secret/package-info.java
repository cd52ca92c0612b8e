/** Secrets at rest: sealed with AES-256-GCM, the key's id beside the value. */
@NullMarked
package dev.colophon.persistence.secret;

import org.jspecify.annotations.NullMarked;
