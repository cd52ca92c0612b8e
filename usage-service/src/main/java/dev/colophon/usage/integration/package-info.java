/** The providers and sources a client has configured, and the credentials for them. */
@NullMarked
package dev.colophon.usage.integration;

import org.jspecify.annotations.NullMarked;
