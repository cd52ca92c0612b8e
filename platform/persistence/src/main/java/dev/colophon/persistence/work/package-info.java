/** The leased work queue: what is to be done, claimed fairly across clients. */
@NullMarked
package dev.colophon.persistence.work;

import org.jspecify.annotations.NullMarked;
